/**
 * Facts to rows: everything an open timeline shows, from loaded events, their relations, receipts and the outbox. Pure
 * but for its memory: a row whose inputs did not change is the same object as before, so a new message costs one row.
 * The rules are numbered in SPEC.md. It refuses to fetch, to wait and to throw: what can't be read becomes a notice.
 */
import type { EventId, UserId } from "#api/ids.ts";
import type { MessageItem, RefusedChange, StateItem, TimelineItem } from "#api/timeline.ts";
import { readRelation } from "#sdk/events/content/relation.ts";
import type { MatrixEvent } from "#sdk/events/envelope.ts";
import { relationsOf, type Relations } from "#sdk/rooms/relations.ts";
import { createChanges, type Changed } from "./changes.ts";
import { classify } from "./classify.ts";
import { clampTs, createDayFinder } from "./day.ts";
import { drawEcho, waitingEchoes, type EchoParts } from "./echo.ts";
import { gapKey } from "./gap-key.ts";
import type { TimelineInput } from "./input.ts";
import { createMemo, sameList, type Memo } from "./memo.ts";
import { createParts, drawMessage, keyOf } from "./message.ts";
import { drawNotice } from "./notice.ts";
import { createPeople, type People } from "./people.ts";
import { findReaders } from "./readers.ts";
import { makeRun, RUN_LENGTH, type RunEntry, type RunItem } from "./run.ts";
import { followSecrecy } from "./shield.ts";
import { readStateChange } from "./state-change.ts";
import { createUnreadableRuns, kindOf, unreadableReason } from "./unreadable.ts";

const GROUP_MS = 5 * 60_000;

/** Settings a new room starts with; its creator didn't change them. */
const INITIAL_SETTINGS: ReadonlySet<string> = new Set([
  "m.room.power_levels",
  "m.room.join_rules",
  "m.room.history_visibility",
  "m.room.guest_access",
]);

export type TimelineProjection = (input: TimelineInput) => readonly TimelineItem[];

/** A projection with its own memory: one per open timeline. */
export function createTimelineProjection(): TimelineProjection {
  const people = createPeople();
  const parts = createParts();
  const states: Memo<StateItem | TimelineItem | undefined> = createMemo();
  const echoes: EchoParts = { items: createMemo(), quotes: parts.quotes, replies: new WeakMap() };
  const fixed = new Map<string, TimelineItem>();
  const runs = new Map<string, RunItem>();
  const closedRuns = createUnreadableRuns();
  const changes = createChanges();
  let before: readonly TimelineItem[] = [];

  /** Rows without an event keep their identity by content. */
  function stable(item: Extract<TimelineItem, { kind: "day" | "gap" | "history" | "new" }>): TimelineItem {
    const known = fixed.get(item.key);
    if (known && sameFixed(known, item)) return known;
    fixed.set(item.key, item);
    return item;
  }

  return (asked) => {
    people.begin(asked.members);
    const { me, ignored, now } = asked;
    const changed = changes(asked.chunks, asked.outbox, me);
    const given = changed.chunks === asked.chunks ? asked : withChanges(asked, changed);
    const scan = scanEvents(given);
    const input = { ...given, relations: onlyFor(scan.targets, given.relations) };
    const refusedOf = (eventId: EventId): readonly RefusedChange[] | undefined => changed.refused.get(eventId);
    const readers = findReaders(scan.events, scan.indexOf, scan.messageAt, input.receipts, me, ignored);
    const newAt = findNew(scan, input);
    const days = createDayFinder();
    const seenDays = new Map<number, number>();
    const secrecy = followSecrecy(scan.events, input.encrypted);
    closedRuns.begin();
    const items: TimelineItem[] = [];
    let closed: MatrixEvent[] = [];
    let membership: RunEntry[] = [];
    let day: number | undefined;
    let last: { readonly sender: UserId; readonly ts: number } | undefined;
    let creator: UserId | undefined;
    const liveRuns = new Set<string>();

    function closeRun(): void {
      const [unread] = closed;
      const unreadable = unread && closedRuns.draw(closed, clampTs(unread.ts, now), people);
      if (unreadable) items.push(unreadable);
      closed = [];
      if (membership.length >= RUN_LENGTH) items.push(run(membership));
      else for (const entry of membership) items.push(entry.item);
      membership = [];
    }

    function run(entries: readonly RunEntry[]): TimelineItem {
      const made = makeRun(entries);
      if (!made) throw new Error("a run has entries");
      liveRuns.add(made.key);
      const known = runs.get(made.key);
      if (known && sameList(known.entries, made.entries)) return known;
      runs.set(made.key, made);
      return made;
    }

    function startDay(ts: number): void {
      const midnight = days.dayOf(ts);
      if (midnight === day) return;
      closeRun();
      day = midnight;
      last = undefined;
      const times = (seenDays.get(midnight) ?? 0) + 1;
      seenDays.set(midnight, times);
      items.push(
        stable({ kind: "day", key: times === 1 ? `day:${midnight}` : `day:${midnight}:${times}`, ts: midnight }),
      );
    }

    function groupOf(sender: UserId, ts: number): MessageItem["group"] {
      const continued = last !== undefined && last.sender === sender && Math.abs(ts - last.ts) <= GROUP_MS;
      last = { sender, ts };
      return continued ? "continued" : "first";
    }

    function push(item: TimelineItem): void {
      closeRun();
      items.push(item);
    }

    /** Days of what can't be read are not told apart: a run of them goes on over midnight. */
    function pushClosed(event: MatrixEvent, ts: number): void {
      const [first] = closed;
      if (first && kindOf(unreadableReason(first)) === kindOf(unreadableReason(event))) {
        closed.push(event);
        return;
      }
      startDay(ts);
      last = undefined;
      closeRun();
      closed = [event];
    }

    function pushState(event: MatrixEvent, ts: number): void {
      const item = states.get(event, [ts], people, (used) => drawState(event, ts, me, used));
      if (!item) return;
      startDay(ts);
      last = undefined;
      if (item.kind === "state" && item.change.kind === "membership") {
        if (closed.length > 0) closeRun();
        membership.push({ item, event });
      } else push(item);
    }

    function pushEvent(event: MatrixEvent, index: number): void {
      const kind = scan.kinds[index];
      const secret = secrecy.see(event);
      if (kind === undefined || kind === "invisible") return;
      const ts = clampTs(event.ts, now);
      switch (kind) {
        case "state": {
          if (event.type === "m.room.create") creator = event.sender;
          else if (event.sender !== creator) creator = undefined;
          const initial =
            creator !== undefined &&
            (INITIAL_SETTINGS.has(event.type) || (event.type === "m.room.member" && event.stateKey === creator));
          if (!initial) pushState(event, ts);
          return;
        }
        case "message": {
          creator = undefined;
          startDay(ts);
          if (index === newAt) {
            push(stable({ kind: "new", key: "new" }));
            last = undefined;
          }
          const item = drawMessage(
            event,
            ts,
            groupOf(event.sender, ts),
            readers.get(event),
            secret,
            input,
            people,
            parts,
            refusedOf,
          );
          if (item.kind !== "message") last = undefined;
          push(item);
          return;
        }
        case "encrypted":
          creator = undefined;
          if (index === newAt) {
            startDay(ts);
            push(stable({ kind: "new", key: "new" }));
          }
          pushClosed(event, ts);
          return;
        case "redacted":
        case "unknown":
          creator = undefined;
          startDay(ts);
          if (index === newAt) push(stable({ kind: "new", key: "new" }));
          last = undefined;
          push(parts.items.get(event, [ts], people, (used) => drawNotice(event, kind, ts, input, used)));
          return;
        default:
          kind satisfies never;
      }
    }

    items.push(stable({ kind: "history", key: "history", state: input.history.state, error: input.history.error }));
    let index = 0;
    input.chunks.forEach((chunk, at) => {
      if (at > 0 && chunk.before.kind === "gap") {
        const gap = input.gaps.get(chunk.order);
        push(stable({ kind: "gap", key: gapKey(chunk.order), state: gap?.state ?? "idle", error: gap?.error }));
        last = undefined;
        creator = undefined;
      }
      for (const event of chunk.events) {
        pushEvent(event, index);
        index += 1;
      }
    });
    for (const waiting of waitingEchoes(input.outbox, (eventId) => scan.indexOf.has(eventId), scan.txnIds)) {
      const ts = clampTs(waiting.createdAt, now);
      startDay(ts);
      const item = drawEcho(waiting, ts, groupOf(me, ts), input, people, echoes);
      if (item) push(item);
    }
    closeRun();
    closedRuns.end();
    for (const key of runs.keys()) if (!liveRuns.has(key)) runs.delete(key);
    if (sameList(before, items)) return before;
    before = items;
    return items;
  };
}

function withChanges(input: TimelineInput, { chunks, seen }: Changed): TimelineInput {
  return {
    ...input,
    chunks,
    relations: relationsOf(chunks),
    replyTarget: (eventId) => {
      const target = input.replyTarget(eventId);
      return target.state === "known" ? { state: "known", event: seen(target.event) } : target;
    },
  };
}

/** Rows once, without memory. */
export function projectTimeline(input: TimelineInput): readonly TimelineItem[] {
  return createTimelineProjection()(input);
}

function drawState(event: MatrixEvent, ts: number, me: UserId, people: People): TimelineItem | undefined {
  const reading = readStateChange(event, people);
  const base = { key: keyOf(event, me), eventId: event.eventId, sender: people.person(event.sender), ts };
  switch (reading.kind) {
    case "change":
      return { kind: "state", ...base, change: reading.change };
    case "invalid":
      return { kind: "notice", ...base, notice: { kind: "invalid", type: event.type, reason: reading.reason } };
    case "nothing":
      return undefined;
    default:
      return reading satisfies never;
  }
}

interface Scan {
  readonly events: readonly MatrixEvent[];
  readonly kinds: readonly ReturnType<typeof classify>[];
  readonly indexOf: ReadonlyMap<EventId, number>;
  /** Index of the newest message at or before each event, or −1. */
  readonly messageAt: Int32Array;
  readonly txnIds: ReadonlySet<string>;
  /** Events that a loaded edit or reaction is about. */
  readonly targets: ReadonlySet<EventId>;
}

/** Asking about each of thousands of events costs more than all the rest: most have no edit and no reaction. */
function onlyFor(targets: ReadonlySet<EventId>, relations: Relations): Relations {
  return {
    edit: (eventId) => (targets.has(eventId) ? relations.edit(eventId) : undefined),
    reactions: (eventId) => (targets.has(eventId) ? relations.reactions(eventId) : []),
    references: (eventId) => (targets.has(eventId) ? (relations.references?.(eventId) ?? []) : []),
  };
}

function scanEvents(input: TimelineInput): Scan {
  const events = input.chunks.flatMap((chunk) => chunk.events);
  const kinds: ReturnType<typeof classify>[] = [];
  const indexOf = new Map<EventId, number>();
  const messageAt = new Int32Array(events.length);
  const txnIds = new Set<string>();
  const targets = new Set<EventId>();
  let message = -1;
  events.forEach((event, index) => {
    // An event that came twice (around a gap that was filled) is shown once.
    const kind = indexOf.has(event.eventId) || input.ignored.has(event.sender) ? "invisible" : classify(event);
    kinds.push(kind);
    if (!indexOf.has(event.eventId)) indexOf.set(event.eventId, index);
    if (kind === "message") message = index;
    messageAt[index] = message;
    if (event.transactionId !== undefined && event.sender === input.me) txnIds.add(event.transactionId);
    const relation = event.content["m.relates_to"] === undefined ? undefined : readRelation(event.content);
    if (relation?.kind === "replace" || relation?.kind === "annotation" || relation?.kind === "reference")
      targets.add(relation.eventId);
  });
  return { events, kinds, indexOf, messageAt, txnIds, targets };
}

/** Index of the first message of somebody else after what was read, or −1. Who wrote something had read what is above it. */
function findNew(scan: Scan, input: TimelineInput): number {
  const marker = input.readMarker === undefined ? undefined : scan.indexOf.get(input.readMarker);
  if (marker === undefined) return -1;
  let found = -1;
  for (let index = scan.events.length - 1; index > marker; index -= 1) {
    const kind = scan.kinds[index];
    if (kind !== "message" && kind !== "encrypted") continue;
    if (scan.events[index]?.sender === input.me) break;
    found = index;
  }
  return found;
}

function sameFixed(a: TimelineItem, b: TimelineItem): boolean {
  if (a.kind === "history" && b.kind === "history") return a.state === b.state && a.error === b.error;
  if (a.kind === "gap" && b.kind === "gap") return a.state === b.state && a.error === b.error;
  return a.kind === b.kind && a.key === b.key;
}
