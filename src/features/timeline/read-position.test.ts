import { expect, test } from "vitest";
import { parseEventId, type EventId } from "#api/ids.ts";
import type { TimelineItem } from "#api/timeline.ts";
import { movesForward, newestVisible } from "./read-position.ts";

function id(name: string): EventId {
  const eventId = parseEventId(`$${name}`);
  if (!eventId) throw new Error(name);
  return eventId;
}

// Only kind, key and event count here.
const message = (name: string): TimelineItem =>
  ({ kind: "message", key: name, eventId: id(name) }) as unknown as TimelineItem;
const echo: TimelineItem = { kind: "message", key: "txn", eventId: undefined } as unknown as TimelineItem;
const fresh: TimelineItem = { kind: "new", key: "new" };

const items = [message("a"), message("b"), fresh, message("c"), message("d"), echo];
const spanOf = (index: number) => ({ end: (index + 1) * 100 });

test("the newest event that is wholly on screen counts; a cut one and an echo do not", () => {
  expect(newestVisible(items, spanOf, 5, 450)?.eventId).toBe(id("c"));
  expect(newestVisible(items, spanOf, 5, 600)?.eventId).toBe(id("d"));
  expect(newestVisible(items, spanOf, 5, 50)).toBeUndefined();
});

test("reading only moves forward", () => {
  const at = (index: number, name: string) => ({ index, eventId: id(name) });
  expect(movesForward(items, at(1, "b"), undefined)).toBe(false);
  expect(movesForward(items, at(3, "c"), undefined)).toBe(true);
  expect(movesForward(items, at(3, "c"), id("d"))).toBe(false);
  expect(movesForward(items, at(4, "d"), id("c"))).toBe(true);
  expect(movesForward(items, at(4, "d"), id("d"))).toBe(false);
});
