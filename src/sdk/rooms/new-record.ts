/** Records: a fresh one, and what the store gives back. */
import type { RoomId } from "#api/ids.ts";
import type { Membership } from "#api/people.ts";
import { isObject } from "#sdk/events/envelope.ts";
import { ESSENTIAL_STATE, NOTHING_UNREAD, type EssentialType, type RoomRecord } from "./room-record.ts";

export function newRecord(roomId: RoomId, membership: Membership): RoomRecord {
  return {
    roomId,
    membership,
    essential: {},
    stripped: [],
    ownMember: undefined,
    heroes: [],
    joinedCount: 0,
    invitedCount: 0,
    bump: 0,
    arrivedAt: undefined,
    latest: undefined,
    receipts: [],
    fullyRead: undefined,
    markedUnread: "no",
    tags: {},
    directWith: [],
    unread: NOTHING_UNREAD,
  };
}

/** A row of the table `rooms`. The store is sealed: what comes out is what we put in. */
export function asRecord(value: unknown): RoomRecord | undefined {
  return isObject(value) && typeof value["roomId"] === "string" ? (value as unknown as RoomRecord) : undefined;
}

const ESSENTIAL: ReadonlySet<string> = new Set(ESSENTIAL_STATE);

export function isEssential(type: string): type is EssentialType {
  return ESSENTIAL.has(type);
}
