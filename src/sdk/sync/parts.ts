/** Parts that the answers of all sync protocols have in common, read from untrusted JSON. Pure and total. */
import { parseRoomId, parseUserId, type RoomId, type UserId } from "#api/ids.ts";
import { asString, isObject, parseStripped, type JsonObject, type StrippedEvent } from "#sdk/events/envelope.ts";
import { isShallow } from "#sdk/rooms/sane-events.ts";
import type { EncryptionUpdate } from "./batch.ts";

const MOST_STRIPPED = 500;

export function readCount(value: unknown): number | undefined {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

/** Entries of a map by room id. */
export function entriesOf(value: unknown): readonly (readonly [RoomId, unknown])[] {
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => {
    const roomId = parseRoomId(key);
    return roomId ? [[roomId, item] as const] : [];
  });
}

function strippedOf(json: unknown): readonly StrippedEvent[] {
  const event = parseStripped(json);
  return event && isShallow(event.content) ? [event] : [];
}

export function parseStrippedList(value: unknown): readonly StrippedEvent[] {
  return Array.isArray(value) ? value.slice(0, MOST_STRIPPED).flatMap((item: unknown) => strippedOf(item)) : [];
}

export function parseAccountData(value: unknown): { readonly type: string; readonly content: JsonObject }[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((item: unknown) => {
    const type = isObject(item) ? asString(item["type"]) : undefined;
    const content = isObject(item) ? item["content"] : undefined;
    return type !== undefined && type !== "" && type.length <= 255 && isObject(content) && isShallow(content)
      ? [{ type, content }]
      : [];
  });
}

export function parseToDevice(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject).filter((event) => isShallow(event)) : [];
}

function usersIn(value: unknown): readonly UserId[] {
  return Array.isArray(value) ? value.flatMap((id: unknown) => parseUserId(id) ?? []) : [];
}

/** `device_lists` and the counts of our keys, which both protocols name alike. */
export function parseEncryption(protocol: EncryptionUpdate["protocol"], json: JsonObject): EncryptionUpdate {
  const lists = isObject(json["device_lists"]) ? json["device_lists"] : {};
  const counts = json["device_one_time_keys_count"];
  const fallback = json["device_unused_fallback_key_types"];
  return {
    protocol,
    changed: usersIn(lists["changed"]),
    left: usersIn(lists["left"]),
    keyCounts: isObject(counts)
      ? Object.fromEntries(
          Object.entries(counts).flatMap(([algorithm, count]) => {
            const number = readCount(count);
            return number === undefined ? [] : [[algorithm, number]];
          }),
        )
      : undefined,
    unusedFallbackTypes: Array.isArray(fallback)
      ? fallback.filter((type): type is string => typeof type === "string")
      : undefined,
  };
}
