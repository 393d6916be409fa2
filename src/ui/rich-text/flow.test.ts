import { expect, test } from "vitest";
import { parseMxc } from "#api/ids.ts";
import type { RichNode } from "#api/rich-text.ts";
import { flowOf, isJumbo, plainText } from "./flow.ts";

const text = (value: string): RichNode => ({ kind: "text", text: value });
const p = (...children: RichNode[]): RichNode => ({ kind: "element", tag: "p", children });

test("inline nodes between blocks become paragraphs of their own", () => {
  const parts = flowOf([text("a"), { kind: "break" }, text("b"), p(text("c")), text("\n"), p(text("d")), text("e")]);
  expect(parts.map((part) => (part.kind === "inline" ? part.nodes.length : part.node.kind))).toEqual([
    3,
    "element",
    "element",
    1,
  ]);
});

test("a link around a block is a block", () => {
  expect(flowOf([{ kind: "link", href: "https://a.example", children: [p(text("x"))] }])[0]?.kind).toBe("block");
});

test("plain text keeps lines and hides spoilers", () => {
  expect(plainText([p(text("one")), p(text("two"))])).toBe("one\ntwo");
  expect(plainText([text("he "), { kind: "spoiler", reason: undefined, children: [text("dies")] }])).toBe("he …");
});

test.each([
  ["🎉", true],
  ["🎉 🌊", true],
  ["👩‍👩‍👧‍👦", true],
  ["👋🏽", true],
  ["🇳🇴", true],
  ["1️⃣", true],
  ["🏴󠁧󠁢󠁳󠁣󠁴󠁿", true],
  ["❤️🧑🏿‍🚀🏳️‍🌈", true],
  ["🎉".repeat(10), true],
  ["🎉".repeat(11), false],
  ["🎉\u202e", false],
  ["12", false],
  ["ok 🎉", false],
  ["", false],
])("%s is drawn large: %s", (value, large) => {
  expect(isJumbo([text(value)])).toBe(large);
});

test("pictures of emoji count as emoji", () => {
  const mxc = parseMxc("mxc://a.example/b");
  if (mxc === undefined) throw new Error("no address");
  const wave: RichNode = { kind: "image", mxc, alt: ":wave:", height: 32 };
  expect(isJumbo([wave, text(" "), wave])).toBe(true);
  expect(isJumbo([wave, text(" hello")])).toBe(false);
  expect(isJumbo(Array.from({ length: 11 }, () => wave))).toBe(false);
});
