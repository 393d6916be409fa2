import { expect, test } from "vitest";
import { cacheName, stale } from "./shell-cache.ts";

const names = ["a", "b", "c"].map(cacheName);

test("while a window is open the build before stays", () => {
  expect(stale(names, "c", 1)).toEqual([cacheName("a")]);
});

test("without windows only this build stays", () => {
  expect(stale(names, "c", 0)).toEqual([cacheName("a"), cacheName("b")]);
});

test("other caches are none of ours", () => {
  expect(stale(["something", cacheName("c")], "c", 0)).toEqual([]);
});
