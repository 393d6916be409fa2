/**
 * The store's port: sealed values under plain keys of ids and numbers. Reading and writing are separate on purpose: a
 * value is sealed before its write transaction opens and unsealed after its read transaction closed, because WebCrypto
 * is asynchronous and an IndexedDB transaction does not wait. Consistency comes from `Writer`: one write at a time,
 * one transaction per write, with the fence checked inside it.
 */
export type KeyPart = string | number;
export type Key = readonly KeyPart[];

/** Tables and what lies in them. The codec seals every value of every table. */
export const TABLES = [
  "meta", // [name] → session, sync position, push rules, snapshot of the list, collapsed sections …
  "accountData", // [type] → content; room account data: [type, roomId]
  "rooms", // [roomId] → RoomRecord
  "state", // [roomId, type, stateKey] → MatrixEvent
  "chunks", // [roomId, order] → TimelineChunk; order grows with time, may be negative
  "receipts", // [roomId] → RoomReceipts
  "outbox", // [sequence] → OutboxItem
  "staged", // [txnId] → bytes of a file to upload; its small picture: [txnId, "thumbnail"]
  "drafts", // [roomId] → text
  "toDevice", // [sequence] → what a sync answer said to the crypto engine, in the order of arrival
  "closed", // [roomId, eventId] → encrypted event that could not be opened yet
  "opened", // [roomId, sessionId, index] → id of the event that was opened with it: the replay guard
  "mediaKeys", // [mxc, seal] → key of an encrypted attachment (events/content/sealed-file.ts)
] as const;
export type Table = (typeof TABLES)[number];

export interface Row {
  readonly key: Key;
  readonly value: unknown;
}

export type Write =
  | { readonly kind: "put"; readonly table: Table; readonly key: Key; readonly value: unknown }
  | { readonly kind: "delete"; readonly table: Table; readonly key: Key }
  /** Deletes every row whose key begins with `prefix`. */
  | { readonly kind: "deletePrefix"; readonly table: Table; readonly prefix: Key };

export interface RangeQuery {
  /** Only keys that begin with this. */
  readonly prefix?: Key;
  /** Only keys after (or before, when reversed) this one, exclusive. */
  readonly after?: Key;
  readonly limit?: number;
  readonly direction?: "forward" | "backward";
}

export interface Store {
  get(table: Table, key: Key): Promise<unknown>;
  getMany(table: Table, keys: readonly Key[]): Promise<readonly unknown[]>;
  range(table: Table, query: RangeQuery): Promise<readonly Row[]>;
  /** How many rows a table has; a test's store may do without. */
  count?(table: Table): Promise<number>;
  /** One transaction; throws `Failure` storage: `quota`, `lost` (the fence: a newer core owns the store) or `failed`. */
  commit(writes: readonly Write[]): Promise<void>;
  /** Destroys everything including the key. */
  destroy(): Promise<void>;
  close(): void;
}
