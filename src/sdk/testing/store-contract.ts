/** What every store must do, run against the memory twin in Node and against IndexedDB in Chromium. */
import { expect, test } from "vitest";
import { Failure } from "#api/errors.ts";
import type { Key, Store, Write } from "#sdk/store/store.ts";

type Put = Extract<Write, { kind: "put" }>;

function put(table: Put["table"], key: Key, value: unknown): Put {
  return { kind: "put", table, key, value };
}

function keysOf(rows: readonly { readonly key: Key }[]): readonly Key[] {
  return rows.map((row) => row.key);
}

export async function failureOf(work: Promise<unknown>): Promise<unknown> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return error instanceof Failure ? error.error : error;
}

export function describeStore(open: () => Promise<Store>): void {
  test("ST1 gives back plain data as it was, and undefined for what is not there", async () => {
    const store = await open();
    const value = { a: [1, "zwei", null, { drei: true }], __proto__x: "ok", emoji: "🦊" };
    await store.commit([put("meta", ["x"], value)]);
    expect(await store.get("meta", ["x"])).toEqual(value);
    expect(await store.get("meta", ["y"])).toBeUndefined();
    expect(await store.getMany("meta", [["y"], ["x"], ["z"]])).toEqual([undefined, value, undefined]);
    store.close();
  });

  test("ST1 gives back bytes as bytes, from arrays, buffers and blobs", async () => {
    const store = await open();
    const bytes = new Uint8Array([0, 1, 2, 255]);
    await store.commit([
      put("staged", ["array"], bytes),
      put("staged", ["buffer"], bytes.buffer),
      put("staged", ["blob"], new Blob([bytes])),
    ]);
    for (const name of ["array", "buffer", "blob"]) {
      const found = await store.get("staged", [name]);
      expect(found).toBeInstanceOf(Uint8Array);
      expect(found instanceof Uint8Array && [...found]).toEqual([0, 1, 2, 255]);
    }
    store.close();
  });

  test("ST1 values are copies: changing one afterwards changes nothing on disk", async () => {
    const store = await open();
    const value = { list: [1] };
    const writing = store.commit([put("meta", ["x"], value)]);
    await writing;
    value.list.push(2);
    expect(await store.get("meta", ["x"])).toEqual({ list: [1] });
    store.close();
  });

  test("ST2 keys sort numbers before strings, strings by code unit, prefixes before longer keys", async () => {
    const store = await open();
    const sorted: Key[] = [
      ["!a"],
      ["!a", -3],
      ["!a", -1],
      ["!a", 0],
      ["!a", 10],
      ["!a", "", "x"],
      ["!a", "A"],
      ["!a", "a"],
      ["!a", "\u{1f98a}"],
      ["!a", "\uffff"],
      ["!b", 0],
    ];
    const shuffled = [...sorted].sort((a, b) => JSON.stringify(a).length - JSON.stringify(b).length);
    await store.commit(shuffled.map((key) => put("chunks", key, JSON.stringify(key))));
    expect(keysOf(await store.range("chunks", {}))).toEqual(sorted);
    expect(keysOf(await store.range("chunks", { direction: "backward" }))).toEqual([...sorted].reverse());
    store.close();
  });

  test("ST3 a range keeps to its prefix, begins after its key and ends at its limit, both ways", async () => {
    const store = await open();
    const rooms = ["!a", "!ab", "!b"];
    await store.commit(rooms.flatMap((room) => [-2, -1, 0, 1].map((order) => put("chunks", [room, order], order))));
    const range = async (query: Parameters<Store["range"]>[1]) => keysOf(await store.range("chunks", query));

    expect(await range({ prefix: ["!a"] })).toEqual([-2, -1, 0, 1].map((order) => ["!a", order]));
    expect(await range({ prefix: ["!a"], direction: "backward", limit: 2 })).toEqual([
      ["!a", 1],
      ["!a", 0],
    ]);
    expect(await range({ prefix: ["!a"], after: ["!a", 0], direction: "backward" })).toEqual([
      ["!a", -1],
      ["!a", -2],
    ]);
    expect(await range({ prefix: ["!a"], after: ["!a", -1], limit: 1 })).toEqual([["!a", 0]]);
    expect(await range({ after: ["!ab", 0], limit: 2 })).toEqual([
      ["!ab", 1],
      ["!b", -2],
    ]);
    expect(await range({ after: ["!ab", -1], direction: "backward", limit: 2 })).toEqual([
      ["!ab", -2],
      ["!a", 1],
    ]);
    expect(await range({ prefix: ["!a"], after: ["!b", 0] })).toEqual([]);
    expect(await range({ prefix: ["!b"], after: ["!a", 0] })).toHaveLength(4);
    expect(await range({ prefix: ["!b"], after: ["!a", 0], direction: "backward" })).toEqual([]);
    expect(await range({ prefix: ["!a"], after: ["!b", 0], direction: "backward" })).toHaveLength(4);
    expect(await range({ limit: 0 })).toEqual([]);
    store.close();
  });

  test("ST4 writes of one commit happen in their order", async () => {
    const store = await open();
    await store.commit([put("state", ["!a", "m.room.name", ""], 1), put("state", ["!ab", "t", ""], 2)]);
    await store.commit([
      { kind: "deletePrefix", table: "state", prefix: ["!a"] },
      put("state", ["!a", "m.room.topic", ""], 3),
      put("meta", ["x"], 1),
      { kind: "delete", table: "meta", key: ["x"] },
    ]);
    expect(keysOf(await store.range("state", {}))).toEqual([
      ["!a", "m.room.topic", ""],
      ["!ab", "t", ""],
    ]);
    expect(await store.get("meta", ["x"])).toBeUndefined();
    store.close();
  });

  test("ST5 a commit with one impossible value writes nothing at all", async () => {
    const store = await open();
    await expect(store.commit([put("meta", ["x"], 1), put("meta", ["y"], undefined)])).rejects.toThrow();
    expect(await store.get("meta", ["x"])).toBeUndefined();
    store.close();
  });

  test("ST6 a closed store fails with storage: lost", async () => {
    const store = await open();
    store.close();
    expect(await failureOf(store.commit([put("meta", ["x"], 1)]))).toEqual({ kind: "storage", code: "lost" });
    expect(await failureOf(store.get("meta", ["x"]))).toEqual({ kind: "storage", code: "lost" });
  });
}
