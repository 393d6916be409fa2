/**
 * An answer of classic sync as batches. Pure and total: what can't be read is left out, room by room and event by event;
 * only an answer without a position is refused. Large answers come in pieces, the rooms with the newest events first, so
 * that they can be applied and shown one after the other; the last piece carries the position and what may come only once.
 */
import { parseUserId, type RoomId, type UserId } from "#api/ids.ts";
import { readTyping } from "#sdk/events/content/receipt.ts";
import { asString, isObject, type JsonObject, type MatrixEvent } from "#sdk/events/envelope.ts";
import { saneEvents } from "#sdk/rooms/sane-events.ts";
import type { RoomUpdate, SyncBatch } from "./batch.ts";
import { entriesOf, parseAccountData, parseEncryption, parseStrippedList, parseToDevice, readCount } from "./parts.ts";
import { bumpOf } from "./v3-bump.ts";

const ROOMS_PER_PIECE = 50;
const MOST_HEROES = 20;
/** Where sections overlap the later one is right. */
const SECTIONS = ["leave", "knock", "invite", "join"] as const;

export interface V3Context {
  readonly me: UserId;
  readonly now: number;
  /** `everything`: the answer to a request without a position. */
  readonly extent: "everything" | "changes";
}

interface RoomPart {
  readonly roomId: RoomId;
  readonly section: (typeof SECTIONS)[number];
  readonly json: JsonObject;
  /** Time of the newest event, as the server claims. */
  readonly newest: number;
}

function eventsIn(value: unknown): unknown {
  return isObject(value) ? value["events"] : undefined;
}

function newestOf(json: JsonObject): number {
  const events = eventsIn(json["timeline"]);
  const last: unknown = Array.isArray(events) ? events.at(-1) : undefined;
  const ts = isObject(last) ? last["origin_server_ts"] : undefined;
  return typeof ts === "number" && Number.isFinite(ts) ? ts : 0;
}

function partsOf(rooms: JsonObject): readonly RoomPart[] {
  const parts = new Map<RoomId, RoomPart>();
  for (const section of SECTIONS)
    for (const [roomId, json] of entriesOf(rooms[section]))
      if (isObject(json)) parts.set(roomId, { roomId, section, json, newest: newestOf(json) });
  return [...parts.values()].sort((a, b) => b.newest - a.newest);
}

function stateEventsIn(value: unknown): readonly MatrixEvent[] {
  return saneEvents(eventsIn(value)).filter((event) => event.stateKey !== undefined);
}

/** The state after the timeline: as the server computed it, or else the state before it with the timeline's on top. */
function currentState(json: JsonObject, timeline: readonly MatrixEvent[]): readonly MatrixEvent[] {
  const after = json["state_after"] ?? json["org.matrix.msc4222.state_after"];
  if (isObject(after)) return stateEventsIn(after);
  const current = new Map<string, MatrixEvent>();
  for (const event of [...stateEventsIn(json["state"]), ...timeline])
    if (event.stateKey !== undefined) current.set(JSON.stringify([event.type, event.stateKey]), event);
  return [...current.values()];
}

function parseHeroIds(value: unknown): Pick<RoomUpdate, "heroIds"> {
  if (!Array.isArray(value)) return {};
  return { heroIds: value.slice(0, MOST_HEROES).flatMap((item: unknown) => parseUserId(item) ?? []) };
}

function parseInvited({ roomId, section, json }: RoomPart): RoomUpdate {
  return {
    roomId,
    membership: section === "knock" ? "knock" : "invite",
    kind: "delta",
    state: [],
    stateIn: "list-only",
    stripped: parseStrippedList(eventsIn(json[section === "knock" ? "knock_state" : "invite_state"])),
    timeline: { events: [], extent: "complete", prevBatch: undefined },
    heroes: undefined,
    joinedCount: undefined,
    invitedCount: undefined,
    bump: undefined,
  };
}

function parseRoom(part: RoomPart, { me, now, extent }: V3Context): RoomUpdate {
  const { roomId, section, json } = part;
  if (section === "invite" || section === "knock") return parseInvited(part);
  const timeline = isObject(json["timeline"]) ? json["timeline"] : {};
  const summary = isObject(json["summary"]) ? json["summary"] : {};
  const events = saneEvents(timeline["events"]);
  const state = currentState(json, events);
  const own = state.findLast((event) => event.type === "m.room.member" && event.stateKey === me);
  // A room we come into comes as a whole.
  const whole = extent === "everything" || state.some((event) => event.type === "m.room.create");
  const kind = whole ? "snapshot" : "delta";
  return {
    roomId,
    membership: section === "join" ? "join" : own?.content["membership"] === "ban" ? "ban" : "leave",
    kind,
    state,
    stateIn: "list-only",
    stripped: [],
    timeline: {
      events,
      extent: timeline["limited"] === true ? "limited" : "complete",
      prevBatch: asString(timeline["prev_batch"]),
    },
    heroes: undefined,
    ...parseHeroIds(summary["m.heroes"]),
    joinedCount: readCount(summary["m.joined_member_count"]),
    invitedCount: readCount(summary["m.invited_member_count"]),
    bump: bumpOf(events, { me, now, kind }),
  };
}

function ephemeralIn(part: RoomPart, type: string): readonly JsonObject[] {
  const events = eventsIn(part.json["ephemeral"]);
  if (!Array.isArray(events)) return [];
  return events.flatMap((event: unknown) =>
    isObject(event) && event["type"] === type && isObject(event["content"]) ? [event["content"]] : [],
  );
}

function pieceOf(parts: readonly RoomPart[], context: V3Context): Omit<SyncBatch, "position"> {
  return {
    toDevice: { events: [], since: undefined },
    accountData: [],
    rooms: parts.map((part) => parseRoom(part, context)),
    roomAccountData: parts.flatMap(({ roomId, json }) =>
      parseAccountData(eventsIn(json["account_data"])).map(({ type, content }) => ({ roomId, type, content })),
    ),
    receipts: parts.flatMap((part) =>
      ephemeralIn(part, "m.receipt").map((content) => ({ roomId: part.roomId, content })),
    ),
    typing: parts.flatMap((part) =>
      ephemeralIn(part, "m.typing").map((content) => ({ roomId: part.roomId, userIds: readTyping(content) })),
    ),
    roomCount: undefined,
    roomIds: undefined,
  };
}

/** Ids of all rooms the account has, also of those that can't be read. */
function idsIn(rooms: JsonObject): ReadonlySet<RoomId> {
  return new Set(
    SECTIONS.filter((section) => section !== "leave").flatMap((section) => entriesOf(rooms[section]).map(([id]) => id)),
  );
}

function* piecesOf(json: JsonObject, position: string, context: V3Context): Generator<SyncBatch> {
  const rooms = isObject(json["rooms"]) ? json["rooms"] : {};
  const parts = partsOf(rooms);
  let accountData: SyncBatch["accountData"] = parseAccountData(eventsIn(json["account_data"]));
  // Keys go before the messages that need them.
  let first: Partial<SyncBatch> = {
    toDevice: { events: parseToDevice(eventsIn(json["to_device"])), since: position },
    encryption: parseEncryption("classic", json),
  };
  let at = 0;
  for (; at + ROOMS_PER_PIECE < parts.length; at += ROOMS_PER_PIECE) {
    yield { ...pieceOf(parts.slice(at, at + ROOMS_PER_PIECE), context), ...first, accountData, position: undefined };
    accountData = [];
    first = {};
  }
  yield {
    ...pieceOf(parts.slice(at), context),
    ...first,
    position,
    accountData,
    roomIds: context.extent === "everything" ? idsIn(rooms) : undefined,
  };
}

export function parseV3(json: unknown, context: V3Context): Iterable<SyncBatch> | undefined {
  const position = isObject(json) ? asString(json["next_batch"]) : undefined;
  if (!isObject(json) || position === undefined || position === "") return undefined;
  return piecesOf(json, position, context);
}
