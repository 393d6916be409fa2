/**
 * Paints code without touching it: ranges over text that stands there already, by the browser's custom highlights. So
 * colours move nothing, and a block of thousands of tokens costs no elements. Browsers without them show plain code.
 */
import { createContext } from "react";
import { TOKEN_KINDS } from "#lib/code-tokens.ts";

/** Triples of start, end and kind, in order; undefined if nobody knows the language. */
export type ColourCode = (language: string, text: string) => Promise<Uint32Array | undefined>;

/** Who colours code; without one it stays plain. */
export const CodeContext = createContext<ColourCode>(() => Promise.resolve(undefined));

const SLICE = 800;

function highlights(): readonly Highlight[] | undefined {
  if (typeof Highlight === "undefined" || !("highlights" in CSS)) return undefined;
  return TOKEN_KINDS.map((kind) => {
    const name = `code-${kind}`;
    const known = CSS.highlights.get(name);
    if (known) return known;
    const made = new Highlight();
    CSS.highlights.set(name, made);
    return made;
  });
}

/** Colours the lines of a block, a slice per turn; the answer takes the colours away again. */
export function paint(lines: readonly Text[], triples: Uint32Array): () => void {
  const kinds = highlights();
  if (!kinds) return () => undefined;
  const painted: [Highlight, StaticRange][] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let at = 0;
  let line = 0;
  let lineStart = 0;

  const add = (kind: number, start: number, end: number): "more" | "end" => {
    let from = start;
    while (from < end) {
      let text = lines[line];
      while (text && from >= lineStart + text.length) {
        lineStart += text.length;
        line += 1;
        text = lines[line];
      }
      if (!text) return "end";
      const to = Math.min(end, lineStart + text.length);
      const highlight = kinds[kind];
      if (highlight) {
        const range = new StaticRange({
          startContainer: text,
          startOffset: from - lineStart,
          endContainer: text,
          endOffset: to - lineStart,
        });
        highlight.add(range);
        painted.push([highlight, range]);
      }
      from = to;
    }
    return "more";
  };
  const slice = (): void => {
    const until = Math.min(triples.length, at + SLICE * 3);
    for (; at < until; at += 3) {
      if (add(triples[at + 2] ?? 0, triples[at] ?? 0, triples[at + 1] ?? 0) === "end") return;
    }
    if (at < triples.length) timer = setTimeout(slice);
  };
  slice();
  return () => {
    clearTimeout(timer);
    for (const [highlight, range] of painted) highlight.delete(range);
  };
}
