/**
 * Encryption of one account, behind `CryptoPort`: loads the engine beside the start, hands it what sync says, opens events,
 * encrypts messages, and lets the parts that build on the engine (identity, backup, verification, sharing of history) hear
 * what it has to tell. See port.ts for what always holds.
 */
import type { ProcessedToDeviceEvent } from "@matrix-org/matrix-sdk-crypto-wasm";
import { Failure, type SdkError } from "#api/errors.ts";
import { parseRoomId, parseUserId, type RoomId, type UserId } from "#api/ids.ts";
import type { Clock } from "#lib/clock.ts";
import type { Log } from "#lib/log.ts";
import type { StoredSession } from "#sdk/store/session-row.ts";
import type { JsonObject, MatrixEvent } from "#sdk/events/envelope.ts";
import type { Http } from "#sdk/net/http.ts";
import type { RoomsInternals } from "#sdk/rooms/create-rooms.ts";
import type { Store } from "#sdk/store/store.ts";
import type { Writer } from "#sdk/store/writer.ts";
import { encryptAttachment } from "./attachment.ts";
import { createBacklog, type Backlog } from "./backlog.ts";
import { isEncrypted } from "./ciphertext.ts";
import { deleteEngineDatabases, openEngine, type Engine } from "./engine.ts";
import { createHub, type CryptoHub } from "./hub.ts";
import { createInbox } from "./inbox.ts";
import { mayOpenLater, openEvent } from "./open-event.ts";
import type { CryptoPort, Opened } from "./port.ts";
import { createReplayGuard } from "./replay-guard.ts";
import { createDrain } from "./requests.ts";
import type { Running } from "./running.ts";
import { saveOpened } from "./save-opened.ts";
import { createSharing, type SharePolicy } from "./sharing.ts";

export interface CryptoOptions {
  readonly session: StoredSession;
  readonly store: Store;
  readonly writer: Writer;
  readonly http: Http;
  readonly rooms: RoomsInternals;
  readonly clock: Clock;
  readonly log: Log;
  /** Name of the engine's databases; without one it lives in memory (tests). */
  readonly database: string | undefined;
  /** The engine died: this core must end, the next one goes on. */
  readonly onPanic: (failure: Failure) => void;
}

/** What the parts that build on the engine see. */
export interface CryptoInternals extends CryptoPort {
  readonly options: CryptoOptions;
  readonly hub: CryptoHub;
  readonly backlog: Backlog;
  running(): Running | undefined;
  /** Waits for the engine. Errors: `crypto` `unavailable` (or what kept it from starting). */
  whenRunning(): Promise<Running>;
  /** Asks the engine; `absent` where it is not there, or goes away meanwhile (a sign-out, the end of the core). */
  whileRunning<T>(absent: T, ask: (running: Running) => Promise<T>): Promise<T>;
  /** Why the engine is not there. */
  failure(): SdkError | undefined;
  setPolicy(policy: (roomId: RoomId) => SharePolicy | Promise<SharePolicy>): void;
}

/** Between two decryptions of a page other work may come in. */
const TURN_EVERY = 8;
/** A page of history is shown whole, if it can be. */
const PAGE_BUDGET_MS = 1_000;

export function createCrypto(options: CryptoOptions): CryptoInternals {
  const { session, store, writer, http, rooms, clock, log } = options;
  const hub = createHub(log);
  const guard = createReplayGuard(store);
  let running: Running | undefined;
  let failure: SdkError | undefined;
  let life: "new" | "starting" | "ready" | "unavailable" | "stopped" = "new";
  let policy: (roomId: RoomId) => SharePolicy | Promise<SharePolicy> = () => "everybody";
  let announceReady: () => void = () => undefined;
  const ready = new Promise<void>((resolve) => {
    announceReady = resolve;
  });
  const engineOf = (): Engine | undefined => running?.engine;
  const backlog = createBacklog({ store, writer, rooms, guard, clock, log, engine: engineOf, onTried });
  const inbox = createInbox({
    store,
    writer,
    log,
    engine: engineOf,
    keyCounts: () => (running?.drain.state() === "busy" ? "untold" : "told"),
    onProcessed: processed,
  });

  async function processed(events: readonly ProcessedToDeviceEvent[]): Promise<void> {
    for (const event of events) await hub.toDevice(event);
  }

  async function start(): Promise<void> {
    if (life !== "new") return;
    life = "starting";
    try {
      const engine = await openEngine({
        store,
        session,
        database: options.database,
        clock,
        log,
        onPanic: (cause) => {
          if (life !== "stopped") options.onPanic(cause);
        },
      });
      if (isStopped()) {
        engine.close();
        return;
      }
      listen(engine);
      // Marks its first questions as asked for, so that waiting for devices waits for something.
      await engine.within(engine.machine.outgoingRequests(), "its list of requests");
      const drain = createDrain({ engine, http, clock, log, settled: () => inbox.settled() });
      const sharing = createSharing({
        engine,
        me: session.userId,
        onTrustChange: (tell) => hub.listen({ identity: tell, devices: tell }),
        http,
        drain,
        rooms,
        writer,
        clock,
        policy: (roomId) => policy(roomId),
      });
      running = { engine, drain, sharing };
      await inbox.feed();
      life = "ready";
      writer.announce("encryption");
      announceReady();
      void drain.run();
      await hub.started(running);
      await backlog.lookEverywhere("new");
    } catch (cause) {
      if (isStopped()) return;
      log.error("crypto: the engine did not start", cause);
      failure = cause instanceof Failure ? cause.error : { kind: "crypto", code: "unavailable" };
      life = running ? "ready" : "unavailable";
      writer.announce("encryption");
      announceReady();
    }
  }

  function isStopped(): boolean {
    return life === "stopped";
  }

  /** Callbacks return at once: what they lead to happens outside of the engine's own work. */
  function listen({ machine }: Engine): void {
    const told = (what: () => void): Promise<void> => {
      queueMicrotask(() => {
        if (!isStopped()) what();
      });
      return Promise.resolve();
    };
    machine.registerRoomKeyUpdatedCallback((infos) => {
      const keys = infos.map((info) => ({ roomId: parseRoomId(info.roomId.toString()), sessionId: info.sessionId }));
      return told(() => keysCame(keys));
    });
    machine.registerRoomKeysWithheldCallback((infos) => {
      const keys = infos.map((info) => ({ roomId: parseRoomId(info.roomId.toString()), sessionId: info.sessionId }));
      return told(() => keysCame(keys));
    });
    machine.registerReceiveSecretCallback((name) => told(() => hub.secret(name)));
    machine.registerUserIdentityUpdatedCallback((id) => {
      const userId = parseUserId(id.toString());
      return told(() => void identityChanged(userId));
    });
    machine.registerDevicesUpdatedCallback((ids) =>
      told(() => {
        writer.announce("trust");
        for (const id of ids) {
          const userId = parseUserId(id);
          if (userId) hub.devices(userId);
        }
      }),
    );
  }

  /** First everybody forgets what they knew, then views look again. */
  async function identityChanged(userId: UserId | undefined): Promise<void> {
    if (userId) await hub.identity(userId);
    writer.announce("trust");
    writer.announce("encryption");
  }

  function keysCame(keys: readonly { readonly roomId: RoomId | undefined; readonly sessionId: string }[]): void {
    const byRoom = new Map<RoomId, Set<string>>();
    for (const { roomId, sessionId } of keys) {
      if (!roomId) continue;
      const sessions = byRoom.get(roomId) ?? new Set<string>();
      byRoom.set(roomId, sessions.add(sessionId));
    }
    for (const [roomId, sessions] of byRoom) backlog.look(roomId, sessions);
    hub.roomKeys();
  }

  /** Opened late, perhaps, but it may be the step a verification waits for. */
  function onTried(roomId: RoomId, event: MatrixEvent): void {
    if (event.crypto?.state === "open") void hub.live(roomId, [event]);
    else tellMissing(roomId, event);
  }

  function tellMissing(roomId: RoomId, { crypto }: MatrixEvent): void {
    if (crypto?.state !== "closed" || crypto.sessionId === undefined || !mayOpenLater(crypto.reason)) return;
    hub.missing(roomId, crypto.sessionId);
  }

  async function open(
    roomId: RoomId,
    events: readonly MatrixEvent[],
    { budgetMs }: { readonly budgetMs: number },
  ): Promise<Opened> {
    const result = [...events];
    const engine = engineOf();
    const until = performance.now() + budgetMs;
    let work = 0;
    let left: "some" | "none" = "none";
    for (let at = events.length - 1; at >= 0; at -= 1) {
      const event = events[at];
      if (!event || !isEncrypted(event)) continue;
      if (!engine || performance.now() > until) {
        left = "some";
        continue;
      }
      try {
        const opened = await openEvent(engine, guard, roomId, event);
        result[at] = opened;
        tellMissing(roomId, opened);
      } catch (cause) {
        log.error("crypto: an event could not be opened", cause);
      }
      work += 1;
      if (work % TURN_EVERY === 0) await new Promise((resolve) => setTimeout(resolve, 0));
    }
    return {
      events: result,
      save: (txn) => {
        saveOpened(txn, guard, roomId, result);
        if (left === "some") txn.onCommit(() => backlog.look(roomId, "new"));
      },
    };
  }

  rooms.setOpener((roomId, events) => open(roomId, events, { budgetMs: PAGE_BUDGET_MS }));

  return {
    options,
    hub,
    backlog,
    ready,
    running: () => running,
    failure: () => failure,
    setPolicy: (next) => {
      policy = next;
    },
    whenRunning: async () => {
      await ready;
      if (!running) throw new Failure(failure ?? { kind: "crypto", code: "unavailable" });
      return running;
    },
    whileRunning: async (absent, ask) => {
      const now = running;
      if (!now) return absent;
      try {
        return await ask(now);
      } catch (cause) {
        if (running === now) throw cause;
        return absent;
      }
    },
    state: () => (life === "ready" ? "ready" : life === "unavailable" ? "unavailable" : "starting"),
    start,
    stop: () => {
      life = "stopped";
      backlog.stop();
      running?.drain.stop();
      hub.stop();
      running?.engine.close();
      running = undefined;
      announceReady();
      return Promise.resolve();
    },
    destroy: async () => {
      if (options.database !== undefined) await deleteEngineDatabases(options.database);
    },
    take: (news) => inbox.put(news),
    open,
    saw: (roomId, events) => void hub.live(roomId, events),
    done: () => void running?.drain.run(),
    follow: (userIds) => {
      const engine = engineOf();
      if (!engine || userIds.length === 0) return;
      const call = engine.machine.updateTrackedUsers(userIds.map((id) => new engine.wasm.UserId(id)));
      void engine
        .within(call, "following devices")
        .catch((cause: unknown) => log.error("crypto: devices could not be followed", cause));
    },
    membersLeft: (roomId, userIds: readonly UserId[]) => {
      const engine = engineOf();
      if (!engine || userIds.length === 0) return;
      const call = engine.machine.invalidateGroupSession(new engine.wasm.RoomId(roomId));
      void engine
        .within(call, "ending a session")
        .catch((cause: unknown) => log.error("crypto: a session could not be ended", cause));
    },
    roomEncrypted: async (roomId: RoomId, _content: JsonObject) => {
      await running?.sharing.settle(roomId);
    },
    encryptionOf: async (roomId) => {
      const record = rooms.record(roomId);
      if (record?.essential["m.room.encryption"]) return "encrypted";
      if (record?.stripped.some((event) => event.type === "m.room.encryption")) return "encrypted";
      // What the engine saw once counts, also if the server says nothing of it any more.
      await ready;
      const settled = await running?.sharing.settle(roomId);
      if (settled === "encrypted") return "encrypted";
      return record ? "plain" : "unknown";
    },
    encrypt: async (roomId, type, content, signal) => {
      await ready;
      if (!running) throw new Failure(failure ?? { kind: "crypto", code: "unavailable" });
      return running.sharing.encrypt(roomId, type, content, signal);
    },
    encryptFile: encryptAttachment,
    lookAgain: (roomId) => backlog.look(roomId, "all"),
  };
}
