/**
 * What push rules may ask about a room, taken from its record: no member list, no disk.
 */
import type { RoomId, UserId } from "#api/ids.ts";
import { readCreate } from "#sdk/events/content/create.ts";
import { readMember } from "#sdk/events/content/member.ts";
import { readPowerLevels } from "#sdk/events/content/power-levels.ts";
import type { RoomRecord } from "#sdk/rooms/room-record.ts";

export interface PushRoom {
  readonly roomId: RoomId;
  readonly me: UserId;
  /** My display name in the room, if set. */
  readonly displayName: string | undefined;
  readonly memberCount: number;
  power(userId: UserId): number;
  /** Power needed for a kind of notification, e.g. `room`. */
  notificationLevel(key: string): number;
  readonly ignored: ReadonlySet<UserId>;
}

const DEFAULT_NOTIFICATION_LEVEL = 50;

/** The room as push rules see it. */
export function pushRoomOf(record: RoomRecord, me: UserId, ignored: ReadonlySet<UserId>): PushRoom {
  const own = record.ownMember === undefined ? undefined : readMember(record.ownMember.content);
  const levels = readPowerLevels(record.essential["m.room.power_levels"]?.content);
  const creators = readCreate(record.essential["m.room.create"]).creators;
  return {
    roomId: record.roomId,
    me,
    displayName: own?.displayName,
    memberCount: record.joinedCount,
    power: (userId) => (creators.has(userId) ? Number.POSITIVE_INFINITY : levels.power(userId)),
    notificationLevel: (key) => levels.notifications.get(key) ?? DEFAULT_NOTIFICATION_LEVEL,
    ignored,
  };
}
