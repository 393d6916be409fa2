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
      return true;
    default:
      return false;
  }
}

function isEditable(target: EventTarget): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select"));
}

/** Arrow keys walk over messages; one of them is a tab stop. Focus that scrolls away goes to the list, not to nowhere. */
export function useRoving(
  items: RefObject<readonly TimelineItem[]>,
  scroller: RefObject<HTMLDivElement | null>,
  virtualizer: TimelineVirtualizer,
): Roving {
  const [active, setActive] = useState<string>();
  const focused = useRef<string>(undefined);

  const focusRow = useCallback(
    (index: number) => {
      const key = items.current[index]?.key;
      if (key === undefined) return;
      setActive(key);
      const element = virtualizer.elementsCache.get(key);
      if (element) {
        element.focus({ preventScroll: true });
        virtualizer.scrollToIndex(index, { align: "auto" });
        element.scrollIntoView({ block: "nearest" });
      }
    },
    [items, virtualizer],
  );

  const walk = useCallback(
    (step: 1 | -1) => {
      const list = items.current;
      const from = list.findIndex((item) => item.key === focused.current);
      let index = from < 0 ? list.length : from;
      do index += step;
      while (index >= 0 && index < list.length && !isArticle(list[index]));
      if (isArticle(list[index])) focusRow(index);
    },
    [focusRow, items],
  );

  const onKeyDown = useCallback(
    (event: KeyboardEvent<HTMLDivElement>) => {
      if (isEditable(event.target) || event.altKey || event.metaKey) return;
      const onRow =
        event.target instanceof HTMLElement &&
        (event.target.dataset["key"] !== undefined || event.target === event.currentTarget);
      if (event.ctrlKey && (event.key === "Home" || event.key === "End")) {
        event.preventDefault();
        if (event.key === "End") virtualizer.scrollToEnd();
        else virtualizer.scrollToOffset(0);
        return;
      }
      if (event.ctrlKey) return;
      if (event.key === "PageUp" || event.key === "PageDown") {
        event.preventDefault();
        const height = scroller.current?.clientHeight ?? 0;
        scroller.current?.scrollBy({ top: (event.key === "PageUp" ? -0.9 : 0.9) * height });
        return;
      }
      if (!onRow || event.shiftKey) return;
      if (event.key === "ArrowUp" || event.key === "ArrowDown") {
        event.preventDefault();
        walk(event.key === "ArrowUp" ? -1 : 1);
      }
    },
    [scroller, virtualizer, walk],
  );

  const onFocus = useCallback((event: FocusEvent<HTMLDivElement>) => {
    const row = event.target.closest<HTMLElement>("[data-key]");
    focused.current = row?.dataset["key"];
    if (row && row.getAttribute("role") === "article") setActive(row.dataset["key"]);
  }, []);

  const shown = virtualizer.getVirtualItems();
  useEffect(() => {
    const key = focused.current;
    if (key === undefined || document.activeElement !== document.body) return;
    if (!shown.some((row) => row.key === key)) scroller.current?.focus({ preventScroll: true });
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
