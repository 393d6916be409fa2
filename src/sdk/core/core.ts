/**
 * The whole SDK behind ports: serves tabs, routes verbs and views to the session or to the signed-in account, hands every
 * committed change to every tab's views. Knows nothing of workers, locks or how it came to own the store.
 */
import { Failure } from "#api/errors.ts";
import type { Keyed } from "#api/list-patch.ts";
import type { Port, ToCore, ToTab, ViewKind } from "#api/port.ts";
import type { Clock } from "#lib/clock.ts";
import type { CallContext } from "#sdk/commands/command.ts";
import type { Store } from "#sdk/store/store.ts";
import type { Changes } from "#sdk/store/writer.ts";
import type { OpenListView, OpenValueView } from "#sdk/views/view.ts";
import type { BuildAccount } from "./account.ts";
import type { OpenResult } from "./live-views.ts";
import type { CoreLog } from "./log.ts";
import { serveTab, type Tab } from "./rpc.ts";
import { createSession } from "./session.ts";

export interface CoreDeps {
  readonly build: string;
  /** Name of the lock this core holds while it lives, once it holds it. */
  readonly alive: Promise<string>;
  readonly clock: Clock;
  readonly log: CoreLog;
  readonly fetch?: typeof fetch;
  readonly buildAccount: BuildAccount;
  openStore(): Promise<Store>;
  /** `waiting`: another core still owns the store. */
  standing(): "owner" | "waiting";
  onTakeOver(): void;
  waitForDeath(lock: string, signal: AbortSignal): Promise<void>;
  /** A write failed for good: this core must end. */
  onBroken(error: Failure): void;
  readonly cryptoDatabase?: string;
}

export interface Core {
  connect(port: Port<ToCore, ToTab>): void;
  /** Opens the store; views of connected tabs wait for it. */
  open(): Promise<void>;
  broadcast(message: ToTab): void;
  /** Lets go of the store; tabs stay connected. */
  close(): Promise<void>;
}

type OwnVerb = (args: never, call: CallContext) => Promise<unknown>;

/** Verbs that have an answer before the disk is read. */
const WITHOUT_DISK: ReadonlySet<string> = new Set([
  "core.logs",
  "session.discover",
  "session.registrationOffer",
  "session.checkUsername",
]);

export function createCore(deps: CoreDeps): Core {
  const { log } = deps;
  const tabs = new Set<Tab>();

  const session = createSession({
    openStore: () => deps.openStore(),
    buildAccount: async (accountDeps) => {
      const account = await deps.buildAccount(accountDeps);
      account.writer.subscribe((changes) => {
        if (session.account() === account) changed(changes);
      });
      return account;
    },
    clock: deps.clock,
    log,
    ...(deps.fetch ? { fetch: deps.fetch } : {}),
    onChange: () => {
      for (const tab of tabs) tab.reset();
    },
    onProfile: () => changed({ kinds: new Set(["session"]), rooms: new Map() }),
    onBroken: (error) => deps.onBroken(error),
    cryptoDatabase: deps.cryptoDatabase,
  });

  const ownVerbs: ReadonlyMap<string, OwnVerb> = new Map<string, OwnVerb>([
    ...Object.entries(session.verbs).map(([verb, handler]): [string, OwnVerb] => [
      verb,
      (args, call) => handler(args, call.signal),
    ]),
    ["session.reconnect", async () => session.account()?.reconnect()],
    ["core.logs", async () => log.text()],
  ]);

  function changed(changes: Changes): void {
    for (const tab of tabs) tab.changed(changes);
  }

  async function call(verb: string, args: unknown, context: CallContext): Promise<unknown> {
    if (!WITHOUT_DISK.has(verb)) await session.opened;
    const handler = ownVerbs.get(verb) ?? session.account()?.commands.get(verb);
    // The arguments were typed by the caller's compiler; this is the one place where the port's erasure shows.
    if (handler) return handler(args as never, context);
    if (!session.account()) throw new Failure({ kind: "signed-out" });
    throw new Error(`there is no verb ${verb}`);
  }

  function openView(kind: ViewKind, name: string, params: unknown, refresh: () => void): OpenResult {
    // While the disk is read nothing is said, also not of the session: after a restart a tab goes on showing what it had.
    if (session.value().state === "opening") return "pending";
    if (kind === "value" && name === "session") return { kind, view: sessionView };
    const account = session.account();
    if (!account) return "absent";
    const factory = (kind === "list" ? account.listViews : account.valueViews).get(name);
    if (!factory) throw new Error(`there is no ${kind} view ${name}`);
    const view = factory(params as never, refresh);
    return kind === "list"
      ? { kind, view: view as OpenListView<unknown, Keyed> }
      : { kind, view: view as OpenValueView<unknown, unknown> };
  }

  const sessionView: OpenValueView<unknown, unknown> = {
    compute: () => session.value(),
    update: () => undefined,
    affectedBy: (changes) => changes.kinds.has("session"),
    close: () => undefined,
  };

  return {
    connect(port) {
      tabs.add(
        serveTab({
          port,
          build: deps.build,
          alive: deps.alive,
          clock: deps.clock,
          log,
          call,
          openView,
          onServers: (servers) => session.setServers(servers),
          standing: () => deps.standing(),
          onTakeOver: () => deps.onTakeOver(),
          waitForDeath: (lock, signal) => deps.waitForDeath(lock, signal),
          onGone: (tab) => tabs.delete(tab),
        }),
      );
    },
    open: () => session.open(),
    broadcast(message) {
      for (const tab of tabs) tab.send(message);
    },
    close: () => session.close(),
  };
}
