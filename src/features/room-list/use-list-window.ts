/**
 * The part of the list that is loaded, and where its rows lie. Much more than the screen is loaded, in big steps, so that
 * scrolling finds its rows there already and the core is asked rarely. While a new part is on its way the old one stays.
 */
import { useEffect, useMemo, useRef, useState } from "react";
import type { ListSnapshot } from "#api/list-patch.ts";
import type { RoomListItem, Section } from "#api/room-list.ts";
import { useListView } from "#client/use-view.ts";
import { findHeads, headsOf, type Found, type Heads } from "./list-geometry.ts";

/** Enough for the first screen; the rest follows when that and the open room are painted. */
const FIRST = 40;
const REST_MS = 1000;
const STEP = 80;
const LOADED = 320;

export interface ListWindow {
  readonly items: readonly RoomListItem[];
  readonly from: number;
  readonly total: number;
  readonly heads: Heads;
  /** Those that have been seen: a section further down than what was ever loaded is missing. */
  readonly sections: ReadonlySet<Section>;
  readonly state: "loading" | "ready";
  /** Tells which rows are in sight. */
  readonly look: (first: number, last: number) => void;
}

export function useListWindow(filter: string, expanded: readonly Section[]): ListWindow {
  const [range, setRange] = useState({ from: 0, count: FIRST });
  const snapshot = useListView("roomList", {
    filter,
    from: range.from,
    count: range.count,
    // Left out where it says nothing: the view must be the one that was there before the window was.
    ...(expanded.length > 0 ? { expanded } : {}),
  });
  const kept = useRef<ListSnapshot<RoomListItem> | undefined>(undefined);
  if (snapshot.state === "ready") kept.current = snapshot;
  const shown = kept.current ?? snapshot;

  const found = useRef<Found>({ total: 0, bySection: new Map() });
  const heads = useMemo(() => {
    found.current = findHeads(found.current, shown.items, shown.from, shown.total);
    return headsOf(found.current, shown.items, shown.from);
  }, [shown]);

  useEffect(() => {
    if (snapshot.state !== "ready" || range.count !== FIRST) return undefined;
    const timer = setTimeout(() => setRange((now) => ({ from: now.from, count: LOADED })), REST_MS);
    return () => clearTimeout(timer);
  }, [snapshot.state, range.count]);

  const look = (first: number, last: number) => {
    const middle = (first + last) / 2;
    const from = Math.max(0, Math.round((middle - LOADED / 2) / STEP) * STEP);
    setRange((now) => {
      const near = first - STEP / 2 >= now.from && last + STEP / 2 <= now.from + now.count;
      const atStart = now.from === 0 && last + STEP / 2 <= now.count;
      if (near || atStart || (now.count === FIRST && last < FIRST)) return now;
      return from === now.from && now.count === LOADED ? now : { from, count: LOADED };
    });
  };

  return {
    items: shown.items,
    from: shown.from,
    total: shown.total,
    heads,
    sections: new Set(found.current.bySection.keys()),
    state: shown.state,
    look,
  };
}
