/** `m.direct`: which rooms are direct chats, and with whom. Pure. */
import type { RoomId, UserId } from "#api/ids.ts";
import { readDirect } from "#sdk/events/content/account-data.ts";
import { isObject, type JsonObject } from "#sdk/events/envelope.ts";
import type { RoomRecord } from "./room-record.ts";

/** `m.direct` with one more room for a person; everything else that is in there stays. */
export function withDirect(content: JsonObject | undefined, userId: UserId, roomId: RoomId): JsonObject {
  const current = content?.[userId];
  const rooms: readonly unknown[] = Array.isArray(current) ? current : [];
  // Last: other clients take the last room of the list for the current one.
  return { ...content, [userId]: [...rooms.filter((room) => room !== roomId), roomId] };
}

/** `m.direct` without a room. */
export function withoutDirect(content: JsonObject | undefined, roomId: RoomId): JsonObject {
  // By entries: a key like `__proto__` stays a key.
  return Object.fromEntries(
    Object.entries(content ?? {}).flatMap(([userId, rooms]: [string, unknown]): [string, unknown][] => {
      if (!Array.isArray(rooms) || !rooms.includes(roomId)) return [[userId, rooms]];
      const left = rooms.filter((room) => room !== roomId);
      return left.length > 0 ? [[userId, left]] : [];
    }),
  );
}

const memo = new WeakMap<JsonObject, ReadonlyMap<RoomId, readonly UserId[]>>();

/** Everybody a room is a direct chat with, per room. Notes to oneself count only if nobody else is named. */
export function directRooms(content: JsonObject | undefined, me: UserId): ReadonlyMap<RoomId, readonly UserId[]> {
  if (!isObject(content)) return new Map();
  const known = memo.get(content);
  if (known) return known;
  const rooms = new Map<RoomId, readonly UserId[]>();
  for (const [roomId, people] of readDirect(content)) {
    const others = people.filter((userId) => userId !== me);
    rooms.set(roomId, others.length > 0 ? others : people);
  }
  memo.set(content, rooms);
  return rooms;
}

/** The newest joined (or, failing that, invited-to) direct chat with a person who is still there. */
export function directRoomWith(records: Iterable<RoomRecord>, userId: UserId): RoomRecord | undefined {
  let best: RoomRecord | undefined;
  for (const record of records) {
    if (record.membership !== "join" && record.membership !== "invite") continue;
    if (record.directWith.length !== 1 || record.directWith[0] !== userId) continue;
    if (record.membership === "join" && record.joinedCount + record.invitedCount < 2) continue;
    if (
      !best ||
      (best.membership !== "join" && record.membership === "join") ||
      (best.membership === record.membership && record.bump > best.bump)
    )
      best = record;
  }
  return best;
}
