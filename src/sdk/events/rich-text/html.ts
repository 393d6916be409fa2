/**
 * Matrix HTML to a tree that can say nothing dangerous, by the spec's allow-list (m.room.message, HTML). Nothing is
 * cleaned up here: what the list doesn't name simply has no counterpart in the tree, so it can't get through. Tags that
 * are not allowed leave their text behind. Deep or huge input is flattened, never refused.
 */
import { Parser } from "htmlparser2";
import type { RichNode } from "#api/rich-text.ts";
import { mergeText, tidy, trimBreaks } from "./blocks.ts";
import { buildElement } from "./build-element.ts";
import type { Attributes } from "./attributes.ts";
import type { TextContext } from "./context.ts";
import { linkify } from "./linkify.ts";
import { MAX_DEPTH, MAX_NODES } from "./limits.ts";
import { dissolveOrphans } from "./structure.ts";

/** An open tag and what it collected. */
interface Frame {
  readonly name: string;
  readonly attributes: Attributes;
  readonly children: RichNode[];
  /** `flat`: its children go to its parent as if it weren't there. */
  readonly shape: "element" | "flat";
}

/** Their text is not for readers. `mx-reply` is the quote old clients put into the answer. */
const DROPPED: ReadonlySet<string> = new Set([
  "mx-reply",
  "script",
  "style",
  "head",
  "title",
  "template",
  "noscript",
  "textarea",
  "select",
  "iframe",
  "object",
  "svg",
  "math",
]);

/** Code is text: all other tags in it dissolve. */
const IN_CODE: ReadonlySet<string> = new Set(["code", "br"]);

/** HTML of a message as a tree. Empty if nothing in it can be shown. */
export function fromHtml(html: string, context: TextContext): RichNode[] {
  const root: Frame = { name: "", attributes: {}, children: [], shape: "element" };
  const stack: Frame[] = [root];
  let dropping = 0;
  let verbatim = 0;
  let linked = 0;
  let depth = 0;
  let nodes = 0;
  const top = (): Frame => stack.at(-1) ?? root;

  const parser = new Parser(
    {
      onopentag(name, attributes) {
        if (DROPPED.has(name)) dropping += 1;
        const misplaced = (verbatim > 0 && !IN_CODE.has(name)) || (linked > 0 && name === "a");
        if (name === "pre" || name === "code") verbatim += 1;
        if (name === "a") linked += 1;
        nodes += 1;
        const fits = depth < MAX_DEPTH && nodes < MAX_NODES && dropping === 0 && !misplaced;
        if (fits) depth += 1;
        stack.push({ name, attributes, children: fits ? [] : top().children, shape: fits ? "element" : "flat" });
      },
      ontext(text) {
        if (dropping > 0) return;
        top().children.push({ kind: "text", text });
      },
      onclosetag(name) {
        const frame = top();
        // The parser also closes what it never opened: a tag that the text ends in.
        if (frame === root || frame.name !== name) return;
        stack.pop();
        if (DROPPED.has(name)) dropping -= 1;
        if (name === "pre" || name === "code") verbatim -= 1;
        if (name === "a") linked -= 1;
        if (frame.shape === "flat") return;
        depth -= 1;
        const quiet = verbatim > 0 || linked > 0 || name === "a" || name === "pre" || name === "code";
        const children = quiet ? mergeText(frame.children) : linkified(frame.children, context);
        for (const node of buildElement(name, frame.attributes, children, context)) top().children.push(node);
      },
    },
    { decodeEntities: true, recognizeSelfClosing: false },
  );
  parser.write(html);
  parser.end();
  return trimBreaks(dissolveOrphans(tidy(linkified(root.children, context), "block"), "root"));
}

function linkified(children: readonly RichNode[], context: TextContext): RichNode[] {
  return mergeText(children).flatMap((node) => (node.kind === "text" ? linkify(node.text, context) : [node]));
}
