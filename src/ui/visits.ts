/**
 * Where one stood in a place when one left it, per entry of the browser's history: back and forward, and a reload of the
 * tab, find it again. Kept in the tab's session storage; without one (a browser may forbid it) for as long as the page
 * lives. It holds ids and pixels only.
 */
export interface Position {
  /** The message at the top of the pane; undefined: the end. */
  readonly eventId: string | undefined;
  /** Pixels of it above the top; negative if it stood below. */
  readonly above: number;
}

const KEY = "visits";
const MOST = 60;

let known: Map<string, Position> | undefined;
let keeper: (() => Position | undefined) | undefined;

function isPosition(value: unknown): value is Position {
  return (
    typeof value === "object" &&
    value !== null &&
    "above" in value &&
    typeof value.above === "number" &&
    (!("eventId" in value) || value.eventId === undefined || typeof value.eventId === "string")
  );
}

function load(): Map<string, Position> {
  if (known) return known;
  known = new Map();
  try {
    const rows: unknown = JSON.parse(window.sessionStorage.getItem(KEY) ?? "[]");
    for (const row of Array.isArray(rows) ? rows : []) {
      const [visit, position]: readonly unknown[] = Array.isArray(row) ? row : [];
      if (typeof visit === "string" && isPosition(position))
        known.set(visit, { eventId: position.eventId, above: position.above });
    }
  } catch {
    // Nothing was kept.
  }
  return known;
}

export function newVisit(): string {
  return crypto.randomUUID();
}

/** Where a visit was left; undefined if it is new. */
export function positionOf(visit: string): Position | undefined {
  return load().get(visit);
}

/** Whoever shows a place says where one stands in it. Returns how to stop. */
export function keepPosition(ask: () => Position | undefined): () => void {
  keeper = ask;
  return () => {
    if (keeper === ask) keeper = undefined;
  };
}

/** The place is about to be left, or the page to go. */
export function leaveVisit(visit: string): void {
  const position = keeper?.();
  if (!position) return;
  const visits = load();
  visits.delete(visit);
  visits.set(visit, position);
  const [oldest] = visits.keys();
  if (visits.size > MOST && oldest !== undefined) visits.delete(oldest);
  try {
    window.sessionStorage.setItem(KEY, JSON.stringify([...visits]));
  } catch {
    // Full or forbidden: it lasts as long as the page.
  }
}
