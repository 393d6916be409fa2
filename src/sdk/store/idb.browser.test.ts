import { deleteDB, openDB, type IDBPDatabase } from "idb";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { describeStore, failureOf } from "#sdk/testing/store-contract.ts";
import { createSealingKey, seal, unseal } from "./codec.ts";
import { claimStore, databaseName, openDatabase, openStore } from "./idb.ts";
import { latestVersion, MIGRATIONS, type Migration } from "./migrations.ts";
import { readSession } from "./read-session.ts";
import type { Store } from "./store.ts";

let slot = "";
const opened: { close(): void }[] = [];

beforeEach(() => {
  slot = `test-${crypto.randomUUID()}`;
});

afterEach(async () => {
  for (const one of opened.splice(0)) one.close();
  await deleteDB(databaseName(slot));
});

function nothing(): void {
  // The tests that care about a lost connection bring their own.
}

async function open(migrations?: readonly Migration[]): Promise<Store> {
  const store = await openStore({ slot, onLost: nothing, ...(migrations ? { migrations } : {}) });
  opened.push(store);
  return store;
}

async function raw(): Promise<IDBPDatabase> {
  const db = await openDB(databaseName(slot));
  opened.push(db);
  return db;
}

/** The version a change of tomorrow would have. */
const NEXT = latestVersion(MIGRATIONS) + 1;

describe("store on IndexedDB", () => {
  describeStore(() => open());

  test("ST7 the fence: once a newer core has claimed the store, a commit of the older one aborts whole", async () => {
    const older = await open();
    await older.commit([{ kind: "put", table: "meta", key: ["x"], value: "old" }]);
    const newer = await open();
    const late = older.commit([
      { kind: "put", table: "meta", key: ["x"], value: "late" },
      { kind: "put", table: "rooms", key: ["!a"], value: "late" },
    ]);
    expect(await failureOf(late)).toEqual({ kind: "storage", code: "lost" });
    expect(await newer.get("meta", ["x"])).toBe("old");
    expect(await newer.get("rooms", ["!a"])).toBeUndefined();
    await newer.commit([{ kind: "put", table: "meta", key: ["x"], value: "new" }]);
    expect(await newer.get("meta", ["x"])).toBe("new");
  });

  test("ST9 nothing readable lies on disk but table names and keys, and the key cannot be taken out", async () => {
    const store = await open();
    await store.commit([
      { kind: "put", table: "drafts", key: ["!room"], value: "a secret draft" },
      { kind: "put", table: "staged", key: ["hb.1"], value: new TextEncoder().encode("a secret file") },
    ]);
    const db = await raw();
    for (const table of ["drafts", "staged"]) {
      const [value] = (await db.getAll(table)) as unknown[];
      expect(value).toBeInstanceOf(Uint8Array);
      expect(new TextDecoder().decode(value as Uint8Array)).not.toContain("secret");
    }
    const cryptoKey = (await db.get("keys", "store")) as CryptoKey;
    expect(cryptoKey.extractable).toBe(false);
    await expect(crypto.subtle.exportKey("raw", cryptoKey)).rejects.toThrow();
  });

  test("ST9 what was sealed under a key that is gone is gone too, and the store opens", async () => {
    const store = await open();
    await store.commit([{ kind: "put", table: "drafts", key: ["!room"], value: "text" }]);
    const db = await raw();
    await db.delete("keys", "store");
    const next = await open();
    expect(await next.get("drafts", ["!room"])).toBeUndefined();
    await next.commit([{ kind: "put", table: "drafts", key: ["!room"], value: "again" }]);
    expect(await next.get("drafts", ["!room"])).toBe("again");
  });

  test("ST5 a write the browser refuses to queue takes the whole commit with it", async () => {
    const store = await open();
    const writing = store.commit([
      { kind: "put", table: "drafts", key: ["!a"], value: "text" },
      { kind: "put", table: "chunks", key: ["!a", Number.NaN], value: "text" },
    ]);
    expect(await failureOf(writing)).toEqual({ kind: "storage", code: "failed" });
    expect(await store.get("drafts", ["!a"])).toBeUndefined();
  });

  test("ST9 a value moved to another row, or touched, is refused", async () => {
    const key = await createSealingKey();
    const sealed = await seal(key, "drafts", ["!a"], "text");
    expect(await unseal(key, "drafts", ["!a"], sealed)).toBe("text");
    expect(await failureOf(unseal(key, "drafts", ["!b"], sealed))).toEqual({ kind: "storage", code: "failed" });
    const touched = sealed.slice();
    touched[20] = (touched[20] ?? 0) ^ 1;
    expect(await failureOf(unseal(key, "drafts", ["!a"], touched))).toEqual({ kind: "storage", code: "failed" });
  });

  test("ST10 destroy leaves no database behind, and the next core starts from nothing", async () => {
    const store = await open();
    await store.commit([{ kind: "put", table: "meta", key: ["session"], value: { userId: "@a:b" } }]);
    await store.destroy();
    expect((await indexedDB.databases()).map((db) => db.name)).not.toContain(databaseName(slot));
    const next = await open();
    expect(await next.get("meta", ["session"])).toBeUndefined();
  });

  test("ST10 destroy empties the store even while another connection holds the deletion up", async () => {
    const store = await open();
    await store.commit([{ kind: "put", table: "meta", key: ["session"], value: 1 }]);
    const other = await raw();
    await store.destroy();
    expect(await other.count("meta")).toBe(0);
    expect(await other.count("keys")).toBe(0);
  });

  test("ST11 from this version to a later one: schema, then data, once, with what was there kept", async () => {
    const first = await open();
    await first.commit([
      { kind: "put", table: "drafts", key: ["!a"], value: "old shape" },
      { kind: "put", table: "meta", key: ["kept"], value: 1 },
    ]);
    first.close();
    let runs = 0;
    const second: Migration = {
      version: NEXT,
      schema: (db) => void db.createObjectStore("later"),
      async data(store) {
        runs += 1;
        const rows = await store.range("drafts", {});
        return rows.map(({ key, value }) => ({ kind: "put", table: "drafts", key, value: { text: value } }));
      },
    };
    const migrations = [...MIGRATIONS, second];
    const upgraded = await open(migrations);
    expect(await upgraded.get("drafts", ["!a"])).toEqual({ text: "old shape" });
    expect(await upgraded.get("meta", ["kept"])).toBe(1);
    upgraded.close();
    const again = await open(migrations);
    expect(await again.get("drafts", ["!a"])).toEqual({ text: "old shape" });
    expect(runs).toBe(1);
    const db = await raw();
    expect(db.objectStoreNames.contains("later")).toBe(true);
  });

  test("ST11 a database of the first version has room for what encryption needs", async () => {
    const first = await open(MIGRATIONS.slice(0, 1));
    await first.commit([{ kind: "put", table: "meta", key: ["kept"], value: 1 }]);
    first.close();
    const now = await open();
    await now.commit([{ kind: "put", table: "closed", key: ["!a", "$b"], value: 2 }]);
    expect([await now.get("meta", ["kept"]), await now.get("closed", ["!a", "$b"])]).toEqual([1, 2]);
  });

  test("ST11 a fresh database of the newest version runs no data migration", async () => {
    let runs = 0;
    const second: Migration = {
      version: NEXT,
      schema: () => undefined,
      data: async () => {
        runs += 1;
        return [];
      },
    };
    await open([...MIGRATIONS, second]);
    expect(runs).toBe(0);
  });

  test("ST12 a newer schema asks the older core to let go, and an older build cannot open it any more", async () => {
    const lost: string[] = [];
    const db = await openDatabase({
      slot,
      onLost: (reason) => {
        lost.push(reason);
        db.close();
      },
    });
    const older = await claimStore(db, { slot });
    await open([...MIGRATIONS, { version: NEXT, schema: () => undefined }]);
    expect(lost).toEqual(["superseded"]);
    expect(await failureOf(older.get("meta", ["x"]))).toEqual({ kind: "storage", code: "lost" });
    expect(await failureOf(openDatabase({ slot, onLost: nothing }))).toEqual({ kind: "storage", code: "lost" });
  });

  test("ST13 the service worker reads the session, and leaves nothing behind where there is none", async () => {
    expect(await readSession(slot)).toBeUndefined();
    expect((await indexedDB.databases()).map((db) => db.name)).not.toContain(databaseName(slot));
    const store = await open();
    expect(await readSession(slot)).toBeUndefined();
    const session = { userId: "@a:b", deviceId: "D", accessToken: "t", baseUrl: "https://b", serverName: "b" };
    await store.commit([{ kind: "put", table: "meta", key: ["session"], value: session }]);
    expect(await readSession(slot)).toEqual({ userId: "@a:b", accessToken: "t", baseUrl: "https://b" });
    const ended = { ...session, accessToken: "", ended: "softly" };
    await store.commit([{ kind: "put", table: "meta", key: ["session"], value: ended }]);
    expect(await readSession(slot)).toBeUndefined();
    await store.destroy();
    expect(await readSession(slot)).toBeUndefined();
  });
});
