import { expect, it } from "vitest";
import { passwordStrength } from "./password-strength.ts";

it.each([
  ["", "weak"],
  ["password1", "weak"],
  ["p@ssw0rd2024", "weak"],
  ["abcdefghijklmnop", "weak"],
  ["aaaaaaaaaaaaaaaaaaaa", "weak"],
  ["nadia1987", "weak"],
  ["fogbankpier", "fair"],
  ["slow ferry, grey gulls", "good"],
  ["x7Kp!m2VqL9z", "good"],
] as const)("%j is %s", (password, strength) => {
  expect(passwordStrength(password, "nadia")).toBe(strength);
});
