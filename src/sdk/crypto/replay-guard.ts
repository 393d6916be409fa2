/**
 * Which event each place of each session belongs to. Asked before an event is opened; what was opened is remembered at once
 * and written with the event.
 */
import type { EventId, RoomId } from "#api/ids.ts";
import type { Store } from "#sdk/store/store.ts";
import type { WriteTxn } from "#sdk/store/writer.ts";

export interface ReplayGuard {
  owner(roomId: RoomId, sessionId: string, index: number, eventId: EventId): Promise<"nobody" | "this" | "another">;
  take(roomId: RoomId, sessionId: string, index: number, eventId: EventId): void;
  save(txn: WriteTxn, roomId: RoomId, sessionId: string, index: number, eventId: EventId): void;
}

/** Places remembered in memory; older ones are on disk. */
const REMEMBERED = 20_000;

export function createReplayGuard(store: Store): ReplayGuard {
  const taken = new Map<string, EventId>();
  const keyOf = (roomId: RoomId, sessionId: string, index: number): string => `${roomId} ${sessionId} ${index}`;
  return {
    owner: async (roomId, sessionId, index, eventId) => {
      const known =
        taken.get(keyOf(roomId, sessionId, index)) ?? (await store.get("opened", [roomId, sessionId, index]));
      return known === undefined ? "nobody" : known === eventId ? "this" : "another";
    },
    take: (roomId, sessionId, index, eventId) => {
      taken.set(keyOf(roomId, sessionId, index), eventId);
      const [oldest] = taken.keys();
      if (taken.size > REMEMBERED && oldest !== undefined) taken.delete(oldest);
    },
    save: (txn, roomId, sessionId, index, eventId) => {
      txn.put("opened", [roomId, sessionId, index], eventId);
    },
  };
}
