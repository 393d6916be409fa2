/**
 * Lists, tables and details with the inner order a page expects: what lies in the wrong place is put into the right one,
 * never lost.
 */
import type { RichNode, RichTag } from "#api/rich-text.ts";
import { tidy, trimBreaks } from "./blocks.ts";

function is(node: RichNode, ...tags: readonly RichTag[]): boolean {
  return node.kind === "element" && tags.includes(node.tag);
}

function element(tag: RichTag, children: readonly RichNode[]): RichNode {
  return { kind: "element", tag, children };
}

/** Wraps each run of nodes that don't fit, so that only fitting ones are left. */
function wrapStrays(
  nodes: readonly RichNode[],
  fits: (node: RichNode) => boolean,
  wrap: (strays: readonly RichNode[]) => RichNode,
): RichNode[] {
  const out: RichNode[] = [];
  let strays: RichNode[] = [];
  const flush = (): void => {
    const kept = trimBreaks(tidy(strays, "block"));
    if (kept.length > 0) out.push(wrap(kept));
    strays = [];
  };
  for (const node of nodes) {
    if (!fits(node)) {
      strays.push(node);
      continue;
    }
    flush();
    out.push(node);
  }
  flush();
  return out;
}

export function shapeList(name: "ul" | "ol", start: number, children: readonly RichNode[]): readonly RichNode[] {
  const items = wrapStrays(
    children,
    (node) => is(node, "li"),
    (strays) => element("li", strays),
  );
  return items.length === 0
    ? []
    : [{ kind: "list", order: name === "ol" ? "ordered" : "bullet", start, children: items }];
}

export function shapeRow(children: readonly RichNode[]): readonly RichNode[] {
  const cells = wrapStrays(
    children,
    (node) => is(node, "td", "th"),
    (strays) => element("td", strays),
  );
  return cells.length === 0 ? [] : [element("tr", cells)];
}

export function shapeSection(tag: "thead" | "tbody", children: readonly RichNode[]): readonly RichNode[] {
  const rows = rowsOf(children);
  return rows.length === 0 ? [] : [element(tag, rows)];
}

function rowsOf(children: readonly RichNode[]): readonly RichNode[] {
  const inRows = wrapStrays(
    children,
    (node) => is(node, "tr"),
    (strays) =>
      element(
        "tr",
        wrapStrays(
          strays,
          (node) => is(node, "td", "th"),
          (cells) => element("td", cells),
        ),
      ),
  );
  return inRows;
}

export function shapeTable(children: readonly RichNode[]): readonly RichNode[] {
  const parts = wrapStrays(
    children,
    (node) => is(node, "caption", "thead", "tbody"),
    (strays) => element("tbody", rowsOf(strays)),
  );
  const captions = parts.filter((node) => is(node, "caption")).slice(0, 1);
  const rest = parts.filter((node) => !is(node, "caption"));
  return rest.length === 0
    ? captions.flatMap((node) => (node.kind === "element" ? node.children : []))
    : [element("table", [...captions, ...rest])];
}

export function shapeDetails(children: readonly RichNode[]): readonly RichNode[] {
  const kept = trimBreaks(tidy(children, "block"));
  if (kept.length === 0) return [];
  const summary = kept.find((node) => is(node, "summary"));
  const rest = kept.filter((node) => node !== summary);
  return [element("details", summary ? [summary, ...rest] : rest)];
}

/** Parts of lists and tables that nothing holds, as plain blocks. */
export function dissolveOrphans(nodes: readonly RichNode[], inside: RichTag | "list" | "root"): RichNode[] {
  return nodes.flatMap((node): readonly RichNode[] => {
    switch (node.kind) {
      case "element": {
        const children = dissolveOrphans(node.children, node.tag);
        return belongs(node.tag, inside) ? [{ ...node, children }] : orphan(node.tag, children);
      }
      case "list":
        return [{ ...node, children: dissolveOrphans(node.children, "list") }];
      case "link":
      case "colour":
      case "spoiler":
        return [{ ...node, children: dissolveOrphans(node.children, "div") }];
      default:
        return [node];
    }
  });
}

function belongs(tag: RichTag, inside: RichTag | "list" | "root"): boolean {
  switch (tag) {
    case "li":
      return inside === "list";
    case "thead":
    case "tbody":
    case "caption":
      return inside === "table";
    case "tr":
      return inside === "thead" || inside === "tbody";
    case "td":
    case "th":
      return inside === "tr";
    case "summary":
      return inside === "details";
    default:
      return true;
  }
}

function orphan(tag: RichTag, children: readonly RichNode[]): readonly RichNode[] {
  return tag === "thead" || tag === "tbody" || tag === "tr" ? children : [element("div", children)];
}
