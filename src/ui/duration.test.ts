import { expect, test } from "vitest";
import { durationText } from "./duration.ts";

test.each([
  [0, "0:00"],
  [7_900, "0:07"],
  [750_000, "12:30"],
  [3_723_000, "1:02:03"],
  [NaN, "0:00"],
  [-5, "0:00"],
])("%s ms are %s", (ms, text) => expect(durationText(ms)).toBe(text));
