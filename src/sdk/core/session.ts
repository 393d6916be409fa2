/**
 * Who is signed in: opening → signed-out ⇄ signed-in, and soft-logged-out between (everything is kept, nothing is shown).
 * Owns the store and the account between sign-in and sign-out; changes are made one at a time. Always holds: the session
 * is on disk before anybody is told of it; after a sign-out nothing of the account is, whether the server could be told or
 * not; what a soft logout kept is opened by the same user only.
 */
import { Failure } from "#api/errors.ts";
import type { ArgsOf, ResultOf, Verb } from "#api/contract.ts";
import type { UserId } from "#api/ids.ts";
import type { ConfiguredServer } from "#api/port.ts";
import type { Session } from "#api/session.ts";
import type {} from "#api/all.ts";
import type { Clock } from "#lib/clock.ts";
import type { Log } from "#lib/log.ts";
import type { StoredSession } from "#sdk/store/session-row.ts";
import type { Profile } from "#sdk/account/own-account.ts";
import { deleteEngineDatabases } from "#sdk/crypto/engine.ts";
import { discover } from "#sdk/net/discovery.ts";
import type { Store } from "#sdk/store/store.ts";
import type { Account, BuildAccount } from "./account.ts";
import { ownPerson } from "./own-person.ts";
import { beginOAuth, beginSso, endSession, finishOAuth, finishSso, signInByPassword, type Again } from "./sign-in.ts";
import { createSignUp } from "./sign-up.ts";
import {
  parseProfile,
  PROFILE_KEY,
  readProfile,
  readStoredSession,
  tokensOf,
  withTokens,
  writeStoredSession,
} from "./stored-session.ts";
import { toSdkError } from "./to-sdk-error.ts";
import { watchStore, type WatchedStore } from "./watched-store.ts";

type SignedOutReason = Extract<Session, { state: "signed-out" }>["reason"];

type State =
  | { readonly state: "opening" }
  | {
      readonly state: "signed-out";
      readonly reason: SignedOutReason;
      readonly lost: number;
      readonly store: WatchedStore;
    }
  | {
      readonly state: "soft-logged-out";
      readonly session: StoredSession;
      readonly profile: Profile;
      readonly unsent: number;
      readonly store: WatchedStore;
    }
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
  /** Name of the crypto engine's databases; without one (tests) its keys lie in memory. */
  readonly cryptoDatabase?: string | undefined;
}

/** Verbs by their own names, so that `core.ts` need not know them one by one. */
export type SessionVerb = Exclude<Extract<Verb, `session.${string}`>, "session.reconnect">;

export type SessionVerbs = {
  readonly [V in SessionVerb]: (args: ArgsOf<V>, signal: AbortSignal) => Promise<ResultOf<V>>;
};

export interface SessionHolder {
  readonly value: () => Session;
  readonly account: () => Account | undefined;
  /** Resolves once it is known who is signed in. */
  readonly opened: Promise<void>;
  readonly verbs: SessionVerbs;
  open(): Promise<void>;
  setServers(servers: readonly ConfiguredServer[]): void;
  /** Lets go of the store without signing out: nothing is written once it resolves. */
  close(): Promise<void>;
}

export function createSession(deps: SessionDeps): SessionHolder {
  const { clock, log } = deps;
  const custom = deps.fetch ? { fetch: deps.fetch } : {};
  const net = { clock, log, ...custom };
  const signUp = createSignUp(net);
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
    const mine: { account?: Account } = {};
    /** What happens to an account concerns only the one that is still there. */
    const ifMine = <T>(work: () => Promise<T>): Promise<T | undefined> =>
      inTurn(async () => (state.state === "signed-in" && state.account === mine.account ? work() : undefined));
    // Side by side: each is a trip to the disk, and the first rows wait for both.
    const building = deps.buildAccount({
      session,
      store,
      clock,
      log,
      ...custom,
      onUnknownToken: (logout) =>
        void ifMine(async () => (logout === "soft" ? leaveSoftly() : leave("by-server"))).catch((error: unknown) =>
          log.error("leaving failed", error),
        ),
      cryptoDatabase: deps.cryptoDatabase,
      onBroken: (failure) => deps.onBroken(failure),
      profile: {
        profile: () => (state.state === "signed-in" ? state.profile : { displayName: undefined, avatar: undefined }),
        setProfile: (profile) => keepProfile(mine.account, store, profile),
        endingWith: (work, isOver) =>
          inTurn(async () => {
            const outcome = await work();
            if (isOver(outcome) && state.state === "signed-in" && state.account === mine.account)
              await leave("deactivated");
            return outcome;
          }),
      },
    });
    const [account, profile] = await Promise.all([building, readProfile(store)]);
    mine.account = account;
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
      await keepProfile(account, store, parseProfile(await account.http.request({ method: "GET", path })));
    } catch (error) {
      log.debug("own profile not read", error);
    }
  }

  async function keepProfile(account: Account | undefined, store: Store, profile: Profile): Promise<void> {
    const isThere = (): boolean => state.state === "signed-in" && state.account === account;
    if (!isThere()) return;
    await store.commit([{ kind: "put", table: "meta", key: PROFILE_KEY, value: profile }]);
    if (state.state !== "signed-in" || !isThere()) return;
    state = { ...state, profile };
    deps.onProfile();
  }

  async function open(): Promise<void> {
    const store = await freshStore();
    const session = await readStoredSession(store);
    if (!session) {
      state = { state: "signed-out", reason: "never", lost: 0, store };
      deps.onChange();
    } else if (session.ended) await waitFor(store, session);
    else await enter(store, session);
    announceOpened();
  }

  /** A soft logout: what is here stays closed until the same user is back. */
  async function waitFor(store: WatchedStore, session: StoredSession): Promise<void> {
    const [profile, unsent] = await Promise.all([readProfile(store), countUnsent(store)]);
    state = { state: "soft-logged-out", session, profile, unsent, store };
    deps.onChange();
  }

  function mayBegin(): { readonly store: WatchedStore; readonly again: StoredSession | undefined } {
    if (state.state === "signed-out") return { store: state.store, again: undefined };
    if (state.state === "soft-logged-out") return { store: state.store, again: state.session };
    throw new Failure({ kind: "core-restarted" });
  }

  /** Gets a session by `work` and enters it, unless somebody is signed in already. */
  function signingIn(
    work: (store: WatchedStore, again: Again) => Promise<StoredSession>,
  ): Promise<{ readonly userId: UserId }> {
    return inTurn(async () => {
      // Two tabs may ask at once; the second one finds the first one's account.
      if (state.state === "signed-in") return { userId: state.account.session.userId };
      const { store, again } = mayBegin();
      return adopt(await work(store, again));
    });
  }

  async function adopt(session: StoredSession): Promise<{ readonly userId: UserId }> {
    const { store, again } = mayBegin();
    try {
      if (again && again.userId !== session.userId) throw new Failure({ kind: "sign-in", reason: "other-user" });
      await writeStoredSession(store, session);
    } catch (error) {
      // Nobody would ever use, or end, the session that the server just began.
      await endSession(net, session, tokensOf(session));
      throw error;
    }
    await enter(store, session);
    return { userId: session.userId };
  }

  async function leave(reason: Exclude<SignedOutReason, "never">): Promise<ResultOf<"session.signOut">> {
    if (state.state === "soft-logged-out") {
      await destroy(state.store, reason, state.unsent);
      return { server: "told" };
    }
    if (state.state !== "signed-in") return { server: "unreachable" };
    const { account, store } = state;
    const lost = await countUnsent(store).catch(() => 0);
    const [server] = await Promise.all([
      reason === "by-user"
        ? endSession(net, account.session, { http: account.http, refreshToken: account.refreshToken() })
        : Promise.resolve("told" as const),
      account.stop().catch((error: unknown) => log.error("the account did not stop cleanly", error)),
    ]);
    await destroy(store, reason, lost);
    return { server };
  }

  async function destroy(store: WatchedStore, reason: SignedOutReason, lost: number): Promise<void> {
    store.retire();
    try {
      await store.destroy();
      // Without the key that lay in the store they are noise; noise goes too.
      if (deps.cryptoDatabase !== undefined) await deleteEngineDatabases(deps.cryptoDatabase);
    } catch (error) {
      // The account has stopped already: the next core starts from what is left on disk.
      deps.onBroken(asFailure(error));
      throw error;
    }
    state = { state: "signed-out", reason, lost, store: await freshStore() };
    deps.onChange();
  }

  async function leaveSoftly(): Promise<void> {
    if (state.state !== "signed-in") return;
    const { account, store } = state;
    log.info("soft logout: the session ended, what is here stays");
    await account.stop().catch((error: unknown) => log.error("the account did not stop cleanly", error));
    const nothing = { accessToken: "", refreshToken: undefined, expiresAt: undefined };
    const session: StoredSession = { ...withTokens(account.session, nothing), ended: "softly" };
    try {
      await writeStoredSession(store, session);
    } catch (error) {
      // The next core finds the old token, and the server says the same again.
      log.error("the soft logout is not on disk", error);
    }
    await waitFor(store, session);
  }

  return {
    opened,
    value() {
      switch (state.state) {
        case "opening":
          return { state: "opening" };
        case "signed-out":
          return { state: "signed-out", reason: state.reason, lost: state.lost };
        case "soft-logged-out": {
          const { userId, serverName, baseUrl, way } = state.session;
          const { unsent } = state;
          const me = ownPerson(userId, state.profile);
          const signedInWith = way ?? "password";
          return { state: "soft-logged-out", userId, serverName, baseUrl, me, unsent, signedInWith };
        }
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
    verbs: {
      "session.discover": ({ input }) => discover(input, { clock, known: servers, ...custom }),
      "session.signIn": (args, signal) => signingIn((_store, again) => signInByPassword(net, args, again, signal)),
      "session.signInAgain": ({ password }, signal) =>
        signingIn((_store, again) => {
          if (!again) throw new Failure({ kind: "signed-out" });
          const { baseUrl, userId } = again;
          return signInByPassword(net, { baseUrl, user: userId, password, deviceName: "" }, again, signal);
        }),
      "session.beginSso": (args) => inTurn(() => beginSso(net, mayBegin().store, args)),
      "session.finishSso": (args, signal) => signingIn((store, again) => finishSso(net, store, args, again, signal)),
      "session.beginOAuth": (args) =>
        inTurn(() => {
          const { store, again } = mayBegin();
          return beginOAuth(net, store, args, again);
        }),
      "session.finishOAuth": (args, signal) => signingIn((store) => finishOAuth(net, store, args, signal)),
      "session.registrationOffer": (args) => signUp.offer(args),
      "session.checkUsername": (args) => signUp.checkUsername(args),
      "session.register": (args, signal) =>
        inTurn(async () => {
          if (mayBegin().again) throw new Failure({ kind: "sign-in", reason: "other-user" });
          const outcome = await signUp.register(args, signal);
          return outcome.state === "done" ? { state: "done", value: await adopt(outcome.value) } : outcome;
        }),
      "session.requestEmail": (args) => signUp.requestEmail(args),
      "session.resetPassword": (args) => signUp.resetPassword(args),
      "session.forget": () =>
        inTurn(async () => {
          if (state.state === "soft-logged-out") await destroy(state.store, "by-user", 0);
          return undefined;
        }),
      "session.signOut": () => inTurn(() => leave("by-user")),
    },
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

/** What waits to be sent, of any kind. */
async function countUnsent(store: Store): Promise<number> {
  return (await store.range("outbox", {})).length;
}

function asFailure(error: unknown): Failure {
  return error instanceof Failure ? error : new Failure(toSdkError(error));
}
