/**
 * What the service worker may know: where the signed-in account's server is and its token, read from the sealed store. It
 * never creates, upgrades or writes the store, and lets go of it at once, so that it is in nobody's way.
 */
import { openDB, type IDBPDatabase } from "idb";
import { unseal } from "./codec.ts";
import { databaseName } from "./idb.ts";
import { KEY_ID, KEYS } from "./migrations.ts";
import type { Key } from "./store.ts";

/** Where the session lies in `meta`. */
export const SESSION_KEY: Key = ["session"];

export interface SealedSession {
  readonly userId: string;
  readonly baseUrl: string;
  readonly accessToken: string;
}

/** `undefined` while nobody is signed in on this device. */
export async function readSession(slot: string): Promise<SealedSession | undefined> {
  const db = await openExisting(databaseName(slot));
  if (!db) return undefined;
  try {
    const tx = db.transaction([KEYS, "meta"]);
    const [cryptoKey, sealed] = await Promise.all([
      tx.objectStore(KEYS).get(KEY_ID) as Promise<unknown>,
      tx.objectStore("meta").get([...SESSION_KEY]) as Promise<unknown>,
    ]);
    if (!(cryptoKey instanceof CryptoKey)) return undefined;
    return parseSession(await unseal(cryptoKey, "meta", SESSION_KEY, sealed));
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
  return { userId, baseUrl, accessToken };
}
