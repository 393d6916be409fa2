/** The body of a message as a tree: its HTML if that shows anything, its plain text else. */
import type { RichNode } from "#api/rich-text.ts";
import type { FormattedText } from "#sdk/events/content/message.ts";
import type { TextContext } from "./context.ts";
import { fromHtml } from "./html.ts";
import { fromPlain } from "./plain-text.ts";
import { stripReplyFallback } from "./reply-fallback.ts";

/** `reply`: the plain text may begin with a quote of the answered message, which is shown in its own way. */
export function richBody(text: FormattedText, relation: "reply" | "none", context: TextContext): readonly RichNode[] {
  if (text.html !== undefined) {
    const nodes = fromHtml(text.html, context);
    if (nodes.length > 0) return nodes;
  }
  return fromPlain(relation === "reply" ? stripReplyFallback(text.body) : text.body, context);
}
