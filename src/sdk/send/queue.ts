/**
 * The outbox in memory: items by room in order of sequence. Arrays are replaced, never mutated, so a view may compare
 * them by identity.
 */
import { parseTxnId, type RoomId, type TxnId } from "#api/ids.ts";
import { isObject } from "#sdk/events/envelope.ts";
import type { OutboxItem, OutboxState } from "./outbox.ts";

const NONE: readonly OutboxItem[] = [];

export interface Queue {
  items(roomId: RoomId): readonly OutboxItem[];
  rooms(): readonly RoomId[];
  get(roomId: RoomId, txnId: string): OutboxItem | undefined;
  /** Adds, or replaces the item of the same transaction. */
  put(item: OutboxItem): void;
  remove(roomId: RoomId, txnId: TxnId): void;
  failedRooms(): ReadonlySet<RoomId>;
}

export function createQueue(): Queue {
  const byRoom = new Map<RoomId, readonly OutboxItem[]>();
  let failed: ReadonlySet<RoomId> = new Set();

  function set(roomId: RoomId, items: readonly OutboxItem[]): void {
    if (items.length === 0) byRoom.delete(roomId);
    else byRoom.set(roomId, items);
    const broken = items.some((item) => item.state.state === "failed");
    if (broken === failed.has(roomId)) return;
    const next = new Set(failed);
    if (broken) next.add(roomId);
    else next.delete(roomId);
    failed = next;
  }

  const items = (roomId: RoomId): readonly OutboxItem[] => byRoom.get(roomId) ?? NONE;
  return {
    items,
    rooms: () => [...byRoom.keys()],
    get: (roomId, txnId) => items(roomId).find((item) => item.txnId === txnId),
    put: (item) => {
      const others = items(item.roomId).filter((other) => other.txnId !== item.txnId);
      set(
        item.roomId,
        [...others, item].toSorted((a, b) => a.sequence - b.sequence),
      );
    },
    remove: (roomId, txnId) => {
      const left = items(roomId).filter((item) => item.txnId !== txnId);
      if (left.length !== items(roomId).length) set(roomId, left);
    },
    failedRooms: () => failed,
  };
}

/** What goes to disk: an attempt under way means nothing after a restart. */
export function stored(item: OutboxItem): OutboxItem {
  const { state } = item;
  return state.state === "sending" || state.state === "uploading" ? { ...item, state: { state: "queued" } } : item;
}

export function inState(item: OutboxItem, state: OutboxState): OutboxItem {
  return { ...item, state };
}

/** An item as it lies on disk; `undefined` for a row of a version that knew other items. */
export function readItem(value: unknown): OutboxItem | undefined {
  if (!isObject(value) || parseTxnId(value["txnId"]) === undefined || typeof value["sequence"] !== "number")
    return undefined;
  // eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- our own row, sealed by us
  return stored(value as unknown as OutboxItem);
}
