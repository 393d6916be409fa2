import { expect, it } from "vitest";
import { isServerName, parseMxc } from "./ids.ts";

it("a server's name is no way out of a path", () => {
  for (const name of ["..", ".", ".example", "-example"]) expect([name, isServerName(name)]).toEqual([name, false]);
  for (const name of ["a", "example.org", "localhost:8801", "[::1]:8448", "10.0.0.1"])
    expect([name, isServerName(name)]).toEqual([name, true]);
  expect(parseMxc("mxc://../config")).toBeUndefined();
  expect(parseMxc("mxc://./config")).toBeUndefined();
  expect(parseMxc("mxc://example.org/abc")).toBe("mxc://example.org/abc");
});
