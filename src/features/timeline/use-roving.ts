import { useCallback, useEffect, useRef, useState, type FocusEvent, type KeyboardEvent, type RefObject } from "react";
import type { TimelineItem } from "#api/timeline.ts";
import type { TimelineVirtualizer } from "./use-timeline-virtualizer.ts";

export interface Roving {
  /** Key of the row that Tab reaches. */
  readonly stop: string | undefined;
  readonly onKeyDown: (event: KeyboardEvent<HTMLDivElement>) => void;
  readonly onFocus: (event: FocusEvent<HTMLDivElement>) => void;
}

function isArticle(item: TimelineItem | undefined): boolean {
  switch (item?.kind) {
    case "message":
    case "state":
    case "run":
    case "notice":
    case "unreadable":
      return true;
    default:
      return false;
  }
}

function isEditable(target: EventTarget): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select"));
}

/**
 * Arrow keys walk over messages, page keys over screens of them, Home and End to the ends; one message is a tab stop. The
 * focus belongs to a message, not to an element: if its row scrolls away the list holds it, and gives it back.
 */
export function useRoving(
  items: RefObject<readonly TimelineItem[]>,
  scroller: RefObject<HTMLDivElement | null>,
  virtualizer: TimelineVirtualizer,
  /** The row that had the focus when the list was drawn in another way. */
  held?: string,
): Roving {
  const [active, setActive] = useState<string | undefined>(held);
  const focused = useRef<string>(held);
  /** A row that takes the focus as soon as it is drawn. */
  const wanted = useRef<string>(held);

  const focusRow = useCallback(
    (index: number) => {
      const key = items.current[index]?.key;
      if (key === undefined) return;
      setActive(key);
      const element = virtualizer.elementsCache.get(key);
      if (element?.isConnected) {
        wanted.current = undefined;
        element.focus({ preventScroll: true });
        virtualizer.scrollToIndex(index, { align: "auto" });
        element.scrollIntoView({ block: "nearest" });
        return;
      }
      focused.current = key;
      wanted.current = key;
      scroller.current?.focus({ preventScroll: true });
      virtualizer.scrollToIndex(index, { align: "auto" });
    },
    [items, scroller, virtualizer],
  );

  /** The next article from `index` on, in the direction of `step`. */
  const articleFrom = useCallback(
    (index: number, step: 1 | -1): number => {
      const list = items.current;
      let at = index;
      while (at >= 0 && at < list.length && !isArticle(list[at])) at += step;
      return at >= 0 && at < list.length ? at : -1;
    },
    [items],
  );

  const walk = useCallback(
    (step: 1 | -1) => {
      const list = items.current;
      const from = list.findIndex((item) => item.key === focused.current);
      const index = articleFrom((from < 0 ? list.length : from) + step, step);
      if (index >= 0) focusRow(index);
    },
    [articleFrom, focusRow, items],
  );

  /** A screen further: the row that is as far from the focused one as the pane is high. */
  const page = useCallback(
    (step: 1 | -1) => {
      const spans = virtualizer.measurementsCache;
      const from = items.current.findIndex((item) => item.key === focused.current);
      const start = spans[from]?.start;
      if (from < 0 || start === undefined) return;
      const goal = start + step * 0.9 * (scroller.current?.clientHeight ?? 0);
      let index = from;
      while (spans[index + step] && step * ((spans[index + step]?.start ?? 0) - goal) <= 0) index += step;
      if (index === from) index += step;
      const end = Math.min(Math.max(index, 0), items.current.length - 1);
      const next = articleFrom(end, step) >= 0 ? articleFrom(end, step) : articleFrom(end, step === 1 ? -1 : 1);
      if (next >= 0) focusRow(next);
    },
    [articleFrom, focusRow, items, scroller, virtualizer],
  );

  const onKeyDown = useCallback(
    (event: KeyboardEvent<HTMLDivElement>) => {
      if (isEditable(event.target) || event.altKey || event.metaKey) return;
      const onRow =
        event.target instanceof HTMLElement &&
        (event.target.dataset["key"] !== undefined || event.target === event.currentTarget);
      const onArticle = onRow && event.target !== event.currentTarget;
      if (event.ctrlKey && (event.key === "Home" || event.key === "End")) {
        event.preventDefault();
        if (event.key === "End") virtualizer.scrollToEnd();
        else virtualizer.scrollToOffset(0);
        return;
      }
      if (event.ctrlKey) return;
      if (event.key === "PageUp" || event.key === "PageDown") {
        event.preventDefault();
        const step = event.key === "PageUp" ? -1 : 1;
        const height = scroller.current?.clientHeight ?? 0;
        if (onArticle) page(step);
        else scroller.current?.scrollBy({ top: step * 0.9 * height });
        return;
      }
      if (!onRow || event.shiftKey) return;
      switch (event.key) {
        case "ArrowUp":
        case "ArrowDown":
          event.preventDefault();
          walk(event.key === "ArrowUp" ? -1 : 1);
          return;
        case "Home":
        case "End": {
          event.preventDefault();
          const index = event.key === "Home" ? articleFrom(0, 1) : articleFrom(items.current.length - 1, -1);
          if (index >= 0) focusRow(index);
        }
      }
    },
    [articleFrom, focusRow, items, page, scroller, virtualizer, walk],
  );

  const onFocus = useCallback((event: FocusEvent<HTMLDivElement>) => {
    const row = event.target.closest<HTMLElement>("[data-key]");
    // The list holds the focus for a row that is away.
    if (!row) return;
    wanted.current = undefined;
    focused.current = row.dataset["key"];
    if (row.getAttribute("role") === "article") setActive(row.dataset["key"]);
  }, []);

  const shown = virtualizer.getVirtualItems();
  useEffect(() => {
    const list = scroller.current;
    const key = focused.current;
    if (key === undefined || !list) return;
    const at = document.activeElement;
    const away = !shown.some((row) => row.key === key);
    if (at === document.body && away) {
      wanted.current = key;
      list.focus({ preventScroll: true });
      return;
    }
    if (wanted.current === undefined || away || (at !== list && at !== document.body)) return;
    const element = virtualizer.elementsCache.get(wanted.current);
    wanted.current = undefined;
    element?.focus({ preventScroll: true });
  });

  const activeShown = active !== undefined && shown.some((row) => row.key === active);
  const stop = activeShown ? active : lastArticle(shown.map((row) => items.current[row.index]));
  return { stop, onKeyDown, onFocus };
}

function lastArticle(rows: readonly (TimelineItem | undefined)[]): string | undefined {
  for (let index = rows.length - 1; index >= 0; index--) {
    const item = rows[index];
    if (isArticle(item)) return item?.key;
  }
  return undefined;
}
