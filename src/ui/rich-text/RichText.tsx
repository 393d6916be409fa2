/**
 * Draws a message body. It never sees HTML: the tree says what there is, this decides how it looks. Anything that could
 * surprise (links, pills, spoilers) is drawn here and nowhere else.
 */
import type { ReactNode } from "react";
import type { MatrixTarget, RichNode } from "#api/rich-text.ts";
import { t } from "#lib/i18n/t.ts";
import { breakable } from "./breakable.tsx";
import { CodeBlock } from "./CodeBlock.tsx";
import { Coloured } from "./Coloured.tsx";
import { flowOf, isBlock, isJumbo, type FlowPart } from "./flow.ts";
import { InlineImage } from "./InlineImage.tsx";
import { Spoiler } from "./Spoiler.tsx";
import "./rich-text.css";

export type OnTarget = (target: MatrixTarget) => void;

export interface RichTextProps {
  readonly nodes: readonly RichNode[];
  /** Somebody pressed a pill. */
  readonly onTarget: OnTarget;
  /** What stands before the first and after the last words, in the same line where there is one. */
  readonly head?: ReactNode;
  readonly tail?: ReactNode;
}

export function RichText({ nodes, onTarget, head, tail }: RichTextProps) {
  const parts = flowOf(nodes);
  // After the last words, also where code or a table follows them.
  const last = parts.findLast(takesTail);
  const first = parts[0];
  const headInside = first !== undefined && takesTail(first);
  return (
    <div className={isJumbo(nodes) ? "body jumbo" : "body"}>
      {head !== undefined && !headInside ? <p dir="auto">{head}</p> : null}
      {parts.map((part, index) => (
        <Part
          key={index}
          part={part}
          onTarget={onTarget}
          head={headInside && part === first ? head : undefined}
          tail={part === last ? tail : undefined}
          loose="p"
        />
      ))}
      {tail !== undefined && last === undefined ? <p>{tail}</p> : null}
    </div>
  );
}

function takesTail(part: FlowPart): boolean {
  if (part.kind === "inline") return true;
  return part.node.kind === "element" && part.node.tag === "p" && !part.node.children.some(isBlock);
}

interface PartProps {
  readonly part: FlowPart;
  readonly onTarget: OnTarget;
  readonly head?: ReactNode;
  readonly tail?: ReactNode;
  readonly loose: "p" | "bare";
}

function Part({ part, onTarget, head, tail, loose }: PartProps) {
  if (part.kind === "inline") {
    const inner = <Nodes nodes={part.nodes} onTarget={onTarget} />;
    if (loose === "bare") return inner;
    return (
      <p dir="auto">
        {head}
        {inner}
        {tail}
      </p>
    );
  }
  const { node } = part;
  if (node.kind === "element" && node.tag === "p" && !node.children.some(isBlock)) {
    return (
      <p dir="auto">
        {head}
        <Nodes nodes={node.children} onTarget={onTarget} />
        {tail}
      </p>
    );
  }
  return <Node node={node} onTarget={onTarget} />;
}

function Flow({
  nodes,
  onTarget,
  loose,
}: {
  readonly nodes: readonly RichNode[];
  readonly onTarget: OnTarget;
  readonly loose: "p" | "bare";
}) {
  return flowOf(nodes).map((part, index) => <Part key={index} part={part} onTarget={onTarget} loose={loose} />);
}

function Nodes({ nodes, onTarget }: { readonly nodes: readonly RichNode[]; readonly onTarget: OnTarget }) {
  return nodes.map((node, index) => <Node key={index} node={node} onTarget={onTarget} />);
}

function Node({ node, onTarget }: { readonly node: RichNode; readonly onTarget: OnTarget }): ReactNode {
  switch (node.kind) {
    case "text":
      return breakable(node.text);
    case "break":
      return <br />;
    case "rule":
      return <hr />;
    case "mark":
      return <mark className="rt-mark">{node.text}</mark>;
    case "element":
      return <Element node={node} onTarget={onTarget} />;
    case "list":
      return node.order === "ordered" ? (
        <ol start={node.start} dir="auto">
          <Nodes nodes={node.children} onTarget={onTarget} />
        </ol>
      ) : (
        <ul dir="auto">
          <Nodes nodes={node.children} onTarget={onTarget} />
        </ul>
      );
    case "link":
      return (
        <a href={node.href} target="_blank" rel="noopener noreferrer">
          <Nodes nodes={node.children} onTarget={onTarget} />
        </a>
      );
    case "pill":
      return (
        <button
          type="button"
          className={node.whom === "me" ? "pill you" : "pill"}
          onClick={() => onTarget(node.target)}
        >
          {node.target.kind === "user" && !node.label.startsWith("@") ? `@${node.label}` : node.label}
        </button>
      );
    case "codeBlock":
      return <CodeBlock language={node.language} text={node.text} />;
    case "colour":
      return (
        <Coloured text={node.text} ground={node.ground}>
          <Nodes nodes={node.children} onTarget={onTarget} />
        </Coloured>
      );
    case "spoiler":
      return (
        <Spoiler reason={node.reason}>
          <Nodes nodes={node.children} onTarget={onTarget} />
        </Spoiler>
      );
    case "maths":
      return node.display === "block" ? (
        <CodeBlock language={undefined} label={t("timeline.maths")} text={node.tex} />
      ) : (
        <code className="maths" dir="ltr" title={t("timeline.maths")}>
          {node.tex}
        </code>
      );
    case "image":
      return <InlineImage mxc={node.mxc} alt={node.alt} height={node.height} />;
  }
}

type ElementNode = Extract<RichNode, { readonly kind: "element" }>;

function Element({ node, onTarget }: { readonly node: ElementNode; readonly onTarget: OnTarget }): ReactNode {
  const { tag, children } = node;
  const inline = <Nodes nodes={children} onTarget={onTarget} />;
  switch (tag) {
    case "p":
    case "div":
      return (
        <div className="rt-div" dir="auto">
          <Flow nodes={children} onTarget={onTarget} loose="p" />
        </div>
      );
    case "blockquote":
      return (
        <blockquote dir="auto">
          <Flow nodes={children} onTarget={onTarget} loose="p" />
        </blockquote>
      );
    // Headings of a message must not become headings of the page.
    case "h1":
    case "h2":
    case "h3":
    case "h4":
    case "h5":
    case "h6":
      return (
        <div className={`rt-h rt-${tag}`} dir="auto">
          {inline}
        </div>
      );
    case "strong":
      return <strong>{inline}</strong>;
    case "em":
      return <em>{inline}</em>;
    case "u":
      return <u>{inline}</u>;
    case "del":
      return <del>{inline}</del>;
    case "sup":
      return <sup>{inline}</sup>;
    case "sub":
      return <sub>{inline}</sub>;
    case "code":
      return <code dir="ltr">{inline}</code>;
    case "table":
      return (
        // Keyboards must be able to scroll what scrolls.
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <div className="rt-table" tabIndex={0} role="group" aria-label={t("timeline.table")}>
          <table>
            <Rows nodes={children} onTarget={onTarget} />
          </table>
        </div>
      );
    case "thead":
      return (
        <thead>
          <Rows nodes={children} onTarget={onTarget} />
        </thead>
      );
    case "tbody":
      return (
        <tbody>
          <Rows nodes={children} onTarget={onTarget} />
        </tbody>
      );
    case "tr":
      return (
        <tr>
          <Rows nodes={children} onTarget={onTarget} />
        </tr>
      );
    case "th":
      return (
        <th dir="auto">
          <Flow nodes={children} onTarget={onTarget} loose="bare" />
        </th>
      );
    case "td":
      return (
        <td dir="auto">
          <Flow nodes={children} onTarget={onTarget} loose="bare" />
        </td>
      );
    case "caption":
      return <caption>{inline}</caption>;
    case "details":
      return (
        <details>
          <Flow nodes={children} onTarget={onTarget} loose="p" />
        </details>
      );
    case "summary":
      return <summary dir="auto">{inline}</summary>;
    case "li":
      return (
        <li dir="auto">
          <Flow nodes={children} onTarget={onTarget} loose="bare" />
        </li>
      );
  }
}

/** Inside tables only elements count; loose text between them would be thrown out by the browser anyway. */
function Rows({ nodes, onTarget }: { readonly nodes: readonly RichNode[]; readonly onTarget: OnTarget }) {
  return <Nodes nodes={nodes.filter((node) => node.kind === "element")} onTarget={onTarget} />;
}
