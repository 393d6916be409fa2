import { useEffect, useLayoutEffect, useReducer, useRef, type RefObject } from "react";
import type { TimelineStatus } from "#api/messages.ts";
import type { TimelineItem } from "#api/timeline.ts";
import type { TimelineVirtualizer } from "./use-timeline-virtualizer.ts";

/** So long the place where reading stopped may come late and still be where the room opens. */
const PATIENCE_MS = 4000;
const INPUT = ["wheel", "pointerdown", "keydown", "touchstart"] as const;

/**
 * A room may open before the messages one stopped at are loaded. If they come soon, and nobody has touched anything, the
 * room moves to them. Until then nothing is marked as read: returns whether that is still open.
 */
export function useLateMarker(
  items: readonly TimelineItem[],
  status: RefObject<TimelineStatus | undefined>,
  virtualizer: TimelineVirtualizer,
  /** `elsewhere`: somebody wanted to see another place. */
  wish: "marker" | "elsewhere",
): () => boolean {
  const newRow = items.findIndex((item) => item.kind === "new");
  const opened = useRef<{ readonly at: number; state: "waiting" | "settled" }>(undefined);
  opened.current ??= { at: performance.now(), state: newRow < 0 && wish === "marker" ? "waiting" : "settled" };
  const opening = opened.current;
  const [, drawAgain] = useReducer((count: number) => count + 1, 0);

  useEffect(() => {
    const settle = (): void => {
      opening.state = "settled";
    };
    for (const name of INPUT) window.addEventListener(name, settle, { capture: true, passive: true });
    return () => {
      for (const name of INPUT) window.removeEventListener(name, settle, { capture: true });
    };
  }, [opening]);

  useLayoutEffect(() => {
    if (newRow < 0 || opening.state === "settled") return;
    opening.state = "settled";
    if (performance.now() - opening.at > PATIENCE_MS) return;
    const row = virtualizer.measurementsCache[newRow];
    const element = virtualizer.scrollElement;
    if (!row || !element) return;
    // Not by a command of the library: that would show a frame with the wrong rows.
    element.scrollTop = row.start - element.clientHeight / 3;
    virtualizer.scrollOffset = element.scrollTop;
    drawAgain();
  }, [newRow, opening, virtualizer]);

  return () =>
    opening.state === "waiting" &&
    performance.now() - opening.at < PATIENCE_MS &&
    status.current?.newBound === "atLeast" &&
    status.current.newCount > 0;
}
