import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { MatrixEvent } from "#sdk/events/envelope.ts";
import { eventId, makeEvent } from "#sdk/testing/event-factory.ts";
import {
  appendLive,
  findIn,
  GAP_STRIDE,
  insertBefore,
  mapEvents,
  newestSegment,
  type Merge,
  type Run,
} from "./chunks.ts";
import { CHUNK_EVENTS, type TimelineChunk } from "./timeline-chunk.ts";

const cache = new Map<number, MatrixEvent>();

/** The event with this place in the server's order. */
function nth(index: number): MatrixEvent {
  let event = cache.get(index);
  if (!event) cache.set(index, (event = makeEvent({ eventId: eventId(`n${index}`), ts: index })));
  return event;
}

function place(event: MatrixEvent): number {
  return Number(event.eventId.slice(2));
}

function span(from: number, to: number): MatrixEvent[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, index) => nth(from + index));
}

/** Events `from` to `to` (exclusive) as a run; its token is the place of its first event. */
function run(from: number, to: number): Run {
  return { events: span(from, to), before: from === 0 ? { kind: "start" } : { kind: "gap", token: String(from) } };
}

function places(chunks: readonly TimelineChunk[]): number[] {
  return chunks.flatMap((chunk) => chunk.events.map(place));
}

function live(chunks: readonly TimelineChunk[], from: number, to: number, extent: "complete" | "limited"): Merge {
  return appendLive(chunks, run(from, to), extent);
}

/** Pages to the gap before the chunk until there is none. */
function fillAll(
  chunks: readonly TimelineChunk[],
  limit: number,
  page: (to: number, limit: number) => Run = (to, size) => run(Math.max(0, to - size), to),
): readonly TimelineChunk[] {
  let next = chunks;
  for (let rounds = 0; rounds < 2000; rounds += 1) {
    const gap = next.findLast((chunk) => chunk.before.kind === "gap");
    if (gap?.before.kind !== "gap") return next;
    next = insertBefore(next, gap.order, page(Number(gap.before.token), limit)).chunks;
  }
  throw new Error("the gaps do not close");
}

function assertSound(chunks: readonly TimelineChunk[]): void {
  const all = places(chunks);
  expect(new Set(all).size).toBe(all.length);
  expect(all).toEqual([...all].sort((a, b) => a - b));
  chunks.forEach((chunk, index) => {
    const previous = chunks[index - 1];
    expect(chunk.events.length).toBeGreaterThan(0);
    expect(chunk.events.length).toBeLessThanOrEqual(CHUNK_EVENTS);
    if (previous) expect(chunk.order).toBeGreaterThan(previous.order);
    const first = chunk.events[0];
    const before = previous?.events.at(-1);
    if (chunk.before.kind === "joined" && first && before) expect(place(first)).toBe(place(before) + 1);
    if (chunk.before.kind === "gap" && first) expect(chunk.before.token).toBe(String(place(first)));
    if (chunk.before.kind === "start") expect(first && place(first)).toBe(0);
    chunk.events.forEach((event, at) => expect(place(event)).toBe((first ? place(first) : 0) + at));
  });
}

describe("live events", () => {
  it("CH1 append to the newest chunk and split at its size", () => {
    const first = live([], 10, 60, "limited");
    const { chunks, appended } = live(first.chunks, 60, 150, "complete");
    expect(chunks.map((chunk) => chunk.events.length)).toEqual([60, 60, 20]);
    expect(chunks.map((chunk) => chunk.order)).toEqual([0, 1, 2]);
    expect(appended.length).toBe(90);
    assertSound(chunks);
  });

  it("CH2 keep a chunk's identity when it does not change", () => {
    const first = live([], 0, 70, "complete").chunks;
    const next = live(first, 70, 72, "complete").chunks;
    expect(next[0]).toBe(first[0]);
    expect(live(next, 60, 72, "complete").chunks).toBe(next);
  });

  it("CH3 open a gap when limited without overlap, with room to fill it", () => {
    const first = live([], 10, 20, "limited").chunks;
    const { chunks } = live(first, 100, 103, "limited");
    expect(chunks[1]).toMatchObject({ before: { kind: "gap", token: "100" }, order: GAP_STRIDE });
    assertSound(chunks);
  });

  it("CH4 close gaps that an expanded timeline covers", () => {
    let chunks = live([], 10, 20, "limited").chunks;
    for (const at of [30, 40, 50]) chunks = live(chunks, at, at + 2, "limited").chunks;
    const { chunks: closed, added, appended } = live(chunks, 15, 55, "limited");
    expect(places(closed)).toEqual(places(live([], 10, 55, "limited").chunks));
    expect(closed.filter((chunk) => chunk.before.kind === "gap").length).toBe(1);
    expect(appended.map(place)).toEqual([52, 53, 54]);
    expect(added.map(place)).toEqual([...range(20, 30), ...range(32, 40), ...range(42, 50), 52, 53, 54]);
    assertSound(closed);
  });

  it("CH5 extend the oldest segment backwards, unless older chunks lie on disk", () => {
    const chunks = live([], 30, 40, "limited").chunks;
    expect(places(live(chunks, 20, 45, "limited").chunks)).toEqual(range(20, 45));
    const partial: readonly TimelineChunk[] = [{ order: 5, events: span(30, 40), before: { kind: "joined" } }];
    expect(places(live(partial, 20, 45, "limited").chunks)).toEqual(range(30, 45));
  });

  it("CH6 a room that begins in the batch begins here", () => {
    expect(live([], 0, 5, "complete").chunks[0]?.before).toEqual({ kind: "start" });
    const partly = live([], 3, 5, "limited").chunks;
    expect(live(partly, 0, 5, "limited").chunks[0]?.before).toEqual({ kind: "start" });
  });
});

function range(from: number, to: number): number[] {
  return span(from, to).map(place);
}

describe("pages of history", () => {
  it("CH7 go before the chunk and reach the start", () => {
    const chunks = live([], 100, 103, "limited").chunks;
    const once = insertBefore(chunks, 0, run(50, 100)).chunks;
    expect(once[0]?.before).toEqual({ kind: "gap", token: "50" });
    assertSound(once);
    const all = fillAll(once, 50);
    expect(places(all)).toEqual(range(0, 103));
    expect(all[0]?.before).toEqual({ kind: "start" });
  });

  it("CH8 close a gap when they reach what was there", () => {
    const chunks = live(live([], 0, 20, "complete").chunks, 60, 63, "limited").chunks;
    const { chunks: closed } = insertBefore(chunks, GAP_STRIDE, run(10, 60));
    expect(places(closed)).toEqual(range(0, 63));
    expect(closed.every((chunk, index) => index === 0 || chunk.before.kind === "joined")).toBe(true);
  });

  it("CH9 an empty last page marks the start", () => {
    const chunks = live([], 4, 8, "limited").chunks;
    expect(insertBefore(chunks, 0, { events: [], before: { kind: "start" } }).chunks[0]?.before).toEqual({
      kind: "start",
    });
  });

  it("CH10 come too late for a gap that was closed: nothing happens", () => {
    const chunks = live([], 0, 8, "complete").chunks;
    expect(insertBefore(chunks, 0, run(0, 3)).chunks).toBe(chunks);
    expect(insertBefore(chunks, 99, run(0, 3)).chunks).toBe(chunks);
  });

  it("CH11 an event that sync placed elsewhere does not close the gap", () => {
    // 45 arrived late, long before the gap, and is known there.
    const odd: TimelineChunk = {
      order: 0,
      events: [...span(0, 5), nth(45), ...span(5, 10)],
      before: { kind: "start" },
    };
    const chunks = live([odd], 60, 63, "limited").chunks;
    const { chunks: next } = insertBefore(chunks, GAP_STRIDE, run(40, 60));
    expect(next[1]?.before).toEqual({ kind: "gap", token: "40" });
    expect(new Set(places(fillAll(next, 20)))).toEqual(new Set(range(0, 63)));
  });
});

describe("any order of pages and live events", () => {
  type Step =
    | { readonly kind: "live"; readonly count: number; readonly sent: number }
    | { readonly kind: "again"; readonly count: number }
    | { readonly kind: "page"; readonly gap: number; readonly limit: number };

  const steps: fc.Arbitrary<Step[]> = fc.array(
    fc.oneof(
      fc.record({
        kind: fc.constant("live" as const),
        count: fc.integer({ min: 1, max: 150 }),
        sent: fc.integer({ min: 1, max: 70 }),
      }),
      fc.record({ kind: fc.constant("again" as const), count: fc.integer({ min: 1, max: 90 }) }),
      fc.record({ kind: fc.constant("page" as const), gap: fc.nat(6), limit: fc.integer({ min: 1, max: 80 }) }),
    ),
    { minLength: 1, maxLength: 25 },
  );

  it("CH12 gives the server's sequence without doubles, and nothing is missing within a segment", () => {
    fc.assert(
      fc.property(steps, fc.integer({ min: 1, max: 70 }), (list, limit) => {
        let total = 30;
        let chunks = live([], 25, 30, "limited").chunks;
        for (const step of list) {
          if (step.kind === "live") {
            const from = Math.max(total, total + step.count - step.sent);
            const limited = from > total;
            total += step.count;
            chunks = live(chunks, from, total, limited ? "limited" : "complete").chunks;
          } else if (step.kind === "again")
            chunks = live(chunks, Math.max(0, total - step.count), total, "limited").chunks;
          else {
            const gaps = chunks.filter((chunk) => chunk.before.kind === "gap");
            const gap = gaps[step.gap % Math.max(1, gaps.length)];
            if (gap?.before.kind !== "gap") continue;
            const to = Number(gap.before.token);
            chunks = insertBefore(chunks, gap.order, run(Math.max(0, to - step.limit), to)).chunks;
          }
          assertSound(chunks);
        }
        expect(places(fillAll(chunks, limit))).toEqual(range(0, total));
      }),
      { numRuns: 150 },
    );
  });

  it("CH13 loses nothing and doubles nothing when history has another order than sync", () => {
    // In the room's graph, some events lie far from the place where they arrived.
    const moves = fc.array(fc.tuple(fc.nat(199), fc.nat(199)), { maxLength: 8 });
    fc.assert(
      fc.property(
        moves,
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 3, maxLength: 8 }),
        fc.integer({ min: 2, max: 60 }),
        (swaps, batches, limit) => {
          const history = range(0, 200);
          for (const [from, to] of swaps) history.splice(to, 0, ...history.splice(from, 1));
          const page = (to: number, size: number): Run => {
            const from = Math.max(0, to - size);
            return {
              events: history.slice(from, to).map(nth),
              before: from === 0 ? { kind: "start" } : { kind: "gap", token: String(from) },
            };
          };
          let chunks: readonly TimelineChunk[] = [];
          let total = 0;
          for (const count of batches) {
            total = Math.min(200, total + count * 2);
            const from = Math.max(0, total - count);
            const at = history.indexOf(from);
            chunks = appendLive(
              chunks,
              { events: span(from, total), before: { kind: "gap", token: String(at) } },
              "limited",
            ).chunks;
          }
          const all = places(fillAll(chunks, limit, page));
          expect(new Set(all).size).toBe(all.length);
        },
      ),
      { numRuns: 100 },
    );
  });
});

it("CH14 finds and replaces events in place", () => {
  const chunks = live([], 0, 130, "complete").chunks;
  expect(findIn(chunks, nth(77).eventId)).toBe(nth(77));
  const next = mapEvents(chunks, new Set([nth(77).eventId]), (event) => ({ ...event, content: { changed: true } }));
  expect(findIn(next, nth(77).eventId)?.content).toEqual({ changed: true });
  expect(next[0]).toBe(chunks[0]);
  expect(next[2]).toBe(chunks[2]);
  expect(mapEvents(chunks, new Set([nth(999).eventId]), (event) => event)).toBe(chunks);
});

it("CH15 the newest segment ends at the newest gap", () => {
  const chunks = live(live([], 0, 10, "complete").chunks, 90, 170, "limited").chunks;
  const { events, before } = newestSegment(chunks);
  expect(events.map(place)).toEqual(range(90, 170));
  expect(before).toEqual({ kind: "gap", token: "90" });
});
