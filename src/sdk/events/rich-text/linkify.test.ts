import fc from "fast-check";
import { expect, test } from "vitest";
import type { RichNode } from "#api/rich-text.ts";
import { user } from "#sdk/testing/event-factory.ts";
import { linkify } from "./linkify.ts";
import { markWords } from "./mark.ts";
import { fromPlain } from "./plain-text.ts";
import { stripReplyFallback } from "./reply-fallback.ts";
import { toLine, toPlain } from "./to-plain.ts";

const context = { me: user("me"), nameOf: () => undefined };

/** Links in angle brackets, pills in braces, so that a line shows what was found. */
function found(text: string): string {
  return linkify(text, context)
    .map((node) => {
      if (node.kind === "link")
        return `<${node.children.map((child) => (child.kind === "text" ? child.text : "?")).join("")}>`;
      return node.kind === "pill" ? `{${node.label}}` : node.kind === "text" ? node.text : "?";
    })
    .join("");
}

test.each([
  ["see https://example.org/a_(b)?c=d#e, or not", "see <https://example.org/a_(b)?c=d#e>, or not"],
  ["(https://example.org)", "(<https://example.org>)"],
  ["**https://example.org**", "**<https://example.org>**"],
  ["https://example.org/?q=[1]!", "<https://example.org/?q=[1]>!"],
  ["HTTP://EXAMPLE.ORG", "<HTTP://EXAMPLE.ORG>"],
  ["xhttps://example.org", "xhttps://example.org"],
  ["https://", "https://"],
  ["https:// example.org", "https:// example.org"],
  ["https://user:pass@bank.example", "https://user:pass@bank.example"],
  ["javascript:alert(1)", "javascript:alert(1)"],
  ["mailto:a@b.org.", "<mailto:a@b.org>."],
  ["mailto:nobody", "mailto:nobody"],
  ["https://täglich.example/ü", "<https://täglich.example/ü>"],
  ["hi @ada:example.org!", "hi {@ada:example.org}!"],
  ["@ada:localhost:8801: hello", "{@ada:localhost:8801}: hello"],
  ["#garden:example.org.", "{#garden:example.org}."],
  ["#1:30 and @you:me", "#1:30 and @you:me"],
  ["a@b:example.org", "a@b:example.org"],
  ["mail me@example.org", "mail me@example.org"],
  ["#a:x.org,@b:y.org", "{#a:x.org},{@b:y.org}"],
  ["https://matrix.to/#/#garden:example.org", "{#garden:example.org}"],
  ["matrix:r/garden:example.org", "{#garden:example.org}"],
  ["https://a.org https://b.org", "<https://a.org> <https://b.org>"],
])("%s", (text, expected) => {
  expect(found(text)).toBe(expected);
});

test("no character of a text is lost or changed", () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.string(), fc.constantFrom("https://x.org", "@a:b.org", "#", ":", "(", ")"))),
      (parts) => {
        const text = parts.join("");
        const back = linkify(text, context)
          .map((node) =>
            node.kind === "link"
              ? node.children.map((c) => (c.kind === "text" ? c.text : "")).join("")
              : node.kind === "pill"
                ? node.label
                : node.kind === "text"
                  ? node.text
                  : "",
          )
          .join("");
        expect(back).toBe(text);
      },
    ),
  );
});

test("lines become breaks", () => {
  expect(fromPlain("a\r\nb\n\nc", context).map((node) => node.kind)).toEqual([
    "text",
    "break",
    "text",
    "break",
    "break",
    "text",
  ]);
});

test("a reply's quote is taken off, the sender's own quote stays", () => {
  expect(stripReplyFallback("> <@a:b> hi\n> more\n\nanswer")).toBe("answer");
  expect(stripReplyFallback("> only a quote\nmine")).toBe("> only a quote\nmine");
  expect(stripReplyFallback("> no end")).toBe("> no end");
  expect(stripReplyFallback("answer")).toBe("answer");
});

test("previews keep spoilers shut and fit on one line", () => {
  const nodes: RichNode[] = [
    { kind: "element", tag: "p", children: [{ kind: "text", text: "a" }] },
    {
      kind: "element",
      tag: "p",
      children: [{ kind: "spoiler", reason: undefined, children: [{ kind: "text", text: "secret" }] }],
    },
  ];
  expect(toLine(nodes)).toBe("a █████");
  expect(toPlain(nodes, "open")).toBe("a\nsecret");
});

test("marks the words that call me, between word boundaries and outside code", () => {
  const nodes: RichNode[] = [
    { kind: "text", text: "Nadia, nadias and NADIA" },
    { kind: "element", tag: "code", children: [{ kind: "text", text: "nadia" }] },
  ];
  expect(markWords(nodes, ["nadia"])).toEqual([
    { kind: "mark", text: "Nadia" },
    { kind: "text", text: ", nadias and " },
    { kind: "mark", text: "NADIA" },
    nodes[1],
  ]);
});
