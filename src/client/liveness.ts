/**
 * Finds a core that hangs (a lock tells of death only): a visible tab pings, and after two missed deadlines, or where no
 * core ever said hello, every tab is told to reload, which ends the worker. A tab whose core merely waits for another
 * one's lock spares its own.
 */
import { channelName, type Broadcast } from "#api/port.ts";
import type { CoreClient } from "./create-core-client.ts";

export interface LivenessOptions {
  readonly client: CoreClient;
  readonly slot: string;
  /** The hung core must not be connected to again. */
  renew(): void;
  reload(): "reloading" | "refused";
}

const PING_EVERY_MS = 5000;
const PING_DEADLINE_MS = 5000;
const HELLO_DEADLINE_MS = 20_000;
const WAITING_DEADLINE_MS = 12_000;
const MISSES = 2;

export function watchLiveness({ client, slot, renew, reload }: LivenessOptions): () => void {
  const channel = new BroadcastChannel(channelName(slot));
  let misses = 0;
  let unheardSince = Date.now();
  let busy: "pinging" | "idle" = "idle";

  function giveUp(): void {
    if (reload() === "refused") client.fatal({ kind: "timeout" });
  }

  function reloadAll(): void {
    const lock = client.coreLock();
    renew();
    channel.postMessage({ t: "reload", tabs: lock === undefined ? "all" : { of: lock } } satisfies Broadcast);
    giveUp();
  }

  function isMeant({ tabs }: Extract<Broadcast, { t: "reload" }>): boolean {
    const own = client.coreLock();
    if (tabs === "all" || own === undefined) return true;
    return "of" in tabs ? tabs.of === own : tabs.notOf !== own;
  }

  channel.onmessage = (event: MessageEvent<Broadcast>) => {
    const message = event.data;
    if (message.t !== "reload" || !isMeant(message)) return;
    renew();
    giveUp();
  };

  async function check(): Promise<void> {
    if (document.visibilityState === "hidden") {
      misses = 0;
      unheardSince = Date.now();
      return;
    }
    const { state } = client.status();
    switch (state) {
      case "ready":
        unheardSince = Date.now();
        misses = (await client.ping(PING_DEADLINE_MS)) === "pong" ? 0 : misses + 1;
        if (misses >= MISSES) reloadAll();
        return;
      case "connecting":
        misses = 0;
        if (Date.now() - unheardSince > HELLO_DEADLINE_MS) reloadAll();
        return;
      case "waiting":
        if (Date.now() - unheardSince > WAITING_DEADLINE_MS) {
          unheardSince = Date.now();
          const own = client.coreLock();
          if (own !== undefined) channel.postMessage({ t: "reload", tabs: { notOf: own } } satisfies Broadcast);
        }
        return;
      case "idle":
      case "elsewhere":
      case "stale":
      case "fatal":
        unheardSince = Date.now();
        return;
      default:
        state satisfies never;
    }
  }

  const timer = setInterval(() => {
    if (busy === "pinging") return;
    busy = "pinging";
    void check().finally(() => {
      busy = "idle";
    });
  }, PING_EVERY_MS);

  return () => {
    clearInterval(timer);
    channel.close();
  };
}
