/** Parts that the answers of all sync protocols have in common, read from untrusted JSON. Pure and total. */
import { parseRoomId, type RoomId } from "#api/ids.ts";
import { asString, isObject, parseStripped, type JsonObject, type StrippedEvent } from "#sdk/events/envelope.ts";
import { isShallow } from "#sdk/rooms/sane-events.ts";

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
