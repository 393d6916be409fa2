import { useCallback, useRef, type RefObject } from "react";
import type { RoomId } from "#api/ids.ts";
import type { TimelineItem } from "#api/timeline.ts";
import { callVerb } from "#client/use-verb.ts";
import type { TimelineVirtualizer } from "./use-timeline-virtualizer.ts";

export type HistoryItem = Extract<TimelineItem, { readonly kind: "history" }>;

/** Viewports of loaded messages that are kept above the pane, and never fewer than so many pixels. */
const AHEAD = 1.5;
const AHEAD_PX = 1600;

export interface HistoryLoader {
  /** Loads what is about to be scrolled to: older messages, gaps. */
  readonly look: () => void;
  readonly paginate: () => Promise<"more" | "start" | "failed">;
}

/** Pages back before the top is reached and fills gaps before they are seen. */
export function useHistory(
  roomId: RoomId,
  items: RefObject<readonly TimelineItem[]>,
  history: RefObject<HistoryItem | undefined>,
  virtualizer: TimelineVirtualizer,
): HistoryLoader {
  const running = useRef<Promise<"more" | "start" | "failed">>(undefined);
  const filling = useRef(new Set<string>());

  const paginate = useCallback(() => {
    running.current ??= callVerb("timeline.paginate", { roomId }, { onError: "caller" })
      .then((result) => (result.ok ? result.value.reached : ("failed" as const)))
      .finally(() => {
        running.current = undefined;
      });
    return running.current;
  }, [roomId]);

  const look = useCallback(() => {
    const { scrollRect } = virtualizer;
    if (!scrollRect || scrollRect.height === 0) return;
    const top = virtualizer.scrollOffset ?? 0;
    const ahead = Math.max(AHEAD * scrollRect.height, AHEAD_PX);
    if (history.current?.state === "idle" && top < ahead && !running.current) {
      void paginate().then((reached) => {
        if (reached === "more") look();
      });
    }
    const middle = top + scrollRect.height / 2;
    for (const row of virtualizer.getVirtualItems()) {
      const item = items.current[row.index];
      if (item?.kind !== "gap" || item.state !== "idle" || filling.current.has(item.key)) continue;
      const { key } = item;
      // Who comes from above wants to read on, not to see the last words first.
      const from = row.start > middle ? "older" : "newer";
      filling.current.add(key);
      void callVerb("timeline.fillGap", { roomId, key, from }, { onError: "caller" }).finally(() =>
        filling.current.delete(key),
      );
    }
  }, [history, items, paginate, roomId, virtualizer]);

  return { look, paginate };
}
