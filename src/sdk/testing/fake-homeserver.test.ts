import { afterEach, beforeEach, expect, test } from "vitest";
import { startFakeHomeserver, type FakeHomeserver } from "./fake-homeserver.ts";

type Json = Record<string, unknown>;

let fake: FakeHomeserver;
beforeEach(async () => {
  fake = await startFakeHomeserver();
});
afterEach(() => fake.close());

async function ask(method: string, path: string, body?: Json, signal?: AbortSignal): Promise<Json> {
  const response = await fetch(`${fake.url}/_matrix/client/${path}`, {
    method,
    ...(body ? { body: JSON.stringify(body) } : {}),
    ...(signal ? { signal } : {}),
  });
  return (await response.json()) as Json;
}

const LIST = { ranges: [[0, 19]], timeline_limit: 3, required_state: [["m.room.member", "$LAZY"]] };

function sync(pos: unknown, more: Json = {}, timeout = 0, signal?: AbortSignal): Promise<Json> {
  const query = `timeout=${timeout}${typeof pos === "string" ? `&pos=${encodeURIComponent(pos)}` : ""}`;
  const path = `unstable/org.matrix.simplified_msc3575/sync?${query}`;
  return ask("POST", path, { conn_id: "main", lists: { all: LIST }, ...more }, signal);
}

const roomIn = (answer: Json, roomId: string): Json | undefined => (answer["rooms"] as Record<string, Json>)[roomId];
const bodies = (events: unknown): unknown[] => (events as { content: Json }[]).map((event) => event.content["body"]);

test("a first sync says of a room what Synapse says: counts of 0, a limited tail, its senders' members", async () => {
  const roomId = fake.addRoom({ name: "Harbour", messages: 10, unread: 4 });
  const room = roomIn(await sync(undefined), roomId);
  expect(room).toMatchObject({ initial: true, name: "Harbour", notification_count: 0, limited: true, num_live: 0 });
  const timeline = room?.["timeline"] as { sender: string }[];
  expect(timeline).toHaveLength(3);
  const state = (room?.["required_state"] ?? []) as { state_key: string }[];
  const members = state.map((event) => event.state_key);
  expect(new Set(members)).toEqual(new Set(timeline.map((event) => event.sender)));
  expect(roomId).toMatch(/^![^:]+$/);
});

test("later syncs bring only what is new, once", async () => {
  const roomId = fake.addRoom();
  const first = await sync(undefined);
  fake.say(roomId, "@bo:fake.example", "Hello");
  const second = await sync(first["pos"]);
  expect(bodies(roomIn(second, roomId)?.["timeline"])).toEqual(["Hello"]);
  expect(roomIn(second, roomId)).toMatchObject({ num_live: 1, limited: false });
  expect((await sync(second["pos"]))["rooms"]).toEqual({});
});

test("what an answer brought that was lost on its way comes again", async () => {
  const roomId = fake.addRoom();
  const { pos } = await sync(undefined);
  const left = new AbortController();
  const leaving = sync(pos, {}, 10_000, left.signal).catch(() => "left");
  left.abort();
  expect(await leaving).toBe("left");
  fake.say(roomId, "@bo:fake.example", "Once more");
  const lost = await sync(pos);
  const again = await sync(pos);
  expect(bodies(roomIn(again, roomId)?.["timeline"])).toEqual(["Once more"]);
  expect(again["pos"]).not.toBe(lost["pos"]);
});

test("a sync waits for news", async () => {
  const roomId = fake.addRoom();
  const { pos } = await sync(undefined);
  const waiting = sync(pos, {}, 10_000);
  fake.say(roomId, "@bo:fake.example", "Wake up");
  expect(bodies(roomIn(await waiting, roomId)?.["timeline"])).toEqual(["Wake up"]);
});

test("a subscription to a known room brings a longer tail", async () => {
  const roomId = fake.addRoom({ messages: 60 });
  const { pos } = await sync(undefined);
  const room = roomIn(
    await sync(pos, { room_subscriptions: { [roomId]: { timeline_limit: 40, required_state: [] } } }),
    roomId,
  );
  expect(room?.["timeline"]).toHaveLength(40);
  expect(room).toMatchObject({ unstable_expanded_timeline: true });
});

test("a position nobody gave is expired", async () => {
  expect(await sync("main9/9")).toMatchObject({ errcode: "M_UNKNOWN_POS" });
});

test("pages of history join without overlap and end at the beginning", async () => {
  const roomId = fake.addRoom({ messages: 25 });
  const seen: unknown[] = [];
  let from = roomIn(await sync(undefined), roomId)?.["prev_batch"];
  for (let page = 0; typeof from === "string"; page += 1) {
    expect(page).toBeLessThan(10);
    const answer = await ask("GET", `v3/rooms/${roomId}/messages?dir=b&limit=10&from=${from}`);
    for (const event of answer["chunk"] as { event_id: string }[]) seen.push(event.event_id);
    from = answer["end"];
  }
  // 3 of the 25 were in the tail; 12 events began the room.
  expect(seen).toHaveLength(25 - 3 + 12);
  expect(new Set(seen).size).toBe(seen.length);
});

test("a transaction sent twice is one message", async () => {
  const roomId = fake.addRoom();
  const { pos } = await sync(undefined);
  const send = () => ask("PUT", `v3/rooms/${roomId}/send/m.room.message/t1`, { msgtype: "m.text", body: "Once" });
  expect(await send()).toEqual(await send());
  expect(bodies(roomIn(await sync(pos), roomId)?.["timeline"])).toEqual(["Once"]);
});
