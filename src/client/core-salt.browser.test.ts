import { afterEach, beforeEach, expect, test } from "vitest";
import { createCoreSalt } from "./core-salt.ts";

beforeEach(() => localStorage.clear());
afterEach(() => localStorage.clear());

test("tabs that give up the same worker arrive at the same next one", () => {
  const [first, second] = [createCoreSalt(), createCoreSalt()];
  expect([first.use(), second.use()]).toEqual(["0", "0"]);
  first.renew();
  second.renew();
  expect([first.use(), second.use(), createCoreSalt().use()]).toEqual(["1", "1", "1"]);
});

test("a tab that missed a renewal finds it at its next connection", () => {
  const [first, second] = [createCoreSalt(), createCoreSalt()];
  first.use();
  second.use();
  first.renew();
  first.use();
  first.renew();
  expect(second.use()).toBe("2");
});

test("nonsense in storage counts as nothing", () => {
  localStorage.setItem("hubbub:core-salt", "nonsense");
  expect(createCoreSalt().use()).toBe("0");
});
