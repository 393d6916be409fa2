import { useEffect, useState, type RefObject } from "react";
import type { TimelineStatus } from "#api/messages.ts";
import type { TimelineItem } from "#api/timeline.ts";
import type { TimelineVirtualizer } from "./use-timeline-virtualizer.ts";

export interface Seen {
  /** Messages of others below everything that has been on screen. */
  readonly below: number;
  /** `above`: the place where reading stopped is above the pane and was not on screen yet. */
  readonly marker: "above" | "seen";
  readonly dismiss: () => void;
}

const DISMISSED = "dismissed";

/** What has been on screen since the room was opened, for the two ways to what has not. */
export function useSeen(
  items: readonly TimelineItem[],
  status: TimelineStatus | undefined,
  virtualizer: TimelineVirtualizer,
  latest: RefObject<readonly TimelineItem[]>,
): Seen {
  const [seenKey, setSeenKey] = useState<string>();
  const [seenMarker, setSeenMarker] = useState<string>();
  const newRow = items.findIndex((item) => item.kind === "new");
  const marker = newRow < 0 ? status?.firstNew : items[newRow + 1]?.key;
  const top = virtualizer.scrollOffset ?? 0;

  // What is on screen changes without any of our values changing; the setters do nothing once they know.
  // eslint-disable-next-line react-hooks/exhaustive-deps
  useEffect(() => {
    const { range, scrollRect } = virtualizer;
    if (!range || !scrollRect) return;
    const bottom = top + scrollRect.height;
    const spans = virtualizer.measurementsCache;
    let last = Math.min(range.endIndex, latest.current.length - 1);
    while (last >= 0 && (spans[last]?.end ?? 0) > bottom + 1) last--;
    const key = latest.current[last]?.key;
    if (key !== undefined) {
      setSeenKey((known) => {
        const knownAt = known === undefined ? -1 : latest.current.findIndex((item) => item.key === known);
        return last > knownAt ? key : known;
      });
    }
    const row = newRow < 0 ? undefined : spans[newRow];
    if (row && row.start < bottom && row.end > top) setSeenMarker(marker ?? DISMISSED);
  });

  let below = 0;
  for (let index = items.length - 1; index >= 0; index--) {
    const item = items[index];
    if (!item || item.key === seenKey || item.kind === "new") break;
    if (item.kind === "message" && item.from === "other") below++;
  }

  const unread = status !== undefined && status.newCount > 0;
  // Without a row for it and with a count that is only a lower bound it lies before all that is loaded.
  const unloaded = marker === undefined && status?.newBound === "atLeast";
  const isAbove = newRow < 0 ? unloaded : (virtualizer.measurementsCache[newRow]?.end ?? Infinity) < top;
  return {
    below: seenKey === undefined ? 0 : below,
    marker: unread && isAbove && seenMarker !== (marker ?? DISMISSED) ? "above" : "seen",
    dismiss: () => setSeenMarker(marker ?? DISMISSED),
  };
}
