/**
 * TanStack's virtualizer with this timeline's rules. It owns where the pane stands. Always holds: at the end it stays at
 * the end; anywhere else the row one reads (`anchor.ts`) keeps its place to the pixel whatever comes, goes or grows above
 * it. Rows flow below each other inside one moved block, so a row that grows can never lie on the next one.
 */
import { useCallback, useLayoutEffect, useReducer, useRef, useState, type RefObject } from "react";
import { useVirtualizer, type Range, type ReactVirtualizer, type VirtualItem } from "@tanstack/react-virtual";
import type { TimelineItem } from "#api/timeline.ts";
import { anchorIndex } from "./anchor.ts";
import { estimateHeight } from "./estimate.ts";
import { lookKey, type FeedLook } from "./feed-look.ts";
import { lastPane, type RoomMemory } from "./room-memory.ts";

export type TimelineVirtualizer = ReactVirtualizer<HTMLDivElement, HTMLElement>;

/** Height of the history row's place above the oldest message. */
export const HEAD = 56;
const FOOT = 6;
/** How far from the end still counts as the end. */
export const END_SLACK = 40;
const OVERSCAN = 600;

export type OpenAt = { readonly at: "end" } | { readonly at: "index"; readonly index: number; readonly above: number };

export interface TimelineVirtualizerOptions {
  readonly items: readonly TimelineItem[];
  readonly scroller: RefObject<HTMLDivElement | null>;
  /** Never changes while the list is mounted. */
  readonly look: FeedLook;
  readonly memory: RoomMemory | undefined;
  readonly openAt: () => OpenAt;
}

/** Exact heights: rounded ones would add up to a jump when rows leave the block. */
function exactHeight(element: HTMLElement, entry: ResizeObserverEntry | undefined, instance: TimelineHeights): number {
  const box = entry?.borderBoxSize[0];
  if (box) return box.blockSize;
  const known = instance.itemSizeCache.get(instance.options.getItemKey(instance.indexFromElement(element)));
  return known ?? element.getBoundingClientRect().height;
}
type TimelineHeights = Pick<TimelineVirtualizer, "itemSizeCache" | "options" | "indexFromElement">;

export function useTimelineVirtualizer(options: TimelineVirtualizerOptions): TimelineVirtualizer {
  const { items, scroller, look, openAt } = options;
  const memory = options.memory?.look === lookKey(look) ? options.memory : undefined;
  const [opening] = useState(openAt);
  const committed = useRef(items);
  const above = useRef<number | undefined>(undefined);
  const instance = useRef<TimelineVirtualizer>(undefined);
  const width = instance.current?.scrollRect?.width ?? lastPane.width;
  const height = instance.current?.scrollRect?.height ?? lastPane.height;
  const paddingStart = headHeight(items, instance.current, width, height, look);
  const filled = paddingStart === HEAD;
  const fill = useRef<"filled" | "short">(filled ? "filled" : "short");

  // Once per list, as the library does its part: it changes itself while rendering.
  const given = useRef(items);
  if (items !== given.current) {
    given.current = items;
    catchUp(instance.current);
  }

  const virtualizer = useVirtualizer<HTMLDivElement, HTMLElement>({
    count: items.length,
    getScrollElement: () => scroller.current,
    // A new function would have all rows laid out anew.
    getItemKey: useCallback((index: number) => items[index]?.key ?? index, [items]),
    estimateSize: (index) => {
      const item = items[index];
      return item ? estimateHeight(item, width, look) : 0;
    },
    measureElement: exactHeight,
    rangeExtractor: (range) => inPixels(range, instance.current),
    anchorTo: "end",
    followOnAppend: true,
    // Where everything fits there is nothing to hold on to, and the library's corrections would come due later.
    scrollEndThreshold: filled ? END_SLACK : -1,
    paddingStart,
    paddingEnd: FOOT,
    // Where a jump puts its target: a third down the pane.
    scrollPaddingStart: Math.round(height / 3),
    useScrollendEvent: true,
    initialRect: lastPane,
    initialMeasurementsCache: memory && memory.width === lastPane.width ? [...memory.sizes] : [],
    initialOffset: () => firstOffset(items, opening, memory, paddingStart, look),
  });

  if (instance.current !== virtualizer) {
    instance.current = virtualizer;
    // The library anchors on whatever row spans the top edge; ours must be one that keeps its key.
    const nearest = virtualizer.getVirtualItemForOffset;
    virtualizer.getVirtualItemForOffset = (offset) => {
      const spanning = nearest(offset);
      const anchor = spanning && anchorOf(virtualizer, committed.current, spanning.index, offset);
      return anchor ?? spanning;
    };
    virtualizer.shouldAdjustScrollPositionOnItemSizeChange = (item, _delta, self) => {
      if (fill.current === "short") return false;
      if (above.current !== undefined) return item.index < above.current;
      const top = self.scrollOffset ?? 0;
      return self.itemSizeCache.has(item.key) ? item.end <= top : item.start < top;
    };
  }

  const [, drawAgain] = useReducer((count: number) => count + 1, 0);
  useLayoutEffect(() => {
    settle(virtualizer, opening);
    // With the true size of the pane and of the rows the first draw may have shown the wrong rows: before anybody sees it.
    drawAgain();
    // Once: later positions come from scrolling.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);

  useLayoutEffect(() => {
    const was = fill.current;
    fill.current = filled ? "filled" : "short";
    // What fitted was at its end, and stays there when it no longer fits.
    if (was === "short" && filled) {
      toEnd(virtualizer);
      drawAgain();
    }
  }, [filled, virtualizer]);

  useLayoutEffect(() => {
    const before = committed.current;
    committed.current = items;
    if (before === items) return;
    measureChanged(virtualizer, before, items, above);
    drawAgain();
  }, [items, virtualizer]);

  return virtualizer;
}

function anchorOf(
  virtualizer: TimelineVirtualizer,
  items: readonly TimelineItem[],
  first: number,
  top: number,
): VirtualItem | undefined {
  const spans = virtualizer.measurementsCache;
  const bottom = top + (virtualizer.scrollRect?.height ?? 0);
  const index = anchorIndex(items, (at) => spans[at], first, top, bottom);
  return index === undefined ? undefined : spans[index];
}

/** Rows whose item changed are measured before the frame is drawn, and what they gain or lose above the anchor is made up for. */
function measureChanged(
  virtualizer: TimelineVirtualizer,
  before: readonly TimelineItem[],
  after: readonly TimelineItem[],
  above: RefObject<number | undefined>,
): void {
  const old = new Set(before);
  const top = virtualizer.scrollOffset ?? 0;
  const spanning = virtualizer.getVirtualItemForOffset(top);
  if (!spanning) return;
  above.current = spanning.index;
  // The caller draws again; the library would try to do so for every row, in the middle of React's own work.
  const { onChange } = virtualizer.options;
  virtualizer.options.onChange = () => undefined;
  for (const row of virtualizer.getVirtualItems()) {
    const item = after[row.index];
    const element = virtualizer.elementsCache.get(row.key);
    if (!item || !element || old.has(item)) continue;
    virtualizer.resizeItem(row.index, element.getBoundingClientRect().height);
  }
  virtualizer.options.onChange = onChange;
  above.current = undefined;
}

function firstOffset(
  items: readonly TimelineItem[],
  opening: OpenAt,
  memory: RoomMemory | undefined,
  paddingStart: number,
  look: FeedLook,
): number {
  const known = new Map(
    memory && memory.width === lastPane.width ? memory.sizes.map((row) => [row.key, row.size]) : [],
  );
  const until = opening.at === "end" ? items.length : opening.index;
  let offset = paddingStart;
  for (let index = 0; index < until; index++) {
    const item = items[index];
    if (item) offset += known.get(item.key) ?? estimateHeight(item, lastPane.width, look);
  }
  return Math.max(0, opening.at === "end" ? offset + FOOT - lastPane.height : offset + opening.above);
}

/**
 * The pane may have been scrolled in this very frame, with its event still to come. New rows are anchored to where it
 * stands now; else the scroll would be taken back.
 */
function catchUp(virtualizer: TimelineVirtualizer | undefined): void {
  const top = virtualizer?.scrollElement?.scrollTop;
  if (virtualizer && top !== undefined && Math.abs(top - (virtualizer.scrollOffset ?? 0)) > 1) {
    virtualizer.scrollOffset = top;
  }
}

/** Few messages stand at the bottom of the pane: the room above them is part of the head. */
function headHeight(
  items: readonly TimelineItem[],
  virtualizer: TimelineVirtualizer | undefined,
  width: number,
  height: number,
  look: FeedLook,
): number {
  let left = height - FOOT;
  for (const item of items) {
    left -= virtualizer?.itemSizeCache.get(item.key) ?? estimateHeight(item, width, look);
    if (left <= HEAD) return HEAD;
  }
  return left;
}

/** Puts a row where it is to stand; heights that were guesses are made up for once the rows are drawn. */
export function standAt(virtualizer: TimelineVirtualizer, index: number, above: number): void {
  const row = virtualizer.measurementsCache[index];
  if (row) moveTo(virtualizer, row.start + above);
}

/** Not by a command of the library: that waits a frame to be confirmed, and the frame shows the wrong rows. */
function moveTo(virtualizer: TimelineVirtualizer, top: number): void {
  const element = virtualizer.scrollElement;
  if (!element) return;
  element.scrollTop = top;
  virtualizer.scrollOffset = element.scrollTop;
}

function toEnd(virtualizer: TimelineVirtualizer): void {
  moveTo(virtualizer, virtualizer.scrollElement?.scrollHeight ?? 0);
}

/** Puts the pane where it opens. */
function settle(virtualizer: TimelineVirtualizer, opening: OpenAt): void {
  const row = opening.at === "end" ? undefined : virtualizer.measurementsCache[opening.index];
  if (opening.at === "end" || !row) toEnd(virtualizer);
  else moveTo(virtualizer, row.start + opening.above);
}

function inPixels(range: Range, virtualizer: TimelineVirtualizer | undefined): number[] {
  const rows = virtualizer?.measurementsCache;
  let first = range.startIndex;
  let last = range.endIndex;
  const top = (rows?.[first]?.start ?? 0) - OVERSCAN;
  const bottom = (rows?.[last]?.end ?? 0) + OVERSCAN;
  while (first > 0 && (rows?.[first]?.start ?? -Infinity) > top) first--;
  while (last < range.count - 1 && (rows?.[last]?.end ?? Infinity) < bottom) last++;
  return Array.from({ length: last - first + 1 }, (_, offset) => first + offset);
}
