import { expect, test } from "vitest";
import { TOKEN_KINDS } from "#lib/code-tokens.ts";
import { tokens } from "./tokens.ts";

/** `kind:text` of each range. */
function read(language: string, text: string): readonly string[] {
  const triples = tokens(language, text) ?? [];
  const out: string[] = [];
  for (let index = 0; index < triples.length; index += 3)
    out.push(`${TOKEN_KINDS[triples[index + 2] ?? 0]}:${text.slice(triples[index], triples[index + 1])}`);
  return out;
}

test("ranges say where and what", () => {
  expect(read("ts", 'const tide = "high"; // twice\nreturn 2;')).toEqual([
    "word:const",
    'text:"high"',
    "note:// twice",
    "word:return",
    "number:2",
  ]);
});

test("a language inside another keeps its place", () => {
  const text = "<p><script>let a = 1;</script></p>";
  expect(read("html", text)).toContain("word:let");
  expect(read("html", text)).toContain("number:1");
});

test("ranges are in order and never overlap, whatever the text", () => {
  const text = '<a href="&lt;img onerror=1>">\u0000😀 /* */ `${`${1}`}`'.repeat(200);
  for (const language of ["html", "js", "php", "markdown", "sh"]) {
    const triples = tokens(language, text) ?? new Uint32Array();
    let end = 0;
    for (let index = 0; index < triples.length; index += 3) {
      expect(triples[index]).toBeGreaterThanOrEqual(end);
      end = triples[index + 1] ?? 0;
      expect(end).toBeLessThanOrEqual(text.length);
    }
  }
});

test("a language nobody knows is not guessed", () => {
  expect(tokens("constructor", "x")).toBeUndefined();
  expect(tokens("klingon", "x = 1")).toBeUndefined();
});
