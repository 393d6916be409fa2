import { expect, it } from "vitest";
import { fold } from "#lib/fold.ts";
import { score } from "./match.ts";

const rank = (text: string, query: string) => score(fold(text), fold(query));

it("ranks exact, prefix, word, inside and scattered matches in this order", () => {
  const ranks = ["garden", "garden party", "the garden", "begarden", "g-a-r-d-e-n"].map((text) => rank(text, "garden"));
  expect(ranks).toEqual([...ranks].toSorted((a, b) => b - a));
  expect(new Set(ranks).size).toBe(ranks.length);
  expect(ranks.every((value) => value > 0)).toBe(true);
});

it("ignores case and accents and takes words in any order", () => {
  expect(rank("Café Zürich", "cafe")).toBeGreaterThan(0);
  expect(rank("Café Zürich", "zur caf")).toBeGreaterThan(0);
});

it("does not match what is far apart or absent", () => {
  expect(rank("a very long name with letters", "xyz")).toBe(0);
  expect(rank("general announcements and other things", "gts")).toBe(0);
  expect(rank("ab", "abc")).toBe(0);
});
