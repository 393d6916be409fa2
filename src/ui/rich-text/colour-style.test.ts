import { expect, test } from "vitest";
import { colourStyle, contrast } from "./colour-style.ts";

test("contrast is that of WCAG 2", () => {
  expect(contrast("#000000", "#ffffff")).toBeCloseTo(21);
  expect(contrast("#777777", "#ffffff")).toBeCloseTo(4.48, 1);
});

test("on a ground of its own, text keeps its colour only if it can be read", () => {
  expect(colourStyle("#ffffff", "#003366")).toEqual({ color: "#ffffff", backgroundColor: "#003366" });
  expect(colourStyle("#111111", "#000000")).toEqual({ color: "#ffffff", backgroundColor: "#000000" });
  expect(colourStyle(undefined, "#ffee00")).toEqual({ color: "#000000", backgroundColor: "#ffee00" });
});

test("on the page, a colour is held to the side of the theme", () => {
  expect(colourStyle("#ff0000", undefined).color).toMatch(/^light-dark\(oklch\(from #ff0000 min\(l, /);
  expect(colourStyle(undefined, undefined)).toEqual({});
});
