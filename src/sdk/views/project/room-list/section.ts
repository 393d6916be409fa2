/** Which section a room stands in, and where. */
import type { RoomId } from "#api/ids.ts";
import type { Section } from "#api/room-list.ts";
import type { RoomRecord } from "#sdk/rooms/room-record.ts";

/** What the order of a section goes by; follows from the record alone. */
export interface Place {
  readonly roomId: RoomId;
  readonly record: RoomRecord;
  readonly type: "direct" | "room";
  readonly section: Section;
  /** Ascending, before activity: the order of favourites. */
  readonly rank: number;
  /** Descending: the time the row shows, so that the eye finds the list sorted; rooms without one come last. */
  readonly at: number;
  /** Descending, among equals. */
  readonly bump: number;
}

/** `undefined` for rooms that are not in the list: left ones, knocks, spaces. */
export function placeOf(record: RoomRecord, type: "direct" | "room" | "space"): Place | undefined {
  const { roomId, bump } = record;
  const at = record.latest?.at ?? 0;
  if (type === "space") return undefined;
  if (record.membership === "invite") {
    return { roomId, record, type, section: "invites", rank: 0, at: record.arrivedAt ?? 0, bump };
  }
  if (record.membership !== "join") return undefined;
  const favourite = record.tags["m.favourite"];
  if (favourite)
    return { roomId, record, type, section: "favourites", rank: favourite.order ?? Number.MAX_VALUE, at, bump };
  const section = record.tags["m.lowpriority"] ? "lowPriority" : type === "direct" ? "people" : "rooms";
  return { roomId, record, type, section, rank: 0, at, bump };
}

export function comparePlaces(a: Place, b: Place): number {
  return a.rank === b.rank ? compareActivity(a, b) : a.rank - b.rank;
}

export function compareActivity(a: Place, b: Place): number {
  if (a.at !== b.at) return b.at - a.at;
  if (a.bump !== b.bump) return b.bump - a.bump;
  return a.roomId < b.roomId ? -1 : a.roomId > b.roomId ? 1 : 0;
}
