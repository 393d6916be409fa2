/**
 * A message's words as somebody would type them. The plain body is what most clients' users typed; only mentions have
 * lost their target there, so they are put back from the HTML.
 */
import { asString, type JsonObject } from "#sdk/events/envelope.ts";
import { stripReplyFallback } from "./reply-fallback.ts";

const LINK = /<a\s[^>]*href=["'](https:\/\/matrix\.to\/#\/(?:@|%40)[^"'\s>]+)["'][^>]*>([^<]{1,255})<\/a>/gi;
const MOST_MENTIONS = 50;

export function asMarkdown(content: JsonObject, relation: "reply" | "none"): string {
  const said = wordsOf(content);
  const body = withMentions(
    relation === "reply" ? stripReplyFallback(said) : said,
    asString(content["formatted_body"]),
  );
  if (content["msgtype"] === "m.emote") return `/me ${body}`;
  // A command would be taken for one.
  return body.startsWith("/") ? `/${body}` : body;
}

const FILES: ReadonlySet<unknown> = new Set(["m.image", "m.video", "m.audio", "m.file"]);

/** The text, or the caption of a file: its body unless that is only its name. */
function wordsOf(content: JsonObject): string {
  const body = asString(content["body"]) ?? "";
  if (!FILES.has(content["msgtype"])) return body;
  const name = asString(content["filename"]);
  return name === undefined || body === name ? "" : body;
}

function withMentions(body: string, html: string | undefined): string {
  if (html === undefined) return body;
  let done = "";
  let rest = body;
  for (const match of [...html.matchAll(LINK)].slice(0, MOST_MENTIONS)) {
    const [, href = "", escaped = ""] = match;
    const label = unescape(escaped);
    const at = rest.indexOf(label);
    if (label === "" || at < 0 || rest.slice(at + label.length).startsWith("](")) continue;
    done += `${rest.slice(0, at)}[${label.replaceAll(/[[\]\\]/g, String.raw`\$&`)}](${href})`;
    rest = rest.slice(at + label.length);
  }
  return done + rest;
}

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ["&amp;", "&"],
  ["&lt;", "<"],
  ["&gt;", ">"],
  ["&quot;", '"'],
  ["&#39;", "'"],
]);

function unescape(text: string): string {
  return text.replaceAll(/&(?:amp|lt|gt|quot|#39);/g, (entity) => ENTITIES.get(entity) ?? entity);
}
