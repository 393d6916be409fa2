import { describe, expect, it } from "vitest";
import { room } from "#sdk/testing/event-factory.ts";
import { settle } from "#sdk/testing/fake-clock.ts";
import { response, setupSync } from "#sdk/testing/sync-polls.ts";

describe("the loop", () => {
  it("SY30 asks at once, then polls with the position it committed", async () => {
    const { polls, sync, woken } = await setupSync();
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
    const { polls, sync } = await setupSync();
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
    const { polls, sync, clock, woken } = await setupSync();
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
    const { polls, sync, clock } = await setupSync();
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
    const { polls, sync } = await setupSync();
    await polls.current().fail({ kind: "offline" });
    sync.reconnect();
    await settle();
    await polls.current().answer(response("1"));
    sync.reconnect();
    await settle();
    expect(polls.current().request.query).toEqual({ timeout: 0, pos: "1" });
    await sync.stop();
  });

  it("SY38 reconnect leaves a request that hangs, but not one that just left", async () => {
    const { polls, sync, clock } = await setupSync();
    const first = polls.current();
    sync.reconnect();
    await settle();
    expect(polls.current()).toBe(first);
    await clock.advance(5_000);
    sync.reconnect();
    await settle();
    expect(polls.current()).not.toBe(first);
    await sync.stop();
  });

  it("SY35 an unknown position starts over without it, and keeps the to-device position", async () => {
    const { polls, sync } = await setupSync();
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
    const { polls, sync } = await setupSync();
    await polls.current().fail({ kind: "signed-out" });
    expect(polls.count()).toBe(0);
    await sync.stop();
  });

  it("SY51 a server that answers long polls at once with nothing is asked less often", async () => {
    const { polls, sync, clock } = await setupSync();
    await polls.current().answer(response("1"));
    // Until the loop asks again, or goes to sleep: that nothing is asked for a while is what this is about.
    const answer = async (json: unknown): Promise<void> => {
      const sleeping = clock.sleeping().count;
      void polls.current().answer(json);
      await expect.poll(() => polls.count() > 0 || clock.sleeping().count > sleeping, { interval: 1 }).toBe(true);
      await settle();
    };
    let answered = 0;
    for (; answered < 50 && polls.count() > 0; answered += 1) await answer(response("1"));
    expect(answered).toBeLessThan(20);
    expect(sync.connection()).toEqual({ state: "live" });
    sync.setOpenRooms([room("a")]);
    await settle();
    expect(Object.keys(polls.current().body["room_subscriptions"] ?? {})).toEqual([room("a")]);
    await answer(response("1"));
    expect(polls.count()).toBe(0);
    await clock.advance(10_000);
    await answer(response("2", { [room("a")]: { timeline: [] } }));
    expect(polls.count()).toBe(1);
    await sync.stop();
  });

  it("SY52 a server that claims rooms without end is asked for all of them only so far", async () => {
    const { polls, sync } = await setupSync();
    for (let step = 0; step < 500 && polls.current().request.query?.["timeout"] === 0; step += 1)
      await polls.current().answer({ pos: String(step), lists: { all: { count: 1e12, ops: [] } } });
    expect(polls.current().request.query?.["timeout"]).toBe(30_000);
    await sync.stop();
  });

  it("SY37 a response that is no sync response counts as no answer", async () => {
    const { polls, sync } = await setupSync();
    await polls.current().answer("<html>");
    expect(sync.connection()).toMatchObject({ state: "offline", error: { kind: "offline" } });
    await sync.stop();
  });
});
