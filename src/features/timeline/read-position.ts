/**
 * What may be marked as read (row B11): the newest event that is wholly on screen, only forward, only while somebody is
 * there to read it.
 */
import type { EventId } from "#api/ids.ts";
import type { TimelineItem } from "#api/timeline.ts";

export interface ReadableSpan {
  readonly end: number;
}

export function eventOf(item: TimelineItem): EventId | undefined {
  switch (item.kind) {
    case "message":
    case "state":
    case "notice":
      return item.eventId;
    case "unreadable":
      return item.eventIds.at(-1);
    case "run":
      return item.entries.at(-1)?.eventId;
    case "day":
    case "new":
    case "gap":
    case "history":
      return undefined;
  }
}

export interface Readable {
  readonly index: number;
  readonly eventId: EventId;
}

/** The newest event that ends at or above `bottom`. */
export function newestVisible(
  items: readonly TimelineItem[],
  spanOf: (index: number) => ReadableSpan | undefined,
  last: number,
  bottom: number,
): Readable | undefined {
  for (let index = Math.min(last, items.length - 1); index >= 0; index--) {
    const item = items[index];
    const span = spanOf(index);
    if (!item || !span || span.end > bottom + 1) continue;
    const eventId = eventOf(item);
    if (eventId !== undefined) return { index, eventId };
  }
  return undefined;
}

/** Whether marking `next` would move forward: beyond what was marked before and beyond the "new" row. */
export function movesForward(items: readonly TimelineItem[], next: Readable, marked: EventId | undefined): boolean {
  if (marked === next.eventId) return false;
  for (let index = next.index + 1; index < items.length; index++) {
    const item = items[index];
    if (!item) continue;
    // Beyond a gap nobody knows whether this moves forward: who looks up something old reads nothing new.
    if (item.kind === "new" || item.kind === "gap") return false;
    if (marked !== undefined && eventOf(item) === marked) return false;
  }
  return true;
}
