import { describe, expect, it } from "vitest";
import type { JsonObject } from "#sdk/events/envelope.ts";
import { room, toJson, user } from "#sdk/testing/event-factory.ts";
import { settle } from "#sdk/testing/fake-clock.ts";
import { joinedRoom, make, me, response, setupSync } from "#sdk/testing/sync-polls.ts";
import { SLIDING_PATH } from "./sliding-request.ts";
import { V3_PATH } from "./v3-request.ts";
import { waitingToDevice } from "#sdk/testing/to-device.ts";

const bo = user("bo");
const refusal = {
  kind: "matrix",
  status: 404,
  errcode: "M_UNRECOGNIZED",
  message: "Unrecognized request",
  retryAfterMs: undefined,
} as const;

function answer(position: string, join: JsonObject = {}, parts: JsonObject = {}): JsonObject {
  return { next_batch: position, rooms: { join }, ...parts };
}

function joined(timeline: readonly JsonObject[], parts: JsonObject = {}): JsonObject {
  return {
    state: { events: [toJson(make.member(me, "join"))] },
    timeline: { events: timeline, limited: true, prev_batch: "p" },
    summary: { "m.joined_member_count": 2, "m.heroes": [bo] },
    ...parts,
  };
}

describe("the loop on classic sync", () => {
  it("SY70 asks a server without sliding sync at once, then polls with the position it committed", async () => {
    const { polls, sync, store } = await setupSync(undefined, { offer: "classic" });
    expect(polls.current().request).toMatchObject({ path: V3_PATH, query: { timeout: 0, since: undefined } });
    await polls.current().answer(answer("s1"));
    expect(sync.connection()).toEqual({ state: "live" });
    expect(polls.current().request.query).toMatchObject({ timeout: 30_000, since: "s1" });
    expect(await store.get("meta", ["sync"])).toMatchObject({ protocol: "classic", position: "s1" });
    const poll = polls.current();
    sync.setOpenRooms([room("a")]);
    await settle();
    expect(polls.current()).toBe(poll);
    await sync.stop();
  });

  it("SY71 gives a first answer minutes, and does not begin anew because somebody is impatient", async () => {
    const { polls, sync, clock } = await setupSync(undefined, { offer: "classic" });
    const first = polls.current();
    expect(first.request.timeoutMs).toBeGreaterThanOrEqual(600_000);
    await clock.advance(90_000);
    sync.reconnect();
    await settle();
    expect(polls.current()).toBe(first);
    await sync.stop();
  });

  it("SY72 shows rooms piece by piece; only the last piece moves the position", async () => {
    const { polls, sync, rooms, store, commits } = await setupSync(undefined, { offer: "classic" });
    commits.length = 0;
    const join = Object.fromEntries(
      Array.from({ length: 120 }, (_, index) => [room(`r${index}`), joined([toJson(make.text("x"))])]),
    );
    const positions: unknown[] = [];
    const commit = store.commit;
    store.commit = async (writes) => {
      for (const write of writes)
        if (write.kind === "put" && write.table === "meta" && write.key[0] === "sync")
          positions.push((write.value as JsonObject)["position"]);
      await commit(writes);
    };
    await polls.current().answer(answer("s1", join));
    expect(positions).toEqual([undefined, undefined, "s1"]);
    expect(commits.filter((changes) => changes.kinds.has("rooms")).length).toBe(3);
    expect(rooms.records().size).toBe(120);
    await sync.stop();
  });

  it("SY73 state after the timeline counts, the timeline's own does not; heroes have the faces of their state", async () => {
    const { polls, sync, rooms } = await setupSync(undefined, { offer: "classic" });
    const name = make.state("m.room.name", { name: "Right" });
    const lost = make.state("m.room.name", { name: "Lost" });
    const face = make.member(bo, "join", "Bo");
    await polls
      .current()
      .answer(answer("s1", { [room("a")]: joined([toJson(lost)], { state_after: { events: [toJson(name)] } }) }));
    expect(rooms.record(room("a"))?.essential["m.room.name"]?.content["name"]).toBe("Right");
    await polls.current().answer(
      answer("s2", {
        [room("b")]: joined([], { state_after: { events: [toJson(face)] } }),
        [room("a")]: joined([], { state_after: { events: [toJson(face)] }, summary: {} }),
      }),
    );
    expect(rooms.record(room("b"))?.heroes).toEqual([{ userId: bo, name: "Bo", avatar: undefined }]);
    await polls.current().answer(answer("s3", { [room("b")]: joined([], { state: {} }) }));
    expect(rooms.record(room("b"))?.heroes).toEqual([{ userId: bo, name: "Bo", avatar: undefined }]);
    const gone = make.member(bo, "leave");
    await polls.current().answer(answer("s4", { [room("b")]: joined([toJson(gone)], { state: {} }) }));
    await polls.current().answer(answer("s5", { [room("b")]: joined([], { state: {} }) }));
    expect(rooms.record(room("b"))?.heroes).toEqual([{ userId: bo, name: "Bo", avatar: undefined }]);
    await sync.stop();
  });

  it("SY74 a late message with an old date does not make its room sink", async () => {
    const { polls, sync, rooms, clock } = await setupSync(undefined, { offer: "classic" });
    const text = make.text("new", { ts: clock.now() - 1000 });
    await polls.current().answer(answer("s1", { [room("a")]: joined([toJson(text)]) }));
    const late = toJson(make.text("bridged", { ts: 1000 }));
    await polls.current().answer(answer("s2", { [room("a")]: { timeline: { events: [late] } } }));
    expect(rooms.record(room("a"))?.bump).toBe(text.ts);
    await sync.stop();
  });

  it("SY75 a position that can't be read starts over; to-device events that were not confirmed come once", async () => {
    const { polls, sync, store } = await setupSync(undefined, { offer: "classic" });
    const event = (body: string): JsonObject => ({ type: "x", sender: bo, content: { body } });
    const events = (...bodies: string[]): JsonObject => ({ to_device: { events: bodies.map(event) } });
    await polls.current().answer(answer("s1", {}, events("one", "two")));
    await polls.current().fail({
      kind: "matrix",
      status: 400,
      errcode: "M_UNKNOWN",
      message: "Invalid stream token",
      retryAfterMs: undefined,
    });
    expect(polls.current().request.query).toMatchObject({ since: undefined });
    await polls.current().answer(answer("s2", {}, events("one", "two", "three")));
    await polls.current().answer(answer("s3", {}, events("three")));
    expect(await waitingToDevice(store)).toEqual(["one", "two", "three", "three"].map(event));
    await sync.stop();
  });

  it("SY76 a first answer without a room that we have says that it was left", async () => {
    const first = await setupSync(undefined, { offer: "classic" });
    await first.polls.current().answer(answer("s1", { [room("a")]: joined([]), [room("b")]: joined([]) }));
    await first.polls
      .current()
      .fail({ ...refusal, status: 400, errcode: "M_UNKNOWN", message: "Invalid stream token" });
    await first.polls.current().answer(answer("s2", { [room("b")]: joined([]) }));
    expect([room("a"), room("b")].map((id) => first.rooms.record(id)?.membership)).toEqual(["leave", "join"]);
    await first.sync.stop();
  });
});

describe("the choice of protocol", () => {
  it("SY80 sliding sync that is offered but refused gives way to classic sync, which is remembered", async () => {
    const first = await setupSync();
    await first.polls.current().answer(response("1", { [room("a")]: joinedRoom(make.texts(3)) }));
    await first.polls.current().fail(refusal);
    expect(first.polls.current().request).toMatchObject({ path: V3_PATH, query: { since: undefined, timeout: 0 } });
    await first.polls.current().answer(answer("s1", { [room("a")]: joined([toJson(make.text("x"))]) }));
    expect(first.rooms.timeline(room("a"))).toBeUndefined();
    await first.sync.stop();
    const again = await setupSync(first.store);
    expect(again.polls.current().request).toMatchObject({ path: V3_PATH, query: { since: "s1" } });
    await again.sync.stop();
    // A week later the server gets another chance.
    const row = await first.store.get("meta", ["sync"]);
    const value = { ...(row as JsonObject), refusedAt: 1 };
    await first.store.commit([{ kind: "put", table: "meta", key: ["sync"], value }]);
    const later = await setupSync(first.store);
    await later.polls.current().answer(response("1"));
    expect(later.polls.current().request).toMatchObject({ path: SLIDING_PATH, query: { pos: "1" } });
    expect(await first.store.get("meta", ["sync"])).toMatchObject({ protocol: "sliding" });
    await later.sync.stop();
  });

  it("SY81 a session on sliding sync does not ask again; one on classic sync looks whether the server has learned", async () => {
    const classic = await setupSync(undefined, { offer: "classic" });
    await classic.polls.current().answer(answer("s1"));
    await classic.sync.stop();
    const learned = await setupSync(classic.store);
    expect(learned.polls.current().request).toMatchObject({ path: SLIDING_PATH, query: { pos: undefined } });
    await learned.polls.current().answer(response("1"));
    await learned.sync.stop();
    const kept = await setupSync(classic.store, { offer: "classic" });
    expect(kept.polls.current().request).toMatchObject({ path: SLIDING_PATH, query: { pos: "1" } });
    await kept.sync.stop();
  });

  it("SY82 a server out of reach, or one that is none, decides nothing", async () => {
    const { polls, sync, clock, store } = await setupSync(undefined, { offer: "sliding" });
    await sync.stop();
    for (const versions of [undefined, "<html>", {}]) {
      const next = await setupSync(store, { versions });
      expect(next.polls.count()).toBe(0);
      expect(next.sync.connection()).toMatchObject({ state: "offline", error: { kind: "offline" } });
      next.polls.offers.versions = { versions: [] };
      await next.clock.advance(1000);
      expect(next.polls.current().request.path).toBe(V3_PATH);
      await next.sync.stop();
    }
    expect(polls.count()).toBe(0);
    await clock.advance(1);
  });

  it("SY83 failures of other kinds are no refusal", async () => {
    for (const error of [
      { ...refusal, status: 502, errcode: "M_UNKNOWN" },
      { kind: "offline" },
      { kind: "timeout" },
    ] as const) {
      const { polls, sync, clock } = await setupSync();
      await polls.current().fail(error);
      await clock.advance(1000);
      expect(polls.current().request.path).toBe(SLIDING_PATH);
      await sync.stop();
    }
  });
});
