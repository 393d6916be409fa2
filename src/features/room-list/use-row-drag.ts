/**
 * Dragging a row with the mouse: between favourites, and between sections. Nothing is dragged before the pointer has moved
 * a little; Escape puts the row back. By touch and keyboard the menu does the same.
 */
import { useEffect, useRef, useState, type PointerEvent, type RefObject } from "react";
import type { Drop, Dragged } from "./drop-place.ts";
import { suppressNextClick } from "./suppress-click.ts";

const BEGIN_PX = 6;
const EDGE_PX = 36;
const SCROLL_PX = 10;

export interface Drag {
  readonly item: Dragged;
  readonly drop: Drop | undefined;
}

export interface RowDragOptions {
  readonly body: RefObject<HTMLElement | null>;
  readonly ghost: RefObject<HTMLElement | null>;
  readonly dropAt: (item: Dragged, x: number, y: number) => Drop | undefined;
  readonly onDrop: (item: Dragged, drop: Drop) => void;
}

interface Held {
  readonly item: Dragged;
  readonly x: number;
  readonly y: number;
  readonly offset: number;
  now: { readonly x: number; readonly y: number };
  drop: Drop | undefined;
  state: "held" | "dragging";
  frame: number;
}

function same(a: Drop | undefined, b: Drop | undefined): boolean {
  return a?.to === b?.to && a?.before === b?.before && a?.line === b?.line;
}

export function useRowDrag(options: RowDragOptions): {
  readonly drag: Drag | undefined;
  readonly begin: (event: PointerEvent, item: Dragged) => void;
} {
  const [drag, setDrag] = useState<Drag | undefined>(undefined);
  const latest = useRef(options);
  useEffect(() => {
    latest.current = options;
  });
  const stop = useRef<() => void>(undefined);
  useEffect(() => () => stop.current?.(), []);

  const begin = (event: PointerEvent, item: Dragged) => {
    if (event.pointerType === "touch" || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
    stop.current?.();
    const { clientX: x, clientY: y } = event;
    const row = document.getElementById(`rl-${item.key}`);
    const offset = y - (row?.getBoundingClientRect().top ?? y);
    const held: Held = { item, x, y, offset, now: { x, y }, drop: undefined, state: "held", frame: 0 };

    const follow = () => {
      const { ghost, dropAt } = latest.current;
      if (ghost.current) ghost.current.style.transform = `translateY(${held.now.y - held.offset}px)`;
      const drop = dropAt(item, held.now.x, held.now.y);
      if (same(drop, held.drop)) return;
      held.drop = drop;
      setDrag({ item, drop });
    };
    const scroll = () => {
      const body = latest.current.body.current;
      if (body) {
        const { top, bottom } = body.getBoundingClientRect();
        if (held.now.y < top + EDGE_PX) body.scrollTop -= SCROLL_PX;
        else if (held.now.y > bottom - EDGE_PX) body.scrollTop += SCROLL_PX;
      }
      follow();
      held.frame = requestAnimationFrame(scroll);
    };
    const end = () => {
      cancelAnimationFrame(held.frame);
      window.removeEventListener("pointermove", move);
      window.removeEventListener("pointerup", up);
      window.removeEventListener("pointercancel", end);
      window.removeEventListener("keydown", key, { capture: true });
      stop.current = undefined;
      setDrag(undefined);
    };
    const move = (moved: globalThis.PointerEvent) => {
      held.now = { x: moved.clientX, y: moved.clientY };
      if (held.state === "dragging") return;
      if (Math.hypot(moved.clientX - x, moved.clientY - y) < BEGIN_PX) return;
      held.state = "dragging";
      suppressNextClick();
      setDrag({ item, drop: undefined });
      held.frame = requestAnimationFrame(scroll);
    };
    const up = () => {
      if (held.state === "dragging") follow();
      const { drop } = held;
      end();
      if (drop) latest.current.onDrop(item, drop);
    };
    const key = (pressed: KeyboardEvent) => {
      if (pressed.key !== "Escape" || held.state !== "dragging") return;
      pressed.preventDefault();
      pressed.stopPropagation();
      end();
    };
    stop.current = end;
    window.addEventListener("pointermove", move);
    window.addEventListener("pointerup", up);
    window.addEventListener("pointercancel", end);
    window.addEventListener("keydown", key, { capture: true });
  };

  return { drag, begin };
}
