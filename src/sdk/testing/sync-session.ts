/**
 * Sync, rooms and outbox of one account over a memory store, wired as the core does, for `*.synapse.test.ts`. `http` can
 * be wrapped to look at requests or to break them.
 */
import type { MatrixClient } from "../../../stack/matrix.mjs";
import { parseUserId, type EventId, type RoomId, type UserId } from "#api/ids.ts";
import { systemClock } from "#lib/system-clock.ts";
import type { SyncControl } from "#sdk/account/context.ts";
import type { StoredSession } from "#sdk/store/session-row.ts";
import { isObject, type MatrixEvent } from "#sdk/events/envelope.ts";
import { createHttp } from "#sdk/net/create-http.ts";
import type { Http } from "#sdk/net/http.ts";
import { createBackup, type Backup } from "#sdk/crypto/backup.ts";
import { createCrypto, type CryptoInternals } from "#sdk/crypto/create-crypto.ts";
import { createHistorySharing, type HistorySharing } from "#sdk/crypto/history-sharing.ts";
import { createTrust, type Trust } from "#sdk/crypto/trust.ts";
import { createVerification, type Verification } from "#sdk/crypto/verification.ts";
import { createIdentity, type Identity } from "#sdk/crypto/identity.ts";
import { createRooms, type RoomsInternals } from "#sdk/rooms/create-rooms.ts";
import { createOutbox } from "#sdk/send/create-outbox.ts";
import type { Outbox } from "#sdk/send/outbox.ts";
import { createMemoryStore } from "#sdk/store/memory.ts";
import type { Store } from "#sdk/store/store.ts";
import { createWriter, type Writer } from "#sdk/store/writer.ts";
import { VERSIONS_PATH } from "#sdk/sync/choose-feeder.ts";
import { createSync } from "#sdk/sync/create-sync.ts";
import type { Protocol } from "#sdk/sync/sync-row.ts";
import { silentLog } from "./event-factory.ts";

export interface SyncSession {
  readonly me: UserId;
  readonly store: Store;
  readonly writer: Writer;
  readonly rooms: RoomsInternals;
  readonly sync: SyncControl;
  readonly outbox: Outbox;
  readonly http: Http;
  readonly crypto: CryptoInternals;
  readonly backup: Backup;
  readonly identity: Identity;
  readonly verification: Verification;
  readonly trust: Trust;
  readonly history: HistorySharing;
  readonly errors: readonly unknown[];
  signedOut(): boolean;
  /** Resolves at the first change after which `fits` holds; fails after `patience`. */
  until(fits: () => boolean, what: string): Promise<void>;
  stop(): Promise<void>;
}

export interface SyncSessionOptions {
  readonly store?: Store;
  readonly wrap?: (http: Http) => Http;
  readonly patienceMs?: number;
  /** `classic`: the server does not offer anything better. */
  readonly protocol?: Protocol;
  /** Whether the crypto engine runs: in memory, or in databases of this name. */
  readonly engine?: "memory" | { readonly database: string };
}

/** The server as one without sliding sync. */
function withoutSliding(http: Http): Http {
  return {
    ...http,
    request: async (request) => {
      const answer = await http.request(request);
      return request.path === VERSIONS_PATH && isObject(answer) ? { ...answer, unstable_features: {} } : answer;
    },
  };
}

export async function createSyncSession(client: MatrixClient, options: SyncSessionOptions = {}): Promise<SyncSession> {
  const me = parseUserId(client.userId);
  if (!me) throw new Error(`not a user id: ${client.userId}`);
  const session: StoredSession = {
    userId: me,
    deviceId: client.deviceId,
    accessToken: client.token,
    baseUrl: client.base,
    serverName: me.slice(me.indexOf(":") + 1),
  };
  const errors: unknown[] = [];
  const log = { ...silentLog, error: (message: string, detail?: unknown) => void errors.push([message, detail]) };
  let signedOut = false;
  const store = options.store ?? createMemoryStore();
  const writer = createWriter(store);
  const real = createHttp({
    baseUrl: session.baseUrl,
    token: () => session.accessToken,
    clock: systemClock,
    log,
    onUnknownToken: () => {
      signedOut = true;
    },
  });
  const plain = options.protocol === "classic" ? withoutSliding(real) : real;
  const http = options.wrap ? options.wrap(plain) : plain;
  const deps = { session, store, writer, http, log, clock: systemClock };
  const rooms = await createRooms(deps);
  // Not started unless asked for: what is for the engine waits on disk.
  const crypto = createCrypto({
    ...deps,
    rooms,
    database: typeof options.engine === "object" ? options.engine.database : undefined,
    onPanic: (cause) => errors.push(cause),
  });
  const outbox = createOutbox({ ...deps, rooms, crypto });
  const backup = createBackup(crypto);
  const identity = createIdentity(crypto, backup);
  const verification = createVerification(crypto);
  const trust = createTrust(crypto);
  const history = createHistorySharing(crypto, backup);
  const sync = createSync({ ...deps, rooms, outbox, crypto });
  await outbox.start();
  if (options.engine !== undefined) void crypto.start();
  sync.start();
  return {
    me,
    http,
    crypto,
    backup,
    identity,
    verification,
    trust,
    history,
    store,
    writer,
    rooms,
    sync,
    outbox,
    errors,
    signedOut: () => signedOut,
    until: (fits, what) =>
      new Promise((resolve, reject) => {
        const check = (): void => {
          if (!fits()) return;
          end();
          resolve();
        };
        const unsubscribe = writer.subscribe(check);
        const timer = setTimeout(() => {
          end();
          reject(new Error(`waited in vain: ${what}; ${JSON.stringify(sync.connection())}`));
        }, options.patienceMs ?? 15_000);
        const end = (): void => {
          clearTimeout(timer);
          unsubscribe();
        };
        check();
      }),
    stop: async () => {
      outbox.stop();
      await sync.stop();
      await crypto.stop();
    },
  };
}

/** Loaded events of an open room, ascending. */
export function loadedEvents(session: SyncSession, roomId: RoomId): readonly MatrixEvent[] {
  return session.rooms.timeline(roomId)?.chunks.flatMap((chunk) => chunk.events) ?? [];
}

export function loadedIds(session: SyncSession, roomId: RoomId): readonly EventId[] {
  return loadedEvents(session, roomId).map((event) => event.eventId);
}
