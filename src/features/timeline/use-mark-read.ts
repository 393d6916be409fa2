import { useCallback, useEffect, useLayoutEffect, useRef, type RefObject } from "react";
import type { EventId, RoomId } from "#api/ids.ts";
import type { TimelineItem } from "#api/timeline.ts";
import { callVerb } from "#client/use-verb.ts";
import { movesForward, newestVisible } from "./read-position.ts";
import type { TimelineVirtualizer } from "./use-timeline-virtualizer.ts";

const THROTTLE_MS = 600;

export interface MarkRead {
  /** Something moved or arrived: look again soon. */
  readonly look: () => void;
  readonly markUpTo: (eventId: EventId) => void;
}

/** Moves the read marker along with what is on screen while the window is being looked at. */
export function useMarkRead(
  roomId: RoomId,
  items: RefObject<readonly TimelineItem[]>,
  virtualizer: TimelineVirtualizer,
  /** True while it is not yet clear where reading stopped. */
  hold: () => boolean,
): MarkRead {
  const marked = useRef<EventId>(undefined);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const markUpTo = useCallback(
    (eventId: EventId) => {
      if (marked.current === eventId) return;
      const before = marked.current;
      marked.current = eventId;
      void callVerb("room.markRead", { roomId, eventId }, { onError: "caller" }).then((result) => {
        // The next look tries again.
        if (!result.ok && marked.current === eventId) marked.current = before;
      });
    },
    [roomId],
  );

  const holding = useRef(hold);
  useLayoutEffect(() => {
    holding.current = hold;
  });

  const now = useCallback(() => {
    timer.current = undefined;
    if (holding.current()) {
      timer.current = setTimeout(now, THROTTLE_MS);
      return;
    }
    if (document.visibilityState !== "visible" || !document.hasFocus()) return;
    const { range, scrollRect } = virtualizer;
    if (!range || !scrollRect) return;
    const bottom = (virtualizer.scrollOffset ?? 0) + scrollRect.height;
    const spans = virtualizer.measurementsCache;
    const newest = newestVisible(items.current, (index) => spans[index], range.endIndex, bottom);
    if (newest && movesForward(items.current, newest, marked.current)) markUpTo(newest.eventId);
  }, [items, markUpTo, virtualizer]);

  const look = useCallback(() => {
    timer.current ??= setTimeout(now, THROTTLE_MS);
  }, [now]);

  useEffect(() => {
    window.addEventListener("focus", look);
    document.addEventListener("visibilitychange", look);
    return () => {
      window.removeEventListener("focus", look);
      document.removeEventListener("visibilitychange", look);
      clearTimeout(timer.current);
      timer.current = undefined;
    };
  }, [look]);

  return { look, markUpTo };
}
