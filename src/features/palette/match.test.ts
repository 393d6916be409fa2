import { describe, expect, it } from "vitest";
import { piecesOf } from "./match.ts";

const bold = (name: string, query: string): string =>
  piecesOf(name, query)
    .map(({ text, match }) => (match === "yes" ? `[${text}]` : text))
    .join("");

describe("piecesOf", () => {
  it("finds the query whatever its case or accents, at the start of a word first", () => {
    expect(bold("Night choir", "ni")).toBe("[Ni]ght choir");
    expect(bold("Tomé Salgado", "tome")).toBe("[Tomé] Salgado");
    expect(bold("Jonas Brandt", "n")).toBe("Jo[n]as Brandt");
    expect(bold("Banana an", "an")).toBe("Banana [an]");
  });

  it("finds words in any order, and letters one after the other", () => {
    expect(bold("North pier watch", "wat nor")).toBe("[Nor]th pier [wat]ch");
    expect(bold("North pier", "nrp")).toBe("[N]o[r]th [p]ier");
    expect(bold("North pier", "pier pi")).toBe("North [pier]");
  });

  it("points at nothing where there is no match", () => {
    expect(bold("Wen", "xyz")).toBe("Wen");
    expect(bold("Wen", "  ")).toBe("Wen");
    expect(piecesOf("", "a")).toEqual([]);
  });
});
