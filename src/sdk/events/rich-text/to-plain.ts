/** Trees back to text: for previews and quotes (one line, spoilers kept shut) and for search (everything). */
import type { RichNode } from "#api/rich-text.ts";
import { cut } from "#sdk/events/content/text.ts";
import { isBlock } from "./blocks.ts";

export const SPOILER = "█████";

/** Text of a tree; blocks and breaks become new lines. */
export function toPlain(nodes: readonly RichNode[], spoilers: "shut" | "open" = "shut"): string {
  const out: string[] = [];
  write(nodes, spoilers, out);
  return out
    .join("")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

/** Text of a tree on one line. */
export function toLine(nodes: readonly RichNode[], max = 300): string {
  return cut(toPlain(nodes).replace(/\s+/g, " "), max);
}

function write(nodes: readonly RichNode[], spoilers: "shut" | "open", out: string[]): void {
  for (const node of nodes) {
    const block = isBlock(node) && node.kind !== "rule";
    if (block && out.length > 0) newLine(out);
    writeNode(node, spoilers, out);
    if (block) newLine(out);
  }
}

function newLine(out: string[]): void {
  if (!out.at(-1)?.endsWith("\n")) out.push("\n");
}

function writeNode(node: RichNode, spoilers: "shut" | "open", out: string[]): void {
  switch (node.kind) {
    case "text":
    case "mark":
    case "codeBlock":
      out.push(node.text);
      return;
    case "break":
      out.push("\n");
      return;
    case "rule":
      newLine(out);
      return;
    case "pill":
      out.push(node.label);
      return;
    case "maths":
      out.push(node.tex);
      return;
    case "image":
      out.push(node.alt);
      return;
    case "spoiler":
      if (spoilers === "shut") out.push(node.reason === undefined ? SPOILER : `${SPOILER} (${node.reason})`);
      else write(node.children, spoilers, out);
      return;
    case "element":
      write(node.children, spoilers, out);
      if (node.tag === "td" || node.tag === "th") out.push(" ");
      return;
    case "list":
    case "link":
    case "colour":
      write(node.children, spoilers, out);
      return;
    default:
      node satisfies never;
  }
}
