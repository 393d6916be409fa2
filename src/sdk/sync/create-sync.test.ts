import { describe, expect, it } from "vitest";
import { Failure, type SdkError } from "#api/errors.ts";
import type { StoredSession } from "#sdk/account/context.ts";
import { isObject, type JsonObject, type MatrixEvent } from "#sdk/events/envelope.ts";
import type { Http, HttpRequest } from "#sdk/net/http.ts";
import { createRooms } from "#sdk/rooms/create-rooms.ts";
import type { Outbox } from "#sdk/send/outbox.ts";
import { createMemoryStore, type MemoryStore } from "#sdk/store/memory.ts";
import { createWriter, type Changes } from "#sdk/store/writer.ts";
import { createEvents, eventId, room, silentLog, toJson, user } from "#sdk/testing/event-factory.ts";
import { createFakeClock, settle } from "#sdk/testing/fake-clock.ts";
import { createSync } from "./create-sync.ts";
import { SLIDING_PATH } from "./sliding-request.ts";

const me = user("me");
const session: StoredSession = {
  userId: me,
  deviceId: "DEV",
  accessToken: "t",
  baseUrl: "https://a.example",
  serverName: "example.org",
};

interface Poll {
  readonly request: HttpRequest;
  readonly body: JsonObject;
  answer(json: unknown): Promise<void>;
  fail(error: SdkError): Promise<void>;
}

/** A server that answers when the test says so. */
function createPolls() {
  const open: Poll[] = [];
  const turns: (() => void)[] = [];
  /** The loop did something that ends an answer's work: it asked again, or gave up for a while. */
  const turned = (): void => {
    for (const done of turns.splice(0)) done();
  };
  const other: HttpRequest[] = [];
  const http: Http = {
    baseUrl: session.baseUrl,
    request: (request) => {
      if (request.path !== SLIDING_PATH) {
        other.push(request);
        return Promise.reject(new Failure({ kind: "offline" }));
      }
      return new Promise((resolve, reject) => {
        const poll: Poll = {
          request,
          body: isObject(request.body) ? request.body : {},
          answer: async (json) => {
            open.splice(open.indexOf(poll), 1);
            const applied = new Promise<void>((done) => turns.push(done));
            resolve(json);
            await applied;
            await settle();
          },
          fail: async (error) => {
            open.splice(open.indexOf(poll), 1);
            reject(new Failure(error));
            await settle();
          },
        };
        open.push(poll);
        turned();
        request.signal?.addEventListener("abort", () => void poll.fail({ kind: "cancelled" }));
      });
    },
    download: () => Promise.reject(new Failure({ kind: "offline" })),
    upload: () => Promise.reject(new Failure({ kind: "offline" })),
  };
  return {
    http,
    other,
    turned,
    count: () => open.length,
    current: (): Poll => {
      const poll = open[0];
      if (!poll || open.length > 1) throw new Error(`${open.length} requests are open`);
      return poll;
    },
  };
}

async function setup(store: MemoryStore = createMemoryStore()) {
  const clock = createFakeClock();
  const polls = createPolls();
  const writer = createWriter(store);
  const commits: Changes[] = [];
  writer.subscribe((changes) => {
    commits.push(changes);
    if (changes.kinds.has("connection") && sync.connection().state === "offline") polls.turned();
  });
  const rooms = await createRooms({ session, store, writer, http: polls.http, log: silentLog, clock });
  const arrived: string[] = [];
  let woken = 0;
  const nothing = async (): Promise<never> => Promise.reject(new Error("not used"));
  const outbox: Outbox = {
    start: async () => undefined,
    stop: () => undefined,
    items: () => [],
    failedRooms: () => new Set(),
    arrived: (_txn, _roomId, transactionId) => void (transactionId && arrived.push(transactionId)),
    wake: () => {
      woken += 1;
    },
    enqueueText: nothing,
    enqueueFiles: nothing,
    retry: nothing,
    discard: nothing,
  };
  const sync = createSync({
    session,
    http: polls.http,
    store,
    writer,
    rooms,
    outbox,
    log: silentLog,
    clock,
    random: () => 1,
  });
  sync.start();
  await settle();
  return { clock, polls, writer, rooms, sync, store, commits, arrived, woken: () => woken };
}

const make = createEvents();

function joined(timeline: readonly MatrixEvent[], parts: JsonObject = {}): JsonObject {
  return {
    initial: true,
    bump_stamp: 1,
    joined_count: 2,
    required_state: [toJson(make.member(me, "join"))],
    timeline: timeline.map(toJson),
    limited: true,
    prev_batch: "p",
    ...parts,
  };
}

function response(pos: string, rooms: JsonObject = {}, extensions: JsonObject = {}): JsonObject {
  const ids = Object.keys(rooms);
  return { pos, lists: { all: { count: ids.length, ops: [] } }, rooms, extensions };
}

describe("the loop", () => {
  it("SY30 asks at once, then polls with the position it committed", async () => {
    const { polls, sync, woken } = await setup();
    expect(sync.connection()).toEqual({ state: "connecting" });
    expect(polls.current().request.query).toEqual({ timeout: 0, pos: undefined });
    await polls.current().answer(response("1"));
    expect(sync.connection()).toEqual({ state: "live" });
    expect(woken()).toBe(1);
    expect(polls.current().request.query).toEqual({ timeout: 30_000, pos: "1" });
    await polls.current().answer(response("2"));
    expect(polls.current().request.query).toEqual({ timeout: 30_000, pos: "2" });
    await sync.stop();
    expect(polls.count()).toBe(0);
  });

  it("SY31 a subscription leaves the long poll; closing a room does not", async () => {
    const { polls, sync } = await setup();
    await polls.current().answer(response("1"));
    sync.setOpenRooms([room("a")]);
    await settle();
    expect(Object.keys(polls.current().body["room_subscriptions"] ?? {})).toEqual([room("a")]);
    expect(polls.current().request.query).toEqual({ timeout: 30_000, pos: "1" });
    const before = polls.current();
    sync.setOpenRooms([]);
    await settle();
    expect(polls.current()).toBe(before);
    await sync.stop();
  });

  it("SY32 failures are waited out with back-off; the first failure's time is kept", async () => {
    const { polls, sync, clock, woken } = await setup();
    await polls.current().answer(response("1"));
    const since = clock.now();
    await polls.current().fail({ kind: "offline" });
    expect(sync.connection()).toEqual({ state: "offline", since, retryAt: since + 1000, error: { kind: "offline" } });
    expect(polls.count()).toBe(0);
    await clock.advance(1000);
    await polls.current().fail({ kind: "timeout" });
    expect(sync.connection()).toMatchObject({ since, retryAt: since + 3000 });
    await clock.advance(2000);
    expect(polls.current().request.query).toEqual({ timeout: 0, pos: "1" });
    await polls.current().answer(response("2"));
    expect(sync.connection()).toEqual({ state: "live" });
    expect(woken()).toBe(2);
    await sync.stop();
  });

  it("SY33 a rate limit is waited out as long as the server asks", async () => {
    const { polls, sync, clock } = await setup();
    await polls
      .current()
      .fail({ kind: "matrix", status: 429, errcode: "M_LIMIT_EXCEEDED", message: "", retryAfterMs: 7000 });
    await clock.advance(6999);
    expect(polls.count()).toBe(0);
    await clock.advance(1001);
    expect(polls.count()).toBe(1);
    await sync.stop();
  });

  it("SY34 reconnect ends the wait, and leaves a long poll", async () => {
    const { polls, sync } = await setup();
    await polls.current().fail({ kind: "offline" });
    sync.reconnect();
    await settle();
    await polls.current().answer(response("1"));
    sync.reconnect();
    await settle();
    expect(polls.current().request.query).toEqual({ timeout: 0, pos: "1" });
    await sync.stop();
  });

  it("SY35 an unknown position starts over without it, and keeps the to-device position", async () => {
    const { polls, sync } = await setup();
    await polls.current().answer(response("1", {}, { to_device: { next_batch: "5", events: [] } }));
    for (const [errcode, message] of [
      ["M_UNKNOWN_POS", "Unknown position"],
      ["M_UNKNOWN", "Invalid stream token"],
    ] as const) {
      await polls.current().fail({ kind: "matrix", status: 400, errcode, message, retryAfterMs: undefined });
      expect(polls.current().request.query).toMatchObject({ pos: undefined });
      expect(polls.current().body["extensions"]).toMatchObject({ to_device: { since: "5" } });
      await polls.current().answer(response("9"));
    }
    await sync.stop();
  });

  it("SY36 ends when the server no longer knows the token", async () => {
    const { polls, sync } = await setup();
    await polls.current().fail({ kind: "signed-out" });
    expect(polls.count()).toBe(0);
    await sync.stop();
  });

  it("SY37 a response that is no sync response counts as no answer", async () => {
    const { polls, sync } = await setup();
    await polls.current().answer("<html>");
    expect(sync.connection()).toMatchObject({ state: "offline", error: { kind: "offline" } });
    await sync.stop();
  });
});

describe("what a batch does", () => {
  it("SY40 is one commit, with the position in it, announced once", async () => {
    const { polls, rooms, commits, store, sync } = await setup();
    await settle();
    commits.length = 0;
    const events = make.texts(3, { sender: user("bo") });
    await polls
      .current()
      .answer(
        response("1", { [room("a")]: joined(events), [room("b")]: joined(make.texts(1)) }, { typing: { rooms: {} } }),
      );
    expect(commits.filter((changes) => changes.kinds.has("rooms")).length).toBe(1);
    expect(commits[0]?.rooms.get("timeline")).toEqual(new Set([room("a"), room("b")]));
    expect(await store.get("meta", ["sync"])).toMatchObject({ position: "1" });
    expect(rooms.record(room("a"))?.latest?.event.eventId).toBe(events[2]?.eventId);
    await sync.stop();
  });

  it("SY41 a failed commit leaves memory and position as they were; the batch comes again", async () => {
    const { polls, rooms, store, sync, clock } = await setup();
    await polls.current().answer(response("1"));
    const commit = store.commit;
    store.commit = () => Promise.reject(new Failure({ kind: "storage", code: "quota" }));
    const batch = response("2", { [room("a")]: joined(make.texts(1)) });
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
    const { polls, rooms, store, sync } = await setup();
    const batch = response(
      "1",
      { [room("a")]: joined(make.texts(3)) },
      { to_device: { next_batch: "2", events: [{ type: "x", content: {} }] } },
    );
    await polls.current().answer(batch);
    const before = await store.range("chunks", {});
    await polls.current().answer(batch);
    expect(await store.range("chunks", {})).toEqual(before);
    expect((await store.range("toDevice", {})).length).toBe(1);
    expect(rooms.records().size).toBe(1);
    await sync.stop();
  });

  it("SY43 own events tell the outbox, once the same write saves them", async () => {
    const { polls, arrived, sync } = await setup();
    const echo = { ...toJson(make.text("mine", { sender: me })), unsigned: { transaction_id: "hb.1" } };
    await polls.current().answer(
      response("1", {
        [room("a")]: { ...joined([]), timeline: [echo, toJson(make.text("theirs", { sender: user("bo") }))] },
      }),
    );
    expect(arrived).toEqual(["hb.1"]);
    await sync.stop();
  });

  it("SY44 hostile rooms leave the others unharmed", async () => {
    const { polls, rooms, sync } = await setup();
    const hostile = JSON.parse(
      `{"!h:x":{"initial":true,"required_state":[{"type":"m.room.power_levels","event_id":"$p","sender":"@a:b","state_key":"","content":{"users":{"__proto__":9e99,"@a:b":{}},"events":[]}},{"type":"m.room.create","event_id":"$c","sender":"@a:b","state_key":"","content":{"room_version":{},"additional_creators":"x","type":[]}},{"type":"m.room.name","event_id":"$n","sender":"@a:b","state_key":"","content":{"name":{"a":1}}}],"timeline":[{"type":"m.room.message","event_id":"$m","sender":"@a:b","origin_server_ts":1e300,"content":{"body":{"x":1},"m.relates_to":{"rel_type":"m.replace","event_id":7}}},{"type":"m.room.redaction","event_id":"$r","sender":"@a:b","content":{"redacts":"$m"}}],"heroes":{"x":1},"joined_count":-1,"bump_stamp":"x"}}`,
    ) as JsonObject;
    await polls.current().answer(response("1", { ...hostile, [room("a")]: joined(make.texts(1)) }));
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
    const { polls, rooms, sync } = await setup();
    const events = make.texts(3, { sender: user("bo") });
    await polls.current().answer(
      response(
        "1",
        { [room("a")]: joined(events) },
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
    const { polls, rooms, sync } = await setup();
    const bo = user("bo");
    await polls.current().answer(response("1", { [room("a")]: joined(make.texts(3, { sender: bo })) }));
    expect(rooms.record(room("a"))?.unread).toMatchObject({ notify: 3, bound: "atLeast" });
    await polls.current().answer(
      response("2", {
        [room("a")]: { timeline: make.texts(1, { sender: bo }).map(toJson), limited: true, prev_batch: "q" },
      }),
    );
    expect(rooms.record(room("a"))?.unread).toMatchObject({ notify: 3, bound: "atLeast" });
    await sync.stop();
  });

  it("SY47 rooms that the server no longer names are left", async () => {
    const { polls, rooms, sync } = await setup();
    await polls
      .current()
      .answer(response("1", { [room("a")]: joined(make.texts(1)), [room("b")]: joined(make.texts(1)) }));
    await polls.current().answer({
      pos: "2",
      lists: { all: { count: 1, ops: [{ op: "SYNC", range: [0, 19], room_ids: [room("b")] }] } },
      rooms: {},
    });
    expect([rooms.record(room("a"))?.membership, rooms.record(room("b"))?.membership]).toEqual(["leave", "join"]);
    await sync.stop();
  });

  it("SY48 what was stored is there after a restart, before the network", async () => {
    const first = await setup();
    const events = make.texts(5, { sender: user("bo") });
    await first.polls
      .current()
      .answer(
        response(
          "7",
          { [room("a")]: joined(events) },
          { account_data: { global: [{ type: "m.direct", content: { [user("bo")]: [room("a")] } }] } },
        ),
      );
    await first.sync.stop();
    const again = await setup(first.store);
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
    const { polls, rooms, store, sync } = await setup();
    const name = make.state("m.room.name", { name: "Rude" });
    const old = make.text("old", { sender: user("bo") });
    await polls.current().answer(
      response("1", {
        [room("a")]: { ...joined([old, name]), required_state: [toJson(make.member(me, "join")), toJson(name)] },
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
    const { polls, rooms, sync } = await setup();
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
