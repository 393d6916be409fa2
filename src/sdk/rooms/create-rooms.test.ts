import { describe, expect, it } from "vitest";
import { Failure } from "#api/errors.ts";
import type { EventId } from "#api/ids.ts";
import { isObject, type JsonObject } from "#sdk/events/envelope.ts";
import type { Http, HttpRequest } from "#sdk/net/http.ts";
import { createMemoryStore, type MemoryStore } from "#sdk/store/memory.ts";
import { createWriter } from "#sdk/store/writer.ts";
import { createEvents, eventId, room, silentLog, toJson, user } from "#sdk/testing/event-factory.ts";
import { createFakeClock, settle } from "#sdk/testing/fake-clock.ts";
import { appendLive } from "./chunks.ts";
import { createRooms, type RoomsInternals } from "./create-rooms.ts";
import { newRecord } from "./new-record.ts";
import type { RoomTimeline } from "./rooms.ts";

const me = user("me");
const garden = room("garden");
const make = createEvents();
const history = [make.state("m.room.create", { room_version: "12" }), ...make.texts(299, { sender: user("bo") })];

/** Serves `/messages` of `history` by index, and whatever the test puts into `answers`. */
function createServer() {
  const asked: HttpRequest[] = [];
  const answers = new Map<string, () => Promise<unknown>>();
  const http: Http = {
    baseUrl: "https://a.example",
    request: async (request) => {
      asked.push(request);
      const own = [...answers].find(([part]) => request.path.includes(part));
      if (own) return own[1]();
      if (!request.path.endsWith("/messages"))
        throw new Failure({
          kind: "matrix",
          status: 404,
          errcode: "M_NOT_FOUND",
          message: "",
          retryAfterMs: undefined,
        });
      const to = Number(request.query?.["from"]);
      const from = Math.max(0, to - 50);
      const chunk = history.slice(from, to).reverse().map(toJson);
      return {
        chunk,
        state: [toJson(make.member(user("bo"), "join", "Bo"))],
        ...(from === 0 ? {} : { end: String(from) }),
      };
    },
    download: () => Promise.reject(new Error("not used")),
    upload: () => Promise.reject(new Error("not used")),
  };
  return { http, asked, answers };
}

async function setup(store: MemoryStore = createMemoryStore(), when: "records read" | "at once" = "records read") {
  const clock = createFakeClock();
  const server = createServer();
  const writer = createWriter(store);
  const session = {
    userId: me,
    deviceId: "D",
    accessToken: "t",
    baseUrl: "https://a.example",
    serverName: "example.org",
  };
  const rooms = await createRooms({ session, store, writer, http: server.http, log: silentLog, clock });
  if (when === "records read") await rooms.ready;
  return { clock, store, writer, rooms, ...server };
}

type Setup = Awaited<ReturnType<typeof setup>>;

/** As if sync had brought these events of the history. */
function bring(
  { writer, rooms }: Setup,
  from: number,
  to: number,
  extra: (draft: ReturnType<RoomsInternals["draft"]>) => void = () => undefined,
): Promise<void> {
  return writer.write(async (txn) => {
    const draft = rooms.draft(txn);
    const tail = await draft.tail(garden);
    const record = (await draft.record(garden)) ?? newRecord(garden, "join");
    draft.setRecord({ ...record, bump: to });
    const run = { events: history.slice(from, to), before: { kind: "gap" as const, token: String(from) } };
    draft.setChunks(garden, appendLive(tail.chunks, run, "limited").chunks, tail.disk);
    extra(draft);
    draft.flush();
  });
}

function loaded(timeline: RoomTimeline): readonly EventId[] {
  return timeline.chunks.flatMap((chunk) => chunk.events.map((event) => event.eventId));
}

function ids(from: number, to = 300): readonly EventId[] {
  return history.slice(from, to).map((event) => event.eventId);
}

describe("timelines", () => {
  it("RO1 open with the tail from disk, page to disk's end, then to the server, then the start", async () => {
    const us = await setup();
    await bring(us, 120, 300);
    const timeline = await us.rooms.openTimeline(garden);
    expect(us.asked).toEqual([]);
    expect(loaded(timeline)).toEqual(ids(120));
    const again = await setup(us.store);
    await bring(again, 150, 300);
    const small = await again.rooms.openTimeline(garden);
    expect(await small.loadOlder()).toBe("more");
    expect(loaded(small)).toEqual(ids(70));
    expect(await small.loadOlder()).toBe("more");
    expect(await small.loadOlder()).toBe("start");
    expect(loaded(small)).toEqual(ids(0));
    expect(small.history.state).toBe("start");
    expect(await small.loadOlder()).toBe("start");
  });

  it("RO2 share one request per place", async () => {
    const us = await setup();
    await bring(us, 280, 300);
    const timeline = await us.rooms.openTimeline(garden);
    await Promise.all([timeline.loadOlder(), timeline.loadOlder(), timeline.loadOlder()]);
    expect(us.asked.length).toBe(1);
    expect(loaded(timeline)).toEqual(ids(230));
  });

  it("RO3 what sync brings while a page is under way stays, in order", async () => {
    const us = await setup();
    await bring(us, 200, 210);
    const timeline = await us.rooms.openTimeline(garden);
    const page = timeline.loadOlder();
    await bring(us, 210, 230);
    await page;
    expect(loaded(timeline)).toEqual(ids(150, 230));
  });

  it("RO4 opened while a write is committing, lose nothing", async () => {
    const us = await setup();
    await bring(us, 200, 210);
    const commit = us.store.commit;
    let release: () => void = () => undefined;
    us.store.commit = async (writes) => {
      await new Promise<void>((resolve) => (release = resolve));
      await commit(writes);
    };
    const write = bring(us, 205, 230);
    await settle();
    const opening = us.rooms.openTimeline(garden);
    release();
    await write;
    expect(loaded(await opening)).toEqual(ids(200, 230));
  });

  it("RO5 say when history can't be had, and try again when asked", async () => {
    const us = await setup();
    await bring(us, 280, 300);
    const timeline = await us.rooms.openTimeline(garden);
    us.answers.set("/messages", () => Promise.reject(new Failure({ kind: "offline" })));
    await expect(timeline.loadOlder()).rejects.toThrow("offline");
    expect(timeline.history).toEqual({ state: "failed", error: { kind: "offline" } });
    us.answers.clear();
    await timeline.loadOlder();
    expect(timeline.history.state).toBe("idle");
  });

  it("RO6 fill gaps", async () => {
    const us = await setup();
    await bring(us, 100, 110);
    await bring(us, 190, 200);
    const timeline = await us.rooms.openTimeline(garden);
    const gap = timeline.chunks.at(-1);
    if (!gap) throw new Error("no gap");
    const filling = timeline.fillGap(gap.order);
    expect(timeline.gaps.get(gap.order)?.state).toBe("loading");
    await filling;
    expect(timeline.gaps.size).toBe(0);
    const next = timeline.chunks.findLast((chunk) => chunk.before.kind === "gap");
    await timeline.fillGap(next?.order ?? 0);
    expect(loaded(timeline)).toEqual(ids(90, 200));
  });

  it("RO7 a gap without a token asks the server where it is", async () => {
    const us = await setup();
    await us.writer.write(async (txn) => {
      const draft = us.rooms.draft(txn);
      draft.setRecord(newRecord(garden, "join"));
      draft.setChunks(
        garden,
        [{ order: 0, events: history.slice(60, 70), before: { kind: "gap", token: undefined } }],
        "all",
      );
      draft.flush();
    });
    us.answers.set("/context/", async () => ({ start: "60" }));
    const timeline = await us.rooms.openTimeline(garden);
    await timeline.loadOlder();
    expect(loaded(timeline)).toEqual(ids(10, 70));
  });

  it("RO8 released rooms keep their tail only; forgotten ones nothing", async () => {
    const us = await setup();
    await bring(us, 0, 300);
    const timeline = await us.rooms.openTimeline(garden);
    while ((await timeline.loadOlder()) === "more");
    expect(loaded(timeline).length).toBe(300);
    us.rooms.release(garden);
    const again = await us.rooms.openTimeline(garden);
    expect(loaded(again).length).toBeLessThan(200);
    await again.loadOlder();
    while (loaded(again).length < 300) await again.loadOlder();
    expect(loaded(again)).toEqual(ids(0));
    await us.writer.write((txn) => us.rooms.forget(txn, garden));
    expect(us.rooms.record(garden)).toBeUndefined();
    expect(await us.store.range("chunks", {})).toEqual([]);
    expect(loaded(await us.rooms.openTimeline(garden))).toEqual([]);
  });
});

describe("a room opened before its record is in memory", () => {
  it("RO13 gets members and receipts that follow what sync brings", async () => {
    const us = await setup();
    await bring(us, 280, 290, (draft) => {
      draft.setState(garden, [make.member(user("bo"), "join", "Bo")]);
      draft.setReceipts(garden, [{ userId: user("bo"), eventId: eventId("e282"), ts: 1, thread: undefined }]);
    });
    const { store } = us;
    // The records come last, and each of them late.
    const slow: MemoryStore = {
      ...store,
      get: async (table, key) => {
        if (table === "rooms") await settle();
        return store.get(table, key);
      },
      range: async (table, query) => {
        const turns = table === "rooms" ? 5 : 0;
        for (let turn = 0; turn < turns; turn += 1) await settle();
        return store.range(table, query);
      },
    };
    const again = await setup(slow, "at once");
    const opened = again.rooms.openTimeline(garden);
    await Promise.all([again.rooms.openMembers(garden, "known"), again.rooms.receipts(garden), opened]);
    await bring(again, 290, 300, (draft) => {
      draft.setState(garden, [make.member(user("cy"), "join", "Cy")]);
      draft.setReceipts(garden, [{ userId: user("bo"), eventId: eventId("e285"), ts: 2, thread: undefined }]);
    });
    expect(again.rooms.members(garden)?.person(user("cy")).name).toBe("Cy");
    expect(again.rooms.receiptsLoaded(garden)).toMatchObject([{ eventId: eventId("e285") }]);
    await again.rooms.ready;
  });
});

describe("receipts", () => {
  it("RO14 that come while the older ones are read from disk are not forgotten", async () => {
    const us = await setup();
    await bring(us, 280, 290);
    const receipt = { userId: user("bo"), eventId: eventId("e285"), ts: 2, thread: undefined };
    const { get } = us.store;
    let reads = 0;
    us.store.get = async (table, key) => {
      const found = await get(table, key);
      if (table === "receipts" && (reads += 1) === 1)
        await us.writer.write((txn) => {
          const draft = us.rooms.draft(txn);
          draft.setReceipts(garden, [receipt]);
          draft.flush();
        });
      return found;
    };
    expect(await us.rooms.receipts(garden)).toEqual([receipt]);
    expect(us.rooms.receiptsLoaded(garden)).toEqual([receipt]);
  });
});

describe("warm rooms", () => {
  it("RO12 going back to the room that was released longest ago does not lose it on the way", async () => {
    const us = await setup();
    await bring(us, 280, 290);
    const others = Array.from({ length: 8 }, (_, index) => room(`other${index}`));
    for (const roomId of [garden, ...others.slice(0, 7)]) {
      await us.rooms.openTimeline(roomId);
      us.rooms.release(roomId);
    }
    const last = others[7] ?? garden;
    await us.rooms.openTimeline(last);
    const going = us.rooms.openTimeline(garden);
    us.rooms.release(last);
    const timeline = await going;
    await bring(us, 290, 300);
    expect(loaded(timeline)).toEqual(ids(280));
    expect(us.rooms.timeline(garden)).toBe(timeline);
  });
});

describe("a room that is left while it is on screen", () => {
  it("RO15 empties its timeline, which follows again when the room is joined anew", async () => {
    const us = await setup();
    await bring(us, 280, 290, (draft) => draft.setState(garden, [make.member(user("bo"), "join", "Bo")]));
    const timeline = await us.rooms.openTimeline(garden);
    await us.rooms.openMembers(garden, "known");
    await us.writer.write((txn) => us.rooms.forget(txn, garden));
    expect(loaded(timeline)).toEqual([]);
    expect(us.rooms.record(garden)).toBeUndefined();
    await bring(us, 290, 300, (draft) => draft.setState(garden, [make.member(user("cy"), "join", "Cy")]));
    expect(loaded(timeline)).toEqual(ids(290));
    expect(us.rooms.members(garden)?.person(user("cy")).name).toBe("Cy");
    us.rooms.release(garden);
  });
});

describe("members", () => {
  const bo = user("bo");

  it("RO9 are known from disk at once, complete after /members, and sync's news win over its answer", async () => {
    const us = await setup();
    const stale = make.member(bo, "join", "Old Bo");
    const gone = make.member(user("gone"), "join", "Gone");
    await bring(us, 0, 5, (draft) => draft.setState(garden, [stale, gone]));
    let answer: (json: JsonObject) => void = () => undefined;
    us.answers.set("/members", () => new Promise((resolve) => (answer = resolve)));
    const known = await us.rooms.openMembers(garden, "complete");
    expect(known.extent).toBe("partial");
    expect(known.person(bo).name).toBe("Old Bo");
    await settle();
    const renamed = make.member(bo, "join", "New Bo");
    await bring(us, 5, 6, (draft) => draft.setState(garden, [renamed]));
    answer({ chunk: [toJson(stale), toJson(make.member(user("cy"), "join", "Cy")), { nonsense: 1 }] });
    await settle();
    const members = us.rooms.members(garden);
    expect(members?.extent).toBe("complete");
    expect(members?.person(bo).name).toBe("New Bo");
    expect([...(members?.byId.keys() ?? [])]).toEqual([bo, user("cy")]);
    const again = await setup(us.store);
    expect((await again.rooms.openMembers(garden, "known")).extent).toBe("complete");
  });
});

describe("single events", () => {
  it("RO10 come from disk before the server, and are missing when the server says so", async () => {
    const us = await setup();
    await bring(us, 0, 300);
    const again = await setup(us.store);
    const timeline = await again.rooms.openTimeline(garden);
    expect(timeline.find(eventId("e2"))).toBeUndefined();
    const old = history[1];
    if (!old) throw new Error("no event");
    expect(again.rooms.event(garden, old.eventId).state).toBe("loading");
    expect(again.rooms.event(garden, eventId("unknown")).state).toBe("loading");
    await settle();
    expect(again.rooms.event(garden, old.eventId)).toMatchObject({ state: "known", event: { eventId: old.eventId } });
    expect(again.rooms.event(garden, eventId("unknown")).state).toBe("missing");
    expect(again.asked.map((request) => request.path.includes("/event/"))).toEqual([true]);
  });
});

describe("reading up to an event", () => {
  it("RO11 moves forward only, and is on disk", async () => {
    const us = await setup();
    await bring(us, 280, 300);
    await us.rooms.openTimeline(garden);
    const [one, two] = [history[290]?.eventId ?? eventId("x"), history[295]?.eventId ?? eventId("x")];
    expect(await us.writer.write((txn) => us.rooms.readUpTo(txn, garden, two))).toBe("moved");
    expect(await us.writer.write((txn) => us.rooms.readUpTo(txn, garden, one))).toBe("behind");
    const row = await us.store.get("rooms", [garden]);
    expect(isObject(row) ? row["fullyRead"] : undefined).toBe(two);
  });
});
