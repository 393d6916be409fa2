import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { MatrixEvent } from "#sdk/events/envelope.ts";
import { eventId, makeEvent } from "#sdk/testing/event-factory.ts";
import { appendLive, insertBefore, isOpenEnd, newestSegment, type Run } from "./chunks.ts";
import { insertAfter, insertAround } from "./islands.ts";
import { CHUNK_EVENTS, type TimelineChunk } from "./timeline-chunk.ts";

const cache = new Map<number, MatrixEvent>();

/** The event with this place in the server's order. */
function nth(index: number, ts = index): MatrixEvent {
  let event = cache.get(index);
  if (!event) cache.set(index, (event = makeEvent({ eventId: eventId(`n${index}`), ts })));
  return event;
}

function place(event: MatrixEvent): number {
  return Number(event.eventId.slice(2));
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index);
}

function run(from: number, to: number): Run {
  return {
    events: range(from, to).map((index) => nth(index)),
    before: from === 0 ? { kind: "start" } : { kind: "gap", token: String(from) },
  };
}

type Chunks = readonly TimelineChunk[];

function places(chunks: Chunks): number[] {
  return chunks.flatMap((chunk) => chunk.events.map(place));
}

function gapsIn(chunks: Chunks): Chunks {
  return chunks.filter((chunk, at) => at > 0 && chunk.before.kind === "gap");
}

/** A page of older events into a gap, as the server would give it. */
function back(chunks: Chunks, gap: TimelineChunk, limit: number, total: number): Chunks {
  if (gap.before.kind !== "gap") return chunks;
  const first = gap.events[0];
  const to = gap.before.token === undefined ? (first ? place(first) : total) : Number(gap.before.token);
  return insertBefore(chunks, gap.order, run(Math.max(0, to - limit), to)).chunks;
}

/** A page of newer events from the other side of the gap. */
function forth(chunks: Chunks, gap: TimelineChunk, limit: number, total: number): Chunks {
  const last = chunks[chunks.indexOf(gap) - 1]?.events.at(-1);
  if (!last) return chunks;
  const from = place(last) + 1;
  const to = Math.min(total, from + limit);
  return insertAfter(chunks, gap.order, run(from, to).events, to === from ? "end" : "more").chunks;
}

function around(chunks: Chunks, at: number, reach: number, total: number): Chunks {
  return insertAround(chunks, run(Math.max(0, at - reach), Math.min(total, at + reach + 1))).chunks;
}

function assertSound(chunks: Chunks): void {
  const all = places(chunks);
  expect(new Set(all).size).toBe(all.length);
  expect(all).toEqual(all.toSorted((a, b) => a - b));
  chunks.forEach((chunk, index) => {
    const previous = chunks[index - 1];
    if (index < chunks.length - 1) expect(chunk.events.length).toBeGreaterThan(0);
    expect(chunk.events.length).toBeLessThanOrEqual(CHUNK_EVENTS);
    if (previous) expect(chunk.order).toBeGreaterThan(previous.order);
    const first = chunk.events[0];
    const before = previous?.events.at(-1);
    if (chunk.before.kind === "joined" && first && before) expect(place(first)).toBe(place(before) + 1);
    if (chunk.before.kind === "start") expect(first && place(first)).toBe(0);
    chunk.events.forEach((event, at) => expect(place(event)).toBe((first ? place(first) : 0) + at));
  });
}

describe("around an event", () => {
  const live = appendLive([], run(900, 950), "limited").chunks;

  it("CH20 its surroundings are a segment of their own, before the live end, with gaps on both sides", () => {
    const chunks = around(live, 400, 30, 950);
    expect(places(chunks)).toEqual([...range(370, 431), ...range(900, 950)]);
    expect(chunks[0]?.before).toEqual({ kind: "gap", token: "370" });
    expect(chunks.at(-1)?.before).toEqual({ kind: "gap", token: "900" });
    expect(newestSegment(chunks).events.map(place)).toEqual(range(900, 950));
    assertSound(chunks);
  });

  it("CH21 older and newer islands find their places, however they come", () => {
    let chunks: Chunks = live;
    for (const at of [400, 100, 700, 250]) chunks = around(chunks, at, 20, 950);
    expect(places(chunks)).toEqual(
      [100, 250, 400, 700].flatMap((at) => range(at - 20, at + 21)).concat(range(900, 950)),
    );
    assertSound(chunks);
  });

  it("CH22 what touches a known stretch becomes part of it", () => {
    const first = around(live, 400, 30, 950);
    const chunks = around(first, 425, 30, 950);
    expect(places(chunks)).toEqual([...range(370, 456), ...range(900, 950)]);
    expect(gapsIn(chunks)).toHaveLength(1);
    assertSound(chunks);
  });

  it("CH23 what is newer than the live end is left to sync", () => {
    const chunks = around(live, 949, 30, 960);
    expect(places(chunks).at(-1)).toBe(949);
    assertSound(chunks);
  });

  it("CH24 in a room of which nothing is known it lies before an open end", () => {
    const chunks = around([], 40, 10, 100);
    expect(isOpenEnd(chunks.at(-1))).toBe(true);
    const next = appendLive(chunks, run(98, 100), "complete").chunks;
    expect(places(next)).toEqual([...range(30, 51), 98, 99]);
    expect(gapsIn(next)).toHaveLength(1);
  });
});

describe("pages to the newer side", () => {
  const island = around(appendLive([], run(900, 950), "limited").chunks, 400, 30, 950);

  it("CH25 lead on from the island until they meet what is there; then the gap is gone", () => {
    let chunks: Chunks = island;
    for (let page = 0; page < 20 && gapsIn(chunks).length > 0; page += 1) {
      const [gap] = gapsIn(chunks);
      if (gap) chunks = forth(chunks, gap, 50, 950);
      assertSound(chunks);
    }
    expect(places(chunks)).toEqual(range(370, 950));
  });

  it("CH26 a page that comes after its gap was closed changes nothing", () => {
    const closed = appendLive([], run(0, 20), "complete").chunks;
    expect(insertAfter(closed, 0, run(5, 9).events, "more").chunks).toBe(closed);
    expect(insertAfter(closed, 77, run(5, 9).events, "more").chunks).toBe(closed);
  });

  it("CH27 one event that sync placed elsewhere does not close the gap", () => {
    // 450 is known in the live stretch although history has it long before.
    const odd = appendLive(
      [],
      {
        events: [...range(900, 910), 450, ...range(910, 920)].map((at) => nth(at)),
        before: { kind: "gap", token: "900" },
      },
      "limited",
    ).chunks;
    let chunks = around(odd, 420, 10, 920);
    const [gap] = gapsIn(chunks);
    if (gap) chunks = forth(chunks, gap, 50, 920);
    expect(gapsIn(chunks)).toHaveLength(1);
    expect(new Set(places(chunks)).size).toBe(places(chunks).length);
  });
});

describe("an answer that leaves everything out", () => {
  const withheld: Run = { events: [], before: { kind: "gap", token: "60" } };

  it("CH28 leaves a gap at the end, which a page fills", () => {
    const before = appendLive([], run(0, 50), "complete").chunks;
    const chunks = appendLive(before, withheld, "limited").chunks;
    const [gap] = gapsIn(chunks);
    expect(gap).toMatchObject({ events: [], before: { kind: "gap", token: "60" } });
    const filled = gap ? back(chunks, gap, 20, 60) : chunks;
    expect(places(filled)).toEqual(range(0, 60));
    expect(gapsIn(filled)).toHaveLength(0);
    assertSound(filled);
  });

  it("CH29 what comes live after it comes after the gap; a further limited answer needs no second gap", () => {
    const chunks = appendLive(appendLive([], run(0, 50), "complete").chunks, withheld, "limited").chunks;
    const next = appendLive(chunks, run(60, 62), "complete").chunks;
    expect(places(next)).toEqual([...range(0, 50), 60, 61]);
    expect(gapsIn(next)).toHaveLength(1);
    const other = appendLive(chunks, run(90, 95), "limited").chunks;
    expect(places(other)).toEqual([...range(0, 50), ...range(90, 95)]);
    expect(gapsIn(other)).toMatchObject([{ before: { token: "90" } }]);
    const again = appendLive(chunks, { events: [], before: { kind: "gap", token: "80" } }, "limited").chunks;
    expect(gapsIn(again)).toMatchObject([{ events: [], before: { token: "80" } }]);
  });

  it("CH30 where the server shows nothing at all in between the gap goes away", () => {
    const chunks = appendLive(appendLive([], run(0, 50), "complete").chunks, withheld, "limited").chunks;
    const [gap] = gapsIn(chunks);
    expect(gap && places(insertBefore(chunks, gap.order, run(20, 50)).chunks)).toEqual(range(0, 50));
    expect(gap && gapsIn(insertBefore(chunks, gap.order, run(20, 50)).chunks)).toEqual([]);
  });
});

it("CH31 an island that history proves to lie elsewhere is dropped, and nothing is doubled", () => {
  // Their times lie between the two stretches.
  const late = range(0, 11).map((at) => makeEvent({ eventId: eventId(`x${at}`), ts: 70 + at }));
  const both = appendLive(appendLive([], run(0, 50), "complete").chunks, run(100, 120), "limited").chunks;
  const chunks = insertAround(both, { events: late, before: { kind: "gap", token: "x" } }).chunks;
  expect(chunks).toHaveLength(3);
  const gap = chunks.at(-1);
  const closed = gap ? insertBefore(chunks, gap.order, run(40, 100)).chunks : [];
  expect(places(closed)).toEqual(range(0, 120));
  expect(gapsIn(closed)).toHaveLength(0);
});

type Step =
  | { readonly kind: "said" | "withheld"; readonly count: number }
  | { readonly kind: "live"; readonly most: number }
  | { readonly kind: "back" | "forth"; readonly gap: number; readonly limit: number }
  | { readonly kind: "around"; readonly at: number; readonly reach: number };

const count = fc.integer({ min: 1, max: 120 });
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constantFrom("said" as const, "withheld" as const), count }),
    fc.record({ kind: fc.constant("live" as const), most: fc.integer({ min: 1, max: 70 }) }),
    fc.record({
      kind: fc.constantFrom("back" as const, "forth" as const),
      gap: fc.nat(6),
      limit: fc.integer({ min: 1, max: 80 }),
    }),
    fc.record({ kind: fc.constant("around" as const), at: fc.nat(10_000), reach: fc.integer({ min: 0, max: 40 }) }),
  ),
  { minLength: 1, maxLength: 30 },
);

it("CH32 any order of live and limited answers, pages both ways and surroundings gives the server's sequence", () => {
  fc.assert(
    fc.property(steps, fc.integer({ min: 1, max: 70 }), (list, limit) => {
      let total = 30;
      let told = 30;
      let chunks: Chunks = appendLive([], run(25, 30), "limited").chunks;
      for (const step of list) {
        const gaps = gapsIn(chunks);
        switch (step.kind) {
          case "said":
            total += step.count;
            break;
          case "withheld":
            total += step.count;
            told = total;
            chunks = appendLive(
              chunks,
              { events: [], before: { kind: "gap", token: String(total) } },
              "limited",
            ).chunks;
            break;
          case "live": {
            if (told === total) break;
            const from = Math.max(told, total - step.most);
            chunks = appendLive(chunks, run(from, total), from > told ? "limited" : "complete").chunks;
            told = total;
            break;
          }
          case "back":
          case "forth": {
            const gap = gaps[step.gap % Math.max(1, gaps.length)];
            if (gap) chunks = (step.kind === "back" ? back : forth)(chunks, gap, step.limit, total);
            break;
          }
          case "around":
            chunks = around(chunks, step.at % total, step.reach, total);
            break;
        }
        assertSound(chunks);
      }
      if (told < total) chunks = appendLive(chunks, run(told, total), "complete").chunks;
      for (let round = 0; round < 5_000; round += 1) {
        const [gap] = gapsIn(chunks);
        if (gap) chunks = (round % 2 === 0 ? forth : back)(chunks, gap, limit, total);
        else if (chunks[0]?.before.kind === "gap") chunks = back(chunks, chunks[0], limit, total);
        else break;
        assertSound(chunks);
      }
      expect(places(chunks)).toEqual(range(0, total));
    }),
    { numRuns: 60 },
  );
}, 60_000);
