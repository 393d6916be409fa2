/**
 * Where the window is, and how it goes elsewhere. Places and overlays are entries of the browser's history, so that back
 * closes a dialog and, on a phone, leaves a room. Every entry remembers in its state the place it was reached from; that
 * survives a reload and tells whether "back" would lead out of the app. An entry also names its _visit_, under which the
 * position one left it at is kept (`visits.ts`); an overlay belongs to the visit of the place under it.
 */
import { useSyncExternalStore } from "react";
import { leaveVisit, newVisit } from "./visits.ts";
import { formatRoute, isOverlay, parseRoute, type Overlay, type Place, type Route } from "./routes.ts";

export interface Location {
  readonly place: Place;
  readonly overlay: Overlay | undefined;
  /** The history entry of the place. */
  readonly visit: string;
}

interface Entry {
  /** Hash of the place this entry was reached from; empty for the first. */
  readonly from: string;
  readonly visit: string;
}

const listeners = new Set<() => void>();
let current: Location | undefined;
let placeHash = "";

function entryOf(state: unknown): Entry | undefined {
  if (typeof state !== "object" || state === null || !("from" in state)) return undefined;
  if (typeof state.from !== "string") return undefined;
  return { from: state.from, visit: "visit" in state && typeof state.visit === "string" ? state.visit : newVisit() };
}

function read(): Location {
  const route = parseRoute(window.location.hash);
  let entry = entryOf(window.history.state);
  if (!entry) {
    entry = { from: placeHash, visit: visitFor(route) };
    window.history.replaceState(entry, "");
  }
  if (!isOverlay(route)) {
    placeHash = formatRoute(route);
    return { place: route, overlay: undefined, visit: entry.visit };
  }
  if (entry.from !== "") placeHash = entry.from;
  const under = parseRoute(placeHash);
  return { place: isOverlay(under) ? { kind: "home" } : under, overlay: route, visit: entry.visit };
}

/** What lies over a place belongs to its visit. */
function visitFor(route: Route): string {
  return isOverlay(route) ? (current?.visit ?? newVisit()) : newVisit();
}

/** The rows are still on screen: nothing has been drawn since the address changed. */
function leave(): void {
  if (current) leaveVisit(current.visit);
}

function update(): void {
  leave();
  const next = read();
  // The same place keeps its identity, so that opening a dialog renders nothing behind it.
  const before = current?.place;
  const place = before && formatRoute(before) === formatRoute(next.place) ? before : next.place;
  current = { place, overlay: next.overlay, visit: next.visit };
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) {
    window.addEventListener("popstate", update);
    window.addEventListener("pagehide", leave);
  }
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    window.removeEventListener("popstate", update);
    window.removeEventListener("pagehide", leave);
  };
}

/** Where the window is now. */
export function currentLocation(): Location {
  current ??= read();
  return current;
}

export function useLocation(): Location {
  return useSyncExternalStore(subscribe, currentLocation);
}

let here: Visit | undefined;

/** A stay at a place; the same object while only what lies over it changes. */
export interface Visit {
  readonly place: Place;
  readonly visit: string;
}

function currentVisit(): Visit {
  const { place, visit } = currentLocation();
  if (here?.place !== place || here.visit !== visit) here = { place, visit };
  return here;
}

export function useVisit(): Visit {
  return useSyncExternalStore(subscribe, currentVisit);
}

/** Goes to an address; back returns from there. Going where one is leads there again, if one has scrolled away. */
export function navigate(link: string): void {
  const route = parseRoute(link);
  if (window.location.hash === link) {
    if (!isOverlay(route)) redirect(link);
    return;
  }
  const entry: Entry = { from: placeHash, visit: visitFor(route) };
  window.history.pushState(entry, "", link);
  update();
}

/** Goes to an address instead of where one is: back skips this entry. */
export function redirect(link: string): void {
  const entry: Entry = { from: entryOf(window.history.state)?.from ?? "", visit: visitFor(parseRoute(link)) };
  window.history.replaceState(entry, "", link);
  update();
}

function goBackTo(above: string): void {
  if (entryOf(window.history.state)?.from === above) window.history.back();
  else redirect(above);
}

/** Leaves the overlay for the place under it. */
export function closeOverlay(): void {
  goBackTo(placeHash === "" ? "#/home" : placeHash);
}

/** From a room to the list, from a panel to its room: the browser's own back where it leads there. */
export function leavePlace(above: string): void {
  goBackTo(above);
}
