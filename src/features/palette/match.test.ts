import { describe, expect, it } from "vitest";
import { splitMatch } from "./match.ts";

describe("splitMatch", () => {
  it("finds the query whatever its case or accents", () => {
    expect(splitMatch("Night choir", "ni")).toEqual(["", "Ni", "ght choir"]);
    expect(splitMatch("Tomé Salgado", "tome")).toEqual(["", "Tomé", " Salgado"]);
    expect(splitMatch("Jonas Brandt", "n")).toEqual(["Jo", "n", "as Brandt"]);
  });

  it("points at nothing where there is no match", () => {
    expect(splitMatch("Wen", "xyz")).toEqual(["Wen", "", ""]);
    expect(splitMatch("Wen", "  ")).toEqual(["Wen", "", ""]);
  });
});
