import { useEffect, useLayoutEffect, useRef, useState } from "react";
import type { TimelineItem } from "#api/timeline.ts";
import { keepPosition } from "#ui/visits.ts";
import { isRowOf, type Aim } from "./aim.ts";
import { eventOf } from "./read-position.ts";
import { END_SLACK, standAt, type TimelineVirtualizer } from "./use-timeline-virtualizer.ts";

/** Passes after which guessed heights have become true ones. */
const PASSES = 3;

/** Goes where the history entry asks to, and says where one stands when it is left. The first aim is how the list opens. */
export function usePosition(
  aim: Aim | undefined,
  items: readonly TimelineItem[],
  virtualizer: TimelineVirtualizer,
): void {
  const latest = useRef(items);
  const reached = useRef(aim);
  const [passes, setPasses] = useState(0);

  useLayoutEffect(() => {
    latest.current = items;
  });

  useLayoutEffect(() => {
    if (aim === reached.current) return;
    reached.current = aim;
    if (aim?.eventId !== undefined) setPasses(PASSES);
    else if (aim !== undefined) virtualizer.scrollToEnd();
  }, [aim, virtualizer]);

  useLayoutEffect(() => {
    if (passes === 0) return;
    setPasses(passes - 1);
    const index = latest.current.findIndex((item) => isRowOf(item, aim?.eventId));
    if (index < 0) return;
    const height = virtualizer.scrollRect?.height ?? 0;
    standAt(virtualizer, index, aim?.above ?? -Math.round(height / 3));
  }, [aim, passes, virtualizer]);

  useEffect(
    () =>
      keepPosition(() => {
        if (virtualizer.isAtEnd(END_SLACK)) return { eventId: undefined, above: 0 };
        const top = virtualizer.scrollOffset ?? 0;
        const first = virtualizer.getVirtualItemForOffset(top)?.index ?? 0;
        for (let index = first; index < latest.current.length; index += 1) {
          const item = latest.current[index];
          const row = virtualizer.measurementsCache[index];
          const eventId = item && eventOf(item);
          if (row && eventId !== undefined) return { eventId, above: top - row.start };
        }
        return undefined;
      }),
    [virtualizer],
  );
}
