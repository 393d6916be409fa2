/** Puts the marker pen on the words that called the user: in text only, never in code or inside links. */
import type { RichNode } from "#api/rich-text.ts";
import { findWord } from "#sdk/events/word.ts";

/** Marks every occurrence of the words (lower case) between word boundaries. */
export function markWords(nodes: readonly RichNode[], words: readonly string[]): readonly RichNode[] {
  return words.length === 0 ? nodes : nodes.flatMap((node) => markNode(node, words));
}

function markNode(node: RichNode, words: readonly string[]): readonly RichNode[] {
  switch (node.kind) {
    case "text":
      return markText(node.text, words);
    case "element":
      return node.tag === "code" ? [node] : [{ ...node, children: markWords(node.children, words) }];
    case "list":
    case "colour":
    case "spoiler":
      return [{ ...node, children: markWords(node.children, words) }];
    default:
      return [node];
  }
}

function markText(text: string, words: readonly string[]): readonly RichNode[] {
  const lower = text.toLowerCase();
  // Where lower case is longer than the text (İ), positions would not fit.
  if (lower.length !== text.length) return [{ kind: "text", text }];
  const nodes: RichNode[] = [];
  let done = 0;
  for (;;) {
    let first: { readonly at: number; readonly length: number } | undefined;
    for (const word of words) {
      const at = findWord(lower, word, done);
      if (at !== undefined && (!first || at < first.at || (at === first.at && word.length > first.length)))
        first = { at, length: word.length };
    }
    if (!first) break;
    if (first.at > done) nodes.push({ kind: "text", text: text.slice(done, first.at) });
    nodes.push({ kind: "mark", text: text.slice(first.at, first.at + first.length) });
    done = first.at + first.length;
  }
  if (done < text.length) nodes.push({ kind: "text", text: text.slice(done) });
  return nodes;
}
