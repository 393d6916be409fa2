import type { TimelineItem } from "#api/timeline.ts";

/** Where the pane is to stand because somebody followed a link, or came back. */
export interface Aim {
  readonly visit: string;
  /** Undefined: the end. */
  readonly eventId: string | undefined;
  /** Pixels of it above the top of the pane. Undefined: it was asked for, so it stands a third down and lights up. */
  readonly above: number | undefined;
}

export function isRowOf(item: TimelineItem, eventId: string | undefined): boolean {
  if (eventId === undefined) return false;
  if (item.kind === "run") return item.entries.some((entry) => entry.eventId === eventId);
  if (item.kind === "unreadable") return item.eventIds.some((one) => one === eventId);
  return "eventId" in item && item.eventId === eventId;
}
