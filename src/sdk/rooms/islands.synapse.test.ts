import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { newUser, type MatrixClient } from "../../../stack/matrix.mjs";
import { parseEventId, parseRoomId, type EventId, type RoomId } from "#api/ids.ts";
import { createMemoryStore } from "#sdk/store/memory.ts";
import { createSyncSession, loadedIds, type SyncSession } from "#sdk/testing/sync-session.ts";
import { openAccount, type TestAccount } from "#sdk/testing/account.ts";
import type { RoomTimeline } from "./rooms.ts";

const A = process.env["HUBBUB_STACK_A"] ?? "http://localhost:8811";
const PROTOCOLS = ["sliding", "classic"] as const;
const sessions: SyncSession[] = [];
const accounts: TestAccount[] = [];

afterEach(async () => {
  for (const account of accounts.splice(0)) await account.stop();
  for (const open of sessions.splice(0)) {
    await open.stop();
    expect(open.errors).toEqual([]);
  }
});

function eventIdOf(value: string): EventId {
  const id = parseEventId(value);
  if (!id) throw new Error(value);
  return id;
}

function roomIdOf(value: string): RoomId {
  const id = parseRoomId(value);
  if (!id) throw new Error(value);
  return id;
}

let ada: MatrixClient;
let bo: MatrixClient;
let roomId: RoomId;
const said: EventId[] = [];

async function say(client: MatrixClient, room: RoomId, body: string): Promise<EventId> {
  return eventIdOf(await client.text(room, body));
}

beforeAll(async () => {
  ada = await newUser(A, undefined, { displayname: "Ada" });
  bo = await newUser(A, undefined, { displayname: "Bo" });
  roomId = roomIdOf(await ada.create({ preset: "public_chat" }));
  await bo.join(roomId);
  for (let at = 0; at < 180; at += 1) said.push(await say(at % 2 === 0 ? ada : bo, roomId, `line ${at}.`));
});

function nth(at: number): EventId {
  const id = said[at];
  if (!id) throw new Error(`no message ${at}`);
  return id;
}

/** All events of the room as the server has them, oldest first. */
async function all(client: MatrixClient, room: RoomId): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let from: string | undefined; ;) {
    const page: { chunk: readonly { event_id: string }[]; end?: string } = await client.messages(room, {
      ...(from === undefined ? {} : { from }),
      limit: 100,
    });
    ids.push(...page.chunk.map((event) => event.event_id));
    if (page.end === undefined || page.chunk.length === 0) return ids.toReversed();
    from = page.end;
  }
}

function gapOf(timeline: RoomTimeline): number | undefined {
  return timeline.chunks.findLast((chunk, at) => at > 0 && chunk.before.kind === "gap")?.order;
}

describe.each(PROTOCOLS)("%s sync", (protocol) => {
  it.each(["older", "newer"] as const)(
    "SY110 an event far back opens among its neighbours; pages from the %s side close the gap, nothing missing or twice",
    async (side) => {
      const store = createMemoryStore();
      const session = await createSyncSession(ada, { protocol, store });
      sessions.push(session);
      await session.until(() => session.rooms.record(roomId) !== undefined, "the room");
      const timeline = await session.rooms.openTimeline(roomId);
      await session.until(() => timeline.chunks.length > 0, "its tail");
      expect(timeline.find(nth(60))).toBeUndefined();
      expect(await timeline.locate(nth(60))).toBe("found");
      const ids = loadedIds(session, roomId);
      expect(ids).toEqual(expect.arrayContaining([nth(50), nth(60), nth(70), said.at(-1)]));
      expect(gapOf(timeline)).toBeDefined();

      // Somebody writes meanwhile: at the end, beyond the gap.
      const fresh = await say(bo, roomId, "meanwhile");
      said.push(fresh);
      await session.until(() => timeline.find(fresh) !== undefined, "the new message");
      expect(loadedIds(session, roomId).at(-1)).toBe(fresh);

      for (let gap = gapOf(timeline), page = 0; gap !== undefined && page < 20; gap = gapOf(timeline), page += 1)
        await timeline.fillGap(gap, side);
      expect(gapOf(timeline)).toBeUndefined();
      while ((await timeline.loadOlder()) === "more");
      expect(loadedIds(session, roomId)).toEqual(await all(ada, roomId));
    },
  );

  it("SY111 what was read around an event is there after a restart", async () => {
    const store = createMemoryStore();
    const first = await createSyncSession(ada, { protocol, store });
    await first.until(() => first.rooms.record(roomId) !== undefined, "the room");
    await (await first.rooms.openTimeline(roomId)).locate(nth(30));
    await first.stop();
    const session = await createSyncSession(ada, {
      protocol,
      store,
      // No server, no `/context`.
      wrap: (http) => ({
        ...http,
        request: (request) =>
          request.path.includes("/context/") ? Promise.reject(new Error("asked for it again")) : http.request(request),
      }),
    });
    sessions.push(session);
    expect(await (await session.rooms.openTimeline(roomId)).locate(nth(30))).toBe("found");
  });

  // Synapse's sliding sync leaves out a room whose news it all filters, and does not say so later: nobody can know.
  it.runIf(protocol === "classic")(
    "SY112 answers without events (ignored people) hide nothing that others said",
    async () => {
      const troll = await newUser(A, undefined, { displayname: "Troll" });
      const room = roomIdOf(await ada.create({ preset: "public_chat" }));
      await bo.join(room);
      await troll.join(room);
      await ada.accountData("m.ignored_user_list", { ignored_users: { [troll.userId]: {} } });
      const store = createMemoryStore();
      const before = await createSyncSession(ada, { protocol, store });
      await before.until(() => before.rooms.record(room) !== undefined, "the room");
      await before.stop();
      const lost = [await say(bo, room, "one"), await say(bo, room, "two")];
      for (let at = 0; at < 60; at += 1) await say(troll, room, `noise ${at}`);

      const session = await createSyncSession(ada, { protocol, store });
      sessions.push(session);
      const timeline = await session.rooms.openTimeline(room);
      await session.until(() => session.sync.connection().state === "live", "live");
      for (let gap = gapOf(timeline), page = 0; gap !== undefined && page < 20; gap = gapOf(timeline), page += 1)
        await timeline.fillGap(gap);
      expect(loadedIds(session, room)).toEqual(expect.arrayContaining(lost));
    },
  );
});

describe("the verb", () => {
  it("SY113 says what became of a link: found, elsewhere, forbidden or unknown", async () => {
    const ann = await openAccount(A);
    accounts.push(ann);
    const hidden = roomIdOf(
      await ada.create({
        preset: "public_chat",
        initial_state: [
          { type: "m.room.history_visibility", state_key: "", content: { history_visibility: "joined" } },
        ],
      }),
    );
    const before = await say(ada, hidden, "before you came");
    await ann.call("room.join", { room: hidden, via: [] });
    await ann.call("room.join", { room: roomId, via: [] });
    const after = await say(ada, hidden, "after you came");

    expect(await ann.call("timeline.locate", { roomId, eventId: nth(20) })).toEqual({
      outcome: "found",
      eventId: nth(20),
    });
    expect(await ann.call("timeline.locate", { roomId, eventId: after })).toEqual({
      outcome: "elsewhere",
      roomId: hidden,
    });
    expect(await ann.call("timeline.locate", { roomId: hidden, eventId: before })).toMatchObject({
      outcome: "missing",
    });
    expect(await ann.call("timeline.locate", { roomId, eventId: eventIdOf("$nothing") })).toEqual({
      outcome: "missing",
      why: "unknown",
    });
  });

  it("SY114 an edit is shown by what it edits, a deleted message by its place", async () => {
    const ann = await openAccount(A);
    accounts.push(ann);
    const room = roomIdOf(await ada.create({ preset: "public_chat" }));
    const original = await say(ada, room, "frist");
    const edit = eventIdOf(
      await ada.send(room, "m.room.message", {
        msgtype: "m.text",
        body: "* first",
        "m.new_content": { msgtype: "m.text", body: "first" },
        "m.relates_to": { rel_type: "m.replace", event_id: original },
      }),
    );
    const gone = await say(ada, room, "oops");
    await ada.redact(room, gone);
    await ann.call("room.join", { room, via: [] });
    expect(await ann.call("timeline.locate", { roomId: room, eventId: edit })).toEqual({
      outcome: "found",
      eventId: original,
    });
    expect(await ann.call("timeline.locate", { roomId: room, eventId: gone })).toEqual({
      outcome: "found",
      eventId: gone,
    });
  });
});
