/**
 * The first rows of the room list over a restart: written to localStorage when the window is idle after the list changed,
 * read before the first commit, wiped at sign-out. Holds what `lib/list-snapshot` allows: no previews, messages or drafts.
 */
import { parseMxc, parseRoomId } from "#api/ids.ts";
import type { ListSnapshot } from "#api/list-patch.ts";
import type { Avatar, Hue, RoomName } from "#api/people.ts";
import { parseSection, type RoomListItem, type Section } from "#api/room-list.ts";
import type { Session } from "#api/session.ts";
import {
  dayOf,
  formatListSnapshot,
  LIST_SNAPSHOT_KEY,
  parseListSnapshot,
  type SnapshotFace,
  type SnapshotRow,
  type StoredList,
} from "#lib/list-snapshot.ts";
import { core } from "./core-client.ts";
import { readSetting } from "./settings.ts";
import { tellSignedOut } from "./service-worker.ts";
import type { Subscription } from "./view-pool.ts";

/** The list's parts in words, as the window says them. */
export interface SnapshotWords {
  section(section: Section): string;
  /** The row at the end of a section that is cut off. */
  more(state: "cut" | "expanded", hidden: number): string;
  name(name: RoomName): string;
  time(ts: number): string;
}

const ROWS = 40;
const PARAMS = { filter: "", from: 0, count: ROWS };
const HUES: readonly Hue[] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
const IDLE_AT_MOST_MS = 3000;

function facesOf(avatar: Avatar): { readonly shape: "person" | "room"; readonly faces: readonly SnapshotFace[] } {
  if (avatar.kind === "pair") return { shape: "person", faces: avatar.faces.flatMap((face) => facesOf(face).faces) };
  const { letter, hue, mxc } = avatar;
  return { shape: avatar.kind, faces: [mxc === undefined ? { letter, hue } : { letter, hue, mxc }] };
}

function toRow(item: RoomListItem, words: SnapshotWords): SnapshotRow {
  if (item.kind === "more") return { ...item, name: words.more(item.state, item.hidden) };
  if (item.kind === "section") {
    const { kind, key, section, total, rows, state, mark } = item;
    const head = { kind, key, section, name: words.section(section), total, state, mark };
    return state === "open" && rows !== total ? { ...head, rows } : head;
  }
  const { key, section, type, position, size } = item;
  const common = { key, section, type, name: words.name(item.name), ...facesOf(item.avatar), position, size };
  if (item.kind === "invite") return { kind: "invite", ...common, mark: { kind: "none" }, unread: "unread" };
  const { mark, unread, ts } = item;
  if (ts === undefined) return { kind: "room", ...common, mark, unread };
  return { kind: "room", ...common, mark, unread, ts, time: words.time(ts) };
}

function toAvatar(shape: "person" | "room", faces: readonly SnapshotFace[]): Avatar {
  const [first, second] = faces.map(({ letter, hue, mxc }): Avatar => {
    return { kind: faces.length > 1 ? "person" : shape, letter, hue: HUES[hue] ?? 0, mxc: parseMxc(mxc) };
  });
  const face = first ?? { kind: shape, letter: "", hue: 0, mxc: undefined };
  return second ? { kind: "pair", faces: [face, second] } : face;
}

function toItem(row: SnapshotRow): RoomListItem | undefined {
  const section = parseSection(row.section);
  if (!section) return undefined;
  if (row.kind === "section") {
    const { key, total, state, mark } = row;
    const rows = typeof row.rows === "number" ? row.rows : state === "open" ? total : 0;
    // How it is ordered shows in its rows.
    return { kind: "section", key, section, total, rows, sort: "activity", limit: "all", state, mark };
  }
  if (row.kind === "more") {
    const { kind, key, hidden, mark, state } = row;
    return { kind, key, section, hidden, mark, state };
  }
  const roomId = parseRoomId(row.key);
  if (!roomId) return undefined;
  const { key, type, position, size, mark, unread } = row;
  const common = { key, roomId, type, name: { kind: "named", text: row.name }, position, size } as const;
  const avatar = toAvatar(row.shape, row.faces);
  if (row.kind === "invite") {
    return { kind: "invite", ...common, avatar, section: "invites", inviter: undefined, inviterId: undefined };
  }
  return { kind: "room", ...common, avatar, section, preview: { kind: "none" }, ts: row.ts, mark, unread };
}

function stored(): StoredList | undefined {
  try {
    return parseListSnapshot(localStorage.getItem(LIST_SNAPSHOT_KEY));
  } catch {
    return undefined;
  }
}

/** Puts the rows of the last visit where the list's first answer will come. */
export function seedFromListSnapshot(): "rows" | "none" {
  const list = stored();
  if (!list || list.rows.length === 0) return "none";
  const items = list.rows.flatMap((row) => toItem(row) ?? []);
  const snapshot: ListSnapshot<RoomListItem> = { items, from: 0, total: list.total, state: "ready" };
  core().views.seed("roomList", PARAMS, snapshot);
  return "rows";
}

export function wipeListSnapshot(): void {
  try {
    localStorage.removeItem(LIST_SNAPSHOT_KEY);
  } catch {
    // Nothing was kept.
  }
}

function write(subscription: Subscription, words: SnapshotWords): void {
  if (readSetting("listSnapshot") === "off") return;
  // The pool holds what the contract says of this view.
  const list = subscription.list as unknown as ListSnapshot<RoomListItem>;
  if (list.state === "loading" || list.from !== 0) return;
  const rows = list.items.slice(0, ROWS).map((item) => toRow(item, words));
  if (rows.length === 0) {
    wipeListSnapshot();
    return;
  }
  try {
    const text = formatListSnapshot({ v: 1, day: dayOf(Date.now()), total: list.total, rows });
    if (localStorage.getItem(LIST_SNAPSHOT_KEY) !== text) localStorage.setItem(LIST_SNAPSHOT_KEY, text);
  } catch {
    // Full or refused: the next start paints a moment later.
  }
}

/** Follows the head of the list and the session for as long as the page lives. */
export function keepListSnapshot(words: SnapshotWords): void {
  const { views } = core();
  const list = views.acquire("list", "roomList", PARAMS);
  const session = views.acquire("value", "session", {});
  let pending: "idle" | "scheduled" = "idle";
  let seen: Session["state"] = "opening";

  list.listeners.add(() => {
    if (pending === "scheduled") return;
    pending = "scheduled";
    whenIdle(() => {
      pending = "idle";
      if (seen === "signed-in") write(list, words);
    });
  });
  session.listeners.add(() => {
    const now = session.value as Session | undefined;
    if (!now || now.state === seen) return;
    const before = seen;
    seen = now.state;
    // After a soft logout everything is kept, but nothing of it is shown.
    if (now.state !== "signed-out" && now.state !== "soft-logged-out") return;
    wipeListSnapshot();
    views.forget();
    if (before === "signed-in") tellSignedOut();
  });
}

function whenIdle(work: () => void): void {
  if (typeof requestIdleCallback === "function") requestIdleCallback(work, { timeout: IDLE_AT_MOST_MS });
  else setTimeout(work, 200);
}
