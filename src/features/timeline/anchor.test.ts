import { expect, test } from "vitest";
import type { TimelineItem } from "#api/timeline.ts";
import { anchorIndex, type Span } from "./anchor.ts";

const day = (key: string): TimelineItem => ({ kind: "day", key, ts: 0 });
const gap = (key: string): TimelineItem => ({ kind: "gap", key, state: "idle", error: undefined });
// Only the kind counts here.
const message = (key: string): TimelineItem => ({ kind: "message", key }) as unknown as TimelineItem;

function spans(sizes: readonly number[]): (index: number) => Span | undefined {
  return (index) => {
    const size = sizes[index];
    if (size === undefined) return undefined;
    const start = sizes.slice(0, index).reduce((sum, each) => sum + each, 0);
    return { index, start, end: start + size };
  };
}

test("the first whole event in the pane is the anchor, not the day above it", () => {
  const items = [day("d"), message("a"), message("b"), message("c")];
  expect(anchorIndex(items, spans([30, 50, 50, 50]), 0, 0, 400)).toBe(1);
  expect(anchorIndex(items, spans([30, 50, 50, 50]), 0, 40, 400)).toBe(2);
});

test("a message taller than the pane is its own anchor", () => {
  expect(anchorIndex([message("a"), message("b")], spans([900, 50]), 0, 100, 500)).toBe(0);
});

test("nothing but separators in the pane: none", () => {
  expect(anchorIndex([day("d"), gap("g")], spans([30, 30]), 0, 0, 400)).toBeUndefined();
});
