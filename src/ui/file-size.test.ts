import { expect, test } from "vitest";
import { sizeText } from "./file-size.ts";

test.each([
  [1, "1 byte"],
  [999, "999 bytes"],
  [1000, "1 kB"],
  [1_440_000, "1.4 MB"],
  [84_000_000, "84 MB"],
  [9_960_000, "10 MB"],
  [999_600, "1 MB"],
  [3_200_000_000, "3.2 GB"],
])("%i is %s", (bytes, text) => {
  expect(sizeText(bytes)).toBe(text);
});
