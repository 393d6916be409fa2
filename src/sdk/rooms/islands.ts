/**
 * Stretches of a timeline that are known though what lies around them is not: the surroundings of an event somebody
 * followed a link to, and pages that lead on from there to the newer side. Pure, like `chunks.ts`, and with its rules.
 *
 * An island that touches nothing known is put where its time says; where history proves that wrong it is dropped and
 * comes again at its place. It never lies after the live end: what is newest only sync says.
 */
import type { MatrixEvent } from "#sdk/events/envelope.ts";
import {
  findIn,
  finish,
  GAP_STRIDE,
  insertInside,
  isLastOfSegment,
  isOpenEnd,
  locate,
  prepend,
  segmentsOf,
  weave,
  withoutFalseOverlaps,
  type Draft,
  type Item,
  type Merge,
  type Run,
} from "./chunks.ts";
import { CHUNK_EVENTS, type ChunkStart, type TimelineChunk } from "./timeline-chunk.ts";

function unchanged(chunks: readonly TimelineChunk[]): Merge {
  return { chunks, added: [], appended: [] };
}

/** Puts events after the last chunk (index `at`) of a segment that a gap follows. */
function extend(draft: Draft, at: number, events: readonly MatrixEvent[]): void {
  const last = draft.chunks[at];
  if (!last || events.length === 0) return;
  draft.added.push(...events);
  const ceiling = draft.chunks[at + 1]?.order ?? Infinity;
  const fits = Math.max(0, CHUNK_EVENTS - last.events.length);
  const pieces = Math.ceil(Math.max(0, events.length - fits) / CHUNK_EVENTS);
  const into = last.order + pieces < ceiling ? fits : events.length;
  draft.chunks[at] = { ...last, events: [...last.events, ...events.slice(0, into)] };
  const made: TimelineChunk[] = [];
  for (let start = into, order = last.order + 1; start < events.length; start += CHUNK_EVENTS, order += 1)
    made.push({ order, events: events.slice(start, start + CHUNK_EVENTS), before: { kind: "joined" } });
  draft.chunks.splice(at + 1, 0, ...made);
}

/** Index of the first item that proves that the run has come to the segment. */
function arrival(
  items: readonly Item[],
  segments: readonly number[],
  segment: number,
  first: MatrixEvent | undefined,
): number {
  const inside = items.map(({ chunk }) => chunk !== undefined && segments[chunk] === segment);
  return items.findIndex((item, at) => {
    if (!inside[at]) return false;
    const known = inside.slice(at).filter(Boolean).length;
    return item.event.eventId === first?.eventId || (known >= 3 && known * 2 > items.length - at);
  });
}

/** What the server puts between events of one segment goes there; what follows the last known one is left to sync. */
function insertBetween(draft: Draft, items: readonly Item[], segments: readonly number[], segment: number): void {
  const last = items.findLastIndex(({ chunk }) => chunk !== undefined && segments[chunk] === segment);
  let anchor: Item | undefined;
  for (const item of items.slice(0, last)) {
    if (item.chunk === undefined) {
      if (anchor?.chunk === undefined) continue;
      insertInside(draft, anchor.chunk, anchor.event.eventId, "after", [item.event]);
      anchor = { event: item.event, chunk: anchor.chunk };
    } else if (segments[item.chunk] === segment) anchor = item;
  }
}

/**
 * A page that begins right after the last event before the gap before the chunk with this order. `end`: the server has
 * nothing after it.
 */
export function insertAfter(
  chunks: readonly TimelineChunk[],
  order: number,
  events: readonly MatrixEvent[],
  reach: "more" | "end",
): Merge {
  const at = chunks.findIndex((chunk) => chunk.order === order);
  const chunk = chunks[at];
  // The gap was closed by somebody else meanwhile.
  if (at < 1 || chunk?.before.kind !== "gap") return unchanged(chunks);
  const draft: Draft = { chunks: [...chunks], added: [] };
  const segments = segmentsOf(chunks);
  const segment = segments[at] ?? 0;
  const items = locate(chunks, events, Infinity);
  const join = arrival(items, segments, segment, chunk.events[0]);
  if (join >= 0) insertBetween(draft, items.slice(join), segments, segment);
  const fresh = (join < 0 ? items : items.slice(0, join)).filter((item) => item.chunk === undefined);
  const found = fresh.map((item) => item.event);
  if (join < 0 && (reach === "more" || isOpenEnd(chunk))) {
    extend(draft, at - 1, found);
    // Nothing is newer than what was found: the end is not open any more.
    if (reach === "end") draft.chunks.pop();
  } else prepend(draft, at, found, { kind: "joined" });
  return finish(chunks, draft, []);
}

/** The surroundings of an event. All chunks have to be there, also those on disk. */
export function insertAround(chunks: readonly TimelineChunk[], run: Run): Merge {
  if (run.events.length === 0) return unchanged(chunks);
  const segments = segmentsOf(chunks);
  const items = withoutFalseOverlaps(chunks, locate(chunks, run.events, Infinity), segments.at(-1) ?? 0);
  const newest = items.findLastIndex((item) => item.chunk !== undefined);
  const touched = items[newest];
  if (touched?.chunk === undefined) return newIsland(chunks, run, items);
  const draft: Draft = { chunks: [...chunks], added: [] };
  const trailing = items.slice(newest + 1).map((item) => item.event);
  const live = segments[touched.chunk] === segments.at(-1);
  const own = findIn(chunks, touched.event.eventId);
  // Before the rest, whose indexes are older. What is newer than the live end sync will bring.
  if (!own || !isLastOfSegment(chunks, touched.chunk, own))
    insertInside(draft, touched.chunk, touched.event.eventId, "after", trailing);
  else if (!live) extend(draft, touched.chunk, trailing);
  weave(draft, run, items.slice(0, newest + 1), "page");
  return finish(chunks, draft, []);
}

function newIsland(known: readonly TimelineChunk[], run: Run, items: readonly Item[]): Merge {
  const events = items.map((item) => item.event);
  const first = events[0];
  if (!first) return unchanged(known);
  const chunks: readonly TimelineChunk[] =
    known.length > 0 ? known : [{ order: 0, events: [], before: { kind: "gap", token: undefined } }];
  const starts = chunks.flatMap((chunk, index) => (index === 0 || chunk.before.kind !== "joined" ? [index] : []));
  const times = events.map((event) => event.ts).sort((a, b) => a - b);
  const end = chunks.at(-1)?.events.at(-1);
  // Newer than the live end: sync brings it.
  if (end && (times[0] ?? 0) > end.ts) return unchanged(known);
  // One wrong clock among them does not matter.
  const ts = times[times.length >> 1] ?? 0;
  let rank = starts.length - 1;
  while (rank > 0 && ts < (chunks[starts[rank - 1] ?? 0]?.events[0]?.ts ?? -Infinity)) rank -= 1;
  const at = starts[rank] ?? 0;
  const above = chunks[at];
  const below = chunks[at - 1];
  // The timeline is complete there: the event has no place in it.
  if (above?.before.kind !== "gap") return unchanged(known);
  const order = below ? Math.floor((below.order + above.order) / 2) : above.order - GAP_STRIDE;
  if (below && order <= below.order) return unchanged(known);
  const size = order + Math.ceil(events.length / CHUNK_EVENTS) < above.order ? CHUNK_EVENTS : events.length;
  const before: ChunkStart = run.before.kind === "start" && below ? { kind: "gap", token: undefined } : run.before;
  const island: TimelineChunk[] = [];
  for (let start = 0; start < events.length; start += size)
    island.push({
      order: order + island.length,
      events: events.slice(start, start + size),
      before: start === 0 ? before : { kind: "joined" },
    });
  // The way into an open end begins at the newest event: the island may be newer than its token.
  const after = isOpenEnd(above)
    ? [{ ...above, before: { kind: "gap", token: undefined } as const }]
    : chunks.slice(at);
  return { chunks: [...chunks.slice(0, at), ...island, ...after], added: events, appended: [] };
}
