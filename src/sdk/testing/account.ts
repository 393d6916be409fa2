/**
 * A signed-in account on a real homeserver for `*.synapse.test.ts`: everything the core builds, over the memory store,
 * with verbs and views called as the port would, but typed and without a port.
 */
import { newUser, type MatrixClient } from "../../../stack/matrix.mjs";
import type {
  ArgsOf,
  ListItem,
  ListParams,
  ListView,
  ResultOf,
  ValueOf,
  ValueParams,
  ValueView,
} from "#api/contract.ts";
import type {} from "#api/all.ts";
import { parseUserId, type UserId } from "#api/ids.ts";
import { systemClock } from "#lib/system-clock.ts";
import type { StoredSession } from "#sdk/store/session-row.ts";
import type { AccountVerb } from "#sdk/commands/account-verbs.ts";
import { createAccount, type Account } from "#sdk/core/account.ts";
import { createMemoryStore } from "#sdk/store/memory.ts";
import type { Store } from "#sdk/store/store.ts";
import type { OpenListView, OpenValueView } from "#sdk/views/view.ts";
import { silentLog } from "./event-factory.ts";

export interface WatchedList<T> {
  readonly items: () => readonly T[];
  /** Resolves with the items once they fit. */
  until(fits: (items: readonly T[]) => boolean): Promise<readonly T[]>;
  close(): void;
}

export interface WatchedValue<T> {
  until(fits: (value: T) => boolean): Promise<T>;
  close(): void;
}

export interface TestAccount {
  readonly userId: UserId;
  /** The same session through the raw test client. */
  readonly raw: MatrixClient;
  readonly store: Store;
  readonly account: Account;
  call<V extends AccountVerb>(verb: V, args: ArgsOf<V>): Promise<ResultOf<V>>;
  list<V extends ListView>(name: V, params: ListParams<V>): WatchedList<ListItem<V>>;
  value<V extends Exclude<ValueView, "session">>(name: V, params: ValueParams<V>): WatchedValue<ValueOf<V>>;
  stop(): Promise<void>;
}

export interface TestAccountOptions {
  /** Where the SDK talks to, e.g. a proxy; the raw client goes straight to the server. */
  readonly baseUrl?: string;
  readonly raw?: MatrixClient;
  readonly store?: Store;
  readonly displayName?: string;
}

const PATIENCE_MS = 20_000;

interface View<T> {
  compute(): T | Promise<T>;
  affectedBy(changes: Parameters<OpenListView<unknown, never>["affectedBy"]>[0]): boolean;
  close(): void;
}

/** Computes at once, after each commit that touches the view, and when it asks; resolves waiters. */
function watch<T>(account: Account, open: (refresh: () => void) => View<T>, name: string) {
  let last: T | undefined;
  let running: Promise<void> | undefined;
  let again = false;
  const waiters = new Set<() => void>();
  const run = async (): Promise<void> => {
    do {
      again = false;
      last = await view.compute();
      for (const waiter of waiters) waiter();
    } while (again);
  };
  const refresh = (): void => {
    again = true;
    running ??= run().finally(() => (running = undefined));
  };
  const view = open(() => queueMicrotask(refresh));
  const unsubscribe = account.writer.subscribe((changes) => {
    if (view.affectedBy(changes)) refresh();
  });
  refresh();
  return {
    last: () => last,
    until: (fits: (value: T) => boolean): Promise<T> =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          waiters.delete(check);
          reject(new Error(`${name} never fitted; last: ${JSON.stringify(last)?.slice(0, 2_000)}`));
        }, PATIENCE_MS);
        const check = (): void => {
          if (last === undefined || !fits(last)) return;
          waiters.delete(check);
          clearTimeout(timer);
          resolve(last);
        };
        waiters.add(check);
        check();
      }),
    close: () => {
      unsubscribe();
      view.close();
    },
  };
}

export async function openAccount(server: string, options: TestAccountOptions = {}): Promise<TestAccount> {
  const raw =
    options.raw ??
    (await newUser(server, undefined, options.displayName === undefined ? {} : { displayname: options.displayName }));
  const userId = parseUserId(raw.userId);
  if (!userId) throw new Error(raw.userId);
  const session: StoredSession = {
    userId,
    deviceId: raw.deviceId,
    accessToken: raw.token,
    baseUrl: options.baseUrl ?? server,
    serverName: userId.slice(userId.indexOf(":") + 1),
  };
  const store = options.store ?? createMemoryStore();
  const account = await createAccount({
    session,
    store,
    clock: systemClock,
    log: silentLog,
    onUnknownToken: () => undefined,
  });
  const opened = new Set<{ close(): void }>();
  // Goes on with chores of its own for as long as the account is there.
  let broken: unknown;
  account.start().catch((cause: unknown) => (broken = cause));

  return {
    userId,
    raw,
    store,
    account,
    call: async (verb, args) => {
      const handler = account.commands.get(verb);
      if (!handler) throw new Error(`no handler for ${verb}`);
      return (await handler(args as never, { signal: AbortSignal.timeout(PATIENCE_MS) })) as never;
    },
    list: (name, params) => {
      const factory = account.listViews.get(name);
      if (!factory) throw new Error(`no view ${name}`);
      type Item = ListItem<typeof name>;
      const watched = watch(
        account,
        (refresh) => factory(params as never, refresh) as OpenListView<unknown, Item>,
        name,
      );
      opened.add(watched);
      return {
        items: () => watched.last()?.items ?? [],
        until: async (fits) => (await watched.until((window) => fits(window.items))).items,
        close: watched.close,
      };
    },
    value: (name, params) => {
      const factory = account.valueViews.get(name);
      if (!factory) throw new Error(`no view ${name}`);
      type Value = ValueOf<typeof name>;
      const watched = watch(
        account,
        (refresh) => factory(params as never, refresh) as OpenValueView<unknown, Value>,
        name,
      );
      opened.add(watched);
      return { until: watched.until, close: watched.close };
    },
    stop: async () => {
      for (const view of opened) view.close();
      await account.stop();
      if (broken !== undefined) throw new Error("the account broke", { cause: broken });
    },
  };
}
