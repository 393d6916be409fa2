/** Colours of code, from the task worker; what was coloured lately is remembered. */
import { ask } from "./ask.ts";

const DEADLINE_MS = 10_000;
const REMEMBERED = 100;

const known = new Map<string, Promise<Uint32Array | undefined>>();

/** Triples of start, end and kind (see #lib/code-tokens.ts), in order; undefined if the language is not known. */
export function highlightCode(language: string, text: string): Promise<Uint32Array | undefined> {
  const key = `${language}\n${text}`;
  const before = known.get(key);
  if (before) return before;
  const colours = ask({ job: "highlight", language, text }, DEADLINE_MS).then((answer) =>
    answer?.job === "highlight" ? answer.colours : undefined,
  );
  known.set(key, colours);
  const [oldest] = known.keys();
  if (known.size > REMEMBERED && oldest !== undefined) known.delete(oldest);
  return colours;
}
