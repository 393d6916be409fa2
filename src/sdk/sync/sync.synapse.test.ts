import { afterEach, expect, it } from "vitest";
import { newUser, type MatrixClient } from "../../../stack/matrix.mjs";
import { parseEventId, parseRoomId, type EventId, type RoomId } from "#api/ids.ts";
import { isObject } from "#sdk/events/envelope.ts";
import type { Http } from "#sdk/net/http.ts";
import { createMemoryStore } from "#sdk/store/memory.ts";
import {
  createSyncSession,
  loadedEvents,
  loadedIds,
  type SyncSession,
  type SyncSessionOptions,
} from "#sdk/testing/sync-session.ts";
import type { Protocol } from "./sync-row.ts";
import { waitingToDevice } from "#sdk/testing/to-device.ts";

const A = process.env["HUBBUB_STACK_A"] ?? "http://localhost:8811";
const B = process.env["HUBBUB_STACK_B"] ?? "http://localhost:8812";
const sessions: SyncSession[] = [];
/** Of the test that runs. */
let protocol: Protocol = "sliding";

/** A rule that holds whatever a session syncs by. */
function rule(name: string, test: () => Promise<void>): void {
  for (const each of ["sliding", "classic"] as const)
    it(`${name} (${each})`, () => {
      protocol = each;
      return test();
    });
}

async function session(client: MatrixClient, options: SyncSessionOptions = {}): Promise<SyncSession> {
  const made = await createSyncSession(client, { protocol, ...options });
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

function eventIdOf(value: string): EventId {
  const id = parseEventId(value);
  if (!id) throw new Error(value);
  return id;
}

async function pair(): Promise<{ readonly ada: MatrixClient; readonly bo: MatrixClient; readonly roomId: RoomId }> {
  const [ada, bo] = await Promise.all([
    newUser(A, undefined, { displayname: "Ada" }),
    newUser(A, undefined, { displayname: "Bo" }),
  ]);
  const roomId = roomIdOf(await bo.create({ name: "Garden", preset: "private_chat", invite: [ada.userId] }));
  await ada.join(roomId);
  return { ada, bo, roomId };
}

async function serverOrder(client: MatrixClient, roomId: RoomId): Promise<readonly string[]> {
  const { chunk } = await client.messages(roomId, { dir: "b", limit: 500 });
  return chunk.map((event) => event.event_id).reverse();
}

function live(of: SyncSession): Promise<void> {
  return of.until(() => of.sync.connection().state === "live", "live");
}

rule("SY1 first sync brings every room with name, counts, preview and own membership", async () => {
  const { ada, bo, roomId } = await pair();
  await bo.text(roomId, "hello there");
  const names = ["One", "Two", "Three"];
  for (const name of names) await ada.create({ name });
  const us = await session(ada);
  await us.until(() => us.rooms.records().size === 4, "four rooms");
  const record = us.rooms.record(roomId);
  if (!record) throw new Error("no record");
  expect(us.rooms.name(record)).toEqual({ kind: "named", text: "Garden" });
  expect(record.membership).toBe("join");
  expect(record.joinedCount).toBe(2);
  expect(record.latest?.event.content["body"]).toBe("hello there");
  expect(record.latest?.senderName).toBe("Bo");
  expect(record.ownMember?.content["displayname"]).toBe("Ada");
  expect(record.unread.notify).toBe(1);
});

rule("SY2 a live message arrives in the open room, with its sender's name and an unread count", async () => {
  const { ada, bo, roomId } = await pair();
  const us = await session(ada);
  await live(us);
  await us.rooms.openTimeline(roomId);
  us.sync.setOpenRooms([roomId]);
  await us.until(() => loadedIds(us, roomId).length > 5, "the subscription's timeline");
  const sent = eventIdOf(await bo.text(roomId, "news"));
  await us.until(() => loadedIds(us, roomId).includes(sent), "the message");
  await us.rooms.openMembers(roomId, "known");
  expect(us.rooms.members(roomId)?.person(loadedEvents(us, roomId).at(-1)?.sender ?? us.me).name).toBe("Bo");
  expect(us.rooms.record(roomId)?.unread).toMatchObject({ notify: 1, bound: "exact" });
  expect(loadedIds(us, roomId)).toEqual((await serverOrder(ada, roomId)).slice(-loadedIds(us, roomId).length));
});

rule("SY3 a gap is kept, filled page by page, and then equals the server's order", async () => {
  const { ada, bo, roomId } = await pair();
  const store = createMemoryStore();
  const first = await session(ada, { store });
  await first.until(() => first.rooms.records().size === 1, "the room");
  await first.stop();
  for (let index = 0; index < 130; index += 1) await bo.text(roomId, `burst ${index}`);
  const us = await session(ada, { store });
  await us.until(() => us.rooms.record(roomId)?.latest?.event.content["body"] === "burst 129", "the newest message");
  const timeline = await us.rooms.openTimeline(roomId);
  expect(timeline.chunks.some((chunk, index) => index > 0 && chunk.before.kind === "gap")).toBe(true);
  for (let fills = 0; fills < 10; fills += 1) {
    const after = timeline.chunks.findLast((chunk, index) => index > 0 && chunk.before.kind === "gap");
    if (!after) break;
    await timeline.fillGap(after.order);
  }
  while ((await timeline.loadOlder()) === "more");
  expect(loadedIds(us, roomId)).toEqual(await serverOrder(ada, roomId));
  expect(timeline.history.state).toBe("start");
  expect(us.rooms.record(roomId)?.unread).toMatchObject({ notify: 130, bound: "exact" });
});

rule("SY4 an expired position starts the connection over and loses nothing", async () => {
  const { ada, bo, roomId } = await pair();
  const store = createMemoryStore();
  const first = await session(ada, { store });
  await first.until(() => first.rooms.records().size === 1, "the room");
  await first.stop();
  const row = await store.get("meta", ["sync"]);
  if (!isObject(row)) throw new Error("no sync row");
  for (let index = 0; index < 8; index += 1) await bo.text(roomId, `away ${index}`);
  for (const position of ["99999/s1_1", "garbage"]) {
    await store.commit([{ kind: "put", table: "meta", key: ["sync"], value: { ...row, position } }]);
    const us = await session(ada, { store });
    await us.until(
      () => us.rooms.record(roomId)?.latest?.event.content["body"] === "away 7",
      "what happened meanwhile",
    );
    await live(us);
    await us.stop();
  }
  const us = await session(ada, { store });
  await live(us);
  const timeline = await us.rooms.openTimeline(roomId);
  for (
    let gap = timeline.chunks.findLast((c) => c.before.kind === "gap");
    gap;
    gap = timeline.chunks.findLast((c) => c.before.kind === "gap")
  )
    await timeline.fillGap(gap.order);
  expect(loadedIds(us, roomId)).toEqual(await serverOrder(ada, roomId));
});

rule("SY5 a room that was left while the connection was gone is left here too", async () => {
  const { ada, roomId } = await pair();
  const store = createMemoryStore();
  const first = await session(ada, { store });
  await first.until(() => first.rooms.record(roomId)?.membership === "join", "the room");
  await first.stop();
  await ada.leave(roomId);
  const row = await store.get("meta", ["sync"]);
  await store.commit([
    { kind: "put", table: "meta", key: ["sync"], value: { ...(isObject(row) ? row : {}), position: "99999/s1_1" } },
  ]);
  const us = await session(ada, { store });
  await us.until(() => us.rooms.record(roomId)?.membership === "leave", "the leave");
});

rule("SY6 all members by /members, then live joins and leaves", async () => {
  const { ada, bo, roomId } = await pair();
  const others = await Promise.all(Array.from({ length: 5 }, () => newUser(A, undefined, { displayname: "Twin" })));
  for (const other of others) {
    await bo.invite(roomId, other.userId);
    await other.join(roomId);
  }
  const us = await session(ada);
  await us.until(() => us.rooms.record(roomId)?.joinedCount === 7, "seven members");
  await us.rooms.openMembers(roomId, "complete");
  await us.until(() => us.rooms.members(roomId)?.extent === "complete", "all members");
  const joined = (): readonly string[] =>
    [...(us.rooms.members(roomId)?.byId.values() ?? [])]
      .filter((m) => m.membership === "join")
      .map((m) => m.userId)
      .sort();
  expect(joined()).toEqual(Object.keys((await ada.members(roomId)).joined).sort());
  const [leaver] = others;
  if (!leaver) throw new Error("nobody");
  const person = us.rooms
    .members(roomId)
    ?.person([...(us.rooms.members(roomId)?.byId.keys() ?? [])].find((id) => id === leaver.userId) ?? us.me);
  expect(person?.name).toBe(`Twin (${leaver.userId})`);
  await leaver.leave(roomId);
  await us.until(() => joined().length === 6, "the leave");
  expect(joined()).toEqual(Object.keys((await ada.members(roomId)).joined).sort());
});

rule("SY7 an invite appears with its inviter, is accepted, and the room left again", async () => {
  const [ada, bo] = await Promise.all([newUser(A), newUser(A, undefined, { displayname: "Bo" })]);
  const us = await session(ada);
  await live(us);
  const roomId = roomIdOf(await bo.create({ preset: "trusted_private_chat", is_direct: true, invite: [ada.userId] }));
  await us.until(() => us.rooms.record(roomId)?.membership === "invite", "the invite");
  const invite = us.rooms.record(roomId);
  if (!invite) throw new Error("no invite");
  expect(us.rooms.name(invite)).toEqual({ kind: "people", names: ["Bo"], others: 0 });
  expect(us.rooms.type(invite)).toBe("direct");
  await ada.join(roomId);
  await us.until(() => us.rooms.record(roomId)?.membership === "join", "the join");
  await ada.accountData("m.direct", { [bo.userId]: [roomId] });
  await us.until(() => us.rooms.record(roomId)?.directWith.length === 1, "m.direct");
  await ada.leave(roomId);
  await us.until(() => us.rooms.record(roomId)?.membership === "leave", "the leave");
  expect(us.rooms.record(roomId)?.unread.activity).toBe("none");
});

rule("SY8 a declined invite is gone; one that is withdrawn too", async () => {
  const [ada, bo] = await Promise.all([newUser(A), newUser(A)]);
  const us = await session(ada);
  await live(us);
  for (const end of [(id: RoomId) => ada.leave(id), (id: RoomId) => bo.kick(id, ada.userId)]) {
    const roomId = roomIdOf(await bo.create({ name: "No", invite: [ada.userId] }));
    await us.until(() => us.rooms.record(roomId)?.membership === "invite", "the invite");
    await end(roomId);
    await us.until(() => us.rooms.record(roomId)?.membership === "leave", "its end");
  }
});

rule("SY9 receipts: our own clear the count, those of others are kept", async () => {
  const { ada, bo, roomId } = await pair();
  const us = await session(ada);
  await us.until(() => us.rooms.record(roomId) !== undefined, "the room");
  await us.rooms.openTimeline(roomId);
  us.sync.setOpenRooms([roomId]);
  const sent = eventIdOf(await bo.text(roomId, "read me"));
  await us.until(() => us.rooms.record(roomId)?.unread.notify === 1, "one unread");
  await ada.receipt(roomId, sent, "m.read.private");
  await us.until(() => us.rooms.record(roomId)?.unread.notify === 0, "none unread");
  expect(us.rooms.record(roomId)?.receipts).toMatchObject([{ type: "m.read.private", eventId: sent }]);
  const mine = eventIdOf(await ada.text(roomId, "thanks"));
  await us.rooms.receipts(roomId);
  await bo.receipt(roomId, mine, "m.read", { thread_id: "main" });
  await us.until(() => us.rooms.receiptsLoaded(roomId).some((receipt) => receipt.eventId === mine), "their receipt");
  await bo.typing(roomId, true);
  await us.until(() => us.rooms.typing(roomId).length === 1, "typing");
});

rule("SY10 to-device events are stored in order, exactly once, over restarts and repeated answers", async () => {
  const [ada, bo] = await Promise.all([newUser(A), newUser(A)]);
  const store = createMemoryStore();
  let count = 0;
  const send = async (): Promise<void> => {
    count += 1;
    await bo.call("PUT", `/_matrix/client/v3/sendToDevice/org.example.test/t${Date.now()}${count}`, {
      messages: { [ada.userId]: { [ada.deviceId]: { count } } },
    });
  };
  const stored = async (): Promise<readonly unknown[]> =>
    (await waitingToDevice(store)).map(({ content }) => (isObject(content) ? content["count"] : undefined));
  for (let index = 0; index < 3; index += 1) await send();
  const first = await session(ada, { store });
  await live(first);
  await first.stop();
  expect(await stored()).toEqual([1, 2, 3]);
  for (let index = 0; index < 3; index += 1) await send();
  // The answer is lost once on its way, and the connection starts over: the same events come again.
  const row = await store.get("meta", ["sync"]);
  await store.commit([
    { kind: "put", table: "meta", key: ["sync"], value: { ...(isObject(row) ? row : {}), position: "garbage" } },
  ]);
  let lost = 0;
  const us = await session(ada, {
    store,
    wrap: (http): Http => ({
      ...http,
      request: async (request) => {
        const answer = await http.request(request);
        if (!request.path.endsWith("/sync") || lost > 0) return answer;
        lost += 1;
        return {};
      },
    }),
  });
  await live(us);
  await us.stop();
  expect(await stored()).toEqual([1, 2, 3, 4, 5, 6]);
});

rule("SY11 tags, the read marker and the unread mark of a room are followed", async () => {
  const { ada, bo, roomId } = await pair();
  const us = await session(ada);
  await us.until(() => us.rooms.record(roomId) !== undefined, "the room");
  await ada.tag(roomId, "m.favourite", 0.5);
  await us.until(() => us.rooms.record(roomId)?.tags["m.favourite"]?.order === 0.5, "the tag");
  const sent = eventIdOf(await bo.text(roomId, "up to here"));
  await ada.readMarkers(roomId, sent);
  await us.until(() => us.rooms.record(roomId)?.fullyRead === sent, "the marker");
  await ada.call(
    "PUT",
    `/_matrix/client/v3/user/${encodeURIComponent(ada.userId)}/rooms/${encodeURIComponent(roomId)}/account_data/m.marked_unread`,
    { unread: true },
  );
  await us.until(() => us.rooms.record(roomId)?.markedUnread === "marked", "the mark");
});

rule("SY12 a redaction empties the stored event, also one that is far back", async () => {
  const { ada, bo, roomId } = await pair();
  const old = eventIdOf(await bo.text(roomId, "secret"));
  const us = await session(ada);
  await us.until(() => us.rooms.record(roomId)?.latest?.event.eventId === old, "the message");
  await us.rooms.openTimeline(roomId);
  us.sync.setOpenRooms([roomId]);
  for (let index = 0; index < 3; index += 1) await bo.text(roomId, `more ${index}`);
  await us.until(() => loadedIds(us, roomId).length > 8, "the timeline");
  await bo.redact(roomId, old, "typo");
  await us.until(() => us.rooms.timeline(roomId)?.find(old)?.redactedBy?.reason === "typo", "the redaction");
  expect(us.rooms.timeline(roomId)?.find(old)?.content).toEqual({});
});

rule("SY13 a token the server no longer knows ends sync", async () => {
  const ada = await newUser(A);
  const us = await session(ada);
  await live(us);
  await ada.logout();
  us.sync.reconnect();
  await expect.poll(() => us.signedOut(), { timeout: 5_000 }).toBe(true);
});

rule("SY14 more rooms than the first window all arrive, and the position survives a restart", async () => {
  const ada = await newUser(A);
  for (let index = 0; index < 26; index += 1) await ada.create({ name: `Room ${index}` });
  const store = createMemoryStore();
  const windows: number[] = [];
  const spy = (http: Http): Http => ({
    ...http,
    request: (request) => {
      const body = isObject(request.body) && isObject(request.body["lists"]) ? request.body["lists"]["all"] : undefined;
      const ranges: unknown = isObject(body) ? body["ranges"] : undefined;
      if (Array.isArray(ranges) && Array.isArray(ranges[0])) windows.push(Number(ranges[0][1]) + 1);
      return http.request(request);
    },
  });
  const first = await session(ada, { store, wrap: spy });
  await first.until(() => first.rooms.records().size === 26, "all rooms");
  await first.stop();
  expect(windows.slice(0, 2)).toEqual(protocol === "sliding" ? [20, 46] : []);
  const us = await session(ada, { store });
  await us.rooms.ready;
  expect(us.rooms.records().size).toBe(26);
  await live(us);
  const fresh = roomIdOf(await ada.create({ name: "Fresh" }));
  await us.until(() => us.rooms.record(fresh) !== undefined, "the new room");
});

rule("SY15 the backfill makes a lower bound exact, also for a fresh install", async () => {
  const { ada, bo, roomId } = await pair();
  const read = await bo.text(roomId, "read up to here");
  await ada.receipt(roomId, read);
  for (let index = 0; index < 70; index += 1) await bo.text(roomId, `unread ${index}`);
  const us = await session(ada);
  await us.until(() => us.rooms.record(roomId)?.unread.bound === "exact", "an exact count");
  expect(us.rooms.record(roomId)?.unread).toMatchObject({ notify: 70, bound: "exact" });
  expect(us.rooms.record(roomId)?.receipts).toMatchObject([{ eventId: read }]);
});

rule("SY16 a position of ours that the server has not heard of yet does not jump back", async () => {
  const { ada, bo, roomId } = await pair();
  const us = await session(ada);
  await us.until(() => us.rooms.record(roomId) !== undefined, "the room");
  await us.rooms.openTimeline(roomId);
  const one = eventIdOf(await bo.text(roomId, "one"));
  const two = eventIdOf(await bo.text(roomId, "two"));
  await us.until(() => us.rooms.record(roomId)?.unread.notify === 2, "two unread");
  await us.writer.write((txn) => us.rooms.readUpTo(txn, roomId, two));
  expect(us.rooms.record(roomId)?.unread).toMatchObject({ notify: 0, bound: "exact" });
  await ada.readMarkers(roomId, one);
  const three = eventIdOf(await bo.text(roomId, "three"));
  await us.until(() => us.rooms.record(roomId)?.latest?.event.eventId === three, "the third message");
  expect(us.rooms.record(roomId)).toMatchObject({ fullyRead: two, unread: { notify: 1 } });
});

rule("SY17 changed push rules count all rooms anew", async () => {
  const { ada, bo, roomId } = await pair();
  await bo.text(roomId, "hello");
  const us = await session(ada);
  await us.until(() => us.rooms.record(roomId)?.unread.notify === 1, "one unread");
  await ada.call("PUT", `/_matrix/client/v3/pushrules/global/room/${encodeURIComponent(roomId)}`, { actions: [] });
  await us.until(() => us.rooms.record(roomId)?.unread.notify === 0, "a muted room");
  expect(us.rooms.record(roomId)?.unread.activity).toBe("some");
});

rule("SY18 the event behind a reply is fetched where it is not on this device", async () => {
  const { ada, bo, roomId } = await pair();
  const old = eventIdOf(await bo.text(roomId, "long ago"));
  for (let index = 0; index < 45; index += 1) await bo.text(roomId, `between ${index}`);
  await bo.readMarkers(roomId, old);
  const us = await session(ada);
  await us.until(() => us.rooms.record(roomId) !== undefined, "the room");
  expect(us.rooms.event(roomId, old)).toEqual({ state: "loading" });
  await us.until(() => us.rooms.event(roomId, old).state === "known", "the event");
  expect(us.rooms.event(roomId, eventIdOf("$nonsense")).state).toBe("loading");
  await us.until(() => us.rooms.event(roomId, eventIdOf("$nonsense")).state === "missing", "its absence");
});

rule("SY19 a room of another server: history from before the join, each event once, nothing missing", async () => {
  const [ada, wen] = await Promise.all([
    newUser(A, undefined, { displayname: "Ada" }),
    newUser(B, undefined, { displayname: "Wen" }),
  ]);
  const roomId = roomIdOf(await wen.create({ preset: "public_chat", name: "Far away" }));
  for (let index = 0; index < 60; index += 1) await wen.text(roomId, `before ${index}`);
  const us = await session(ada);
  await live(us);
  await ada.join(roomId, wen.userId.slice(wen.userId.indexOf(":") + 1));
  await us.until(() => us.rooms.record(roomId)?.membership === "join", "the join");
  const timeline = await us.rooms.openTimeline(roomId);
  us.sync.setOpenRooms([roomId]);
  const last = eventIdOf(await wen.text(roomId, "after"));
  await us.until(() => loadedIds(us, roomId).includes(last), "the message after");
  for (let round = 0; round < 10 && (await timeline.loadOlder()) === "more"; round += 1);
  for (
    let gap = timeline.chunks.findLast((chunk) => chunk.before.kind === "gap");
    gap;
    gap = timeline.chunks.findLast((chunk) => chunk.before.kind === "gap")
  )
    await timeline.fillGap(gap.order);
  const ids = loadedIds(us, roomId);
  expect(new Set(ids).size).toBe(ids.length);
  expect([...ids].sort()).toEqual([...(await serverOrder(ada, roomId))].sort());
  expect(us.rooms.record(roomId)?.unread).toMatchObject({ notify: 1, bound: "exact" });
});
