/** Zoom of one picture in a box that scrolls: keys, wheel, double click, and dragging what does not fit. */
import { useCallback, useEffect, useLayoutEffect, useRef, useState, type PointerEvent, type RefObject } from "react";

const LEAST = 1;
const MOST = 8;
const STEP = 1.5;

export interface Zoom {
  readonly scale: number;
  readonly by: (direction: 1 | -1) => void;
  readonly reset: () => void;
  readonly toggle: () => void;
  readonly drag: (event: PointerEvent<HTMLElement>) => void;
}

export function useZoom(stage: RefObject<HTMLElement | null>): Zoom {
  const [scale, setScale] = useState(LEAST);
  /** What lies in the middle, as a share of the whole: it stays there. */
  const middle = useRef({ x: 0.5, y: 0.5 });
  const by = useCallback(
    (direction: 1 | -1) => {
      const element = stage.current;
      if (element)
        middle.current = {
          x: (element.scrollLeft + element.clientWidth / 2) / element.scrollWidth,
          y: (element.scrollTop + element.clientHeight / 2) / element.scrollHeight,
        };
      setScale((now) => Math.min(MOST, Math.max(LEAST, direction > 0 ? now * STEP : now / STEP)));
    },
    [stage],
  );
  useLayoutEffect(() => {
    const element = stage.current;
    if (!element) return;
    element.scrollLeft = middle.current.x * element.scrollWidth - element.clientWidth / 2;
    element.scrollTop = middle.current.y * element.scrollHeight - element.clientHeight / 2;
  }, [scale, stage]);
  const reset = useCallback(() => {
    middle.current = { x: 0.5, y: 0.5 };
    setScale(LEAST);
  }, []);
  const toggle = useCallback(() => {
    middle.current = { x: 0.5, y: 0.5 };
    setScale((now) => (now > LEAST ? LEAST : 2));
  }, []);

  useEffect(() => {
    const element = stage.current;
    if (!element) return undefined;
    const onWheel = (event: WheelEvent): void => {
      event.preventDefault();
      by(event.deltaY < 0 ? 1 : -1);
    };
    // React's own listener is passive and could not keep the page from zooming.
    element.addEventListener("wheel", onWheel, { passive: false });
    return () => element.removeEventListener("wheel", onWheel);
  }, [by, stage]);

  const drag = useCallback(
    (event: PointerEvent<HTMLElement>) => {
      const element = stage.current;
      if (!element || event.pointerType !== "mouse" || event.buttons !== 1) return;
      element.scrollBy(-event.movementX, -event.movementY);
    },
    [stage],
  );
  return { scale, by, reset, toggle, drag };
}
