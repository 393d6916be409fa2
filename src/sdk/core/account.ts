/**
 * Builds everything one signed-in account consists of, in the order of dependence, and takes it down in the reverse
 * order. Nothing here waits for the network: what is on disk is answered first.
 */
import type { Clock } from "#lib/clock.ts";
import type { Log } from "#lib/log.ts";
import type { AccountContext, StoredSession } from "#sdk/account/context.ts";
import { accountCommands } from "#sdk/commands/account-commands.ts";
import type { CallContext } from "#sdk/commands/command.ts";
import { createHttp } from "#sdk/net/create-http.ts";
import type { Http } from "#sdk/net/http.ts";
import { createRooms } from "#sdk/rooms/create-rooms.ts";
import { forgetAnswers, listAnswers } from "#sdk/store/answered.ts";
import { createOutbox } from "#sdk/send/create-outbox.ts";
import type { Store } from "#sdk/store/store.ts";
import { createWriter, type Writer } from "#sdk/store/writer.ts";
import { createSync } from "#sdk/sync/create-sync.ts";
import { accountListViews, accountValueViews } from "#sdk/views/account-views.ts";

/** Answers to calls of the previous core are kept this long for tabs that ask again. */
const ANSWERS_KEPT_MS = 120_000;

export type Handler = (args: never, call: CallContext) => Promise<unknown>;
export type Factory = (params: never, refresh: () => void) => unknown;

export interface Account {
  readonly session: StoredSession;
  readonly http: Http;
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
  /** The server no longer knows the token. */
  onUnknownToken(): void;
}

export type BuildAccount = (deps: AccountDeps) => Promise<Account>;

export async function createAccount(deps: AccountDeps): Promise<Account> {
  const { session, store, clock, log } = deps;
  const writer = createWriter(store, log);
  const requests = createHttp({
    baseUrl: session.baseUrl,
    token: () => session.accessToken,
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
  const outbox = createOutbox({ session, store, writer, http, rooms, log, clock });
  // Sync itself must not wake itself: its own answers make it live anyway.
  const sync = createSync({ session, http: requests, store, writer, rooms, outbox, log, clock });
  const stopping = new AbortController();
  const context: AccountContext = { session, store, writer, http, rooms, outbox, sync, log, clock };

  async function tidy(): Promise<void> {
    const answers = await listAnswers(store);
    await clock.sleep(ANSWERS_KEPT_MS, stopping.signal);
    if (!stopping.signal.aborted) await forgetAnswers(writer, answers);
  }

  return {
    session,
    http,
    writer,
    commands: new Map(Object.entries(accountCommands(context))),
    listViews: new Map(Object.entries(accountListViews(context))),
    valueViews: new Map(Object.entries(accountValueViews(context))),
    async start() {
      // By now the views that were waiting have asked for their rooms.
      startLoading();
      // The queue first, so that the first batch finds the messages whose echoes it brings.
      await outbox.start();
      sync.start();
      await rooms.ready;
      void tidy().catch((cause: unknown) => log.info("old answers stay", cause));
    },
    async stop() {
      stopping.abort();
      outbox.stop();
      await sync.stop();
      // Writes are queued: once an empty one is through, all earlier ones are.
      await writer.write(() => undefined).catch(() => undefined);
    },
    reconnect() {
      sync.reconnect();
      outbox.wake("asked");
    },
  };
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
