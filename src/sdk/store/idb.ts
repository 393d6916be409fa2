/**
 * The store on IndexedDB, in two steps: `openDatabase` may run before this core owns anything (it only reads the schema or
 * upgrades it), `claimStore` is for the holder of the core's lock: it writes a new epoch, and from then on a commit of
 * any older core aborts (the fence is read inside each write transaction). Refuses to write without its epoch.
 */
import { deleteDB, openDB, type IDBPDatabase, type IDBPTransaction } from "idb";
import { Failure } from "#api/errors.ts";
import { createSealingKey, seal, unseal, type Sealed } from "./codec.ts";
import {
  DATA_ID,
  EPOCH,
  EPOCH_ID,
  KEY_ID,
  KEYS,
  latestVersion,
  MIGRATIONS,
  upgradeSchema,
  type Migration,
} from "./migrations.ts";
import { storageFailure } from "./storage-errors.ts";
import type { Key, RangeQuery, Row, Store, Table, Write } from "./store.ts";

export interface OpenOptions {
  readonly slot: string;
  readonly migrations?: readonly Migration[];
  /** The browser closed the connection, or a newer schema wants the store: whoever uses it must let go. */
  readonly onLost: (reason: "superseded" | "closed") => void;
}

export function databaseName(slot: string): string {
  return `hubbub/${slot}`;
}

export async function openDatabase(options: OpenOptions): Promise<IDBPDatabase> {
  const migrations = options.migrations ?? MIGRATIONS;
  try {
    return await openDB(databaseName(options.slot), latestVersion(migrations), {
      upgrade: (db, oldVersion) => upgradeSchema(db, oldVersion, migrations),
      blocking: () => options.onLost("superseded"),
      terminated: () => options.onLost("closed"),
    });
  } catch (error) {
    throw storageFailure(error);
  }
}

export async function openStore(options: OpenOptions): Promise<Store> {
  return claimStore(await openDatabase(options), options);
}

/** Makes this core the owner of the store. Only the holder of the core's lock may call it. */
export async function claimStore(db: IDBPDatabase, options: Pick<OpenOptions, "slot" | "migrations">): Promise<Store> {
  try {
    const { epoch, cryptoKey, dataVersion } = await claim(db, db.version);
    const store = createStore(db, options.slot, cryptoKey, epoch);
    await migrateData(db, store, options.migrations ?? MIGRATIONS, dataVersion, cryptoKey, epoch);
    return store;
  } catch (error) {
    throw storageFailure(error);
  }
}

interface Claim {
  readonly epoch: number;
  readonly cryptoKey: CryptoKey;
  readonly dataVersion: number;
}

async function claim(db: IDBPDatabase, version: number): Promise<Claim> {
  const tx = db.transaction([KEYS, EPOCH], "readwrite");
  const keys = tx.objectStore(KEYS);
  const epochs = tx.objectStore(EPOCH);
  const [found, last, data] = await Promise.all([keys.get(KEY_ID), epochs.get(EPOCH_ID), epochs.get(DATA_ID)]);
  // The clock makes epochs grow even across a deleted database; the maximum makes them grow across a clock set back.
  const epoch = Math.max(Date.now(), (typeof last === "number" ? last : 0) + 1);
  const dataVersion = typeof data === "number" ? data : version;
  await Promise.all([epochs.put(epoch, EPOCH_ID), epochs.put(dataVersion, DATA_ID), tx.done]);
  if (found instanceof CryptoKey) return { epoch, cryptoKey: found, dataVersion };
  const cryptoKey = await createSealingKey();
  // What was sealed under a key that is gone can't be read by anybody; left there, it would break every start.
  const tables = [...db.objectStoreNames].filter((name) => name !== KEYS && name !== EPOCH);
  const renewal = db.transaction([KEYS, ...tables], "readwrite");
  await Promise.all([
    renewal.objectStore(KEYS).put(cryptoKey, KEY_ID),
    ...tables.map((name) => renewal.objectStore(name).clear()),
    renewal.done,
  ]);
  return { epoch, cryptoKey, dataVersion };
}

async function migrateData(
  db: IDBPDatabase,
  store: Store,
  migrations: readonly Migration[],
  from: number,
  cryptoKey: CryptoKey,
  epoch: number,
): Promise<void> {
  for (const migration of migrations) {
    if (migration.version <= from) continue;
    const writes = (await migration.data?.(store)) ?? [];
    await commit(db, cryptoKey, epoch, writes, migration.version);
  }
}

function createStore(db: IDBPDatabase, slot: string, cryptoKey: CryptoKey, epoch: number): Store {
  return {
    async get(table, key) {
      return unseal(cryptoKey, table, key, await guarded(() => db.get(table, [...key])));
    },
    async getMany(table, keys) {
      const sealed = await guarded(() => {
        const objects = db.transaction(table).objectStore(table);
        return Promise.all(keys.map((key): Promise<unknown> => objects.get([...key])));
      });
      return Promise.all(keys.map((key, index) => unseal(cryptoKey, table, key, sealed[index])));
    },
    async range(table, query) {
      const found = await guarded(() => readRange(db, table, query));
      return Promise.all(
        found.map(async ({ key, value }) => ({ key, value: await unseal(cryptoKey, table, key, value) })),
      );
    },
    count: (table) => guarded(() => db.count(table)),
    commit: (writes) => commit(db, cryptoKey, epoch, writes, undefined),
    async destroy() {
      await guarded(async () => {
        // Emptied first: a deletion may have to wait for other connections, and nothing may be readable meanwhile.
        const names = [...db.objectStoreNames].filter((name) => name !== EPOCH);
        const tx = db.transaction(names, "readwrite");
        await Promise.all([...names.map((name) => tx.objectStore(name).clear()), tx.done]);
      });
      db.close();
      await new Promise<void>((resolve, reject) => {
        deleteDB(databaseName(slot), { blocked: () => resolve() }).then(resolve, (error: unknown) => {
          reject(storageFailure(error));
        });
      });
    },
    close: () => db.close(),
  };
}

async function guarded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw storageFailure(error);
  }
}

async function commit(
  db: IDBPDatabase,
  cryptoKey: CryptoKey,
  epoch: number,
  writes: readonly Write[],
  dataVersion: number | undefined,
): Promise<void> {
  const sealed = await Promise.all(
    writes.map((write) =>
      write.kind === "put" ? seal(cryptoKey, write.table, write.key, write.value) : Promise.resolve(undefined),
    ),
  );
  const names = new Set<string>([EPOCH, ...writes.map((write) => write.table)]);
  let tx: IDBPTransaction<unknown, string[], "readwrite">;
  try {
    tx = db.transaction([...names], "readwrite");
  } catch (error) {
    throw storageFailure(error);
  }
  // Read and written in one breath: a wrong epoch aborts the transaction, and with it every write queued behind the read.
  const fence = tx
    .objectStore(EPOCH)
    .get(EPOCH_ID)
    .then((current: unknown) => {
      if (current === epoch) return;
      tx.abort();
      throw new Failure({ kind: "storage", code: "lost" });
    });
  const requests: Promise<unknown>[] = [];
  let refused: unknown;
  try {
    for (const [index, write] of writes.entries()) requests.push(queue(tx, write, sealed[index]));
    if (dataVersion !== undefined) requests.push(tx.objectStore(EPOCH).put(dataVersion, DATA_ID));
  } catch (error) {
    // What was queued before it must not be committed without it.
    refused = error;
    tx.abort();
  }
  const [fenced, done, ...others] = await Promise.allSettled([fence, tx.done, ...requests]);
  if (refused !== undefined) throw storageFailure(refused);
  if (fenced.status === "rejected" && fenced.reason instanceof Failure) throw fenced.reason;
  // The transaction knows why it was aborted (no room left, say); its requests only know that it was.
  for (const outcome of [done, fenced, ...others])
    if (outcome.status === "rejected") throw storageFailure(outcome.reason);
}

function queue(
  tx: IDBPTransaction<unknown, string[], "readwrite">,
  write: Write,
  sealed: Sealed | undefined,
): Promise<unknown> {
  const objects = tx.objectStore(write.table);
  switch (write.kind) {
    case "put":
      return objects.put(sealed, [...write.key]);
    case "delete":
      return objects.delete([...write.key]);
    case "deletePrefix":
      return objects.delete(prefixRange(write.prefix));
    default:
      return write satisfies never;
  }
}

/** An array sorts after every number and string, so `[...prefix, []]` is just beyond all keys that begin with `prefix`. */
function prefixRange(prefix: Key): IDBKeyRange {
  return IDBKeyRange.bound([...prefix], [...prefix, []], false, true);
}

function keyRange(query: RangeQuery): IDBKeyRange | undefined | "empty" {
  const { prefix, after } = query;
  if (!after) return prefix && prefixRange(prefix);
  const forward = query.direction !== "backward";
  if (!prefix) return forward ? IDBKeyRange.lowerBound([...after], true) : IDBKeyRange.upperBound([...after], true);
  const first = [...prefix];
  const beyond = [...prefix, []];
  if (forward) {
    if (indexedDB.cmp([...after], first) < 0) return prefixRange(prefix);
    if (indexedDB.cmp([...after], beyond) >= 0) return "empty";
    return IDBKeyRange.bound([...after], beyond, true, true);
  }
  if (indexedDB.cmp([...after], beyond) >= 0) return prefixRange(prefix);
  if (indexedDB.cmp([...after], first) <= 0) return "empty";
  return IDBKeyRange.bound(first, [...after], false, true);
}

async function readRange(db: IDBPDatabase, table: Table, query: RangeQuery): Promise<readonly Row[]> {
  const range = keyRange(query);
  if (range === "empty" || query.limit === 0) return [];
  const objects = db.transaction(table).objectStore(table);
  if (query.direction !== "backward") {
    const [keys, values] = await Promise.all([
      objects.getAllKeys(range, query.limit),
      objects.getAll(range, query.limit) as Promise<unknown[]>,
    ]);
    return keys.map((key, index) => ({ key: parseKey(key), value: values[index] }));
  }
  const rows: Row[] = [];
  const limit = query.limit ?? Number.POSITIVE_INFINITY;
  let cursor = await objects.openCursor(range, "prev");
  while (cursor && rows.length < limit) {
    rows.push({ key: parseKey(cursor.key), value: cursor.value as unknown });
    cursor = rows.length < limit ? await cursor.continue() : null;
  }
  return rows;
}

function parseKey(key: IDBValidKey): Key {
  if (!Array.isArray(key)) throw new Failure({ kind: "storage", code: "failed" });
  return key.map((part) => {
    if (typeof part === "string" || typeof part === "number") return part;
    throw new Failure({ kind: "storage", code: "failed" });
  });
}
