import { afterEach, expect, it } from "vitest";
import { newUser, type MatrixClient } from "../../../stack/matrix.mjs";
import { Failure } from "#api/errors.ts";
import { parseRoomId, type RoomId } from "#api/ids.ts";
import { asString, isObject, type JsonObject } from "#sdk/events/envelope.ts";
import type { Http } from "#sdk/net/http.ts";
import { createMemoryStore } from "#sdk/store/memory.ts";
import { createSyncSession, loadedIds, type SyncSession, type SyncSessionOptions } from "#sdk/testing/sync-session.ts";
import { SLIDING_PATH } from "./sliding-request.ts";
import { V3_PATH } from "./v3-request.ts";
import { waitingToDevice } from "#sdk/testing/to-device.ts";

const A = process.env["HUBBUB_STACK_A"] ?? "http://localhost:8811";
const sessions: SyncSession[] = [];

async function session(client: MatrixClient, options: SyncSessionOptions): Promise<SyncSession> {
  const made = await createSyncSession(client, options);
  sessions.push(made);
  return made;
}

afterEach(async () => {
  for (const open of sessions.splice(0)) {
    await open.stop();
    expect(open.errors).toEqual([]);
  }
});

function roomIdOf(value: string): RoomId {
  const roomId = parseRoomId(value);
  if (!roomId) throw new Error(value);
  return roomId;
}

/** A server that knows nothing of MSC4222, and a look at what it answers. */
function watching(stateAfter: "on" | "off", seen: JsonObject[]): (http: Http) => Http {
  return (http) => ({
    ...http,
    request: async (request) => {
      if (request.path !== V3_PATH) return http.request(request);
      const kept = Object.entries(request.query ?? {}).filter(([name]) => !name.endsWith("use_state_after"));
      const answer = await http.request(
        stateAfter === "on" ? request : { ...request, query: Object.fromEntries(kept) },
      );
      if (isObject(answer)) seen.push(answer);
      return answer;
    },
  });
}

function roomIn(answer: JsonObject, roomId: RoomId): JsonObject | undefined {
  const join = isObject(answer["rooms"]) ? answer["rooms"]["join"] : undefined;
  const room = isObject(join) ? join[roomId] : undefined;
  return isObject(room) ? room : undefined;
}

/** Members and their names, and the rest of the state by event id, as the server has them. */
async function serverState(client: MatrixClient, roomId: RoomId) {
  const state = await client.call("GET", `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/state`);
  if (!Array.isArray(state)) throw new Error("no state");
  const events = state.filter(isObject);
  const members = events.filter((event) => event["type"] === "m.room.member");
  return {
    members: Object.fromEntries(
      members.map(({ state_key, content }) => [
        String(state_key),
        isObject(content) ? [content["membership"], content["displayname"]] : [],
      ]),
    ),
    id: (type: string) => events.find((event) => event["type"] === type && event["state_key"] === "")?.["event_id"],
  };
}

function ourMembers(us: SyncSession, roomId: RoomId) {
  const list = us.rooms.members(roomId)?.byId.values() ?? [];
  return Object.fromEntries(
    [...list].map(({ userId, event }) => [userId, [event?.content["membership"], event?.content["displayname"]]]),
  );
}

async function allMembers(us: SyncSession, roomId: RoomId): Promise<void> {
  await us.rooms.openMembers(roomId, "complete");
  await us.until(() => us.rooms.members(roomId)?.extent === "complete", "all members");
}

for (const stateAfter of ["on", "off"] as const)
  it(`S1 after a limited sync the members and the state are those of /state (state_after ${stateAfter})`, async () => {
    const [ada, bo] = await Promise.all([
      newUser(A, undefined, { displayname: "Ada" }),
      newUser(A, undefined, { displayname: "Bo" }),
    ]);
    const others = await Promise.all(
      Array.from({ length: 6 }, (_, at) => newUser(A, undefined, { displayname: `P${at}` })),
    );
    const [leaver, kicked, banned, renamed, invited, joiner] = others;
    if (!leaver || !kicked || !banned || !renamed || !invited || !joiner) throw new Error("nobody");
    const roomId = roomIdOf(await bo.create({ name: "Garden", preset: "public_chat" }));
    for (const early of [ada, leaver, kicked, banned, renamed]) await early.join(roomId);
    const store = createMemoryStore();
    const seen: JsonObject[] = [];
    let network: "up" | "down" = "up";
    const wrap = (http: Http): Http => {
      const watched = watching(stateAfter, seen)(http);
      return {
        ...watched,
        request: (request) =>
          network === "up" ? watched.request(request) : Promise.reject(new Failure({ kind: "offline" })),
      };
    };
    const us = await session(ada, { store, protocol: "classic", wrap });
    await us.until(() => us.sync.connection().state === "live", "live");
    await allMembers(us, roomId);
    expect(ourMembers(us, roomId)).toEqual((await serverState(ada, roomId)).members);

    network = "down";
    us.sync.reconnect();
    await us.until(() => us.sync.connection().state === "offline", "offline");
    await leaver.leave(roomId);
    await bo.kick(roomId, kicked.userId);
    await bo.call("POST", `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/ban`, { user_id: banned.userId });
    await renamed.call("PUT", `/_matrix/client/v3/profile/${encodeURIComponent(renamed.userId)}/displayname`, {
      displayname: "Renamed",
    });
    await bo.invite(roomId, invited.userId);
    await joiner.join(roomId);
    for (const topic of ["Weeds", "Flowers"])
      await bo.call("PUT", `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/state/m.room.topic`, { topic });
    for (let index = 0; index < 30; index += 1) await bo.text(roomId, `while away ${index}`);
    network = "up";
    us.sync.reconnect();
    await us.until(
      () => us.rooms.record(roomId)?.latest?.event.content["body"] === "while away 29",
      "the newest message",
    );

    const room = roomIn(seen.findLast((answer) => roomIn(answer, roomId) !== undefined) ?? {}, roomId);
    expect(room?.["timeline"]).toMatchObject({ limited: true });
    expect("org.matrix.msc4222.state_after" in (room ?? {})).toBe(stateAfter === "on");
    await allMembers(us, roomId);
    const state = await serverState(ada, roomId);
    expect(ourMembers(us, roomId)).toEqual(state.members);
    for (const type of ["m.room.topic", "m.room.name", "m.room.power_levels", "m.room.join_rules"] as const)
      expect(asString(us.rooms.record(roomId)?.essential[type]?.eventId)).toBe(state.id(type));
    expect(us.rooms.record(roomId)).toMatchObject({ joinedCount: 4, invitedCount: 1 });
  });

it("SY90 changing the protocol loses nothing: gaps merge, to-device events come once, there and back", async () => {
  const [ada, bo] = await Promise.all([newUser(A), newUser(A, undefined, { displayname: "Bo" })]);
  const roomId = roomIdOf(await bo.create({ name: "Garden", preset: "private_chat", invite: [ada.userId] }));
  await ada.join(roomId);
  const store = createMemoryStore();
  let sent = 0;
  const write = async (count: number): Promise<string> => {
    for (let index = 0; index < count; index += 1) {
      sent += 1;
      await bo.text(roomId, `message ${sent}`);
      await bo.call("PUT", `/_matrix/client/v3/sendToDevice/org.example.test/p${Date.now()}${sent}`, {
        messages: { [ada.userId]: { [ada.deviceId]: { sent } } },
      });
    }
    return `message ${sent}`;
  };
  const refusing = (http: Http): Http => ({
    ...http,
    request: (request) =>
      request.path === SLIDING_PATH
        ? Promise.reject(
            new Failure({
              kind: "matrix",
              status: 404,
              errcode: "M_UNRECOGNIZED",
              message: "Unrecognized request",
              retryAfterMs: undefined,
            }),
          )
        : http.request(request),
  });
  const protocols: unknown[] = [];
  for (const wrap of [undefined, refusing, undefined, refusing]) {
    const newest = await write(30);
    const us = await session(ada, { store, ...(wrap ? { wrap } : {}) });
    await us.until(() => us.rooms.record(roomId)?.latest?.event.content["body"] === newest, newest);
    await us.until(() => us.sync.connection().state === "live", "live");
    const live = await write(1);
    await us.until(() => us.rooms.record(roomId)?.latest?.event.content["body"] === live, live);
    await us.stop();
    const row = await store.get("meta", ["sync"]);
    if (!isObject(row)) throw new Error("no sync row");
    protocols.push(row["protocol"]);
    // As if a week had gone by since the refusal.
    if (row["refusedAt"] !== undefined)
      await store.commit([{ kind: "put", table: "meta", key: ["sync"], value: { ...row, refusedAt: 1 } }]);
  }
  expect(protocols).toEqual(["sliding", "classic", "sliding", "classic"]);
  const us = await session(ada, { store, wrap: refusing });
  await us.until(() => us.sync.connection().state === "live", "live");
  const timeline = await us.rooms.openTimeline(roomId);
  while ((await timeline.loadOlder()) === "more");
  for (
    let gap = timeline.chunks.findLast((chunk, at) => at > 0 && chunk.before.kind === "gap");
    gap;
    gap = timeline.chunks.findLast((chunk, at) => at > 0 && chunk.before.kind === "gap")
  )
    await timeline.fillGap(gap.order);
  const { chunk } = await ada.messages(roomId, { dir: "b", limit: 500 });
  expect(loadedIds(us, roomId)).toEqual(chunk.map((event) => event.event_id).reverse());
  const stored = (await waitingToDevice(store)).map(({ content }) => (isObject(content) ? content["sent"] : undefined));
  expect(stored).toEqual(Array.from({ length: sent }, (_, index) => index + 1));
});

it("SY91 rooms are ordered as they were written to", async () => {
  const ada = await newUser(A);
  const ids: RoomId[] = [];
  for (const name of ["One", "Two", "Three"]) ids.push(roomIdOf(await ada.create({ name })));
  const [one, two, three] = ids;
  if (!one || !two || !three) throw new Error("no rooms");
  await ada.text(two, "x");
  const us = await session(ada, { protocol: "classic" });
  await us.until(() => us.rooms.records().size === 3, "three rooms");
  const order = (): readonly RoomId[] =>
    [...us.rooms.records().values()].sort((a, b) => b.bump - a.bump).map(({ roomId }) => roomId);
  expect(order()).toEqual([two, three, one]);
  await ada.text(one, "y");
  await us.until(() => order()[0] === one, "the room on top");
});
