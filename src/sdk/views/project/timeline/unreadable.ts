/**
 * Encrypted messages that can't be read, in one line per reason. Always holds: a run keeps its key while it grows at either
 * end or loses messages, so that the place of whoever reads near it stays.
 */
import type { EventId } from "#api/ids.ts";
import type { Person } from "#api/people.ts";
import type { TimelineItem } from "#api/timeline.ts";
import type { MatrixEvent } from "#sdk/events/envelope.ts";
import { sameList } from "./memo.ts";
import type { People } from "./people.ts";

const SENDERS = 3;

export type UnreadableItem = Extract<TimelineItem, { kind: "unreadable" }>;

export function unreadableReason(event: MatrixEvent): UnreadableItem["reason"] {
  return event.crypto?.state === "closed" ? event.crypto.reason : "opening";
}

/** Reasons a person would tell apart: what waits for keys is one kind, whatever it waits for. */
export function kindOf(reason: UnreadableItem["reason"]): string {
  switch (reason) {
    case "waiting-for-keys":
    case "waiting-for-backup":
    case "backup-locked":
    case "no-backup":
    case "not-in-backup":
      return "waits";
    default:
      return reason;
  }
}

export interface UnreadableRuns {
  /** Before a projection: keys that are given out from now on are those of this one. */
  begin(): void;
  draw(events: readonly MatrixEvent[], ts: number, people: People): UnreadableItem | undefined;
  end(): void;
}

export function createUnreadableRuns(): UnreadableRuns {
  let keys: ReadonlyMap<EventId, string> = new Map();
  let next = new Map<EventId, string>();
  let used = new Set<string>();
  const known = new Map<string, UnreadableItem>();

  function keyFor(events: readonly MatrixEvent[], first: EventId): string {
    for (const { eventId } of events) {
      const before = keys.get(eventId);
      if (before !== undefined && !used.has(before)) return before;
    }
    const fresh = `closed:${first}`;
    return used.has(fresh) ? `${fresh}:${used.size}` : fresh;
  }

  return {
    begin() {
      next = new Map();
      used = new Set();
    },
    draw(events, ts, people) {
      const [first] = events;
      if (!first) return undefined;
      const key = keyFor(events, first.eventId);
      used.add(key);
      const senders = new Map<string, Person>();
      for (const { eventId, sender } of events) {
        next.set(eventId, key);
        if (senders.size < SENDERS && !senders.has(sender)) senders.set(sender, people.person(sender));
      }
      const item: UnreadableItem = {
        kind: "unreadable",
        key,
        ts,
        reason: unreadableReason(first),
        count: events.length,
        senders: [...senders.values()],
        eventIds: events.map(({ eventId }) => eventId),
      };
      const before = known.get(key);
      if (before && same(before, item)) return before;
      known.set(key, item);
      return item;
    },
    end() {
      keys = next;
      for (const key of known.keys()) if (!used.has(key)) known.delete(key);
    },
  };
}

function same(a: UnreadableItem, b: UnreadableItem): boolean {
  return a.ts === b.ts && a.reason === b.reason && sameList(a.senders, b.senders) && sameList(a.eventIds, b.eventIds);
}
