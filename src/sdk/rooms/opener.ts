/** How events that came encrypted are opened where they enter; set once by the account: rooms know nothing of keys. */
import type { RoomId } from "#api/ids.ts";
import type { MatrixEvent } from "#sdk/events/envelope.ts";
import type { WriteTxn } from "#sdk/store/writer.ts";

export interface OpenedEvents {
  /** In the same order and number. */
  readonly events: readonly MatrixEvent[];
  /** In the write that keeps the events. */
  save(txn: WriteTxn): void;
}

export type OpenEvents = (roomId: RoomId, events: readonly MatrixEvent[]) => Promise<OpenedEvents>;

export const asTheyCame: OpenEvents = (_roomId, events) => Promise.resolve({ events, save: () => undefined });
