/**
 * Sorts the nodes of a message into blocks: runs of inline nodes become paragraphs, block nodes stand alone. White space
 * between blocks is dropped, so that the source of formatted messages leaves no holes.
 */
import type { RichNode, RichTag } from "#api/rich-text.ts";

const BLOCK_TAGS: ReadonlySet<RichTag> = new Set<RichTag>([
  "p",
  "div",
  "blockquote",
  "h1",
  "h2",
  "h3",
  "h4",
  "h5",
  "h6",
  "table",
  "thead",
  "tbody",
  "tr",
  "th",
  "td",
  "caption",
  "details",
  "summary",
  "li",
]);

export type FlowPart =
  | { readonly kind: "inline"; readonly nodes: readonly RichNode[] }
  | { readonly kind: "block"; readonly node: RichNode };

export function isBlock(node: RichNode): boolean {
  switch (node.kind) {
    case "element":
      return BLOCK_TAGS.has(node.tag);
    case "list":
    case "rule":
    case "codeBlock":
      return true;
    case "maths":
      return node.display === "block";
    case "colour":
    case "spoiler":
    case "link":
      return node.children.some(isBlock);
    case "text":
    case "break":
    case "pill":
    case "image":
    case "mark":
      return false;
  }
}

function isBlank(nodes: readonly RichNode[]): boolean {
  return nodes.every((node) => node.kind === "break" || (node.kind === "text" && node.text.trim() === ""));
}

/** The block-level parts of some nodes, in order. */
export function flowOf(nodes: readonly RichNode[]): readonly FlowPart[] {
  const parts: FlowPart[] = [];
  let run: RichNode[] = [];
  const close = (): void => {
    if (!isBlank(run)) parts.push({ kind: "inline", nodes: run });
    run = [];
  };
  for (const node of nodes) {
    if (isBlock(node)) {
      close();
      parts.push({ kind: "block", node });
    } else run.push(node);
  }
  close();
  return parts;
}

/** The words of some nodes without their form: for labels, announcements and the clipboard. */
export function plainText(nodes: readonly RichNode[]): string {
  let text = "";
  for (const node of nodes) text += textOf(node);
  return text.replace(/\n{3,}/g, "\n\n").trim();
}

function textOf(node: RichNode): string {
  switch (node.kind) {
    case "text":
    case "mark":
      return node.text;
    case "break":
      return "\n";
    case "rule":
      return "\n";
    case "pill":
      return node.label;
    case "codeBlock":
      return `\n${node.text}\n`;
    case "maths":
      return node.tex;
    case "image":
      return node.alt;
    case "spoiler":
      return node.reason ?? "…";
    case "list":
      return `\n${node.children.map(textOf).join("")}`;
    case "element": {
      const inner = node.children.map(textOf).join("");
      return isBlock(node) ? `${inner}\n` : inner;
    }
    case "link":
    case "colour":
      return node.children.map(textOf).join("");
  }
}

/** One emoji: a flag, a keycap, a picture with its skin tone and all that is joined to it, a flag of a region. */
const ONE =
  "(?:\\p{Regional_Indicator}{2}|[0-9#*]\\u{FE0F}?\\u{20E3}|\\u{1F3F4}[\\u{E0061}-\\u{E007A}]{2,6}\\u{E007F}|" +
  "\\p{Extended_Pictographic}(?:\\u{FE0F}|\\p{Emoji_Modifier})?" +
  "(?:\\u{200D}\\p{Extended_Pictographic}(?:\\u{FE0F}|\\p{Emoji_Modifier})?)*)";
const ONLY_EMOJI = new RegExp(`^(?:${ONE}|\\s)*$`, "u");
const EACH_EMOJI = new RegExp(ONE, "gu");
const MOST_EMOJI = 10;
const MOST_LETTERS = 200;

/** True for a message that is nothing but a few emoji, drawn or sent as pictures: they are drawn large. */
export function isJumbo(nodes: readonly RichNode[]): boolean {
  const only = nodes.length === 1 ? nodes[0] : undefined;
  if (only?.kind === "element" && only.tag === "p") return isJumbo(only.children);
  let count = 0;
  for (const node of nodes) {
    if (node.kind === "image") count += 1;
    else if (node.kind === "text" && node.text.length <= MOST_LETTERS && ONLY_EMOJI.test(node.text))
      count += node.text.match(EACH_EMOJI)?.length ?? 0;
    else return false;
  }
  return count > 0 && count <= MOST_EMOJI;
}
