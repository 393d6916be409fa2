import { useEffect, useRef, type MouseEvent, type PointerEvent } from "react";

const HOLD_MS = 500;
const SLACK_PX = 10;

interface LongPress {
  readonly onPointerDown: (event: PointerEvent) => void;
  readonly onPointerMove: (event: PointerEvent) => void;
  readonly onPointerUp: () => void;
  readonly onPointerCancel: () => void;
  readonly onContextMenu: (event: MouseEvent) => void;
}

/** The finger is lifted over whatever has opened under it: that is no press on it. */
function swallowLift(): void {
  const ended = new AbortController();
  const { signal } = ended;
  document.addEventListener(
    "touchend",
    (event) => {
      if (event.cancelable) event.preventDefault();
      ended.abort();
    },
    { capture: true, passive: false, signal },
  );
  document.addEventListener("touchcancel", () => ended.abort(), { capture: true, signal });
}

/** A finger that stays. Mice and pens keep their own menu. */
export function useLongPress(onLongPress: () => void): LongPress {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const start = useRef<{ readonly x: number; readonly y: number }>(undefined);
  const stop = () => {
    clearTimeout(timer.current);
    start.current = undefined;
  };
  useEffect(() => () => clearTimeout(timer.current), []);
  return {
    onPointerDown: (event) => {
      if (event.pointerType !== "touch" || !event.isPrimary) return;
      // Portals bubble here too: a finger in the row's own menu is no press on the row.
      if (!(event.target instanceof Node) || !event.currentTarget.contains(event.target)) return;
      start.current = { x: event.clientX, y: event.clientY };
      clearTimeout(timer.current);
      timer.current = setTimeout(() => {
        swallowLift();
        onLongPress();
      }, HOLD_MS);
    },
    onPointerMove: (event) => {
      const from = start.current;
      if (from && Math.hypot(event.clientX - from.x, event.clientY - from.y) > SLACK_PX) stop();
    },
    onPointerUp: stop,
    onPointerCancel: stop,
    // The browser's own menu would lie over ours.
    onContextMenu: (event) => {
      if (start.current) event.preventDefault();
    },
  };
}
