/**
 * Developer tools: what the server and the disk hold, unvarnished, and any event one wants to send. They check what the
 * room's power levels say before anything is sent, and refuse content that is not an object of JSON.
 */
import { Failure } from "#api/errors.ts";
import type { AccountDataEntry, EventPower } from "#api/devtools.ts";
import { parseEventId, type RoomId } from "#api/ids.ts";
import type { AccountContext } from "#sdk/account/context.ts";
import { roomPath } from "#sdk/account/room-path.ts";
import { asString, isObject, type JsonObject } from "#sdk/events/envelope.ts";
import { powerOf } from "#sdk/rooms/power.ts";
import { TABLES } from "#sdk/store/store.ts";
import { SLIDING_PATH } from "#sdk/sync/sliding-request.ts";
import { readSyncRow } from "#sdk/sync/sync-row.ts";
import type { HandlersOf } from "./account-verbs.ts";

type Noun =
  | "devtools.stateTypes"
  | "devtools.stateEvent"
  | "devtools.power"
  | "devtools.send"
  | "devtools.accountData"
  | "devtools.setAccountData"
  | "devtools.diagnostics"
  | "devtools.recount";

/** A room of a million messages is not read to its start for a count. */
const RECOUNT_PAGES = 20;

function contentOf(text: string): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  if (!isObject(value)) throw new Failure({ kind: "invalid", field: "content", reason: "malformed" });
  return value;
}

function typeOf(text: string): string {
  const type = text.trim();
  if (type === "") throw new Failure({ kind: "invalid", field: "type", reason: "empty" });
  return type;
}

function at(value: unknown, key: string): unknown {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

function eventsOf(list: unknown): readonly AccountDataEntry[] {
  const events: readonly unknown[] = Array.isArray(list) ? list : [];
  return events
    .flatMap((event: unknown) => {
      const type = isObject(event) ? asString(event["type"]) : undefined;
      return isObject(event) && type !== undefined ? [{ type, json: indented(event["content"]) }] : [];
    })
    .toSorted((x, y) => (x.type < y.type ? -1 : 1));
}

const indented = (value: unknown): string => JSON.stringify(value, null, 2);

export function devtoolsCommands(ctx: AccountContext): HandlersOf<Noun> {
  const { http, rooms, store, outbox, session, sync } = ctx;

  function power(roomId: RoomId, type: string, kind: "message" | "state"): EventPower {
    const essential = rooms.record(roomId)?.essential;
    const lookup = powerOf(essential?.["m.room.create"], essential?.["m.room.power_levels"]);
    const own = lookup.power(rooms.me);
    const needed = lookup.needed(type, kind);
    return { own, needed, may: own >= needed ? "yes" : "no" };
  }

  function dataPath(roomId: RoomId | undefined, type: string): string {
    const room = roomId === undefined ? [] : ["rooms", roomId];
    return `/_matrix/client/v3/user/${[session.userId, ...room, "account_data", type].map(encodeURIComponent).join("/")}`;
  }

  return {
    "devtools.stateTypes": async ({ roomId }, { signal }) => {
      const answer = await http.request({ method: "GET", path: roomPath(roomId, "state"), signal, timeoutMs: 20_000 });
      const keys = new Map<string, string[]>();
      for (const event of Array.isArray(answer) ? answer : []) {
        const type = isObject(event) ? asString(event["type"]) : undefined;
        const key = isObject(event) ? asString(event["state_key"]) : undefined;
        if (type === undefined || key === undefined) continue;
        const known = keys.get(type);
        if (known) known.push(key);
        else keys.set(type, [key]);
      }
      return [...keys].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([type, all]) => ({ type, keys: all.toSorted() }));
    },
    "devtools.stateEvent": async ({ roomId, type, stateKey }, { signal }) => {
      const event = await http.request({
        method: "GET",
        path: roomPath(roomId, "state", type, stateKey),
        query: { format: "event" },
        signal,
      });
      const content = isObject(event) && isObject(event["content"]) ? event["content"] : {};
      return { json: indented(event), content: indented(content), power: power(roomId, type, "state") };
    },
    "devtools.power": async ({ roomId, type, kind }) => power(roomId, type, kind),
    "devtools.send": async ({ roomId, type: typed, stateKey, content: text }, { signal, key }) => {
      const type = typeOf(typed);
      const body = contentOf(text);
      const place =
        stateKey === undefined
          ? roomPath(roomId, "send", type, `hb.dev.${key ?? crypto.randomUUID()}`)
          : roomPath(roomId, "state", type, stateKey);
      const answer = await http.request({ method: "PUT", path: place, body, signal });
      const eventId = isObject(answer) ? parseEventId(answer["event_id"]) : undefined;
      if (!eventId) throw new Failure({ kind: "offline" });
      return { eventId };
    },
    "devtools.accountData": async ({ roomId }, { signal }) => {
      const { protocol } = await readSyncRow(store);
      if (roomId !== undefined && protocol === "sliding") {
        // A connection of its own: the one of this session hears nothing of it.
        const answer = await http.request({
          method: "POST",
          path: SLIDING_PATH,
          query: { timeout: 0 },
          body: {
            conn_id: "hubbub-devtools",
            room_subscriptions: { [roomId]: { timeline_limit: 0, required_state: [] } },
            extensions: { account_data: { enabled: true, lists: [], rooms: [roomId] } },
          },
          signal,
        });
        const extension = at(at(answer, "extensions"), "account_data");
        return eventsOf(at(at(extension, "rooms"), roomId));
      }
      // Classic sync has no way to ask for the account data of one room: its filter by room leaves out all of it.
      const none = { types: [] };
      const room = { ...(roomId === undefined ? { rooms: [] } : {}), timeline: { limit: 1 }, state: none };
      const answer = await http.request({
        method: "GET",
        path: "/_matrix/client/v3/sync",
        query: { timeout: 0, set_presence: "offline", filter: JSON.stringify({ room, presence: none }) },
        signal,
      });
      const holder = roomId === undefined ? answer : at(at(at(answer, "rooms"), "join"), roomId);
      return eventsOf(at(at(holder, "account_data"), "events"));
    },
    "devtools.setAccountData": async ({ roomId, type, content }, { signal }) => {
      const path = dataPath(roomId, typeOf(type));
      await http.request({ method: "PUT", path, body: contentOf(content), signal });
      return undefined;
    },
    "devtools.diagnostics": async () => {
      const row = await readSyncRow(store);
      const count = store.count?.bind(store);
      const rows = count ? await Promise.all(TABLES.map(async (table) => ({ table, count: await count(table) }))) : [];
      return {
        userId: session.userId,
        deviceId: session.deviceId,
        server: session.baseUrl,
        protocol: row.protocol ?? "unknown",
        position: row.position,
        connection: sync.connection().state,
        window: row.window,
        rooms: rooms.records().size,
        rows,
        outbox: [...rooms.records().keys()].flatMap((roomId) =>
          outbox
            .items(roomId)
            .map(({ txnId, eventType, state }) => ({ txnId, roomId, type: eventType, state: state.state })),
        ),
      };
    },
    "devtools.recount": async ({ roomId }) => {
      const timeline = await rooms.openTimeline(roomId);
      try {
        for (let page = 0; page < RECOUNT_PAGES; page += 1) {
          if (rooms.record(roomId)?.unread.bound !== "atLeast" && page > 0) break;
          if ((await timeline.loadOlder()) === "start") break;
        }
      } finally {
        rooms.release(roomId);
      }
      const unread = rooms.record(roomId)?.unread;
      return { notify: unread?.notify ?? 0, highlight: unread?.highlight ?? 0, bound: unread?.bound ?? "exact" };
    },
  };
}
