/**
 * Who is signed in: opening → signed-out ⇄ signed-in. Owns the store and the account between sign-in and sign-out;
 * changes are made one at a time. Always holds: the session is on disk before anybody is told of it, and after a
 * sign-out nothing of the account is, whether the server could be told or not.
 */
import { Failure } from "#api/errors.ts";
import type { ArgsOf, ResultOf } from "#api/contract.ts";
import { serverOf } from "#api/ids.ts";
import type { ConfiguredServer } from "#api/port.ts";
import type { Session } from "#api/session.ts";
import type {} from "#api/all.ts";
import type { Clock } from "#lib/clock.ts";
import type { Log } from "#lib/log.ts";
import type { StoredSession } from "#sdk/account/context.ts";
import { createHttp } from "#sdk/net/create-http.ts";
import { discover, parseBaseUrl } from "#sdk/net/discovery.ts";
import type { Http } from "#sdk/net/http.ts";
import type { Store } from "#sdk/store/store.ts";
import type { Account, BuildAccount } from "./account.ts";
import { ownPerson } from "./own-person.ts";
import {
  parseLogin,
  parseProfile,
  PROFILE_KEY,
  readProfile,
  readStoredSession,
  writeStoredSession,
  type Profile,
} from "./stored-session.ts";
import { toSdkError } from "./to-sdk-error.ts";
import { watchStore, type WatchedStore } from "./watched-store.ts";

type SignedOutReason = Extract<Session, { state: "signed-out" }>["reason"];

type State =
  | { readonly state: "opening" }
  | { readonly state: "signed-out"; readonly reason: SignedOutReason; readonly store: WatchedStore }
  | { readonly state: "signed-in"; readonly account: Account; readonly store: WatchedStore; readonly profile: Profile };

export interface SessionDeps {
  /** Opens (and owns) the store; called again after a sign-out destroyed it. */
  openStore(): Promise<Store>;
  readonly buildAccount: BuildAccount;
  readonly clock: Clock;
  readonly log: Log;
  readonly fetch?: typeof fetch;
  /** Somebody else is signed in, or nobody: every view starts afresh. */
  onChange(): void;
  /** Only the own profile changed. */
  onProfile(): void;
  onBroken(error: Failure): void;
}

export interface SessionHolder {
  readonly value: () => Session;
  readonly account: () => Account | undefined;
  /** Resolves once it is known who is signed in. */
  readonly opened: Promise<void>;
  open(): Promise<void>;
  discover(args: ArgsOf<"session.discover">): Promise<ResultOf<"session.discover">>;
  signIn(args: ArgsOf<"session.signIn">, signal: AbortSignal): Promise<ResultOf<"session.signIn">>;
  signOut(): Promise<ResultOf<"session.signOut">>;
  setServers(servers: readonly ConfiguredServer[]): void;
  /** Lets go of the store without signing out: nothing is written once it resolves. */
  close(): Promise<void>;
}

const LOGOUT_TIMEOUT_MS = 5000;

export function createSession(deps: SessionDeps): SessionHolder {
  const { clock, log } = deps;
  const custom = deps.fetch ? { fetch: deps.fetch } : {};
  let state: State = { state: "opening" };
  let servers: readonly ConfiguredServer[] = [];
  let turn: Promise<unknown> = Promise.resolve();
  let announceOpened: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    announceOpened = resolve;
  });

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const next = turn.then(work);
    turn = next.catch(() => undefined);
    return next;
  }

  async function freshStore(): Promise<WatchedStore> {
    return watchStore(await deps.openStore(), deps.onBroken);
  }

  async function enter(store: WatchedStore, session: StoredSession): Promise<void> {
    // Side by side: each is a trip to the disk, and the first rows wait for both.
    const building = deps.buildAccount({
      session,
      store,
      clock,
      log,
      ...custom,
      onUnknownToken: () =>
        void inTurn(() => leave("by-server")).catch((error: unknown) => log.error("leaving failed", error)),
    });
    const [account, profile] = await Promise.all([building, readProfile(store)]);
    state = { state: "signed-in", account, store, profile };
    deps.onChange();
    account.start().catch((error: unknown) => {
      log.error("the account did not start", error);
      // Without sync or queue it would only look alive.
      if (state.state === "signed-in" && state.account === account) deps.onBroken(asFailure(error));
    });
    void refreshProfile(account, store);
  }

  async function refreshProfile(account: Account, store: Store): Promise<void> {
    const path = `/_matrix/client/v3/profile/${encodeURIComponent(account.session.userId)}`;
    try {
      const profile = parseProfile(await account.http.request({ method: "GET", path }));
      if (state.state !== "signed-in" || state.account !== account) return;
      await store.commit([{ kind: "put", table: "meta", key: PROFILE_KEY, value: profile }]);
      state = { ...state, profile };
      deps.onProfile();
    } catch (error) {
      log.debug("own profile not read", error);
    }
  }

  async function open(): Promise<void> {
    const store = await freshStore();
    const session = await readStoredSession(store);
    if (session) await enter(store, session);
    else {
      state = { state: "signed-out", reason: "never", store };
      deps.onChange();
    }
    announceOpened();
  }

  async function signIn(args: ArgsOf<"session.signIn">, signal: AbortSignal): Promise<ResultOf<"session.signIn">> {
    // Two tabs may ask at once; the second one finds the first one's account.
    if (state.state === "signed-in") return { userId: state.account.session.userId };
    if (state.state !== "signed-out") throw new Failure({ kind: "core-restarted" });
    const { store } = state;
    const baseUrl = parseBaseUrl(args.baseUrl);
    const http = createHttp({ baseUrl, token: () => undefined, clock, log, ...custom });
    const login = parseLogin(await requestLogin(http, args, signal));
    if (!login) throw new Failure({ kind: "discovery", reason: "not-matrix" });
    // By its address a server may be known under another name than by its users' ids.
    const session: StoredSession = { ...login, baseUrl, serverName: serverOf(login.userId) };
    try {
      await writeStoredSession(store, session);
    } catch (error) {
      // Nobody would ever use, or end, the session that the server just began.
      const began = createHttp({ baseUrl, token: () => login.accessToken, clock, log, ...custom });
      await logOut(began);
      throw error;
    }
    await enter(store, session);
    return { userId: login.userId };
  }

  async function leave(reason: "by-user" | "by-server"): Promise<ResultOf<"session.signOut">> {
    if (state.state !== "signed-in") return { server: "unreachable" };
    const { account, store } = state;
    const [server] = await Promise.all([
      reason === "by-user" ? logOut(account.http) : Promise.resolve("told" as const),
      account.stop().catch((error: unknown) => log.error("the account did not stop cleanly", error)),
    ]);
    store.retire();
    try {
      await store.destroy();
    } catch (error) {
      // The account has stopped already: the next core starts from what is left on disk.
      deps.onBroken(asFailure(error));
      throw error;
    }
    state = { state: "signed-out", reason, store: await freshStore() };
    deps.onChange();
    return { server };
  }

  async function logOut(http: Http): Promise<"told" | "unreachable"> {
    try {
      await http.request({
        method: "POST",
        path: "/_matrix/client/v3/logout",
        body: {},
        timeoutMs: LOGOUT_TIMEOUT_MS,
      });
      return "told";
    } catch (error) {
      log.info("the server was not told of the sign-out", error);
      return "unreachable";
    }
  }

  return {
    opened,
    value() {
      switch (state.state) {
        case "opening":
          return { state: "opening" };
        case "signed-out":
          return { state: "signed-out", reason: state.reason };
        case "signed-in": {
          const { userId, serverName } = state.account.session;
          return { state: "signed-in", userId, serverName, me: ownPerson(userId, state.profile) };
        }
        default:
          return state satisfies never;
      }
    },
    account: () => (state.state === "signed-in" ? state.account : undefined),
    open: () => inTurn(open),
    discover: ({ input }) => discover(input, { clock, known: servers, ...custom }),
    signIn: (args, signal) => inTurn(() => signIn(args, signal)),
    signOut: () => inTurn(() => leave("by-user")),
    setServers(now) {
      servers = now;
    },
    close: () =>
      inTurn(async () => {
        if (state.state === "opening") return;
        const { store } = state;
        if (state.state === "signed-in") await state.account.stop();
        store.retire();
        store.close();
        state = { state: "opening" };
      }),
  };
}

function asFailure(error: unknown): Failure {
  return error instanceof Failure ? error : new Failure(toSdkError(error));
}

function requestLogin(http: Http, args: ArgsOf<"session.signIn">, signal: AbortSignal): Promise<unknown> {
  return http.request({
    method: "POST",
    path: "/_matrix/client/v3/login",
    auth: "none",
    signal,
    body: {
      type: "m.login.password",
      identifier: { type: "m.id.user", user: args.user },
      password: args.password,
      initial_device_display_name: args.deviceName,
    },
  });
}
