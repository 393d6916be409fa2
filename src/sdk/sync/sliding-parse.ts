/**
 * A response of simplified sliding sync as a batch. Pure and total: what can't be read is left out, room by room and
 * event by event; only a response without a position is refused.
 */
import { parseRoomId, parseUserId, type RoomId, type UserId } from "#api/ids.ts";
import type { Membership } from "#api/people.ts";
import { readTyping } from "#sdk/events/content/receipt.ts";
import { asString, isObject, type JsonObject, type MatrixEvent, type StrippedEvent } from "#sdk/events/envelope.ts";
import { saneEvents } from "#sdk/rooms/sane-events.ts";
import type { RoomUpdate, SyncBatch } from "./batch.ts";
import { entriesOf, parseAccountData, parseEncryption, parseStrippedList, parseToDevice, readCount } from "./parts.ts";

function parseMembership(value: unknown): Membership | undefined {
  switch (value) {
    case "join":
    case "invite":
    case "knock":
    case "leave":
    case "ban":
      return value;
    default:
      return undefined;
  }
}

function parseHeroes(value: unknown): RoomUpdate["heroes"] {
  if (!Array.isArray(value)) return undefined;
  return value.slice(0, 20).flatMap((hero: unknown) => {
    const userId = isObject(hero) ? parseUserId(hero["user_id"]) : undefined;
    return isObject(hero) && userId
      ? [{ userId, name: asString(hero["displayname"]), avatar: asString(hero["avatar_url"]) }]
      : [];
  });
}

function ownMembership(
  me: UserId,
  ...lists: readonly (readonly (MatrixEvent | StrippedEvent)[])[]
): Membership | undefined {
  for (const list of lists) {
    const own = list.findLast((event) => event.type === "m.room.member" && event.stateKey === me);
    const membership = own && parseMembership(own.content["membership"]);
    if (membership) return membership;
  }
  return undefined;
}

function parseRoom(roomId: RoomId, json: JsonObject, me: UserId): RoomUpdate {
  // Knocks come as `invite_state` too; the own member event in it tells.
  const invited = json["invite_state"] !== undefined;
  const stripped = parseStrippedList(json["invite_state"]);
  const state = saneEvents(json["required_state"]).filter((event) => event.stateKey !== undefined);
  const events = saneEvents(json["timeline"]);
  const membership = ownMembership(me, stripped, state, events) ?? (invited ? "invite" : "join");
  return {
    roomId,
    membership,
    kind: json["initial"] === true ? "snapshot" : "delta",
    state,
    stateIn: "timeline-too",
    stripped,
    timeline: {
      events,
      extent: json["limited"] === true ? "limited" : "complete",
      prevBatch: asString(json["prev_batch"]),
    },
    heroes: parseHeroes(json["heroes"]),
    joinedCount: readCount(json["joined_count"]),
    invitedCount: readCount(json["invited_count"]),
    bump: readCount(json["bump_stamp"]),
  };
}

/** Ids of all rooms of the account, if the list's windows cover them. */
function parseRoomIds(list: JsonObject | undefined, total: number | undefined): ReadonlySet<RoomId> | undefined {
  if (!list || total === undefined || !Array.isArray(list["ops"]) || list["ops"].length === 0) return undefined;
  const ids = new Set<RoomId>();
  for (const op of list["ops"]) {
    const named: unknown = isObject(op) ? op["room_ids"] : undefined;
    if (!Array.isArray(named)) continue;
    for (const value of named) {
      const roomId = parseRoomId(value);
      if (roomId) ids.add(roomId);
    }
  }
  return ids.size === total ? ids : undefined;
}

export interface ParseContext {
  readonly me: UserId;
}

export function parseSliding(json: unknown, { me }: ParseContext): SyncBatch | undefined {
  const position = isObject(json) ? asString(json["pos"]) : undefined;
  if (!isObject(json) || position === undefined) return undefined;
  const lists = isObject(json["lists"]) ? json["lists"] : {};
  const list = isObject(lists["all"]) ? lists["all"] : undefined;
  const roomCount = readCount(list?.["count"]);
  const extensions = isObject(json["extensions"]) ? json["extensions"] : {};
  const extension = (name: string): JsonObject => (isObject(extensions[name]) ? extensions[name] : {});
  const toDevice = extension("to_device");
  const accountData = extension("account_data");
  return {
    position,
    toDevice: {
      events: parseToDevice(toDevice["events"]),
      since: asString(toDevice["next_batch"]),
    },
    encryption: parseEncryption("sliding", extension("e2ee")),
    accountData: parseAccountData(accountData["global"]),
    rooms: entriesOf(json["rooms"]).flatMap(([roomId, room]) => (isObject(room) ? [parseRoom(roomId, room, me)] : [])),
    roomAccountData: entriesOf(accountData["rooms"]).flatMap(([roomId, items]) =>
      parseAccountData(items).map(({ type, content }) => ({ roomId, type, content })),
    ),
    receipts: entriesOf(extension("receipts")["rooms"]).flatMap(([roomId, receipt]) => {
      const content = isObject(receipt) ? receipt["content"] : undefined;
      return isObject(content) ? [{ roomId, content }] : [];
    }),
    typing: entriesOf(extension("typing")["rooms"]).map(([roomId, typing]) => ({
      roomId,
      userIds: readTyping(isObject(typing) ? typing["content"] : undefined),
    })),
    roomCount,
    roomIds: parseRoomIds(list, roomCount),
  };
}
