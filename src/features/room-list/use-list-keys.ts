/** The keyboard of the tree: a cursor that walks over rows and headers, opens, collapses, and asks for menus. */
import { useState, type KeyboardEvent, type RefObject } from "react";
import type { RoomListItem, Section } from "#api/room-list.ts";
import { navigate } from "#ui/navigation.ts";
import { roomLink } from "#ui/routes.ts";
import { heightAt, offsetAt, type Metrics } from "./list-geometry.ts";
import type { ListWindow } from "./use-list-window.ts";

export interface ListKeysOptions {
  readonly body: RefObject<HTMLElement | null>;
  readonly list: ListWindow;
  readonly metrics: Metrics;
  /** What the list fades out over at its end. */
  readonly fade: number;
  readonly current: string | undefined;
  readonly onToggle: (section: Section, state: "open" | "collapsed") => void;
  readonly onExpand: (section: Section) => void;
  readonly onMenu: (item: RoomListItem) => void;
}

export function useListKeys(options: ListKeysOptions): {
  readonly cursor: string | undefined;
  readonly setCursor: (key: string | undefined) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
} {
  const { body, list, metrics, fade, current, onToggle, onExpand, onMenu } = options;
  const { items, from, total, heads } = list;
  const [cursor, setCursor] = useState<string | undefined>(undefined);

  const indexOf = (key: string | undefined) => items.findIndex((item) => item.key === key) + from;

  const moveTo = (index: number) => {
    const target = Math.min(Math.max(0, index), total - 1);
    const element = body.current;
    if (!element || total === 0) return;
    const top = offsetAt(target, heads, metrics);
    const bottom = top + heightAt(target, heads, metrics);
    if (top < element.scrollTop) element.scrollTop = target === 0 ? 0 : top;
    else if (bottom > element.scrollTop + element.clientHeight)
      element.scrollTop = bottom - element.clientHeight + fade;
    const item = items[target - from];
    if (item) setCursor(item.key);
  };

  const choose = (item: RoomListItem) => {
    switch (item.kind) {
      case "section":
        onToggle(item.section, item.state === "open" ? "collapsed" : "open");
        return;
      case "more":
        onExpand(item.section);
        return;
      case "room":
      case "invite":
        navigate(roomLink(item.roomId));
        return;
      default:
        item satisfies never;
    }
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey || total === 0) return;
    const inside = event.target instanceof HTMLButtonElement;
    const at = items.some((item) => item.key === cursor) ? indexOf(cursor) : -1;
    const item = at < 0 ? undefined : items[at - from];
    switch (event.key) {
      case "ArrowDown":
        moveTo(at < 0 ? Math.max(0, current === undefined ? 0 : indexOf(current) + 1) : at + 1);
        break;
      case "ArrowUp":
        moveTo(at < 0 ? 0 : at - 1);
        break;
      case "Home":
        moveTo(0);
        break;
      case "End":
        moveTo(total - 1);
        break;
      case "ArrowLeft":
        if (item?.kind === "section") onToggle(item.section, "collapsed");
        else if (item) moveTo(Math.max(0, ...heads.filter((head) => head < at)));
        break;
      case "ArrowRight":
        if (item?.kind !== "section") return;
        if (item.state === "collapsed") onToggle(item.section, "open");
        else moveTo(at + 1);
        break;
      case "ContextMenu":
        if (item) onMenu(item);
        break;
      case "F10":
        if (!event.shiftKey) return;
        if (item) onMenu(item);
        break;
      case "Enter":
      case " ":
        if (inside || !item) return;
        choose(item);
        break;
      default:
        return;
    }
    event.preventDefault();
    if (!inside) body.current?.focus({ preventScroll: true });
  };

  return { cursor, setCursor, onKeyDown };
}
