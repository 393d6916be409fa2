/** Decides where a link of a message may lead: `http`, `https`, `mailto`, or into Matrix as a pill. Nothing else. */
import type { MatrixTarget, RichNode } from "#api/rich-text.ts";
import { parseMatrixLink } from "#sdk/events/matrix-link.ts";
import type { TextContext } from "./context.ts";

const MAX_HREF = 8_192;

/** The address as a browser understands it, or `undefined` if it isn't one we open. */
export function safeHref(href: string): string | undefined {
  const text = href.trim();
  if (text.length > MAX_HREF || !/^(?:https?:\/\/|mailto:)/i.test(text)) return undefined;
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return undefined;
  }
  switch (url.protocol) {
    case "mailto:":
      return /^[^@\s]+@[^@\s]+$/.test(url.pathname) ? url.href : undefined;
    case "http:":
    case "https:":
      // A user name before the host only ever serves to hide the host.
      return url.hostname === "" || url.username !== "" || url.password !== "" ? undefined : url.href;
    default:
      return undefined;
  }
}

/** A link or pill for an address, `undefined` if it may not be followed. `label` is what its sender wrote. */
export function linkTo(
  href: string,
  label: string,
  children: readonly RichNode[],
  context: TextContext,
): RichNode | undefined {
  const target = parseMatrixLink(href.trim());
  if (target) return pill(target, label, context);
  const safe = safeHref(href);
  return safe === undefined ? undefined : { kind: "link", href: safe, children };
}

export function pill(target: MatrixTarget, label: string, context: TextContext): RichNode {
  switch (target.kind) {
    case "user":
      return {
        kind: "pill",
        target,
        label: context.nameOf(target.userId) ?? target.userId,
        whom: target.userId === context.me ? "me" : "other",
      };
    case "room":
    case "event": {
      const text = label.replace(/\s+/g, " ").trim().slice(0, 255);
      const spoken = text !== "" && !/^(?:https?:|matrix:)/i.test(text);
      return { kind: "pill", target, label: spoken ? text : target.room, whom: "other" };
    }
    default:
      return target satisfies never;
  }
}
