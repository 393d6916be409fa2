/**
 * Everything a verb or a view of a signed-in account may use. Built by `core/account`; given to commands and views by
 * parameter: no singletons.
 */
import type { Connection } from "#api/session.ts";
import type { RoomId } from "#api/ids.ts";
import type { Clock } from "#lib/clock.ts";
import type { Log } from "#lib/log.ts";
import type { EncryptionParts } from "#sdk/crypto/encryption-parts.ts";
import type { Http } from "#sdk/net/http.ts";
import type { Rooms } from "#sdk/rooms/rooms.ts";
import type { Outbox } from "#sdk/send/outbox.ts";
import type { Store } from "#sdk/store/store.ts";
import type { Writer } from "#sdk/store/writer.ts";
import type { OwnAccount } from "./own-account.ts";
import type { StoredSession } from "#sdk/store/session-row.ts";

export interface SyncControl {
  connection(): Connection;
  /** Rooms that are on screen: they get a subscription. */
  setOpenRooms(roomIds: readonly RoomId[]): void;
  reconnect(): void;
  start(): void;
  stop(): Promise<void>;
}

export interface AccountContext {
  readonly session: StoredSession;
  readonly store: Store;
  readonly writer: Writer;
  readonly http: Http;
  readonly rooms: Rooms;
  readonly outbox: Outbox;
  readonly sync: SyncControl;
  readonly log: Log;
  readonly clock: Clock;
  readonly encryption: EncryptionParts;
  /** The account itself, as the server knows it; missing where a test has no use for it. */
  readonly own?: OwnAccount;
}
