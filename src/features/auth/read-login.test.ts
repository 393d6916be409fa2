import { describe, expect, it } from "vitest";
import { idOf, splitMatrixId, userOf } from "./read-login.ts";

describe("splitMatrixId", () => {
  it("takes a Matrix ID apart, with or without a port", () => {
    expect(splitMatrixId(" @nadia:harbour.example ")).toEqual({ server: "harbour.example", user: "nadia" });
    expect(splitMatrixId("@nadia:localhost:8801")).toEqual({ server: "localhost:8801", user: "nadia" });
  });

  it("forgives a missing sigil", () => {
    expect(splitMatrixId("nadia:harbour.example")).toEqual({ server: "harbour.example", user: "nadia" });
  });

  it("leaves servers alone", () => {
    for (const text of ["harbour.example", "localhost:8801", "https://harbour.example", "http://localhost:8811", ""]) {
      expect(splitMatrixId(text)).toBeUndefined();
    }
  });
});

describe("userOf and idOf", () => {
  it("accepts names, sigils and whole ids", () => {
    expect(userOf("nadia")).toBe("nadia");
    expect(userOf("@nadia ")).toBe("nadia");
    expect(userOf("@nadia:harbour.example")).toBe("nadia");
    expect(idOf("@nadia", "harbour.example")).toBe("@nadia:harbour.example");
  });
});
