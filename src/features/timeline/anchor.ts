/**
 * Which row stays where it is when rows come and go above it. Only events can be anchors: days, runs, gaps and the "new"
 * row change their place or their key when history arrives.
 */
import type { TimelineItem } from "#api/timeline.ts";

export function canAnchor(item: TimelineItem): boolean {
  switch (item.kind) {
    case "message":
    case "state":
    case "notice":
    case "unreadable":
      return true;
    case "run":
    case "day":
    case "new":
    case "gap":
    case "history":
      return false;
  }
}

export interface Span {
  readonly index: number;
  readonly start: number;
  readonly end: number;
}

/**
 * The first event whose top is in the pane; if there is none, the one that spans its top edge. Not the spanning one at
 * once, because the oldest message loses its header when history joins it, and that must not move what one reads.
 */
export function anchorIndex(
  items: readonly TimelineItem[],
  spanOf: (index: number) => Span | undefined,
  first: number,
  top: number,
  bottom: number,
): number | undefined {
  let spanning: number | undefined;
  for (let index = Math.max(0, first); index < items.length; index++) {
    const item = items[index];
    const span = spanOf(index);
    if (!item || !span || span.start >= bottom) break;
    if (!canAnchor(item) || span.end <= top) continue;
    if (span.start >= top) return index;
    spanning ??= index;
  }
  return spanning;
}
