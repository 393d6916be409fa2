/**
 * The single write path of the SDK. A write collects rows, commits them in ONE transaction, then lets memory follow and
 * emits `Changes` once. If the commit fails nothing in memory has changed and nobody was told.
 */
import type { RoomId } from "#api/ids.ts";
import type { Log } from "#lib/log.ts";
import type { Key, Store, Table, Write } from "./store.ts";

/** What a committed write touched; views recompute by it. */
export type ChangeKind =
  | "session"
  | "connection"
  | "rooms" // a RoomRecord: name, marks, preview, membership, order
  | "timeline"
  | "members"
  | "receipts"
  | "typing"
  | "outbox"
  | "drafts"
  | "accountData"
  | "sections"
  | "settings"
  | "encryption" // where this session and the account stand
  | "verifications"
  | "trust"; // identities and devices of people

export interface Changes {
  readonly kinds: ReadonlySet<ChangeKind>;
  /** Rooms touched per kind; a kind without an entry touched no particular room. */
  readonly rooms: ReadonlyMap<ChangeKind, ReadonlySet<RoomId>>;
}

export interface WriteTxn {
  put(table: Table, key: Key, value: unknown): void;
  delete(table: Table, key: Key): void;
  deletePrefix(table: Table, prefix: Key): void;
  changed(kind: ChangeKind, roomId?: RoomId): void;
  /** Runs right after the commit, in order, before `Changes` is emitted: the place to update memory. Must not throw. */
  onCommit(update: () => void): void;
}

export interface Writer {
  /** Runs `collect` alone (writes are queued, first come first served), then commits. Rejects with what `collect` or the commit threw. */
  write<T>(collect: (txn: WriteTxn) => Promise<T> | T): Promise<T>;
  /** Emits changes of facts that are not stored (typing, connection). */
  announce(kind: ChangeKind, roomId?: RoomId): void;
  subscribe(listener: (changes: Changes) => void): () => void;
}

/** `log` hears of listeners that break; they harm nobody else, and the write is done all the same. */
export function createWriter(store: Store, log?: Pick<Log, "error">): Writer {
  const listeners = new Set<(changes: Changes) => void>();
  let tail: Promise<unknown> = Promise.resolve();

  function emit(kinds: ReadonlySet<ChangeKind>, rooms: ReadonlyMap<ChangeKind, ReadonlySet<RoomId>>): void {
    if (kinds.size === 0) return;
    for (const listener of listeners) guarded(() => listener({ kinds, rooms }));
  }

  function guarded(follow: () => void): void {
    try {
      follow();
    } catch (cause) {
      if (log) log.error("what follows a write broke", cause);
      else
        queueMicrotask(() => {
          throw cause;
        });
    }
  }

  async function run<T>(collect: (txn: WriteTxn) => Promise<T> | T): Promise<T> {
    const writes: Write[] = [];
    const updates: (() => void)[] = [];
    const kinds = new Set<ChangeKind>();
    const rooms = new Map<ChangeKind, Set<RoomId>>();
    const result = await collect({
      put: (table, key, value) => writes.push({ kind: "put", table, key, value }),
      delete: (table, key) => writes.push({ kind: "delete", table, key }),
      deletePrefix: (table, prefix) => writes.push({ kind: "deletePrefix", table, prefix }),
      changed: (kind, roomId) => {
        kinds.add(kind);
        if (roomId === undefined) return;
        const set = rooms.get(kind);
        if (set) set.add(roomId);
        else rooms.set(kind, new Set([roomId]));
      },
      onCommit: (update) => updates.push(update),
    });
    if (writes.length > 0) await store.commit(writes);
    for (const update of updates) guarded(update);
    emit(kinds, rooms);
    return result;
  }

  return {
    write: (collect) => {
      const next = tail.then(() => run(collect));
      tail = next.catch(() => undefined);
      return next;
    },
    announce: (kind, roomId) => emit(new Set([kind]), new Map(roomId === undefined ? [] : [[kind, new Set([roomId])]])),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
