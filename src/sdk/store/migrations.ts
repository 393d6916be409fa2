/**
 * How the disk came to look as it does. Version n is made from n - 1 by one entry, in two steps, because values are sealed
 * and WebCrypto can't run inside an upgrade transaction: `schema` (object stores, synchronous, in the upgrade) and, where
 * values change shape, `data` (plain reads in, one commit of writes out, run once by the core that owns the store).
 * An entry that has been released never changes.
 */
import type { IDBPDatabase } from "idb";
import type { Store, Write } from "./store.ts";

export interface Migration {
  readonly version: number;
  schema(db: IDBPDatabase): void;
  data?(store: Pick<Store, "get" | "getMany" | "range">): Promise<readonly Write[]>;
}

/** Plain rows beside the sealed tables: `epoch` holds the fence and the version of the data, both numbers. */
export const KEYS = "keys";
export const EPOCH = "epoch";
export const KEY_ID = "store";
export const EPOCH_ID = "core";
export const DATA_ID = "data";

const VERSION_1_TABLES = [
  "meta",
  "accountData",
  "rooms",
  "state",
  "chunks",
  "receipts",
  "outbox",
  "staged",
  "drafts",
  "toDevice",
];

export const MIGRATIONS: readonly Migration[] = [
  {
    version: 1,
    schema(db) {
      for (const table of VERSION_1_TABLES) db.createObjectStore(table);
      db.createObjectStore(KEYS);
      db.createObjectStore(EPOCH);
    },
  },
  {
    // Encryption: what could not be opened, what was opened with which message key, keys of attachments.
    version: 2,
    schema(db) {
      for (const table of ["closed", "opened", "mediaKeys"]) db.createObjectStore(table);
    },
  },
];

export function latestVersion(migrations: readonly Migration[]): number {
  return migrations.reduce((latest, migration) => Math.max(latest, migration.version), 0);
}

/** Applies the schema steps that come after `oldVersion`, in order. */
export function upgradeSchema(db: IDBPDatabase, oldVersion: number, migrations: readonly Migration[]): void {
  for (const migration of migrations) if (migration.version > oldVersion) migration.schema(db);
}
