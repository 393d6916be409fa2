/** `m.room.create`. From room version 12 on its sender and the additional creators stand above all power levels. */
import { parseRoomId, parseUserId, type RoomId, type UserId } from "#api/ids.ts";
import { isObject, type JsonObject } from "#sdk/events/envelope.ts";

export interface CreateFacts {
  readonly version: string;
  readonly type: "room" | "space";
  /** Undefined where a later upgrade isn't meant. */
  readonly predecessor: RoomId | undefined;
  /** Users above all levels; empty before version 12. */
  readonly creators: ReadonlySet<UserId>;
  readonly federation: "open" | "closed";
}

const BEFORE_CREATORS = new Set(["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11"]);

/** Reads the event with its sender; `undefined` yields the facts of an unknown room. */
export function readCreate(event: { readonly sender: UserId; readonly content: JsonObject } | undefined): CreateFacts {
  const content = event?.content ?? {};
  const version = typeof content["room_version"] === "string" ? content["room_version"].slice(0, 32) : "1";
  const predecessor = content["predecessor"];
  const creators = new Set<UserId>();
  if (event && !BEFORE_CREATORS.has(version)) {
    creators.add(event.sender);
    const more = content["additional_creators"];
    for (const id of Array.isArray(more) ? more : []) {
      const userId = parseUserId(id);
      if (userId) creators.add(userId);
    }
  }
  return {
    version,
    type: content["type"] === "m.space" ? "space" : "room",
    predecessor: isObject(predecessor) ? parseRoomId(predecessor["room_id"]) : undefined,
    creators,
    federation: content["m.federate"] === false ? "closed" : "open",
  };
}
