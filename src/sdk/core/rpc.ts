/**
 * The core's end of one tab's port: reads its messages, runs verbs, keeps its views. Always holds: every call is answered
 * exactly once and no later than its deadline; a bug in a verb fails that verb only; a message nobody understands is
 * logged and dropped. Rules and tests: SPEC.md.
 */
import { fail, ok, type Result } from "#api/errors.ts";
import { PROTOCOL, type ConfiguredServer, type Port, type ToCore, type ToTab, type Visibility } from "#api/port.ts";
import type { Clock } from "#lib/clock.ts";
import type { Log } from "#lib/log.ts";
import type { CallContext } from "#sdk/commands/command.ts";
import type { Changes } from "#sdk/store/writer.ts";
import { createLiveViews, type LiveViews, type OpenView } from "./live-views.ts";
import { toSdkError } from "./to-sdk-error.ts";

type Call = Extract<ToCore, { t: "call" }>;

const MAX_DEADLINE_MS = 10 * 60_000;

export interface TabDeps {
  readonly port: Port<ToCore, ToTab>;
  readonly build: string;
  /** Name of the lock the core holds while it lives, once it holds it: a tab told earlier would take it for dead. */
  readonly alive: Promise<string>;
  readonly clock: Clock;
  readonly log: Log;
  call(verb: string, args: unknown, context: CallContext): Promise<unknown>;
  readonly openView: OpenView;
  onServers(servers: readonly ConfiguredServer[]): void;
  /** `waiting`: another core still owns the store. */
  standing(): "owner" | "waiting";
  onTakeOver(): void;
  /** The tab said which lock it holds; resolves when the tab is dead. */
  waitForDeath(lock: string, signal: AbortSignal): Promise<void>;
  onGone(tab: Tab): void;
}

export interface Tab {
  changed(changes: Changes): void;
  /** Whoever is signed in changed. */
  reset(): void;
  send(message: ToTab): void;
  visibility(): Visibility;
  close(): void;
}

export function serveTab(deps: TabDeps): Tab {
  const { port, clock, log } = deps;
  const calls = new Map<number, AbortController>();
  const gone = new AbortController();
  let visibility: Visibility = "visible";
  let state: "open" | "closed" = "open";

  function send(message: ToTab): void {
    if (state === "closed") return;
    try {
      port.postMessage(message);
    } catch (error) {
      log.error(`a ${message.t} message could not be sent`, error);
      if (message.t === "result") port.postMessage({ t: "result", id: message.id, result: fail(toSdkError(error)) });
    }
  }

  const views: LiveViews = createLiveViews({ open: deps.openView, send, log, visibility });

  const tab: Tab = {
    changed: views.changed,
    reset: views.reset,
    send,
    visibility: () => visibility,
    close,
  };

  function close(): void {
    if (state === "closed") return;
    state = "closed";
    gone.abort();
    for (const call of calls.values()) call.abort();
    calls.clear();
    views.close();
    port.close();
    deps.onGone(tab);
  }

  async function call({ id, verb, args, deadlineMs, key }: Call): Promise<void> {
    const controller = new AbortController();
    const finished = new AbortController();
    calls.set(id, controller);
    const expiry = clock
      .sleep(Math.min(Math.max(deadlineMs, 1), MAX_DEADLINE_MS), finished.signal)
      .then((): Result<unknown> => fail({ kind: "timeout" }));
    const cancelled = new Promise<Result<unknown>>((resolve) => {
      controller.signal.addEventListener("abort", () => resolve(fail({ kind: "cancelled" })), { once: true });
    });
    const result = await Promise.race([attempt(verb, args, { signal: controller.signal, key }), expiry, cancelled]);
    finished.abort();
    controller.abort();
    calls.delete(id);
    send({ t: "result", id, result });
  }

  async function attempt(verb: string, args: unknown, context: CallContext): Promise<Result<unknown>> {
    try {
      return ok(await deps.call(verb, args, context));
    } catch (error) {
      const sdkError = toSdkError(error);
      if (sdkError.kind === "bug") log.error(`verb ${verb} threw`, error);
      return fail(sdkError);
    }
  }

  function receive(message: ToCore): void {
    switch (message.t) {
      case "hello":
        visibility = message.visibility;
        views.setVisibility(visibility);
        void deps.alive.then((lock) => {
          send({ t: "hello", protocol: PROTOCOL, build: deps.build, lock });
          if (deps.standing() === "waiting") send({ t: "waiting" });
        });
        if (message.protocol !== PROTOCOL || message.build !== deps.build) send({ t: "reload", reason: "skew" });
        return;
      case "servers":
        deps.onServers(message.servers);
        return;
      case "alive":
        void deps.waitForDeath(message.lock, gone.signal).then(close, () => undefined);
        return;
      case "call":
        void call(message);
        return;
      case "cancel":
        calls.get(message.id)?.abort();
        return;
      case "watch":
        views.watch(message.id, message.kind, message.view, message.params);
        return;
      case "update":
        views.update(message.id, message.params);
        return;
      case "unwatch":
        views.unwatch(message.id);
        return;
      case "ack":
        views.ack(message.id, message.seq);
        return;
      case "visibility":
        visibility = message.visibility;
        views.setVisibility(visibility);
        return;
      case "ping":
        send({ t: "pong", id: message.id });
        return;
      case "takeOver":
        deps.onTakeOver();
        return;
      case "bye":
        close();
        return;
      default:
        message satisfies never;
        log.error("a message nobody understands");
    }
  }

  port.listen((message) => {
    if (state === "closed") return;
    try {
      receive(message);
    } catch (error) {
      log.error("a message broke the port's reader", error);
    }
  });

  return tab;
}
