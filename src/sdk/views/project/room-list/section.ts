/** Which section a room stands in, and where. */
import type { RoomId } from "#api/ids.ts";
import { isUserSection, type Section, type UserSection } from "#api/room-list.ts";
import type { SectionOrder } from "#sdk/account/sections.ts";
import { removalOf } from "#sdk/rooms/removal.ts";
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

const NO_ORDER: SectionOrder = new Map();

/** `undefined` for rooms that are not in the list: left ones, knocks, spaces. */
export function placeOf(
  record: RoomRecord,
  type: "direct" | "room" | "space",
  order: SectionOrder = NO_ORDER,
): Place | undefined {
  const { roomId, bump } = record;
  const at = record.latest?.at ?? 0;
  if (type === "space") return undefined;
  if (record.membership === "invite") {
    return { roomId, record, type, section: "invites", rank: 0, at: record.arrivedAt ?? 0, bump };
  }
  if (record.membership !== "join" && !removalOf(record)) return undefined;
  const section = sectionOf(record, type, order);
  const rank = rankIn(record, section);
  return { roomId, record, type, section, rank, at, bump };
}

/**
 * One place for each room, whatever tags it has: favourite before the user's own sections, of those the one that stands
 * highest, and only then low priority. docs/decisions/010.
 */
export function sectionOf(record: RoomRecord, type: "direct" | "room", order: SectionOrder): Section {
  const { tags } = record;
  if (tags["m.favourite"]) return "favourites";
  return ownSection(record, order) ?? (tags["m.lowpriority"] ? "lowPriority" : type === "direct" ? "people" : "rooms");
}

function ownSection({ tags }: RoomRecord, order: SectionOrder): UserSection | undefined {
  let best: UserSection | undefined;
  for (const tag in tags) {
    if (!isUserSection(tag)) continue;
    if (best === undefined || compareSections(tag, best, order) < 0) best = tag;
  }
  return best;
}

/** Sections nobody has put in order yet (another client made them) come last, by name. */
export function compareSections(a: UserSection, b: UserSection, order: SectionOrder): number {
  const difference = (order.get(a) ?? Number.MAX_VALUE) - (order.get(b) ?? Number.MAX_VALUE);
  return difference !== 0 ? difference : a < b ? -1 : a > b ? 1 : 0;
}

function rankIn({ tags }: RoomRecord, section: Section): number {
  const tag = section === "favourites" ? "m.favourite" : isUserSection(section) ? section : undefined;
  return tag === undefined ? 0 : (tags[tag]?.order ?? Number.MAX_VALUE);
}

export function comparePlaces(a: Place, b: Place): number {
  return a.rank === b.rank ? compareActivity(a, b) : a.rank - b.rank;
}

export function compareActivity(a: Place, b: Place): number {
  if (a.at !== b.at) return b.at - a.at;
  if (a.bump !== b.bump) return b.bump - a.bump;
  return a.roomId < b.roomId ? -1 : a.roomId > b.roomId ? 1 : 0;
}
