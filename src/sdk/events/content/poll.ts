/**
 * Polls (MSC3381): `m.poll.start`, `.response` and `.end`, and their older names `org.matrix.msc3381.poll.…`. Servers pass
 * on both, so both are read everywhere.
 */
import { isObject, type JsonObject } from "#sdk/events/envelope.ts";
import { invalid, valid, type Decoded } from "./decoded.ts";
import { cut, readText } from "./text.ts";

export const POLL_TYPES: ReadonlySet<string> = new Set(["m.poll.start", "org.matrix.msc3381.poll.start"]);
export const POLL_RESPONSE_TYPES: ReadonlySet<string> = new Set([
  "m.poll.response",
  "org.matrix.msc3381.poll.response",
]);
export const POLL_END_TYPES: ReadonlySet<string> = new Set(["m.poll.end", "org.matrix.msc3381.poll.end"]);

export interface PollContent {
  readonly question: string;
  readonly answers: readonly { readonly id: string; readonly text: string }[];
  /** `secret`: nobody sees how it stands before it ends. */
  readonly votes: "open" | "secret";
  readonly most: number;
}

const MAX_ANSWERS = 20;

export function decodePoll(content: JsonObject): Decoded<PollContent> {
  const poll = content["m.poll"] ?? content["m.poll.start"] ?? content["org.matrix.msc3381.poll.start"];
  if (!isObject(poll)) return invalid("m.poll: expected an object");
  const question = readExtensibleText(poll["question"]);
  if (question === undefined) return invalid("m.poll.question: expected text");
  const list = Array.isArray(poll["answers"]) ? poll["answers"].slice(0, MAX_ANSWERS) : [];
  const answers: { id: string; text: string }[] = [];
  for (const answer of list) {
    if (!isObject(answer)) continue;
    const id = answer["m.id"] ?? answer["id"];
    const text = readExtensibleText(answer);
    if (typeof id === "string" && text !== undefined) answers.push({ id, text: cut(text, 340) });
  }
  if (answers.length === 0) return invalid("m.poll.answers: expected answers");
  const { kind, max_selections: max } = poll;
  return valid({
    question: cut(question, 1_024),
    answers,
    votes: kind === "m.disclosed" || kind === "org.matrix.msc3381.poll.disclosed" ? "open" : "secret",
    most: typeof max === "number" && Number.isInteger(max) && max >= 1 ? max : 1,
  });
}

/** Ids of the answers somebody chose; none: the vote is spoiled. */
export function readSelections(content: JsonObject): readonly string[] {
  const old = content["org.matrix.msc3381.poll.response"];
  const list = content["m.selections"] ?? (isObject(old) ? old["answers"] : undefined);
  return Array.isArray(list) ? list.slice(0, MAX_ANSWERS).filter((id): id is string => typeof id === "string") : [];
}

/** Text of extensible events: `m.text` as a list of representations, or the older single strings. */
export function readExtensibleText(value: unknown): string | undefined {
  if (!isObject(value)) return undefined;
  const blocks = value["m.text"];
  if (Array.isArray(blocks)) {
    for (const block of blocks) {
      if (!isObject(block)) continue;
      const type = block["mimetype"];
      if (type === undefined || type === "text/plain") return readText(block["body"]);
    }
    return undefined;
  }
  return readText(blocks) ?? readText(value["org.matrix.msc1767.text"]) ?? readText(value["body"]);
}
