/**
 * Finds addresses in plain text: http(s) and mailto URLs, matrix: URIs, user ids and room addresses. Linear in the text:
 * one pass over candidates, each looked at once. It would rather miss a link than take a word for one.
 */
import { parseRoomAlias, parseUserId } from "#api/ids.ts";
import type { RichNode } from "#api/rich-text.ts";
import type { TextContext } from "./context.ts";
import { linkTo, pill } from "./links.ts";

/** A scheme, or a sigil that may begin an id; what follows ends at white space or at characters no URL contains. */
const CANDIDATE = /(?:https?:\/\/|mailto:|matrix:(?:u|r|roomid)\/|[@#])[^\s<>"`{}|\\^]{3,2048}/giu;
const WORD = /[\p{L}\p{N}_/]/u;

/** Text with its addresses as links and pills. */
export function linkify(text: string, context: TextContext): RichNode[] {
  const nodes: RichNode[] = [];
  let done = 0;
  CANDIDATE.lastIndex = 0;
  for (let match = CANDIDATE.exec(text); match; match = CANDIDATE.exec(text)) {
    const at = match.index;
    if (WORD.test(text[at - 1] ?? " ")) continue;
    const found = /^[@#]/.test(match[0]) ? readId(match[0], context) : readUrl(match[0], context);
    if (!found) continue;
    if (at > done) nodes.push({ kind: "text", text: text.slice(done, at) });
    nodes.push(found.node);
    done = at + found.length;
    CANDIDATE.lastIndex = done;
  }
  if (done < text.length) nodes.push({ kind: "text", text: text.slice(done) });
  return nodes;
}

interface Found {
  readonly node: RichNode;
  readonly length: number;
}

function readUrl(candidate: string, context: TextContext): Found | undefined {
  const url = trimEnd(candidate);
  const node = linkTo(url, url, [{ kind: "text", text: url }], context);
  return node && { node, length: url.length };
}

/** `@local:server` and `#local:server`, where the server looks like one: a bare word after the colon is prose. */
function readId(candidate: string, context: TextContext): Found | undefined {
  const match = /^[@#][^\s:@#()[\],;]{1,200}:((?:localhost|[a-z0-9-]+(?:\.[a-z0-9-]+)+)(?::\d{1,5})?)/i.exec(candidate);
  if (!match?.[1] || /^[\d.]+$/.test(match[1])) return undefined;
  if (/[\p{L}\p{N}_@]/u.test(candidate[match[0].length] ?? " ")) return undefined;
  const userId = parseUserId(match[0]);
  if (userId) return { node: pill({ kind: "user", userId }, match[0], context), length: match[0].length };
  const room = parseRoomAlias(match[0]);
  return room && { node: pill({ kind: "room", room, via: [] }, match[0], context), length: match[0].length };
}

const CLOSERS: Readonly<Record<string, string>> = { ")": "(", "]": "[" };

/** Punctuation at the end belongs to the sentence, a closing bracket too unless the address opened it. */
function trimEnd(url: string): string {
  const depth = new Map<string, number>();
  for (const character of url) if ("()[]".includes(character)) depth.set(character, (depth.get(character) ?? 0) + 1);
  let end = url.length;
  for (; end > 0; end -= 1) {
    const last = url[end - 1] ?? "";
    const opener = CLOSERS[last];
    if (opener !== undefined) {
      const closers = depth.get(last) ?? 0;
      if (closers <= (depth.get(opener) ?? 0)) break;
      depth.set(last, closers - 1);
    } else if (!/[.,:;!?'*_~\u2026\u2019\u201d\u3002\uff0c]/.test(last)) break;
  }
  return url.slice(0, end);
}
