/**
 * What a person typed, as the content of an `m.room.message`. `formatted_body` is there only if it says more than `body`;
 * `m.mentions` is always there, so that nobody is pinged by the mere letters of their name.
 */
import { Failure } from "#api/errors.ts";
import { parseUserId, type UserId } from "#api/ids.ts";
import { wellFormed } from "#sdk/events/content/text.ts";
import type { JsonObject } from "#sdk/events/envelope.ts";

/** The server refuses events above 65,536 bytes; the rest of the event needs its room. */
const MAX_CONTENT_BYTES = 60_000;

/** Characters without which a text is its own rendering. */
const MAY_BE_MARKDOWN = /[*_~`#>[\]\\|&<]|^[ \t]*(?:[-+]|\d{1,9}[.)])(?:\s|$)|^[ \t]*-{3,}[ \t]*$/m;

/** The renderer's time grows with the square of these; a text with more of them is a paste, not Markdown. */
const MARKS = /[*_~>[\]]/g;
const MAX_MARKS = 8_000;
const MAX_LINES = 20_000;

function isRenderable(markdown: string): boolean {
  return (markdown.match(MARKS)?.length ?? 0) <= MAX_MARKS && markdown.split("\n", MAX_LINES + 1).length <= MAX_LINES;
}

const LINK_TO_USER = /\[((?:[^[\]\\]|\\.)+)\]\(<?https:\/\/matrix\.to\/#\/(@[^\s)>?]+)(?:\?[^\s)>]*)?>?\)/g;
const BARE_LINK_TO_USER = /https:\/\/matrix\.to\/#\/(@[^\s)>?]+)/g;
const BARE_USER = /(?<![\w@/#.])@[\w.=/+-]+:[A-Za-z0-9.-]+(?::\d{1,5})?/g;
const ROOM = /(?<![\w@/#.])@room\b/;

export interface TextInput {
  readonly text: string;
  /** A bare Matrix ID mentions only somebody who is there. */
  readonly isMember: (userId: UserId) => boolean;
  /** `undefined` where Markdown can't be had. */
  readonly toHtml: (markdown: string) => Promise<string | undefined>;
}

function decodeUser(text: string): UserId | undefined {
  try {
    return parseUserId(decodeURIComponent(text));
  } catch {
    return undefined;
  }
}

function withoutCode(markdown: string): string {
  return markdown.replaceAll(/```[^]*?(?:```|$)|`[^`\n]*`/g, " ");
}

function mentionsIn(markdown: string, isMember: (userId: UserId) => boolean): JsonObject {
  const text = withoutCode(markdown);
  const userIds = new Set<UserId>();
  for (const match of text.matchAll(BARE_LINK_TO_USER)) {
    const userId = decodeUser(match[1] ?? "");
    if (userId) userIds.add(userId);
  }
  for (const match of text.matchAll(BARE_USER)) {
    const userId = parseUserId(match[0].replace(/[.-]+$/, ""));
    if (userId && isMember(userId)) userIds.add(userId);
  }
  return {
    ...(userIds.size > 0 ? { user_ids: [...userIds].slice(0, 50) } : {}),
    ...(ROOM.test(text) ? { room: true } : {}),
  };
}

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ["&amp;", "&"],
  ["&lt;", "<"],
  ["&gt;", ">"],
  ["&quot;", '"'],
]);

function squeeze(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}

/** True if the HTML is nothing but paragraphs that read as the text does. */
function isPlain(html: string, body: string): boolean {
  const bare = html.replaceAll(/<\/?p>|<br \/>/g, " ");
  if (/<[a-z/]/i.test(bare)) return false;
  return (
    squeeze(bare.replaceAll(/&(?:amp|lt|gt|quot);/g, (entity) => ENTITIES.get(entity) ?? entity)) === squeeze(body)
  );
}

/** Throws `Failure` invalid: `empty` or `too-large`. */
export async function textContent({ text: typed, isMember, toHtml }: TextInput): Promise<JsonObject> {
  const text = wellFormed(typed);
  const emote = /^\/me(?:\s+|$)/.exec(text);
  let markdown = emote ? text.slice(emote[0].length) : text;
  if (!emote && text.startsWith("//")) markdown = text.slice(1);
  markdown = markdown
    .replaceAll("\r\n", "\n")
    .replace(/^\s*\n/, "")
    .trimEnd();
  if (markdown.trim() === "") throw new Failure({ kind: "invalid", field: "text", reason: "empty" });
  if (markdown.length > MAX_CONTENT_BYTES) throw new Failure({ kind: "invalid", field: "text", reason: "too-large" });

  const body = markdown.replaceAll(LINK_TO_USER, (_, label: string) => label.replaceAll(/\\(.)/g, "$1"));
  const html = MAY_BE_MARKDOWN.test(markdown) && isRenderable(markdown) ? await toHtml(markdown) : undefined;
  const content = {
    msgtype: emote ? "m.emote" : "m.text",
    body,
    ...(html === undefined || isPlain(html, body) ? {} : { format: "org.matrix.custom.html", formatted_body: html }),
    "m.mentions": mentionsIn(markdown, isMember),
  };
  refuseTooLarge(content);
  return content;
}

/** What is said of other messages counts too. */
export function refuseTooLarge(content: JsonObject): void {
  if (new TextEncoder().encode(JSON.stringify(content)).length > MAX_CONTENT_BYTES) {
    throw new Failure({ kind: "invalid", field: "text", reason: "too-large" });
  }
}
