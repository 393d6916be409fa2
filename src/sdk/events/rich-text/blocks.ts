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
  "caption",
  "details",
  "summary",
  "li",
]);

/** True for nodes that stand on lines of their own. */
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
    case "text":
    case "break":
    case "link":
    case "pill":
    case "colour":
    case "spoiler":
    case "image":
    case "mark":
      return false;
    default:
      return node satisfies never;
  }
}

/** White space that HTML would not show: beside blocks, at the edges of a block, and all of a run but one space. */
export function tidy(nodes: readonly RichNode[], edges: "block" | "inline"): RichNode[] {
  const merged = mergeText(nodes);
  const out: RichNode[] = [];
  merged.forEach((node, index) => {
    if (node.kind !== "text") {
      out.push(node);
      return;
    }
    const previous = merged[index - 1];
    const following = merged[index + 1];
    let text = node.text.replace(/[ \t\n\r\f]+/g, " ");
    if (previous === undefined ? edges === "block" : isBlock(previous) || previous.kind === "break")
      text = text.replace(/^ /, "");
    if (following === undefined ? edges === "block" : isBlock(following) || following.kind === "break")
      text = text.replace(/ $/, "");
    if (text !== "") out.push({ kind: "text", text });
  });
  return out;
}

export function mergeText(nodes: readonly RichNode[]): RichNode[] {
  const out: RichNode[] = [];
  let pending: string[] = [];
  const flush = (): void => {
    if (pending.length > 0) out.push({ kind: "text", text: pending.join("") });
    pending = [];
  };
  for (const node of nodes) {
    if (node.kind === "text") {
      pending.push(node.text);
      continue;
    }
    flush();
    out.push(node);
  }
  flush();
  return out;
}

/** Without breaks and empty blocks at either end. */
export function trimBreaks(nodes: readonly RichNode[]): RichNode[] {
  let from = 0;
  let to = nodes.length;
  while (from < to && isEmpty(nodes[from])) from += 1;
  while (to > from && isEmpty(nodes[to - 1])) to -= 1;
  return nodes.slice(from, to);
}

function isEmpty(node: RichNode | undefined): boolean {
  if (!node || node.kind === "break") return true;
  return node.kind === "element" && (node.tag === "p" || node.tag === "div") && node.children.every(isEmpty);
}
