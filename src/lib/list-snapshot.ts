/**
 * The first rows of the room list as the page may paint them before anything else runs: written by the window when it is
 * idle, read by the inline boot script and by React's first commit. It is the one readable thing on disk, so it holds only
 * what the server knows in clear anyway: names, picture ids, order, times and marks. Never a preview, message or draft.
 * Wiped at sign-out. Refuses what is not exactly of its version, and texts over 20 kB.
 */
export const LIST_SNAPSHOT_KEY = "hubbub:list";
export const LIST_SNAPSHOT_LIMIT = 20_000;

/** What a face needs: without a picture, a letter on a hue (0–9). */
export interface SnapshotFace {
  readonly letter: string;
  readonly hue: number;
  readonly mxc?: string;
}

/** The shape of `Mark` in the contract. */
export type SnapshotMark =
  | { readonly kind: "none" | "activity" | "muted" | "failed" }
  | {
      readonly kind: "count";
      readonly count: number;
      readonly bound: "exact" | "atLeast";
      readonly whom: "room" | "direct" | "mention";
    };

export interface SnapshotSection {
  readonly kind: "section";
  readonly key: string;
  readonly section: string;
  /** Its heading in words. */
  readonly name: string;
  readonly total: number;
  /** Rows of the list that belong to it, if they are not all shown. */
  readonly rows?: number;
  readonly state: "open" | "collapsed";
  readonly mark: SnapshotMark;
}

/** The end of a section that is cut off: without it what follows would stand one row too high. */
export interface SnapshotMore {
  readonly kind: "more";
  readonly key: string;
  readonly section: string;
  /** What it offers, in words. */
  readonly name: string;
  readonly hidden: number;
  readonly state: "cut" | "expanded";
  readonly mark: SnapshotMark;
}

export interface SnapshotRoom {
  readonly kind: "room" | "invite";
  /** The room id. */
  readonly key: string;
  readonly section: string;
  readonly type: "direct" | "room";
  /** Its name in words. */
  readonly name: string;
  /** One face, or two for a direct chat of several people. */
  readonly faces: readonly SnapshotFace[];
  readonly shape: "person" | "room";
  readonly ts?: number;
  /** The time in words, as of `day`. */
  readonly time?: string;
  readonly mark: SnapshotMark;
  readonly unread: "read" | "unread";
  readonly position: number;
  readonly size: number;
}

export type SnapshotRow = SnapshotSection | SnapshotMore | SnapshotRoom;

export interface StoredList {
  readonly v: 1;
  /** The day on which `time` of the rows was right: `dayOf(Date.now())`. */
  readonly day: string;
  /** Rows of the whole list. */
  readonly total: number;
  readonly rows: readonly SnapshotRow[];
}

/** Names a day in the reader's own time zone. */
export function dayOf(ts: number): string {
  return new Date(ts).toDateString();
}

/** The text to store: as many of the first rows as fit. */
export function formatListSnapshot(list: StoredList): string {
  let rows = list.rows;
  let text = JSON.stringify({ ...list, rows });
  while (text.length > LIST_SNAPSHOT_LIMIT && rows.length > 0) {
    rows = rows.slice(0, Math.floor(rows.length * 0.8));
    text = JSON.stringify({ ...list, rows });
  }
  return text;
}

/** Reads it back; `undefined` if it is missing, of another version or not what it should be. */
export function parseListSnapshot(text: string | null): StoredList | undefined {
  if (text === null || text.length > LIST_SNAPSHOT_LIMIT) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  return isObject(value) && isStoredList(value) ? value : undefined;
}

type Json = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null;
}

function isStoredList(value: Json): value is Json & StoredList {
  const { v, day, total, rows } = value;
  return v === 1 && typeof day === "string" && typeof total === "number" && Array.isArray(rows) && rows.every(isRow);
}

function isRow(row: unknown): row is SnapshotRow {
  if (!isObject(row) || !isMark(row["mark"])) return false;
  for (const text of ["key", "section", "name"]) if (typeof row[text] !== "string") return false;
  if (row["kind"] === "section") return typeof row["total"] === "number" && isOneOf(row["state"], "open", "collapsed");
  if (row["kind"] === "more") return typeof row["hidden"] === "number" && isOneOf(row["state"], "cut", "expanded");
  const { faces, ts, time } = row;
  return (
    isOneOf(row["kind"], "room", "invite") &&
    isOneOf(row["type"], "direct", "room") &&
    isOneOf(row["shape"], "person", "room") &&
    isOneOf(row["unread"], "read", "unread") &&
    (ts === undefined || typeof ts === "number") &&
    (time === undefined || typeof time === "string") &&
    typeof row["position"] === "number" &&
    typeof row["size"] === "number" &&
    Array.isArray(faces) &&
    (faces.length === 1 || faces.length === 2) &&
    faces.every(isFace)
  );
}

function isFace(face: unknown): boolean {
  if (!isObject(face)) return false;
  const { letter, hue, mxc } = face;
  return typeof letter === "string" && typeof hue === "number" && (mxc === undefined || typeof mxc === "string");
}

function isMark(mark: unknown): boolean {
  if (!isObject(mark)) return false;
  if (mark["kind"] !== "count") return isOneOf(mark["kind"], "none", "activity", "muted", "failed");
  return (
    typeof mark["count"] === "number" &&
    isOneOf(mark["bound"], "exact", "atLeast") &&
    isOneOf(mark["whom"], "room", "direct", "mention")
  );
}

function isOneOf(value: unknown, ...words: readonly string[]): boolean {
  return typeof value === "string" && words.includes(value);
}
