/**
 * Which menu of the list is open, and the ways to it: a secondary click, the Menu key or Shift+F10 at the row the keyboard
 * is at, a long press on touch, and the button in a section's header.
 */
import { useEffect, useRef, useState, type MouseEvent, type PointerEvent } from "react";
import { suppressTouchEnd } from "./suppress-click.ts";

export interface OpenMenu {
  /** Key of the row or header. */
  readonly key: string;
  readonly at: { readonly x: number; readonly y: number };
}

const LONG_PRESS_MS = 500;
const SLACK_PX = 10;

export interface ListMenuHandlers {
  readonly onContextMenu: (event: MouseEvent) => void;
  readonly onPointerDown: (event: PointerEvent) => void;
  readonly onPointerMove: (event: PointerEvent) => void;
  readonly onPointerUp: () => void;
  readonly onPointerCancel: () => void;
}

/** The key of the row an event happened in. */
export function rowKeyOf(target: EventTarget | null): string | undefined {
  if (!(target instanceof Element)) return undefined;
  return target.closest("[role=treeitem]")?.id.replace(/^rl-/, "");
}

export function useListMenu(): {
  readonly menu: OpenMenu | undefined;
  readonly open: (menu: OpenMenu) => void;
  /** Opens the menu of a row, at the row. */
  readonly openAt: (key: string) => void;
  readonly close: () => void;
  readonly handlers: ListMenuHandlers;
} {
  const [menu, setMenu] = useState<OpenMenu | undefined>(undefined);
  const press = useRef<{ readonly timer: ReturnType<typeof setTimeout>; readonly x: number; readonly y: number }>(
    undefined,
  );

  const release = () => {
    clearTimeout(press.current?.timer);
    press.current = undefined;
  };
  useEffect(() => () => clearTimeout(press.current?.timer), []);

  const openAt = (key: string) => {
    const row = document.getElementById(`rl-${key}`);
    if (!row) return;
    const { left, bottom } = row.getBoundingClientRect();
    setMenu({ key, at: { x: left + 16, y: bottom - 8 } });
  };

  return {
    menu,
    open: setMenu,
    openAt,
    close: () => setMenu(undefined),
    handlers: {
      onContextMenu: (event) => {
        const key = rowKeyOf(event.target);
        // From the keyboard it comes to the list itself, which has answered the key already.
        if (key === undefined) {
          if (event.target === event.currentTarget && event.button !== 2) event.preventDefault();
          return;
        }
        event.preventDefault();
        release();
        setMenu({ key, at: { x: event.clientX, y: event.clientY } });
      },
      onPointerDown: (event) => {
        release();
        const key = rowKeyOf(event.target);
        if (event.pointerType !== "touch" || key === undefined) return;
        const { clientX: x, clientY: y } = event;
        const timer = setTimeout(() => {
          press.current = undefined;
          suppressTouchEnd();
          setMenu({ key, at: { x, y } });
        }, LONG_PRESS_MS);
        press.current = { timer, x, y };
      },
      onPointerMove: (event) => {
        const now = press.current;
        if (now && Math.hypot(event.clientX - now.x, event.clientY - now.y) > SLACK_PX) release();
      },
      onPointerUp: release,
      onPointerCancel: release,
    },
  };
}
