import { describe, expect, it } from "vitest";
import { addressFrom, readAddress } from "./address.ts";

describe("room addresses", () => {
  it("proposes one from the name", () => {
    expect(addressFrom("Bread on Sundays")).toBe("bread-on-sundays");
    expect(addressFrom("  Café, 14b! ")).toBe("cafe-14b");
    expect(addressFrom("!!!")).toBe("");
  });

  it("takes the local part of what is typed", () => {
    expect(readAddress("#bread:harbour.example")).toBe("bread");
    expect(readAddress("bread")).toBe("bread");
    expect(readAddress("two words")).toBeUndefined();
    expect(readAddress(" ")).toBeUndefined();
  });
});
