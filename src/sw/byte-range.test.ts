import { expect, test } from "vitest";
import { parseRange } from "./byte-range.ts";

test.each([
  ["bytes=0-", { start: 0, end: 99 }],
  ["bytes=0-0", { start: 0, end: 0 }],
  ["bytes=10-19", { start: 10, end: 19 }],
  ["bytes=90-500", { start: 90, end: 99 }],
  ["bytes=-10", { start: 90, end: 99 }],
  ["bytes=-500", { start: 0, end: 99 }],
  ["bytes= 5 - 6", { start: 5, end: 6 }],
  ["bytes=100-", "unsatisfiable"],
  ["bytes=-0", "unsatisfiable"],
  ["bytes=9-5", "whole"],
  ["bytes=-", "whole"],
  ["bytes=0-1,5-6", "whole"],
  ["rows=0-1", "whole"],
  ["bytes=a-b", "whole"],
  [null, "whole"],
] as const)("%s", (header, expected) => {
  expect(parseRange(header, 100)).toEqual(expected);
});

test("nothing of an empty file can be had", () => {
  expect(parseRange("bytes=0-", 0)).toBe("unsatisfiable");
});
