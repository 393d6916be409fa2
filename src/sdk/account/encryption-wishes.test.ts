import { expect, test } from "vitest";
import { readWishes } from "./encryption-wishes.ts";

test("a server that says nothing, or nonsense, wishes encryption and leaves the choice", () => {
  for (const json of [undefined, 5, {}, { "io.element.e2ee": "no" }, { "io.element.e2ee": {} }])
    expect(readWishes(json)).toEqual({ initial: "encrypted", choice: "free" });
});

test("default false leaves it off, and the choice open", () => {
  expect(readWishes({ "io.element.e2ee": { default: false } })).toEqual({ initial: "plain", choice: "free" });
  expect(readWishes({ "im.vector.riot.e2ee": { default: false } })).toEqual({ initial: "plain", choice: "free" });
});

test("what is forced leaves no choice", () => {
  expect(readWishes({ "io.element.e2ee": { force_disable: true, default: true } })).toEqual({
    initial: "plain",
    choice: "fixed",
  });
  expect(readWishes({ "io.element.e2ee": { force: true } })).toEqual({ initial: "encrypted", choice: "fixed" });
});
