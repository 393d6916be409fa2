/**
 * The tab's end of the port: connects to a core, calls verbs, keeps views watched over restarts. Always holds: every call
 * settles (answered, timed out, cancelled, or `core-restarted` when its core died), every open view is watched again by
 * the next core, and no more than three cores in a minute are tried before the tab gives up and says why.
 */
import { fail, type Result, type SdkError } from "#api/errors.ts";
import type { ArgsOf, ResultOf, Verb } from "#api/contract.ts";
import type {} from "#api/all.ts";
import { PROTOCOL, type ConfiguredServer, type ToCore, type ToTab } from "#api/port.ts";
import { policyOf } from "./verb-policy.ts";
import type { Host, HostConnection } from "./host/host.ts";
import { createViewPool, type ViewPool } from "./view-pool.ts";

export type CoreStatus =
  | { readonly state: "idle" | "connecting" | "ready" }
  /** Another tab owns the account (dedicated host): "Use here" is `takeOver()`. */
  | { readonly state: "elsewhere" }
  /** A core of another build or a hung one still owns the store. */
  | { readonly state: "waiting" }
  /** A newer version runs in another tab and reloading did not bring it here. */
  | { readonly state: "stale" }
  /** The core died again and again: "Save logs / Reload". */
  | { readonly state: "fatal"; readonly error: SdkError };

export interface CallOptions {
  readonly deadlineMs?: number;
  readonly signal?: AbortSignal;
}

export interface CoreClientOptions {
  readonly host: Host;
  readonly build: string;
  readonly locks: LockManager | undefined;
  /** Reloads the page for the sake of a new build; `refused` if that was just done. */
  reload(): "reloading" | "refused";
  /** Gives up the worker that was connected to last: the next connection is to another one. */
  renew(): void;
}

export interface CoreClient {
  /** Builds or reaches the core; once. Calls and views wait for it. */
  connect(): void;
  call<V extends Verb>(verb: V, args: ArgsOf<V>, options?: CallOptions): Promise<Result<ResultOf<V>>>;
  readonly views: ViewPool;
  setServers(servers: readonly ConfiguredServer[]): void;
  status(): CoreStatus;
  subscribe(listener: () => void): () => void;
  takeOver(): void;
  /** Name of the lock of the core this tab talks to. */
  coreLock(): string | undefined;
  ping(deadlineMs: number): Promise<"pong" | "silence">;
  fatal(error: SdkError): void;
}

interface PendingCall {
  readonly afterRestart: "repeat" | "fail";
  readonly message: Extract<ToCore, { t: "call" }>;
  settle(result: Result<unknown>): void;
}

const MAX_RESTARTS = 3;
const HELLO_RETRY_MS = 4000;
const RESTART_HELLO_MS = 5000;
const RESTART_SPAN_MS = 60_000;
/** The core answers its own deadline; this is for a core that does not. */
const DEADLINE_GRACE_MS = 500;

export function createCoreClient({ host, build, locks, reload, renew }: CoreClientOptions): CoreClient {
  const listeners = new Set<() => void>();
  const calls = new Map<number, PendingCall>();
  const pings = new Map<number, () => void>();
  const tabLock = `tab:${crypto.randomUUID()}`;
  let servers: readonly ConfiguredServer[] = [];
  let status: CoreStatus = { state: "idle" };
  let connection: HostConnection | undefined;
  let coreLock: string | undefined;
  let watchingLock = new AbortController();
  let nextId = 1;
  let restarts: readonly number[] = [];
  let lastError: SdkError = { kind: "core-restarted" };

  const views = createViewPool({ post, nextId: () => nextId++ });

  function post(message: ToCore): void {
    connection?.port.postMessage(message);
  }

  function setStatus(next: CoreStatus): void {
    if (status.state === next.state) return;
    status = next;
    for (const listener of listeners) listener();
  }

  function attach(): void {
    setStatus({ state: "connecting" });
    const fresh = host.connect((message) => {
      if (connection === fresh) lost({ kind: "bug", message });
    });
    connection = fresh;
    fresh.port.listen((message) => {
      if (connection === fresh) receive(message);
    });
    post({ t: "hello", protocol: PROTOCOL, build, visibility: document.visibilityState });
    if (servers.length > 0) post({ t: "servers", servers });
    announceLife(fresh);
    if (host.kind === "shared") retryUnlessHeard(fresh);
    views.watchAll();
    for (const call of calls.values()) post(call.message);
  }

  /**
   * A worker that is about to end takes a connection and never answers. A first start may just be slow to load; where a
   * core died before, its script is at hand, and silence means that the dying one was found again.
   */
  function retryUnlessHeard(attempt: HostConnection): void {
    const restart = restarts.length > 0;
    setTimeout(
      () => {
        if (connection !== attempt || status.state !== "connecting") return;
        if (restart) renew();
        detach();
        attach();
      },
      restart ? RESTART_HELLO_MS : HELLO_RETRY_MS,
    );
  }

  function announceLife(to: HostConnection): void {
    if (!locks) return;
    void tabLockHeld(locks).then(() => {
      if (connection === to) post({ t: "alive", lock: tabLock });
    });
  }

  let held: Promise<void> | undefined;
  function tabLockHeld(manager: LockManager): Promise<void> {
    held ??= new Promise((resolve) => {
      void manager.request(tabLock, () => {
        resolve();
        return new Promise<never>(() => undefined);
      });
    });
    return held;
  }

  function watchForDeath(lock: string): void {
    if (!locks || coreLock === lock) return;
    coreLock = lock;
    watchingLock.abort();
    const watching = new AbortController();
    watchingLock = watching;
    locks
      .request(lock, { mode: "shared", signal: watching.signal }, () => undefined)
      .then(
        () => {
          if (!watching.signal.aborted) lost(lastError);
        },
        () => undefined,
      );
  }

  function detach(): void {
    watchingLock.abort();
    coreLock = undefined;
    connection?.dispose();
    connection = undefined;
  }

  /** The core is gone: what was asked of it fails, what was watched is watched again by its successor. */
  function lost(error: SdkError): void {
    if (status.state === "fatal" || status.state === "stale") return;
    detach();
    restarted();
    const now = Date.now();
    restarts = [...restarts.filter((at) => now - at < RESTART_SPAN_MS), now];
    if (restarts.length > MAX_RESTARTS) {
      setStatus({ state: "fatal", error });
      failCalls(error);
      return;
    }
    attach();
  }

  /** What may be asked twice is asked again by `attach`, under the same key; the rest fails. */
  function restarted(): void {
    for (const call of [...calls.values()]) {
      if (call.afterRestart === "fail") call.settle(fail({ kind: "core-restarted" }));
    }
    for (const pong of [...pings.values()]) pong();
  }

  function failCalls(error: SdkError): void {
    for (const call of [...calls.values()]) call.settle(fail(error));
    for (const pong of [...pings.values()]) pong();
    pings.clear();
  }

  function replaced(reason: "skew" | "taken"): void {
    if (host.kind === "dedicated" && reason === "taken") {
      detach();
      restarted();
      attach();
      return;
    }
    if (reload() === "reloading") return;
    detach();
    setStatus({ state: "stale" });
    failCalls({ kind: "core-restarted" });
  }

  function answer(id: number, result: Result<unknown>): void {
    const call = calls.get(id);
    if (!call) return;
    // The core has lost its store and is about to end; its successor is asked instead.
    const dying = !result.ok && result.error.kind === "storage" && result.error.code === "lost";
    if (!dying || call.afterRestart === "fail") call.settle(result);
  }

  function receive(message: ToTab): void {
    switch (message.t) {
      case "hello":
        watchForDeath(message.lock);
        setStatus({ state: "ready" });
        return;
      case "result":
        answer(message.id, message.result);
        return;
      case "patch":
      case "value":
      case "viewFailed":
        views.receive(message);
        return;
      case "pong":
        pings.get(message.id)?.();
        return;
      case "waiting":
        setStatus({ state: host.kind === "dedicated" ? "elsewhere" : "waiting" });
        return;
      case "reload":
        replaced(message.reason);
        return;
      case "stopping":
        lastError = message.error;
        if (!locks) lost(message.error);
        return;
      default:
        message satisfies never;
    }
  }

  document.addEventListener("visibilitychange", () => {
    post({ t: "visibility", visibility: document.visibilityState });
  });

  return {
    views,
    connect() {
      if (!connection && status.state === "idle") attach();
    },
    call(verb, args, options = {}) {
      const deadlineMs = options.deadlineMs ?? policyOf(verb).deadlineMs;
      return new Promise((resolve) => {
        const id = nextId++;
        const message = { t: "call", id, verb, args, deadlineMs, key: crypto.randomUUID() } as const;
        const abort = () => {
          post({ t: "cancel", id });
          settle(fail({ kind: "cancelled" }));
        };
        const timer = setTimeout(() => {
          post({ t: "cancel", id });
          settle(fail({ kind: "timeout" }));
        }, deadlineMs + DEADLINE_GRACE_MS);
        const settle = (result: Result<unknown>) => {
          if (!calls.delete(id)) return;
          clearTimeout(timer);
          options.signal?.removeEventListener("abort", abort);
          // The answer to this verb, by the contract both sides were compiled against.
          resolve(result as Result<ResultOf<typeof verb>>);
        };
        calls.set(id, { message, afterRestart: policyOf(verb).afterRestart, settle });
        if (options.signal?.aborted) {
          settle(fail({ kind: "cancelled" }));
          return;
        }
        options.signal?.addEventListener("abort", abort);
        if (status.state === "fatal" || status.state === "stale") settle(fail({ kind: "core-restarted" }));
        else
          try {
            post(message);
          } catch (error) {
            // What can't be cloned would break the next core's greeting too.
            settle(fail({ kind: "bug", message: String(error) }));
          }
      });
    },
    setServers(now) {
      servers = now;
      post({ t: "servers", servers });
    },
    status: () => status,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    takeOver: () => post({ t: "takeOver" }),
    coreLock: () => coreLock,
    ping(deadlineMs) {
      return new Promise((resolve) => {
        const id = nextId++;
        const timer = setTimeout(() => done("silence"), deadlineMs);
        const done = (outcome: "pong" | "silence") => {
          clearTimeout(timer);
          pings.delete(id);
          resolve(outcome);
        };
        pings.set(id, () => done("pong"));
        post({ t: "ping", id });
      });
    },
    fatal(error) {
      detach();
      setStatus({ state: "fatal", error });
      failCalls(error);
    },
  };
}
