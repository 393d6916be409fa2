/**
 * Where the rows of the list lie. Rows have one height and headers another, so every place is arithmetic: nothing is
 * measured, and ten thousand rooms cost what fifty do. Only the indices of the (at most five) headers must be known.
 */
import type { RoomListItem, Section } from "#api/room-list.ts";

export interface Metrics {
  readonly row: number;
  readonly head: number;
  /** Room above a header that follows rows. */
  readonly gap: number;
}

/** Indices of the section headers in the whole list, ascending. */
export type Heads = readonly number[];

function headHeight(index: number, heads: Heads, metrics: Metrics): number {
  return index === 0 || heads.includes(index - 1) ? metrics.head : metrics.head + metrics.gap;
}

/** Height of the row at `index`, its gap included. */
export function heightAt(index: number, heads: Heads, metrics: Metrics): number {
  return heads.includes(index) ? headHeight(index, heads, metrics) : metrics.row;
}

/** Distance of the top of row `index` from the top of the list; of the end of the list for `index = total`. */
export function offsetAt(index: number, heads: Heads, metrics: Metrics): number {
  let offset = index * metrics.row;
  for (const head of heads) {
    if (head >= index) break;
    offset += headHeight(head, heads, metrics) - metrics.row;
  }
  return offset;
}

/** The row under a distance from the top, within 0 … total − 1. */
export function indexAt(offset: number, total: number, heads: Heads, metrics: Metrics): number {
  let low = 0;
  let high = Math.max(0, total - 1);
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (offsetAt(middle, heads, metrics) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

export interface Found {
  readonly total: number;
  readonly bySection: ReadonlyMap<Section, number>;
}

/**
 * The headers as the loaded window shows them, with those outside of it as they were last seen. A header says how many
 * rows it has, so the place of the next one is known before it is loaded.
 */
export function findHeads(before: Found, items: readonly RoomListItem[], from: number, total: number): Found {
  const bySection = new Map<Section, number>();
  const end = from + items.length;
  for (const [section, index] of before.bySection) {
    if (index < total && (index < from || index >= end)) bySection.set(section, index);
  }
  items.forEach((item, offset) => {
    if (item.kind === "section") bySection.set(item.section, from + offset);
  });
  return { total, bySection };
}

export function headsOf(found: Found, items: readonly RoomListItem[], from: number): Heads {
  const heads = new Set(found.bySection.values());
  items.forEach((item, offset) => {
    if (item.kind !== "section") return;
    const next = from + offset + 1 + item.rows;
    if (next < found.total && next >= from + items.length) heads.add(next);
  });
  return [...heads].sort((a, b) => a - b);
}
