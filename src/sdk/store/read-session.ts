/**
 * What the service worker may know, read from the sealed store: where the signed-in account's server is, its token, and the
 * keys of encrypted files, one by one. It never creates, upgrades or writes the store, and lets go of it at once, so that it is in nobody's way.
 */
import { openDB, type IDBPDatabase } from "idb";
import { unseal } from "./codec.ts";
import { databaseName } from "./idb.ts";
import { KEY_ID, KEYS } from "./migrations.ts";
import type { Key, Table } from "./store.ts";

/** Where the session lies in `meta`. */
export const SESSION_KEY: Key = ["session"];

export interface SealedSession {
  readonly userId: string;
  readonly baseUrl: string;
  readonly accessToken: string;
}

/** `undefined` while nobody is signed in on this device. */
export async function readSession(slot: string): Promise<SealedSession | undefined> {
  return parseSession(await readRow(slot, "meta", SESSION_KEY));
}

/** What is said of the key of an encrypted file (`events/content/sealed-file.ts`); `undefined` where there is nothing. */
export function readMediaKey(slot: string, mxc: string, seal: string): Promise<unknown> {
  return readRow(slot, "mediaKeys", [mxc, seal]);
}

async function readRow(slot: string, table: Table, key: Key): Promise<unknown> {
  const db = await openExisting(databaseName(slot));
  if (!db) return undefined;
  try {
    const tx = db.transaction([KEYS, table]);
    const [cryptoKey, sealed] = await Promise.all([
      tx.objectStore(KEYS).get(KEY_ID) as Promise<unknown>,
      tx.objectStore(table).get([...key]) as Promise<unknown>,
    ]);
    if (!(cryptoKey instanceof CryptoKey)) return undefined;
    return await unseal(cryptoKey, table, key, sealed);
  } catch {
    return undefined;
  } finally {
    db.close();
  }
}

async function openExisting(name: string): Promise<IDBPDatabase | undefined> {
  try {
    return await openDB(name, undefined, {
      // Aborting the upgrade leaves no database behind.
      upgrade: (_db, _old, _new, tx) => {
        tx.done.catch(() => undefined);
        tx.abort();
      },
      blocking: (_current, _blocked, event) => {
        if (event.target instanceof IDBDatabase) event.target.close();
      },
    });
  } catch {
    return undefined;
  }
}

function parseSession(value: unknown): SealedSession | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { userId, baseUrl, accessToken } = value as { readonly [key: string]: unknown };
  if (typeof userId !== "string" || typeof baseUrl !== "string" || typeof accessToken !== "string") return undefined;
  // After a soft logout there is a session without a token.
  return accessToken === "" ? undefined : { userId, baseUrl, accessToken };
}
