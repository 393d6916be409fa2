/** The editor's tree is one element per line; outside of it a message is a plain string. */
import { Element, Node, Text, type Descendant, type Editor, type Point } from "slate";

export function toValue(text: string): Descendant[] {
  return text.split("\n").map((line) => ({ type: "line", children: [{ text: line }] }));
}

export function toText(value: readonly Descendant[]): string {
  return value.map((node) => Node.string(node)).join("\n");
}

/** The point of a caret that stood at `offset` in the plain text. */
export function pointAt(value: readonly Descendant[], offset: number): Point {
  let rest = offset;
  for (const [line, node] of value.entries()) {
    const { length } = Node.string(node);
    if (rest <= length || line === value.length - 1) return { path: [line, 0], offset: Math.min(rest, length) };
    rest -= length + 1;
  }
  return { path: [0, 0], offset: 0 };
}

export interface LineElement {
  readonly type: "line";
  children: LineText[];
}

export interface LineText {
  text: string;
}

/** True for a document that says nothing yet. */
export function isEmpty(editor: Editor): boolean {
  const [first, second] = editor.children;
  if (second !== undefined || first === undefined) return second === undefined;
  return Element.isElement(first) && first.children.every((child) => Text.isText(child) && child.text === "");
}
