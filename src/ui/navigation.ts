/**
 * Where the window is, and how it goes elsewhere. Places and overlays are entries of the browser's history, so that back
 * closes a dialog and, on a phone, leaves a room. Every entry remembers in its state the place it was reached from; that
 * survives a reload and tells whether "back" would lead out of the app.
 */
import { useSyncExternalStore } from "react";
import { formatRoute, isOverlay, parseRoute, type Overlay, type Place } from "./routes.ts";

export interface Location {
  readonly place: Place;
  readonly overlay: Overlay | undefined;
}

interface Entry {
  /** Hash of the place this entry was reached from; empty for the first. */
  readonly from: string;
}

const listeners = new Set<() => void>();
let current: Location | undefined;
let placeHash = "";

function entryOf(state: unknown): Entry | undefined {
  if (typeof state !== "object" || state === null || !("from" in state)) return undefined;
  return typeof state.from === "string" ? { from: state.from } : undefined;
}

function read(): Location {
  const route = parseRoute(window.location.hash);
  let entry = entryOf(window.history.state);
  if (!entry) {
    entry = { from: placeHash };
    window.history.replaceState(entry, "");
  }
  if (!isOverlay(route)) {
    placeHash = formatRoute(route);
    return { place: route, overlay: undefined };
  }
  if (entry.from !== "") placeHash = entry.from;
  const under = parseRoute(placeHash);
  return { place: isOverlay(under) ? { kind: "home" } : under, overlay: route };
}

function update(): void {
  const next = read();
  // The same place keeps its identity, so that opening a dialog renders nothing behind it.
  const before = current?.place;
  const place = before && formatRoute(before) === formatRoute(next.place) ? before : next.place;
  current = { place, overlay: next.overlay };
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) window.addEventListener("popstate", update);
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) window.removeEventListener("popstate", update);
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

/** Goes to an address; back returns from there. */
export function navigate(link: string): void {
  if (window.location.hash === link) return;
  window.history.pushState({ from: placeHash } satisfies Entry, "", link);
  update();
}

/** Goes to an address instead of where one is: back skips this entry. */
export function redirect(link: string): void {
  window.history.replaceState({ from: entryOf(window.history.state)?.from ?? "" } satisfies Entry, "", link);
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
