import { describe, expect, it } from "vitest";
import { Failure } from "#api/errors.ts";
import type { JsonObject } from "#sdk/events/envelope.ts";
import { room, eventId, toJson, user } from "#sdk/testing/event-factory.ts";
import { joinedRoom, make, me, response, setupSync } from "#sdk/testing/sync-polls.ts";
import { waitingToDevice } from "#sdk/testing/to-device.ts";

describe("what a batch does", () => {
  it("SY40 is one commit, with the position in it, announced once", async () => {
    const { polls, rooms, commits, store, sync } = await setupSync();
    commits.length = 0;
    const events = make.texts(3, { sender: user("bo") });
    await polls
      .current()
      .answer(
        response(
          "1",
          { [room("a")]: joinedRoom(events), [room("b")]: joinedRoom(make.texts(1)) },
          { typing: { rooms: {} } },
        ),
      );
    expect(commits.filter((changes) => changes.kinds.has("rooms")).length).toBe(1);
    expect(commits[0]?.rooms.get("timeline")).toEqual(new Set([room("a"), room("b")]));
    expect(await store.get("meta", ["sync"])).toMatchObject({ position: "1" });
    expect(rooms.record(room("a"))?.latest?.event.eventId).toBe(events[2]?.eventId);
    await sync.stop();
  });

  it("SY41 a failed commit leaves memory and position as they were; the batch comes again", async () => {
    const { polls, rooms, store, sync, clock } = await setupSync();
    await polls.current().answer(response("1"));
    const commit = store.commit;
    store.commit = () => Promise.reject(new Failure({ kind: "storage", code: "quota" }));
    const batch = response("2", { [room("a")]: joinedRoom(make.texts(1)) });
    await polls.current().answer(batch);
    expect(rooms.record(room("a"))).toBeUndefined();
    expect(sync.connection()).toMatchObject({ state: "offline", error: { kind: "storage" } });
    store.commit = commit;
    await clock.advance(1000);
    expect(polls.current().request.query).toMatchObject({ pos: "1" });
    await polls.current().answer(batch);
    expect(rooms.record(room("a"))).toBeDefined();
    await sync.stop();
  });

  it("SY42 the same batch twice changes nothing the second time", async () => {
    const { polls, rooms, store, sync } = await setupSync();
    const batch = response(
      "1",
      { [room("a")]: joinedRoom(make.texts(3)) },
      { to_device: { next_batch: "2", events: [{ type: "x", content: {} }] } },
    );
    await polls.current().answer(batch);
    const before = await store.range("chunks", {});
    await polls.current().answer(batch);
    expect(await store.range("chunks", {})).toEqual(before);
    expect((await waitingToDevice(store)).length).toBe(1);
    expect(rooms.records().size).toBe(1);
    await sync.stop();
  });

  it("SY43 own events tell the outbox, once the same write saves them", async () => {
    const { polls, arrived, sync } = await setupSync();
    const echo = { ...toJson(make.text("mine", { sender: me })), unsigned: { transaction_id: "hb.1" } };
    await polls.current().answer(
      response("1", {
        [room("a")]: { ...joinedRoom([]), timeline: [echo, toJson(make.text("theirs", { sender: user("bo") }))] },
      }),
    );
    expect(arrived).toEqual(["hb.1"]);
    await sync.stop();
  });

  it("SY50 a message from the future is no later than its arrival, and does not stay on top", async () => {
    const { polls, rooms, sync, clock } = await setupSync();
    const future = make.text("x", { sender: user("troll"), ts: clock.now() + 1e9 });
    await polls.current().answer(response("1", { [room("a")]: joinedRoom([future]) }));
    const arrived = clock.now();
    expect(rooms.record(room("a"))?.latest?.at).toBe(arrived);
    await clock.advance(60_000);
    await polls.current().answer(response("2", { [room("a")]: { timeline: [], joined_count: 3 } }));
    expect(rooms.record(room("a"))).toMatchObject({ joinedCount: 3, latest: { at: arrived } });
    await sync.stop();
  });

  it("SY53 a late message with an old date does not let its room sink", async () => {
    const { polls, rooms, sync, clock } = await setupSync();
    const text = make.text("new", { sender: user("bo"), ts: clock.now() - 1000 });
    await polls.current().answer(response("1", { [room("a")]: joinedRoom([text]) }));
    const late = make.text("bridged", { sender: user("bo"), ts: 1000 });
    await polls.current().answer(response("2", { [room("a")]: { timeline: [toJson(late)] } }));
    expect(rooms.record(room("a"))?.latest).toMatchObject({ event: { eventId: late.eventId }, at: text.ts });
    await sync.stop();
  });

  it("SY44 hostile rooms leave the others unharmed", async () => {
    const { polls, rooms, sync } = await setupSync();
    const hostile = JSON.parse(
      `{"!h:x":{"initial":true,"required_state":[{"type":"m.room.power_levels","event_id":"$p","sender":"@a:b","state_key":"","content":{"users":{"__proto__":9e99,"@a:b":{}},"events":[]}},{"type":"m.room.create","event_id":"$c","sender":"@a:b","state_key":"","content":{"room_version":{},"additional_creators":"x","type":[]}},{"type":"m.room.name","event_id":"$n","sender":"@a:b","state_key":"","content":{"name":{"a":1}}}],"timeline":[{"type":"m.room.message","event_id":"$m","sender":"@a:b","origin_server_ts":1e300,"content":{"body":{"x":1},"m.relates_to":{"rel_type":"m.replace","event_id":7}}},{"type":"m.room.redaction","event_id":"$r","sender":"@a:b","content":{"redacts":"$m"}}],"heroes":{"x":1},"joined_count":-1,"bump_stamp":"x"}}`,
    ) as JsonObject;
    await polls.current().answer(response("1", { ...hostile, [room("a")]: joinedRoom(make.texts(1)) }));
    expect(rooms.record(room("a"))?.membership).toBe("join");
    expect(sync.connection()).toEqual({ state: "live" });
    for (const record of rooms.records().values()) {
      rooms.name(record);
      rooms.avatar(record);
      rooms.type(record);
    }
    await sync.stop();
  });

  it("SY45 push rules of the same batch count its rooms; a receipt clears them", async () => {
    const { polls, rooms, sync } = await setupSync();
    const events = make.texts(3, { sender: user("bo") });
    await polls.current().answer(
      response(
        "1",
        { [room("a")]: joinedRoom(events) },
        {
          account_data: {
            global: [
              {
                type: "m.push_rules",
                content: {
                  global: {
                    override: [
                      { rule_id: ".m.rule.master", enabled: true, default: true, conditions: [], actions: [] },
                    ],
                  },
                },
              },
            ],
          },
        },
      ),
    );
    expect(rooms.record(room("a"))?.unread).toMatchObject({ notify: 0, activity: "some", bound: "atLeast" });
    const read = { [String(events[1]?.eventId)]: { "m.read": { [me]: { ts: 1 } } } };
    await polls
      .current()
      .answer(response("2", {}, { receipts: { rooms: { [room("a")]: { type: "m.receipt", content: read } } } }));
    expect(rooms.record(room("a"))?.unread).toMatchObject({ activity: "some", bound: "exact" });
    await sync.stop();
  });

  it("SY46 a gap never lowers a count", async () => {
    const { polls, rooms, sync } = await setupSync();
    const bo = user("bo");
    await polls.current().answer(response("1", { [room("a")]: joinedRoom(make.texts(3, { sender: bo })) }));
    expect(rooms.record(room("a"))?.unread).toMatchObject({ notify: 3, bound: "atLeast" });
    await polls.current().answer(
      response("2", {
        [room("a")]: { timeline: make.texts(1, { sender: bo }).map(toJson), limited: true, prev_batch: "q" },
      }),
    );
    expect(rooms.record(room("a"))?.unread).toMatchObject({ notify: 3, bound: "atLeast" });
    await sync.stop();
  });

  it("SY54 a limited answer that holds no event leaves a gap at the end, and counts do not shrink", async () => {
    const { polls, rooms, sync } = await setupSync();
    const events = make.texts(3, { sender: user("bo") });
    await polls.current().answer(response("1", { [room("a")]: joinedRoom(events) }));
    const timeline = await rooms.openTimeline(room("a"));
    expect(timeline.chunks).toHaveLength(1);
    await polls.current().answer(response("2", { [room("a")]: { timeline: [], limited: true, prev_batch: "q" } }));
    expect(timeline.chunks).toMatchObject([{}, { events: [], before: { kind: "gap", token: "q" } }]);
    expect(rooms.record(room("a"))?.unread).toMatchObject({ notify: 3, bound: "atLeast" });
    const later = make.text("later", { sender: user("bo") });
    await polls.current().answer(response("3", { [room("a")]: { timeline: [toJson(later)] } }));
    expect(timeline.chunks).toMatchObject([{}, { before: { kind: "gap", token: "q" } }]);
    expect(timeline.chunks.at(-1)?.events.map((event) => event.eventId)).toEqual([later.eventId]);
    await sync.stop();
  });

  it("SY47 rooms that the server no longer names are left", async () => {
    const { polls, rooms, sync } = await setupSync();
    await polls
      .current()
      .answer(response("1", { [room("a")]: joinedRoom(make.texts(1)), [room("b")]: joinedRoom(make.texts(1)) }));
    await polls.current().answer({
      pos: "2",
      lists: { all: { count: 1, ops: [{ op: "SYNC", range: [0, 19], room_ids: [room("b")] }] } },
      rooms: {},
    });
    expect([rooms.record(room("a"))?.membership, rooms.record(room("b"))?.membership]).toEqual(["leave", "join"]);
    await sync.stop();
  });

  it("SY48 what was stored is there after a restart, before the network", async () => {
    const first = await setupSync();
    const events = make.texts(5, { sender: user("bo") });
    await first.polls
      .current()
      .answer(
        response(
          "7",
          { [room("a")]: joinedRoom(events) },
          { account_data: { global: [{ type: "m.direct", content: { [user("bo")]: [room("a")] } }] } },
        ),
      );
    await first.sync.stop();
    const again = await setupSync(first.store);
    await again.rooms.ready;
    expect(again.rooms.record(room("a"))).toMatchObject({ directWith: [user("bo")], joinedCount: 2 });
    expect(again.rooms.accountData("m.direct")).toBeDefined();
    const timeline = await again.rooms.openTimeline(room("a"));
    expect(timeline.chunks.flatMap((chunk) => chunk.events.map((event) => event.eventId))).toEqual(
      events.map((event) => event.eventId),
    );
    expect(again.polls.current().request.query).toMatchObject({ pos: "7" });
    await again.sync.stop();
  });

  it("SY49 redactions reach essential state and chunks that lie on disk only", async () => {
    const { polls, rooms, store, sync } = await setupSync();
    const name = make.state("m.room.name", { name: "Rude" });
    const old = make.text("old", { sender: user("bo") });
    await polls.current().answer(
      response("1", {
        [room("a")]: { ...joinedRoom([old, name]), required_state: [toJson(make.member(me, "join")), toJson(name)] },
      }),
    );
    for (let round = 0; round < 3; round += 1)
      await polls
        .current()
        .answer(response(`r${round}`, { [room("a")]: { timeline: make.texts(90).map(toJson), limited: false } }));
    await polls.current().answer(
      response("5", {
        [room("a")]: {
          timeline: [make.redaction(old.eventId), make.redaction(name.eventId)].map(toJson),
          limited: false,
        },
      }),
    );
    expect(rooms.record(room("a"))?.essential["m.room.name"]?.content).toEqual({});
    expect((await rooms.state(room("a"), "m.room.name", ""))?.content).toEqual({});
    const rows = await store.range("chunks", { prefix: [room("a")], limit: 1 });
    expect(JSON.stringify(rows)).not.toContain('"old"');
    await sync.stop();
  });

  it("SY50 a receipt for an unknown room, or an event id that is none, harms nothing", async () => {
    const { polls, rooms, sync } = await setupSync();
    await polls
      .current()
      .answer(
        response(
          "1",
          {},
          { receipts: { rooms: { [room("x")]: { content: { [eventId("1")]: { "m.read": { [me]: { ts: 1 } } } } } } } },
        ),
      );
    expect(rooms.record(room("x"))).toBeUndefined();
    expect(sync.connection()).toEqual({ state: "live" });
    await sync.stop();
  });
});
