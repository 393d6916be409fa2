/** Plain text bodies: lines, with their addresses as links. */
import type { RichNode } from "#api/rich-text.ts";
import type { TextContext } from "./context.ts";
import { linkify } from "./linkify.ts";

const MAX_LINES = 2_000;

/** Plain text as a tree; lines beyond the first 2,000 run together. */
export function fromPlain(text: string, context: TextContext): RichNode[] {
  const lines = text.replace(/\r\n?/g, "\n").split("\n", MAX_LINES);
  const nodes: RichNode[] = [];
  lines.forEach((line, index) => {
    if (index > 0) nodes.push({ kind: "break" });
    nodes.push(...linkify(line, context));
  });
  return nodes;
}
