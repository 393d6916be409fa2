import { describe, expect, test } from "vitest";
import fc from "fast-check";
import { compareKeys, hasPrefix } from "./key-order.ts";
import { createMemoryStore } from "./memory.ts";
import { describeStore, failureOf } from "#sdk/testing/store-contract.ts";
import { createWriter, type Changes } from "./writer.ts";

describe("memory store", () => {
  describeStore(async () => createMemoryStore());

  test("ST7 a fenced store fails with storage: lost and keeps what it had", async () => {
    const store = createMemoryStore();
    await store.commit([{ kind: "put", table: "meta", key: ["x"], value: 1 }]);
    store.fence();
    const late = store.commit([{ kind: "put", table: "meta", key: ["x"], value: 2 }]);
    expect(await failureOf(late)).toEqual({ kind: "storage", code: "lost" });
    expect(await store.get("meta", ["x"])).toBe(1);
  });
});

describe("key order", () => {
  const key = fc.array(fc.oneof(fc.integer({ min: -5, max: 5 }), fc.string({ maxLength: 2 })), { maxLength: 3 });

  test("ST2 is a total order in which a prefix is followed by all keys that begin with it", () => {
    fc.assert(
      fc.property(key, key, key, (a, b, c) => {
        expect(Math.sign(compareKeys(a, b))).toBe(-Math.sign(compareKeys(b, a)) + 0);
        if (compareKeys(a, b) <= 0 && compareKeys(b, c) <= 0) expect(compareKeys(a, c)).toBeLessThanOrEqual(0);
        if (hasPrefix(a, c) && !hasPrefix(b, c) && compareKeys(c, b) < 0) expect(compareKeys(a, b)).toBeLessThan(0);
      }),
    );
  });
});

describe("writer", () => {
  test("ST8 one write at a time; memory follows the commit; Changes come once, after it", async () => {
    const store = createMemoryStore();
    const writer = createWriter(store);
    const seen: string[] = [];
    writer.subscribe((changes: Changes) => seen.push(`changes ${[...changes.kinds].join()}`));
    const first = writer.write(async (txn) => {
      await Promise.resolve();
      txn.put("meta", ["x"], 1);
      txn.changed("drafts");
      txn.changed("outbox");
      txn.onCommit(() => seen.push("memory"));
    });
    const second = writer.write(async () => {
      seen.push(`second sees ${String(await store.get("meta", ["x"]))}`);
    });
    await Promise.all([first, second]);
    expect(seen).toEqual(["memory", "changes drafts,outbox", "second sees 1"]);
  });

  test("ST8 a listener that breaks harms neither the write nor the other listeners", async () => {
    const store = createMemoryStore();
    const errors: unknown[] = [];
    const writer = createWriter(store, { error: (_, cause) => errors.push(cause) });
    const seen: string[] = [];
    writer.subscribe(() => {
      throw new Error("planted");
    });
    writer.subscribe(() => seen.push("told"));
    const written = await writer.write((txn) => {
      txn.put("meta", ["x"], 1);
      txn.changed("drafts");
      txn.onCommit(() => {
        throw new Error("planted");
      });
      return "written";
    });
    expect(written).toBe("written");
    expect(seen).toEqual(["told"]);
    expect(errors).toHaveLength(2);
  });

  test("ST8 a failed commit changes nothing in memory, tells nobody and does not stop the next write", async () => {
    const store = createMemoryStore();
    const writer = createWriter(store);
    const seen: string[] = [];
    writer.subscribe(() => seen.push("changes"));
    const failing = writer.write((txn) => {
      txn.put("meta", ["x"], undefined);
      txn.changed("drafts");
      txn.onCommit(() => seen.push("memory"));
    });
    await expect(failing).rejects.toThrow();
    expect(seen).toEqual([]);
    await writer.write((txn) => txn.put("meta", ["x"], 2));
    expect(await store.get("meta", ["x"])).toBe(2);
  });
});
