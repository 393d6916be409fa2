/**
 * Builds everything one signed-in account consists of, in the order of dependence, and takes it down in the reverse
 * order. Nothing here waits for the network: what is on disk is answered first.
 */
import type { Failure } from "#api/errors.ts";
import type { Clock } from "#lib/clock.ts";
import type { Log } from "#lib/log.ts";
import type { AccountContext } from "#sdk/account/context.ts";
import type { StoredSession } from "#sdk/store/session-row.ts";
import { accountCommands } from "#sdk/commands/account-commands.ts";
import type { CallContext } from "#sdk/commands/command.ts";
import type { OwnAccount } from "#sdk/account/own-account.ts";
import { settingsOf } from "#sdk/account/settings.ts";
import { createOwnDevices } from "#sdk/account/own-devices.ts";
import { createTokens, type Tokens } from "#sdk/account/tokens.ts";
import { createHttp } from "#sdk/net/create-http.ts";
import { refreshByOAuth } from "#sdk/net/oauth.ts";
import type { Http } from "#sdk/net/http.ts";
import { createEncryption } from "#sdk/crypto/encryption-parts.ts";
import { createRooms } from "#sdk/rooms/create-rooms.ts";
import { forgetAnswers, listAnswers } from "#sdk/store/answered.ts";
import { createOutbox } from "#sdk/send/create-outbox.ts";
import type { Store } from "#sdk/store/store.ts";
import { createWriter, type Writer } from "#sdk/store/writer.ts";
import { createSync } from "#sdk/sync/create-sync.ts";
import { accountListViews, accountValueViews } from "#sdk/views/account-views.ts";
import { refreshByMatrix } from "./refresh.ts";
import { tokensOf, withTokens, writeStoredSession } from "./stored-session.ts";

/** Answers to calls of the previous core are kept this long for tabs that ask again. */
const ANSWERS_KEPT_MS = 120_000;

export type Handler = (args: never, call: CallContext) => Promise<unknown>;
export type Factory = (params: never, refresh: () => void) => unknown;

export interface Account {
  readonly session: StoredSession;
  readonly http: Http;
  /** Of an OAuth session, which is ended by revoking it. */
  refreshToken(): string | undefined;
  readonly writer: Writer;
  readonly commands: ReadonlyMap<string, Handler>;
  readonly listViews: ReadonlyMap<string, Factory>;
  readonly valueViews: ReadonlyMap<string, Factory>;
  start(): Promise<void>;
  /** Nothing is sent and nothing new is written once it resolves. */
  stop(): Promise<void>;
  reconnect(): void;
}

export interface AccountDeps {
  readonly session: StoredSession;
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly fetch?: typeof fetch;
  /** The server no longer knows the token, and there is no other. `soft`: what is here is to be kept. */
  onUnknownToken(logout: "soft" | "hard"): void;
  /** Name of the crypto engine's databases; without one it keeps its keys in memory (tests). */
  readonly cryptoDatabase?: string | undefined;
  /** Something died that only a new core can bring back. */
  onBroken?(failure: Failure): void;
  /** Of the own user, outside of rooms; without it (tests) the account can't change itself. */
  readonly profile?: ProfileHolder;
}

export type ProfileHolder = Pick<OwnAccount, "profile" | "setProfile" | "endingWith">;

export type BuildAccount = (deps: AccountDeps) => Promise<Account>;

export async function createAccount(deps: AccountDeps): Promise<Account> {
  const { session, store, clock, log } = deps;
  const writer = createWriter(store, log);
  const tokens = sessionTokens(deps);
  const requests = createHttp({
    baseUrl: session.baseUrl,
    token: () => tokens.current(),
    keeper: tokens,
    clock,
    log,
    onUnknownToken: deps.onUnknownToken,
    ...(deps.fetch ? { fetch: deps.fetch } : {}),
  });
  const http = heard(requests, () => {
    if (sync.connection().state === "offline") sync.reconnect();
  });
  let startLoading: () => void = () => undefined;
  const loadAfter = new Promise<void>((resolve) => {
    startLoading = resolve;
  });
  const rooms = await createRooms({ session, store, writer, http, log, clock, loadAfter });
  const encryption = createEncryption({
    session,
    store,
    writer,
    http,
    rooms,
    log,
    clock,
    database: deps.cryptoDatabase,
    onPanic: (failure) => deps.onBroken?.(failure),
  });
  const { crypto } = encryption;
  const outbox = createOutbox({ session, store, writer, http, rooms, crypto, log, clock });
  // Sync itself must not wake itself: its own answers make it live anyway.
  const sync = createSync({ session, http: requests, store, writer, rooms, outbox, crypto, log, clock });
  const stopping = new AbortController();
  const own: OwnAccount | undefined = deps.profile && {
    ...deps.profile,
    devices: createOwnDevices(http, session.deviceId),
    oauth: session.oauth,
  };
  const context: AccountContext = {
    session,
    store,
    writer,
    http,
    rooms,
    outbox,
    sync,
    log,
    clock,
    encryption,
    ...(own ? { own } : {}),
  };
  const settings = settingsOf(context);
  // Nobody gets a key before it is known who shall have it.
  crypto.setPolicy(async (roomId) => {
    await settings.ready;
    return settings.value("sendTo", roomId);
  });

  async function tidy(): Promise<void> {
    const answers = await listAnswers(store);
    await clock.sleep(ANSWERS_KEPT_MS, stopping.signal);
    if (!stopping.signal.aborted) await forgetAnswers(writer, answers);
  }

  return {
    session,
    http,
    refreshToken: () => tokens.refreshToken(),
    writer,
    commands: new Map(Object.entries(accountCommands(context))),
    listViews: new Map(Object.entries(accountListViews(context))),
    valueViews: new Map(Object.entries(accountValueViews(context))),
    async start() {
      tokens.start();
      // By now the views that were waiting have asked for their rooms.
      startLoading();
      // The queue first, so that the first batch finds the messages whose echoes it brings.
      await outbox.start();
      sync.start();
      await rooms.ready;
      // Beside the start, never before it: until the engine is there, what is for it waits on disk.
      void crypto.start();
      void tidy().catch((cause: unknown) => log.info("old answers stay", cause));
    },
    async stop() {
      stopping.abort();
      outbox.stop();
      await sync.stop();
      await crypto.stop();
      await tokens.stop();
      // Writes are queued: once an empty one is through, all earlier ones are.
      await writer.write(() => undefined).catch(() => undefined);
    },
    reconnect() {
      sync.reconnect();
      outbox.wake("asked");
    },
  };
}

function sessionTokens({ session, store, clock, log, fetch }: AccountDeps): Tokens {
  const net = { clock, log, ...(fetch ? { fetch } : {}) };
  const { oauth } = session;
  return createTokens({
    tokens: tokensOf(session),
    refresh: oauth
      ? (refreshToken, signal) => refreshByOAuth(net, { ...oauth, refreshToken }, signal)
      : (refreshToken, signal) => refreshByMatrix({ ...net, baseUrl: session.baseUrl }, refreshToken, signal),
    persist: (next) => writeStoredSession(store, withTokens(session, next)),
    clock,
    log,
  });
}

/** Any answer proves that the server is within reach: whoever waits for that need not wait longer. */
function heard(http: Http, onAnswer: () => void): Http {
  const told = async <T>(answer: Promise<T>): Promise<T> => {
    const value = await answer;
    onAnswer();
    return value;
  };
  return {
    baseUrl: http.baseUrl,
    request: (request) => told(http.request(request)),
    download: (request) => told(http.download(request)),
    upload: (upload) => told(http.upload(upload)),
  };
}
