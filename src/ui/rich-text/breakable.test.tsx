import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { breakable } from "./breakable.tsx";

test("a word without end gets places to break at, and its text stays what it was", () => {
  const drawn = renderToStaticMarkup(breakable("A".repeat(60_000)));
  expect(drawn.match(/<wbr\/>/g)?.length).toBe(599);
  expect(drawn.replaceAll("<wbr/>", "")).toBe("A".repeat(60_000));
});

test("pairs of surrogates are never torn apart, and ordinary text is left alone", () => {
  const drawn = renderToStaticMarkup(breakable("x" + "👍".repeat(1_000)));
  for (const piece of drawn.split("<wbr/>")) expect(() => encodeURIComponent(piece)).not.toThrow();
  expect(breakable("some words ".repeat(200))).toBe("some words ".repeat(200));
});
