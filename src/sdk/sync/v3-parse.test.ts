import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createEvents, room, room12, toJson, user } from "#sdk/testing/event-factory.ts";
import type { SyncBatch } from "./batch.ts";
import { parseV3, type V3Context } from "./v3-parse.ts";
import { v3Query } from "./v3-request.ts";

const me = user("me");
const bo = user("bo");
const make = createEvents();
const now = 1_800_000_000_000;

function parse(json: unknown, extent: V3Context["extent"] = "changes"): readonly SyncBatch[] {
  const batches = parseV3(json, { me, now, extent });
  if (!batches) throw new Error("no batches");
  return [...batches];
}

function one(json: unknown, extent: V3Context["extent"] = "changes"): SyncBatch {
  const [batch, ...others] = parse(json, extent);
  if (!batch || others.length > 0) throw new Error(`${others.length + 1} batches`);
  return batch;
}

function joined(json: unknown, extent: V3Context["extent"] = "changes"): SyncBatch["rooms"][number] {
  const [update] = one({ next_batch: "s1", rooms: { join: { [room("a")]: json } } }, extent).rooms;
  if (!update) throw new Error("no room");
  return update;
}

describe("parseV3", () => {
  it("SY60 reads a joined room as it comes", () => {
    const id = room12("garden");
    const member = make.member(me, "join", "Me");
    const message = make.text("hi");
    const batch = one({
      next_batch: "s2",
      to_device: { events: [{ type: "x", sender: bo, content: {} }] },
      account_data: { events: [{ type: "m.direct", content: { [bo]: [id] } }] },
      presence: { events: [{}] },
      rooms: {
        join: {
          [id]: {
            summary: { "m.heroes": [bo, "bad", 5], "m.joined_member_count": 2, "m.invited_member_count": 0 },
            state: { events: [toJson(member)] },
            timeline: { events: [toJson(message)], limited: true, prev_batch: "t1" },
            ephemeral: {
              events: [
                { type: "m.receipt", content: { $e: { "m.read": { [bo]: { ts: 1 } } } } },
                { type: "m.typing", content: { user_ids: [bo, 7] } },
              ],
            },
            account_data: { events: [{ type: "m.tag", content: { tags: {} } }] },
          },
        },
      },
    });
    expect(batch.rooms).toEqual([
      {
        roomId: id,
        membership: "join",
        kind: "delta",
        state: [member],
        stateIn: "list-only",
        stripped: [],
        timeline: { events: [message], extent: "limited", prevBatch: "t1" },
        heroes: undefined,
        heroIds: [bo],
        joinedCount: 2,
        invitedCount: 0,
        bump: message.ts,
      },
    ]);
    expect(batch).toMatchObject({
      position: "s2",
      toDevice: { events: [{ type: "x" }], since: "s2" },
      accountData: [{ type: "m.direct" }],
      roomAccountData: [{ roomId: id, type: "m.tag" }],
      receipts: [{ roomId: id }],
      typing: [{ roomId: id, userIds: [bo] }],
      roomIds: undefined,
    });
  });

  it("SY61 invites, knocks, leaves and bans are told by section", () => {
    const stripped = (membership: string): unknown => ({
      events: [{ type: "m.room.member", state_key: me, sender: bo, content: { membership } }],
    });
    const { rooms } = one({
      next_batch: "s",
      rooms: {
        invite: { [room("i")]: { invite_state: stripped("invite") } },
        knock: { [room("k")]: { knock_state: stripped("knock") } },
        leave: {
          [room("l")]: { timeline: { events: [toJson(make.member(me, "leave"))] } },
          [room("b")]: { timeline: { events: [toJson(make.member(me, "ban", undefined, { sender: bo }))] } },
          [room("i")]: {},
        },
      },
    });
    expect(Object.fromEntries(rooms.map((update) => [update.roomId, update.membership]))).toEqual({
      [room("i")]: "invite",
      [room("k")]: "knock",
      [room("l")]: "leave",
      [room("b")]: "ban",
    });
    expect(rooms.find((update) => update.roomId === room("k"))?.stripped).toHaveLength(1);
  });

  it("SY62 state after the timeline is the server's word; else the timeline's state goes on top of the state before", () => {
    const before = make.state("m.room.name", { name: "Old" });
    const topic = make.state("m.room.topic", { topic: "T" });
    const lost = make.state("m.room.name", { name: "Lost in state resolution" });
    const timeline = { events: [toJson(lost)] };
    expect(joined({ timeline, state: { events: [before, topic].map(toJson) } }).state).toEqual([lost, topic]);
    for (const name of ["state_after", "org.matrix.msc4222.state_after"])
      expect(joined({ timeline, [name]: { events: [topic].map(toJson) } }).state).toEqual([topic]);
    expect(joined({ timeline, state_after: {} }).state).toEqual([]);
  });

  it("SY63 a first answer, and a room we come into, are snapshots", () => {
    const create = toJson(make.state("m.room.create", {}));
    expect(joined({}, "everything").kind).toBe("snapshot");
    expect(joined({ state: { events: [create] } }).kind).toBe("snapshot");
    expect(joined({ timeline: { events: [] } }).kind).toBe("delta");
  });

  it("SY64 a first answer names all rooms, also those that can't be read", () => {
    const { roomIds } = one(
      { next_batch: "s", rooms: { join: { [room("a")]: 5 }, invite: { [room("i")]: {} }, leave: { [room("l")]: {} } } },
      "everything",
    );
    expect(roomIds).toEqual(new Set([room("a"), room("i")]));
  });

  it("SY65 large answers come in pieces, the newest rooms first; to-device comes first, the position last", () => {
    const join = Object.fromEntries(
      Array.from({ length: 120 }, (_, index) => [
        room(`r${index}`),
        { timeline: { events: [toJson(make.text("x"))] }, account_data: { events: [{ type: "m.tag", content: {} }] } },
      ]),
    );
    const pieces = parse(
      {
        next_batch: "s",
        rooms: { join },
        account_data: { events: [{ type: "m.push_rules", content: {} }] },
        to_device: { events: [{ type: "x" }] },
      },
      "everything",
    );
    expect(pieces.map((piece) => piece.position)).toEqual([undefined, undefined, "s"]);
    expect(pieces.map((piece) => piece.accountData.length)).toEqual([1, 0, 0]);
    expect(pieces.map((piece) => piece.toDevice.events.length)).toEqual([1, 0, 0]);
    expect(pieces.map((piece) => piece.roomAccountData.length)).toEqual([50, 50, 20]);
    expect(pieces.map((piece) => piece.roomIds?.size)).toEqual([undefined, undefined, 120]);
    expect(pieces.flatMap((piece) => piece.rooms.map((update) => update.roomId))).toEqual(
      Array.from({ length: 120 }, (_, index) => room(`r${119 - index}`)),
    );
  });

  it("SY66 orders rooms by their latest message, not by faces that come and go, nor by a time to come", () => {
    const at = (ts: number) => ({ ts });
    const text = make.text("x", at(5000));
    const other = make.member(bo, "join", "Bo", at(9000));
    expect(joined({ timeline: { events: [text, other].map(toJson) } }).bump).toBe(5000);
    expect(joined({ timeline: { events: [other].map(toJson) } }).bump).toBeUndefined();
    expect(joined({ timeline: { events: [other].map(toJson) } }, "everything").bump).toBe(9000);
    expect(joined({ timeline: { events: [toJson(make.member(me, "join", "Me", at(7000)))] } }).bump).toBe(7000);
    const renamed = make.member(me, "join", "Me", { ts: 8000, prevContent: { membership: "join" } });
    const json = { ...toJson(renamed), unsigned: { prev_content: { membership: "join" } } };
    expect(joined({ timeline: { events: [json] } }).bump).toBeUndefined();
    expect(joined({ timeline: { events: [toJson(make.text("x", at(now * 2)))] } }).bump).toBe(now);
  });

  it("SY67 refuses only an answer without position", () => {
    for (const json of [undefined, null, 5, "x", [], {}, { next_batch: 5 }, { next_batch: "" }, { pos: "1" }])
      expect(parseV3(json, { me, now, extent: "changes" })).toBeUndefined();
  });

  it("SY68 anything at all in an answer is read or left out", () => {
    const deep: unknown = JSON.parse(`${"[".repeat(3000)}${"]".repeat(3000)}`);
    expect(one({ next_batch: "s", to_device: { events: [{ type: "x", content: { deep } }] } }).toDevice.events).toEqual(
      [],
    );
    const keys = fc.constantFrom(
      ...["rooms", "join", "invite", "knock", "leave", "timeline", "state", "state_after", "events", "summary"],
      ...["m.heroes", "m.joined_member_count", "ephemeral", "account_data", "to_device", "invite_state", "limited"],
      ...["type", "content", "sender", "event_id", "state_key", "user_ids", "origin_server_ts", "prev_batch"],
      ...["__proto__", "constructor", "!r:x"],
    );
    const leaf = fc.oneof(
      ...[fc.string(), fc.integer(), fc.double(), fc.boolean(), fc.constant(null)],
      fc.constantFrom("$e", "@u:x", "!r:x", "m.room.member", "m.receipt", "m.typing"),
    );
    const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 8 },
        leaf,
        fc.array(tie("tree"), { maxLength: 4 }),
        fc.dictionary(keys, tie("tree"), { maxKeys: 5 }),
      ),
    }));
    const rooms = fc.dictionary(
      fc.constantFrom("join", "invite", "knock", "leave"),
      fc.dictionary(fc.constantFrom("!r:x", "!s:x", "bad"), tree),
    );
    fc.assert(
      fc.property(fc.dictionary(keys, tree), rooms, fc.constantFrom("everything", "changes"), (json, given, extent) => {
        for (const batch of parse({ ...json, rooms: given, next_batch: "1" }, extent))
          for (const update of batch.rooms)
            for (const event of [...update.state, ...update.timeline.events])
              expect(event.eventId.startsWith("$")).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

it("SY69 the request names its position, and a filter that spares what nobody looks at", () => {
  const query = v3Query("s1", 30_000);
  expect(query).toMatchObject({ since: "s1", timeout: 30_000, set_presence: "offline", use_state_after: "true" });
  expect(JSON.parse(String(query["filter"]))).toMatchObject({
    presence: { not_types: ["*"] },
    room: { state: { lazy_load_members: true, include_redundant_members: false }, timeline: { limit: 20 } },
  });
});
