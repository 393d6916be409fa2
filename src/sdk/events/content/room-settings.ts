/** Small state events of a room: each reader takes the content and yields `undefined` for what says nothing. */
import {
  parseEventId,
  parseMxc,
  parseRoomAlias,
  parseRoomId,
  type EventId,
  type MxcUri,
  type RoomAlias,
  type RoomId,
} from "#api/ids.ts";
import { isObject, type JsonObject } from "#sdk/events/envelope.ts";
import { readExtensibleText } from "./poll.ts";
import { readName, readReason, readTopicText } from "./text.ts";

/** `m.room.name`. */
export function readRoomName(content: JsonObject | undefined): string | undefined {
  return readName(content?.["name"]);
}

/** `m.room.topic`: the plain text of the rich topic (`m.topic`), else the plain one. */
export function readTopic(content: JsonObject | undefined): string | undefined {
  const rich = content?.["m.topic"];
  const text =
    readTopicText(readExtensibleText(Array.isArray(rich) ? { "m.text": rich } : rich)) ??
    readTopicText(content?.["topic"]);
  return text === undefined || text.trim() === "" ? undefined : text;
}

/** `m.room.avatar`. */
export function readRoomAvatar(content: JsonObject | undefined): MxcUri | undefined {
  return parseMxc(content?.["url"]);
}

/** `m.room.canonical_alias`. */
export function readCanonicalAlias(content: JsonObject | undefined): {
  readonly alias: RoomAlias | undefined;
  readonly others: readonly RoomAlias[];
} {
  const others: RoomAlias[] = [];
  const list = content?.["alt_aliases"];
  for (const value of Array.isArray(list) ? list.slice(0, 100) : []) {
    const alias = parseRoomAlias(value);
    if (alias) others.push(alias);
  }
  return { alias: parseRoomAlias(content?.["alias"]), others };
}

/** `m.room.pinned_events`: in order, without doubles. */
export function readPinned(content: JsonObject | undefined): readonly EventId[] {
  const list = content?.["pinned"];
  const pinned = new Set<EventId>();
  for (const value of Array.isArray(list) ? list.slice(0, 500) : []) {
    const eventId = parseEventId(value);
    if (eventId) pinned.add(eventId);
  }
  return [...pinned];
}

/** `m.room.tombstone`. */
export function readTombstone(content: JsonObject | undefined): {
  readonly replacement: RoomId | undefined;
  readonly reason: string | undefined;
} {
  return { replacement: parseRoomId(content?.["replacement_room"]), reason: readReason(content?.["body"]) };
}

/** `m.room.encryption`: an unreadable algorithm still means that the room is encrypted. */
export function readEncryption(content: JsonObject | undefined): "encrypted" | "plain" {
  return content === undefined ? "plain" : "encrypted";
}

const RULE = /^[a-z0-9._-]{1,64}$/i;

function readRule(value: unknown): string | undefined {
  return typeof value === "string" && RULE.test(value) ? value : undefined;
}

/** `m.room.join_rules`: the rule, and the rooms whose members may join a `restricted` one. */
export function readJoinRules(content: JsonObject | undefined): {
  readonly rule: string | undefined;
  readonly allow: readonly RoomId[];
} {
  const allow: RoomId[] = [];
  const list = content?.["allow"];
  for (const item of Array.isArray(list) ? list.slice(0, 100) : []) {
    const roomId = isObject(item) ? parseRoomId(item["room_id"]) : undefined;
    if (roomId) allow.push(roomId);
  }
  return { rule: readRule(content?.["join_rule"]), allow };
}

/** `m.room.history_visibility`. */
export function readHistoryVisibility(content: JsonObject | undefined): string | undefined {
  return readRule(content?.["history_visibility"]);
}

/** `m.room.guest_access`. */
export function readGuestAccess(content: JsonObject | undefined): string | undefined {
  return readRule(content?.["guest_access"]);
}
