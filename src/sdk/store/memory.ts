/**
 * The store's twin for unit tests and the inline host: same keys, same order, same encoding (so a value that would not
 * survive the disk does not survive here), no sealing. `fence` lets a test play the newer core.
 */
import { Failure } from "#api/errors.ts";
import { decodeValue, encodeValue } from "./codec.ts";
import { compareKeys, hasPrefix, inRange } from "./key-order.ts";
import type { Key, RangeQuery, Row, Store, Table, Write } from "./store.ts";

interface Entry {
  readonly key: Key;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export interface MemoryStore extends Store {
  /** From now on every commit fails with `lost`, as if a newer core owned the store. */
  fence(): void;
}

export function createMemoryStore(): MemoryStore {
  const tables = new Map<Table, Map<string, Entry>>();
  let state: "open" | "closed" | "fenced" = "open";

  function rows(table: Table): Map<string, Entry> {
    let map = tables.get(table);
    if (!map) {
      map = new Map();
      tables.set(table, map);
    }
    return map;
  }

  function assertOpen(): void {
    if (state !== "open") throw new Failure({ kind: "storage", code: "lost" });
  }

  function read(table: Table, key: Key): unknown {
    if (state === "closed") throw new Failure({ kind: "storage", code: "lost" });
    const entry = rows(table).get(JSON.stringify(key));
    return entry && decodeValue(entry.bytes);
  }

  function remove(table: Table, prefix: Key): void {
    for (const [id, entry] of rows(table)) if (hasPrefix(entry.key, prefix)) rows(table).delete(id);
  }

  return {
    get: async (table, key) => read(table, key),
    getMany: async (table, keys) => keys.map((key) => read(table, key)),
    async range(table: Table, query: RangeQuery): Promise<readonly Row[]> {
      if (state === "closed") throw new Failure({ kind: "storage", code: "lost" });
      const found = [...rows(table).values()].filter((entry) => inRange(entry.key, query));
      found.sort((a, b) => compareKeys(a.key, b.key));
      if (query.direction === "backward") found.reverse();
      return found.slice(0, query.limit).map(({ key, bytes }) => ({ key, value: decodeValue(bytes) }));
    },
    count: async (table) => rows(table).size,
    async commit(writes: readonly Write[]): Promise<void> {
      assertOpen();
      const values = await Promise.all(
        writes.map(async (write) => (write.kind === "put" ? encodeValue(write.value) : undefined)),
      );
      assertOpen();
      writes.forEach((write, index) => {
        switch (write.kind) {
          case "put": {
            const bytes = values[index];
            if (bytes) rows(write.table).set(JSON.stringify(write.key), { key: [...write.key], bytes });
            break;
          }
          case "delete":
            rows(write.table).delete(JSON.stringify(write.key));
            break;
          case "deletePrefix":
            remove(write.table, write.prefix);
            break;
          default:
            write satisfies never;
        }
      });
    },
    async destroy() {
      tables.clear();
      state = "closed";
    },
    close() {
      state = "closed";
    },
    fence() {
      state = "fenced";
    },
  };
}
