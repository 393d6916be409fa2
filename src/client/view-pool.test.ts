import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Keyed, ListPatch } from "#api/list-patch.ts";
import type { ToCore } from "#api/port.ts";
import { createViewPool } from "./view-pool.ts";

interface Row extends Keyed {
  readonly text: string;
}

function row(key: string, text = key): Row {
  return { key, text };
}

function full(...items: readonly Row[]): ListPatch<Row> {
  return { put: items, order: items.map((item) => item.key), from: 0, total: items.length };
}

function harness() {
  const posted: ToCore[] = [];
  let nextId = 1;
  const pool = createViewPool({ post: (message) => posted.push(message), nextId: () => nextId++ });
  const patch = (id: number, seq: number, extent: "full" | "delta", value: ListPatch<Row>) =>
    pool.receive({ t: "patch", id, seq, extent, patch: structuredClone(value) });
  return { pool, posted, patch, kinds: () => posted.map((message) => message.t) };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("view pool", () => {
  test("one subscription for equal parameters, another for others", () => {
    const { pool, kinds } = harness();
    const first = pool.acquire("value", "room", { roomId: "!a" });
    expect(pool.acquire("value", "room", { roomId: "!a" })).toBe(first);
    expect(pool.acquire("value", "room", { roomId: "!b" })).not.toBe(first);
    expect(kinds()).toEqual(["watch", "watch"]);
  });

  test("a remount within the blink keeps the subscription; after it the view is unwatched", () => {
    const { pool, kinds } = harness();
    const first = pool.acquire("list", "members", { roomId: "!a", filter: "", from: 0, count: 10 });
    pool.release(first);
    expect(pool.acquire("list", "members", { roomId: "!a", filter: "", from: 0, count: 10 })).toBe(first);
    pool.release(first);
    vi.advanceTimersByTime(1000);
    expect(kinds()).toEqual(["watch", "unwatch"]);
  });

  test("moving the window updates the subscription and keeps the old rows until the new ones come", () => {
    const { pool, posted, patch } = harness();
    const list = pool.acquire("list", "roomList", { filter: "", from: 0, count: 2 });
    patch(list.id, 1, "full", full(row("a"), row("b")));
    expect(pool.move(list, { filter: "", from: 2, count: 2 })).toBe(list);
    expect(list.list.items.map((item) => item.key)).toEqual(["a", "b"]);
    expect(posted.at(-1)).toEqual({ t: "update", id: list.id, params: { filter: "", from: 2, count: 2 } });
    patch(list.id, 2, "delta", { put: [row("c"), row("d")], order: ["c", "d"], from: 2, total: undefined });
    expect(list.list).toMatchObject({ from: 2, items: [row("c"), row("d")] });
  });

  test("moving the window of a shared subscription leaves the other user's alone, and shows the rows one has", () => {
    const { pool, patch } = harness();
    const params = { filter: "", from: 0, count: 2 };
    const shared = pool.acquire("list", "roomList", params);
    pool.acquire("list", "roomList", params);
    patch(shared.id, 1, "full", full(row("a")));
    const own = pool.move(shared, { ...params, count: 50 });
    expect(own).not.toBe(shared);
    expect(own.list.items).toEqual([row("a")]);
    expect(shared.params).toEqual(params);
    expect([shared.users, own.users]).toEqual([1, 1]);
  });

  test("every message is acknowledged, also one that changed nothing on screen", () => {
    const { pool, posted, patch } = harness();
    const list = pool.acquire("list", "roomList", { filter: "", from: 0, count: 2 });
    patch(list.id, 1, "full", full(row("a")));
    pool.receive({ t: "viewFailed", id: list.id, seq: 2, error: { kind: "offline" } });
    const acks = posted.filter((message) => message.t === "ack");
    expect(acks.map((message) => message.seq)).toEqual([1, 2]);
  });

  test("RL4 a full patch after a restart keeps the identity of equal rows, and of an equal list", () => {
    const { pool, patch, kinds } = harness();
    const list = pool.acquire("list", "roomList", { filter: "", from: 0, count: 2 });
    patch(list.id, 1, "full", full(row("a"), row("b")));
    const before = list.list;
    pool.watchAll();
    expect(kinds().filter((kind) => kind === "watch")).toHaveLength(2);
    patch(list.id, 1, "full", full(row("a"), row("b")));
    expect(list.list).toBe(before);
    patch(list.id, 2, "full", full(row("b", "changed"), row("a")));
    expect(list.list.items[1]).toBe(before.items[0]);
    expect(list.list.items[0]).toEqual(row("b", "changed"));
  });

  test("the last ten timelines stay readable after they are closed, until somebody signs out", () => {
    const { pool, patch } = harness();
    const params = (n: number) => ({ roomId: `!${n}`, anchor: "live" });
    for (let n = 0; n < 12; n += 1) {
      const list = pool.acquire("list", "timeline", params(n));
      patch(list.id, 1, "full", full(row(`event ${n}`)));
      pool.release(list);
      vi.advanceTimersByTime(1000);
    }
    expect(pool.remembered("timeline", params(11)).items).toEqual([row("event 11")]);
    expect(pool.remembered("timeline", params(2)).state).toBe("ready");
    expect(pool.remembered("timeline", params(1)).state).toBe("loading");
    expect(pool.acquire("list", "timeline", params(5)).list.items).toEqual([row("event 5")]);
    pool.forget();
    expect(pool.remembered("timeline", params(11)).state).toBe("loading");
  });

  test("values keep their identity when nothing changed", () => {
    const { pool } = harness();
    const value = pool.acquire("value", "room", { roomId: "!a" });
    pool.receive({ t: "value", id: value.id, seq: 1, value: { name: "x" } });
    const before = value.value;
    pool.receive({ t: "value", id: value.id, seq: 2, value: { name: "x" } });
    expect(value.value).toBe(before);
  });
});
