import { expect, test } from "vitest";
import { pictureBox } from "./picture-box.ts";

test.each([
  [
    { width: 1600, height: 1000 },
    { width: 400, height: 250 },
  ],
  [
    { width: 1000, height: 2000 },
    { width: 160, height: 320 },
  ],
  [
    { width: 100, height: 80 },
    { width: 100, height: 80 },
  ],
  [
    { width: 20_000, height: 1 },
    { width: 400, height: 40 },
  ],
  [
    { width: undefined, height: 80 },
    { width: 320, height: 240 },
  ],
])("%o fits as %o", (size, box) => {
  expect(pictureBox(size)).toEqual(box);
});
