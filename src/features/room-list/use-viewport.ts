import { useLayoutEffect, useState, type RefObject } from "react";
import { flushSync } from "react-dom";

export interface Viewport {
  readonly top: number;
  readonly height: number;
}

// The rendered rows reach this far beyond the screen, so a scroll of a few pixels renders nothing.
const GRAIN = 96;

/** Scroll position (in coarse steps) and height of a scrolling element. */
export function useViewport(ref: RefObject<HTMLElement | null>): Viewport {
  const [viewport, setViewport] = useState<Viewport>({ top: 0, height: 900 });
  useLayoutEffect(() => {
    const element = ref.current;
    if (!element) return undefined;
    const measure = () => {
      const top = Math.floor(element.scrollTop / GRAIN) * GRAIN;
      const height = element.clientHeight;
      setViewport((now) => (now.top === top && now.height === height ? now : { top, height }));
    };
    measure();
    // Drawn in the frame of the scroll: one frame later a fast one shows an empty list.
    const follow = () => flushSync(measure);
    element.addEventListener("scroll", follow, { passive: true });
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => {
      element.removeEventListener("scroll", follow);
      observer.disconnect();
    };
  }, [ref]);
  return viewport;
}
