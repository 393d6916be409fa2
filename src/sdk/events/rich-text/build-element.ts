/**
 * One HTML element as nodes of the tree. Attributes are read one by one; everything that isn't read here is gone.
 */
import { parseMxc } from "#api/ids.ts";
import type { RichNode, RichTag } from "#api/rich-text.ts";
import { cut } from "#sdk/events/content/text.ts";
import { own, type Attributes } from "./attributes.ts";
import { mergeText, tidy, trimBreaks } from "./blocks.ts";
import type { TextContext } from "./context.ts";
import { MAX_IMAGE_HEIGHT } from "./limits.ts";
import { linkTo } from "./links.ts";
import { shapeDetails, shapeList, shapeRow, shapeSection, shapeTable } from "./structure.ts";
import { toPlain } from "./to-plain.ts";

const RENAMED: Readonly<Record<string, RichTag>> = { b: "strong", i: "em", s: "del", strike: "del", center: "div" };

export function buildElement(
  name: string,
  attributes: Attributes,
  children: readonly RichNode[],
  context: TextContext,
): readonly RichNode[] {
  const renamed = Object.hasOwn(RENAMED, name) ? RENAMED[name] : undefined;
  if (renamed !== undefined) return element(renamed, children);
  switch (name) {
    case "strong":
    case "em":
    case "u":
    case "del":
    case "sup":
    case "sub":
      return element(name, children);
    case "p":
    case "blockquote":
    case "h1":
    case "h2":
    case "h3":
    case "h4":
    case "h5":
    case "h6":
    case "caption":
    case "summary":
      return element(name, children);
    case "td":
    case "th":
    case "li":
      return [{ kind: "element", tag: name, children: trimBreaks(tidy(children, "block")) }];
    case "div":
      return spoken(attributes, element("div", children), children, "block");
    case "span":
    case "font":
      return spoken(attributes, children, children, "inline");
    case "a":
      return link(attributes, children, context);
    case "br":
      return [{ kind: "break" }];
    case "hr":
      return [{ kind: "rule" }];
    case "ul":
    case "ol":
      return shapeList(name, name === "ol" ? readStart(attributes["start"]) : 1, children);
    case "table":
      return shapeTable(children);
    case "thead":
    case "tbody":
      return shapeSection(name, children);
    case "tfoot":
      return shapeSection("tbody", children);
    case "tr":
      return shapeRow(children);
    case "details":
      return shapeDetails(children);
    case "pre":
      return codeBlock(children);
    case "code":
      return code(attributes, children);
    case "img":
      return image(attributes);
    default:
      return children;
  }
}

const INLINE_TAGS: ReadonlySet<RichTag> = new Set<RichTag>(["strong", "em", "u", "del", "sup", "sub"]);

function element(tag: RichTag, children: readonly RichNode[]): readonly RichNode[] {
  const inline = INLINE_TAGS.has(tag);
  const kept = tidy(children, inline ? "inline" : "block");
  return inline && kept.length === 0 ? [] : [{ kind: "element", tag, children: inline ? kept : trimBreaks(kept) }];
}

/** `span`, `font` and `div` with the `data-mx-…` attributes: maths, spoiler, colours. */
function spoken(
  attributes: Attributes,
  plain: readonly RichNode[],
  children: readonly RichNode[],
  display: "inline" | "block",
): readonly RichNode[] {
  const tex = own(attributes, "data-mx-maths");
  if (tex !== undefined && tex.trim() !== "") return [{ kind: "maths", tex: cut(tex, 4_096), display }];
  let nodes: readonly RichNode[] = plain;
  const text = readColour(own(attributes, "data-mx-color") ?? own(attributes, "color"));
  const ground = readColour(own(attributes, "data-mx-bg-color"));
  if (text !== undefined || ground !== undefined)
    nodes = [{ kind: "colour", text, ground, children: tidy(nodes, "inline") }];
  const spoiler = own(attributes, "data-mx-spoiler");
  if (spoiler === undefined || children.length === 0) return nodes;
  const reason = cut(spoiler.replace(/\s+/g, " ").trim(), 255);
  return [{ kind: "spoiler", reason: reason === "" ? undefined : reason, children: tidy(nodes, "inline") }];
}

function readColour(value: string | undefined): string | undefined {
  return value !== undefined && /^#[0-9a-f]{6}$/i.test(value) ? value.toLowerCase() : undefined;
}

function readStart(value: string | undefined): number {
  return value !== undefined && /^-?\d{1,9}$/.test(value) ? Number(value) : 1;
}

function link(attributes: Attributes, children: readonly RichNode[], context: TextContext): readonly RichNode[] {
  const href = own(attributes, "href");
  const kept = tidy(children, "inline");
  const node = href === undefined ? undefined : linkTo(href, toPlain(kept), kept, context);
  if (!node) return children;
  // A link without anything to press would be invisible.
  return node.kind === "link" && toPlain(kept, "open") === "" ? [] : [node];
}

const LANGUAGE = /(?:^|\s)language-([A-Za-z0-9+#_.-]{1,32})(?:\s|$)/;

function code(attributes: Attributes, children: readonly RichNode[]): readonly RichNode[] {
  const text = textOf(children);
  if (text === "") return [];
  const language = LANGUAGE.exec(own(attributes, "class") ?? "")?.[1]?.toLowerCase();
  // The language only matters if a `pre` is around it, which comes later and looks for exactly this.
  if (language !== undefined) return [{ kind: "codeBlock", language, text }];
  return [{ kind: "element", tag: "code", children: [{ kind: "text", text }] }];
}

function codeBlock(children: readonly RichNode[]): readonly RichNode[] {
  const language = children.find((node) => node.kind === "codeBlock")?.language;
  const text = textOf(children).replace(/^\n/, "").replace(/\n$/, "");
  return text === "" ? [] : [{ kind: "codeBlock", language, text }];
}

/** Text with its white space, as code needs it. */
function textOf(nodes: readonly RichNode[]): string {
  return mergeText(nodes)
    .map((node) => {
      switch (node.kind) {
        case "text":
        case "mark":
        case "codeBlock":
          return node.text;
        case "break":
          return "\n";
        case "element":
        case "list":
        case "link":
        case "colour":
        case "spoiler":
          return textOf(node.children);
        case "pill":
          return node.label;
        case "maths":
          return node.tex;
        case "image":
          return node.alt;
        case "rule":
          return "\n";
        default:
          return node satisfies never;
      }
    })
    .join("");
}

function image(attributes: Attributes): readonly RichNode[] {
  const alt = cut((own(attributes, "alt") ?? own(attributes, "title") ?? "").replace(/\s+/g, " ").trim(), 255);
  const mxc = parseMxc(own(attributes, "src"));
  if (!mxc) return alt === "" ? [] : [{ kind: "text", text: alt }];
  const wanted = Number.parseInt(own(attributes, "height") ?? "", 10);
  const height = wanted >= 1 && wanted <= MAX_IMAGE_HEIGHT ? wanted : MAX_IMAGE_HEIGHT;
  return [{ kind: "image", mxc, alt, height }];
}
