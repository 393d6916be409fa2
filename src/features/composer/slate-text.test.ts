import { expect, test } from "vitest";
import { pointAt, toText, toValue } from "./slate-text.ts";

test.each(["", "one", "one\ntwo", "\n", "one\n\nthree\n"])("%j survives the editor", (text) => {
  expect(toText(toValue(text))).toBe(text);
});

test.each([
  [0, [0, 0], 0],
  [3, [0, 0], 3],
  [4, [1, 0], 0],
  [6, [1, 0], 2],
  [99, [1, 0], 3],
])("caret %i", (offset, path, at) => {
  expect(pointAt(toValue("one\ntwo"), offset)).toEqual({ path, offset: at });
});
