import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createEvents, room, room12, toJson, user } from "#sdk/testing/event-factory.ts";
import { parseSliding } from "./sliding-parse.ts";
import { nextWindow, slidingBody } from "./sliding-request.ts";

const me = user("me");
const make = createEvents();

function parse(json: unknown): NonNullable<ReturnType<typeof parseSliding>> {
  const batch = parseSliding(json, { me });
  if (!batch) throw new Error("no batch");
  return batch;
}

function roomsOf(rooms: unknown): ReturnType<typeof parse>["rooms"] {
  return parse({ pos: "1", rooms }).rooms;
}

describe("parseSliding", () => {
  it("SY20 reads a room as it comes", () => {
    const member = make.member(me, "join", "Me");
    const message = make.text("hi");
    const id = room12("garden");
    const [update] = roomsOf({
      [id]: {
        initial: true,
        bump_stamp: 95,
        joined_count: 2,
        invited_count: 0,
        notification_count: 7,
        heroes: [{ user_id: user("bo"), displayname: "Bo" }, { user_id: "bad" }, 5],
        required_state: [toJson(member)],
        timeline: [toJson(message)],
        limited: true,
        num_live: 0,
        prev_batch: "t1",
      },
    });
    expect(update).toEqual({
      roomId: id,
      membership: "join",
      kind: "snapshot",
      state: [member],
      stateIn: "timeline-too",
      stripped: [],
      timeline: { events: [message], extent: "limited", prevBatch: "t1" },
      heroes: [{ userId: user("bo"), name: "Bo", avatar: undefined }],
      joinedCount: 2,
      invitedCount: 0,
      bump: 95,
    });
  });

  it("SY21 tells invites from knocks by the own stripped member, and leaves by the own member event", () => {
    const stripped = (membership: string): unknown => ({
      invite_state: [{ type: "m.room.member", state_key: me, sender: user("bo"), content: { membership } }],
    });
    const left = toJson(make.member(me, "leave"));
    const updates = roomsOf({
      "!i": stripped("invite"),
      "!k": stripped("knock"),
      "!odd": { invite_state: "x" },
      "!l": { timeline: [left], required_state: [left] },
      "!d": { timeline: [] },
    });
    expect(updates.map((update) => update.membership)).toEqual(["invite", "knock", "invite", "leave", "join"]);
    expect(updates.map((update) => update.heroes)).toEqual([undefined, undefined, undefined, undefined, undefined]);
  });

  it("SY22 names all rooms only when the windows cover the list", () => {
    const lists = (count: number): unknown => ({
      all: { count, ops: [{ op: "SYNC", range: [0, 1], room_ids: ["!a", "!b"] }] },
    });
    expect(parse({ pos: "1", lists: lists(2) }).roomIds).toEqual(new Set(["!a", "!b"]));
    expect(parse({ pos: "1", lists: lists(3) }).roomIds).toBeUndefined();
    expect(parse({ pos: "1" }).roomIds).toBeUndefined();
  });

  it("SY23 reads the extensions", () => {
    const roomId = room("r");
    const batch = parse({
      pos: "1",
      extensions: {
        to_device: { next_batch: "5", events: [{ type: "m.dummy", content: {} }, null, 3] },
        account_data: {
          global: [
            { type: "m.direct", content: {} },
            { type: "", content: {} },
            { type: "x", content: 1 },
          ],
          rooms: { [roomId]: [{ type: "m.tag", content: { tags: {} } }], nonsense: [] },
        },
        receipts: { rooms: { [roomId]: { type: "m.receipt", content: { $e: {} } }, "!x": 1 } },
        typing: { rooms: { [roomId]: { content: { user_ids: [user("bo"), 7, "bad"] } } } },
      },
    });
    expect(batch.toDevice).toEqual({ events: [{ type: "m.dummy", content: {} }], since: "5" });
    expect(batch.accountData).toEqual([{ type: "m.direct", content: {} }]);
    expect(batch.roomAccountData).toEqual([{ roomId, type: "m.tag", content: { tags: {} } }]);
    expect(batch.receipts).toEqual([{ roomId, content: { $e: {} } }]);
    expect(batch.typing).toEqual([{ roomId, userIds: [user("bo")] }]);
  });

  it("SY24 refuses only a response without a position", () => {
    for (const json of [undefined, null, 5, "x", [], {}, { pos: 5 }])
      expect(parseSliding(json, { me })).toBeUndefined();
    expect(parse({ pos: "1" }).rooms).toEqual([]);
  });

  it("SY28 drops content that is nested too deeply to be kept", () => {
    const deep: unknown = JSON.parse(`${"[".repeat(20_000)}${"]".repeat(20_000)}`);
    const bomb = { ...toJson(make.text("x")), content: { body: "x", deep } };
    const [update] = roomsOf({ "!r": { timeline: [bomb], invite_state: undefined } });
    expect(update?.timeline.events[0]?.content).toEqual({});
    const batch = parse({
      pos: "1",
      extensions: {
        to_device: { next_batch: "1", events: [{ type: "x", content: { deep } }] },
        account_data: { global: [{ type: "x", content: { deep } }] },
      },
    });
    expect([batch.toDevice.events, batch.accountData]).toEqual([[], []]);
  });

  it("SY25 never throws and never keeps what is malformed", () => {
    const keys = fc.constantFrom(
      "rooms",
      "lists",
      "all",
      "extensions",
      "timeline",
      "required_state",
      "invite_state",
      "heroes",
      "to_device",
      "account_data",
      "receipts",
      "typing",
      "global",
      "content",
      "events",
      "ops",
      "room_ids",
      "count",
      "__proto__",
      "constructor",
      "!r:x",
      "event_id",
      "sender",
      "type",
      "state_key",
      "user_ids",
    );
    const leaf = fc.oneof(
      fc.string(),
      fc.integer(),
      fc.double(),
      fc.boolean(),
      fc.constant(null),
      fc.constantFrom("$e", "@u:x", "!r:x", "m.room.member"),
    );
    const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 7 },
        leaf,
        fc.array(tie("tree"), { maxLength: 4 }),
        fc.dictionary(keys, tie("tree"), { maxKeys: 5 }),
      ),
    }));
    fc.assert(
      fc.property(fc.dictionary(keys, tree), (json) => {
        const batch = parse({ ...json, pos: "1" });
        for (const update of batch.rooms)
          for (const event of [...update.state, ...update.timeline.events])
            expect(event.eventId.startsWith("$")).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

describe("slidingBody", () => {
  it("SY26 asks for the window, the open rooms and the extensions", () => {
    const body = slidingBody({ connId: "c", window: 20, open: [room("a")], toDeviceSince: "7" });
    expect(body).toMatchObject({
      conn_id: "c",
      lists: { all: { ranges: [[0, 19]], timeline_limit: 3 } },
      room_subscriptions: { [room("a")]: { timeline_limit: 40 } },
      extensions: { to_device: { enabled: true, since: "7" }, typing: { enabled: true } },
    });
    expect(slidingBody({ connId: "c", window: 20, open: [], toDeviceSince: undefined })).not.toHaveProperty(
      "room_subscriptions",
    );
  });

  it("SY27 grows the window in steps until it covers all rooms, with some air", () => {
    const windows = [20];
    for (;;) {
      const last = windows.at(-1) ?? 0;
      const next = nextWindow(last, 1000);
      if (next === last) break;
      windows.push(next);
    }
    expect(windows).toEqual([20, 100, 500, 900, 1020]);
    expect([nextWindow(20, undefined), nextWindow(20, 20), nextWindow(20, 21)]).toEqual([20, 20, 41]);
  });
});
