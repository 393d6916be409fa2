/**
 * A room's timeline as chunks: how new stretches of events are merged into what is there. Pure.
 *
 * Always holds: an event occurs once; within a segment (chunks joined to each other) nothing is missing; chunks keep their
 * identity unless their events change, so that only they are written and drawn again. Orders of the chunks on both sides
 * of a gap lie far apart, which leaves room to fill it downwards from its newer end.
 *
 * Servers order sync by arrival and history by the room's graph, so a page may hold an event that we have at another
 * place. Such a false overlap must not close a gap: see `withoutFalseOverlaps`.
 */
import type { EventId } from "#api/ids.ts";
import type { MatrixEvent } from "#sdk/events/envelope.ts";
import { CHUNK_EVENTS, type ChunkStart, type TimelineChunk } from "./timeline-chunk.ts";

export const GAP_STRIDE = 1_048_576;

/** Events that follow each other without a gap, ascending, and what lies before the first. */
export interface Run {
  readonly events: readonly MatrixEvent[];
  readonly before: Exclude<ChunkStart, { kind: "joined" }>;
}

export interface Merge {
  readonly chunks: readonly TimelineChunk[];
  /** Events that were not there before, ascending. */
  readonly added: readonly MatrixEvent[];
  /** Those of them that are now the newest of the timeline. */
  readonly appended: readonly MatrixEvent[];
}

const positions = new WeakMap<TimelineChunk, ReadonlyMap<EventId, number>>();

function positionsIn(chunk: TimelineChunk): ReadonlyMap<EventId, number> {
  let map = positions.get(chunk);
  if (!map) {
    map = new Map(chunk.events.map((event, index) => [event.eventId, index]));
    positions.set(chunk, map);
  }
  return map;
}

export function findIn(chunks: readonly TimelineChunk[], eventId: EventId): MatrixEvent | undefined {
  for (let at = chunks.length - 1; at >= 0; at -= 1) {
    const chunk = chunks[at];
    const index = chunk && positionsIn(chunk).get(eventId);
    if (index !== undefined) return chunk?.events[index];
  }
  return undefined;
}

/** Whether `a` lies before `b`; false where either is not loaded. */
export function isBefore(chunks: readonly TimelineChunk[], a: EventId, b: EventId): boolean {
  let placeA: readonly [number, number] | undefined;
  let placeB: readonly [number, number] | undefined;
  chunks.forEach((chunk, at) => {
    const index = positionsIn(chunk);
    const [inA, inB] = [index.get(a), index.get(b)];
    if (inA !== undefined) placeA = [at, inA];
    if (inB !== undefined) placeB = [at, inB];
  });
  if (!placeA || !placeB) return false;
  return placeA[0] < placeB[0] || (placeA[0] === placeB[0] && placeA[1] < placeB[1]);
}

/** An event of a run, and the chunk that has it already (index), if any. */
export interface Item {
  readonly event: MatrixEvent;
  readonly chunk: number | undefined;
}

/** Segment of each chunk, counted from the oldest. */
export function segmentsOf(chunks: readonly TimelineChunk[]): readonly number[] {
  let segment = 0;
  return chunks.map((chunk, index) => (index > 0 && chunk.before.kind !== "joined" ? (segment += 1) : segment));
}

export function locate(chunks: readonly TimelineChunk[], events: readonly MatrixEvent[], below: number): Item[] {
  const seen = new Set<EventId>();
  const items: Item[] = [];
  for (const event of events) {
    if (seen.has(event.eventId)) continue;
    seen.add(event.eventId);
    let chunk: number | undefined;
    for (let at = chunks.length - 1; at >= 0 && chunk === undefined; at -= 1) {
      const candidate = chunks[at];
      if (candidate && positionsIn(candidate).has(event.eventId)) chunk = at;
    }
    // Known in or after the place where the run goes: it has its place there.
    if (chunk !== undefined && chunk >= below) continue;
    items.push({ event, chunk });
  }
  return items;
}

export function isLastOfSegment(chunks: readonly TimelineChunk[], at: number, event: MatrixEvent): boolean {
  const next = chunks[at + 1];
  return chunks[at]?.events.at(-1) === event && (next === undefined || next.before.kind !== "joined");
}

/**
 * Leaves out known events that do not prove that the run touches their segment: one proves it when it is the segment's
 * last, or when most of the run up to it is known too.
 */
export function withoutFalseOverlaps(chunks: readonly TimelineChunk[], items: readonly Item[], upper: number): Item[] {
  const segments = segmentsOf(chunks);
  const kept: Item[] = [];
  let segment = upper;
  for (let at = items.length - 1; at >= 0; at -= 1) {
    const item = items[at];
    if (!item) continue;
    if (item.chunk !== undefined) {
      const own = segments[item.chunk] ?? 0;
      if (own !== segment) {
        const known = items.slice(0, at + 1).filter((other) => other.chunk !== undefined).length;
        const event = findIn(chunks, item.event.eventId);
        const proves = (event && isLastOfSegment(chunks, item.chunk, event)) || (known >= 3 && known * 2 > at + 1);
        if (!proves || own > segment) continue;
        segment = own;
      }
    }
    kept.unshift(item);
  }
  return kept;
}

/** The chunks under construction. Stretches are placed from the newest to the oldest, so older indexes stay valid. */
export interface Draft {
  readonly chunks: TimelineChunk[];
  readonly added: MatrixEvent[];
}

function replaceAt(draft: Draft, at: number, change: Partial<TimelineChunk>): void {
  const chunk = draft.chunks[at];
  if (chunk) draft.chunks[at] = { ...chunk, ...change };
}

/** Puts events right before a segment's first chunk; `before` becomes what lies before them. */
export function prepend(draft: Draft, at: number, events: readonly MatrixEvent[], before: ChunkStart): void {
  const chunk = draft.chunks[at];
  if (!chunk) return;
  if (events.length === 0) {
    replaceAt(draft, at, { before });
    return;
  }
  draft.added.unshift(...events);
  const below = draft.chunks[at - 1];
  const free = below ? chunk.order - below.order - 1 : Infinity;
  const fits = Math.max(0, CHUNK_EVENTS - chunk.events.length);
  const pieces = Math.min(free, Math.ceil(Math.max(0, events.length - fits) / CHUNK_EVENTS));
  let end = events.length - (pieces === 0 ? events.length : fits);
  const made: TimelineChunk[] = [];
  for (let piece = 1; piece <= pieces; piece += 1) {
    const start = piece === pieces ? 0 : Math.max(0, end - CHUNK_EVENTS);
    made.unshift({ order: chunk.order - piece, events: events.slice(start, end), before: { kind: "joined" } });
    end = start;
  }
  const into = pieces === 0 ? events : events.slice(events.length - fits);
  const oldest = made[0];
  if (oldest) made[0] = { ...oldest, before };
  const own: TimelineChunk = {
    order: chunk.order,
    events: into.length === 0 ? chunk.events : [...into, ...chunk.events],
    before: oldest ? { kind: "joined" } : before,
  };
  draft.chunks.splice(at, 1, ...made, own);
}

/** Puts events into the middle of a chunk, after `anchor` or right before it. */
export function insertInside(
  draft: Draft,
  at: number,
  anchor: EventId,
  side: "after" | "before",
  events: readonly MatrixEvent[],
): void {
  const chunk = draft.chunks[at];
  if (!chunk || events.length === 0) return;
  draft.added.unshift(...events);
  const index = chunk.events.findIndex((event) => event.eventId === anchor) + (side === "after" ? 1 : 0);
  replaceAt(draft, at, { events: [...chunk.events.slice(0, index), ...events, ...chunk.events.slice(index)] });
}

/** Appends to the newest chunk; opens further ones when it is full. */
function append(draft: Draft, events: readonly MatrixEvent[]): void {
  if (events.length === 0) return;
  draft.added.push(...events);
  const at = draft.chunks.length - 1;
  const last = draft.chunks[at];
  if (!last) return;
  const fits = Math.max(0, CHUNK_EVENTS - last.events.length);
  if (fits > 0) replaceAt(draft, at, { events: [...last.events, ...events.slice(0, fits)] });
  for (let start = fits, order = last.order + 1; start < events.length; start += CHUNK_EVENTS, order += 1)
    draft.chunks.push({ order, events: events.slice(start, start + CHUNK_EVENTS), before: { kind: "joined" } });
}

/** A new newest segment. */
function startSegment(draft: Draft, run: Run, events: readonly MatrixEvent[]): void {
  if (events.length === 0) return;
  draft.added.push(...events);
  const last = draft.chunks.at(-1);
  let order = last ? last.order + GAP_STRIDE : 0;
  for (let start = 0; start < events.length; start += CHUNK_EVENTS, order += 1) {
    const before: ChunkStart =
      start > 0
        ? { kind: "joined" }
        : run.before.kind === "start" && last
          ? { kind: "gap", token: undefined }
          : run.before;
    draft.chunks.push({ order, events: events.slice(start, start + CHUNK_EVENTS), before });
  }
}

/** What lies before the segment that now begins with the run's first event. */
function beforeSegment(draft: Draft, at: number, run: Run): ChunkStart {
  // The server says the room begins here although we have older events: then nothing is missing in between.
  if (run.before.kind === "start" && at > 0) return { kind: "joined" };
  return run.before;
}

/** Places everything up to the run's newest known event. */
export function weave(draft: Draft, run: Run, items: readonly Item[], mode: "live" | "page"): void {
  const original = [...draft.chunks];
  const segments = segmentsOf(original);
  let newer: Item | undefined;
  let stretch: MatrixEvent[] = [];
  for (let at = items.length - 1; at >= 0; at -= 1) {
    const item = items[at];
    if (!item) continue;
    if (item.chunk === undefined) {
      stretch.unshift(item.event);
      continue;
    }
    if (newer?.chunk !== undefined) place(item, item.chunk, newer.chunk, stretch);
    newer = item;
    stretch = [];
  }
  if (newer?.chunk !== undefined) placeLeading(newer, newer.chunk, stretch);

  function firstChunkOf(chunk: number): number {
    let first = chunk;
    while (first > 0 && segments[first - 1] === segments[chunk]) first -= 1;
    return first;
  }

  function place(older: Item, olderChunk: number, newerChunk: number, events: readonly MatrixEvent[]): void {
    if (segments[olderChunk] === segments[newerChunk]) {
      insertInside(draft, olderChunk, older.event.eventId, "after", events);
      return;
    }
    // What was thought to lie between (`islands.ts` goes by times) does not; history brings it at its place.
    let first = firstChunkOf(newerChunk);
    while (first - 1 > olderChunk && segments[first - 1] !== segments[olderChunk]) {
      first -= 1;
      draft.chunks.splice(first, 1);
    }
    prepend(draft, first, events, { kind: "joined" });
  }

  function placeLeading(first: Item, chunk: number, events: readonly MatrixEvent[]): void {
    const head = firstChunkOf(chunk);
    const begins = head === chunk && original[chunk]?.events[0]?.eventId === first.event.eventId;
    if (!begins) {
      insertInside(draft, chunk, first.event.eventId, "before", events);
      return;
    }
    const before = original[head]?.before;
    // Older chunks lie on disk, and there these events are.
    if (before === undefined || before.kind === "joined" || before.kind === "start") return;
    if (events.length === 0 && mode === "live" && run.before.kind !== "start") return;
    prepend(draft, head, events, beforeSegment(draft, head, run));
  }
}

/** A newest chunk without events: all that is known of the newest events is that there are some. */
export function isOpenEnd(chunk: TimelineChunk | undefined): boolean {
  return chunk?.events.length === 0;
}

/** Something was said of which the server told us nothing (people we ignore, or nothing it may show): a gap at the end. */
function openEnd(chunks: readonly TimelineChunk[], before: ChunkStart): Merge {
  const last = chunks.at(-1);
  const order = !last ? 0 : isOpenEnd(last) ? last.order : last.order + GAP_STRIDE;
  const kept = isOpenEnd(last) ? chunks.slice(0, -1) : chunks;
  return { chunks: [...kept, { order, events: [], before }], added: [], appended: [] };
}

/** Events from sync. `limited`: something may be missing between what we have and the run. */
export function appendLive(known: readonly TimelineChunk[], run: Run, extent: "complete" | "limited"): Merge {
  if (extent === "limited" && run.events.length === 0) return openEnd(known, run.before);
  // The gap before these events reaches over the one before an open end.
  const chunks = extent === "limited" && isOpenEnd(known.at(-1)) ? known.slice(0, -1) : known;
  const draft: Draft = { chunks: [...chunks], added: [] };
  const segments = segmentsOf(chunks);
  const items = withoutFalseOverlaps(chunks, locate(chunks, run.events, Infinity), segments.at(-1) ?? 0);
  const newest = items.findLastIndex((item) => item.chunk !== undefined);
  const trailing = items.slice(newest + 1).map((item) => item.event);
  if (newest >= 0) {
    weave(draft, run, items.slice(0, newest + 1), "live");
    append(draft, trailing);
  } else if (extent === "complete" && chunks.length > 0) append(draft, trailing);
  else startSegment(draft, run, trailing);
  return finish(known, draft, trailing);
}

/** A page of history that ends right before the first event of the chunk with this order. */
export function insertBefore(chunks: readonly TimelineChunk[], order: number, run: Run): Merge {
  const draft: Draft = { chunks: [...chunks], added: [] };
  const at = chunks.findIndex((chunk) => chunk.order === order);
  const chunk = chunks[at];
  const first = chunk?.events[0];
  if (chunk?.before.kind === "gap" && isOpenEnd(chunk)) return { ...fillOpenEnd(chunks, run), appended: [] };
  // The gap was closed by somebody else meanwhile.
  if (!chunk || !first || chunk.before.kind !== "gap") return { chunks, added: [], appended: [] };
  const older = withoutFalseOverlaps(chunks, locate(chunks, run.events, at), segmentsOf(chunks)[at] ?? 0);
  weave(draft, run, [...older, { event: first, chunk: at }], "page");
  return finish(chunks, draft, []);
}

/** A page of the newest events; without any it only says where to look next. */
function fillOpenEnd(chunks: readonly TimelineChunk[], run: Run): Merge {
  if (run.events.length > 0) return appendLive(chunks, run, "limited");
  // The server has nothing (more) to show: what was withheld stays withheld.
  return run.before.kind === "start"
    ? { chunks: chunks.slice(0, -1), added: [], appended: [] }
    : openEnd(chunks, run.before);
}

export function finish(chunks: readonly TimelineChunk[], draft: Draft, appended: readonly MatrixEvent[]): Merge {
  const same = draft.chunks.length === chunks.length && draft.chunks.every((chunk, index) => chunk === chunks[index]);
  return { chunks: same ? chunks : draft.chunks, added: draft.added, appended };
}

/** Replaces events in place (redactions); chunks without any of them keep their identity. */
export function mapEvents(
  chunks: readonly TimelineChunk[],
  ids: ReadonlySet<EventId>,
  change: (event: MatrixEvent) => MatrixEvent,
): readonly TimelineChunk[] {
  const next = chunks.map((chunk) => {
    const index = positionsIn(chunk);
    if (![...ids].some((id) => index.has(id))) return chunk;
    const events = chunk.events.map((event) => (ids.has(event.eventId) ? change(event) : event));
    return events.every((event, at) => event === chunk.events[at]) ? chunk : { ...chunk, events };
  });
  return next.every((chunk, at) => chunk === chunks[at]) ? chunks : next;
}

/** The newest events without a gap between them, and what lies before them. */
export function newestSegment(chunks: readonly TimelineChunk[]): {
  readonly events: readonly MatrixEvent[];
  readonly before: ChunkStart;
} {
  let first = chunks.length - 1;
  while (first > 0 && chunks[first]?.before.kind === "joined") first -= 1;
  const segment = chunks.slice(Math.max(0, first));
  const events = segment.length === 1 ? (segment[0]?.events ?? []) : segment.flatMap((chunk) => chunk.events);
  return { events, before: segment[0]?.before ?? { kind: "gap", token: undefined } };
}

export function countEvents(chunks: readonly TimelineChunk[]): number {
  return chunks.reduce((sum, chunk) => sum + chunk.events.length, 0);
}
