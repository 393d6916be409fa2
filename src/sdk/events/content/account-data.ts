/** Account data the list stands on: `m.direct`, `m.tag`, `m.fully_read`, `m.ignored_user_list`. Hostile entries are left out. */
import { parseEventId, parseRoomId, parseUserId, type EventId, type RoomId, type UserId } from "#api/ids.ts";
import { isObject } from "#sdk/events/envelope.ts";

/** People per room that is a direct chat, from `m.direct`. */
export function readDirect(content: unknown): ReadonlyMap<RoomId, readonly UserId[]> {
  const rooms = new Map<RoomId, UserId[]>();
  if (!isObject(content)) return rooms;
  for (const [key, list] of Object.entries(content)) {
    const userId = parseUserId(key);
    if (!userId || !Array.isArray(list)) continue;
    for (const value of list) {
      const roomId = parseRoomId(value);
      if (!roomId) continue;
      const people = rooms.get(roomId);
      if (!people) rooms.set(roomId, [userId]);
      else if (!people.includes(userId)) people.push(userId);
    }
  }
  return rooms;
}

/** Tags with their order (0–1; strings of numbers are met), from `m.tag`. */
export function readTags(content: unknown): ReadonlyMap<string, { readonly order: number | undefined }> {
  const tags = new Map<string, { order: number | undefined }>();
  const json = isObject(content) && isObject(content["tags"]) ? content["tags"] : {};
  for (const [tag, value] of Object.entries(json)) {
    if (tag === "" || tag.length > 255 || tags.size >= 100) continue;
    const raw = isObject(value) ? value["order"] : undefined;
    const order = typeof raw === "string" && raw.trim() !== "" ? Number(raw) : raw;
    tags.set(tag, { order: typeof order === "number" && Number.isFinite(order) ? order : undefined });
  }
  return tags;
}

/** `m.fully_read`. */
export function readFullyRead(content: unknown): EventId | undefined {
  return isObject(content) ? parseEventId(content["event_id"]) : undefined;
}

/** `m.ignored_user_list`. */
export function readIgnored(content: unknown): ReadonlySet<UserId> {
  const ignored = new Set<UserId>();
  const users = isObject(content) && isObject(content["ignored_users"]) ? content["ignored_users"] : {};
  for (const key of Object.keys(users)) {
    const userId = parseUserId(key);
    if (userId) ignored.add(userId);
  }
  return ignored;
}

/** Our settings, global and per room. */
export const SETTINGS_TYPE = "chat.hubbub.settings";
