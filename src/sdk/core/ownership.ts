/**
 * Who may touch the store: the holder of the Web Lock `core:<slot>`, for as long as it lives. A core that finds the lock
 * taken says so, asks for it (at once where a new build replaces an old one, on the user's word where two tabs compete)
 * and waits. Locks are never stolen: the fence cannot cover what a second writer does to other databases.
 */
import { channelName, type Broadcast } from "#api/port.ts";

export interface OwnershipOptions {
  readonly slot: string;
  /** Of this core; no two are equal. */
  readonly instance: string;
  readonly build: string;
  /** `ask`: whoever holds the lock is asked for it; `wait`: only `askFor()` asks. */
  readonly manner: "ask" | "wait";
  readonly locks: LockManager;
  /** Called once, if the lock is not free. */
  onWaiting(): void;
  /** Another core asks for the store: stop, then `release()`. */
  onAsked(): void;
}

export interface Ownership {
  /** Resolves when this core owns the store. */
  readonly acquired: Promise<void>;
  /** Asks the owner for the store, again and again until it is ours. */
  askFor(): void;
  release(): void;
}

const ASK_AGAIN_MS = 1000;

export function lockName(slot: string): string {
  return `core:${slot}`;
}

export function claimOwnership(options: OwnershipOptions): Ownership {
  const { locks, slot, instance, build } = options;
  const channel = new BroadcastChannel(channelName(slot));
  const waiting = new AbortController();
  let state: "waiting" | "owner" | "released" = "waiting";
  let letGo: () => void = () => undefined;
  let asking: ReturnType<typeof setInterval> | undefined;

  function ask(): void {
    channel.postMessage({ t: "handOver", instance, build } satisfies Broadcast);
  }

  function askFor(): void {
    if (state !== "waiting" || asking !== undefined) return;
    ask();
    asking = setInterval(ask, ASK_AGAIN_MS);
  }

  function hold(acquired: () => void): Promise<void> {
    clearInterval(asking);
    if (state === "released") return Promise.resolve();
    state = "owner";
    acquired();
    return new Promise((resolve) => {
      letGo = resolve;
    });
  }

  channel.onmessage = (event: MessageEvent<Broadcast>) => {
    const message = event.data;
    if (message.t === "handOver" && message.instance !== instance && state === "owner") options.onAsked();
  };

  const acquired = new Promise<void>((resolve, reject) => {
    async function take(): Promise<void> {
      await locks.request(lockName(slot), { ifAvailable: true }, async (lock) => {
        if (lock) await hold(resolve);
      });
      if (state !== "waiting") return;
      options.onWaiting();
      if (options.manner === "ask") askFor();
      await locks.request(lockName(slot), { signal: waiting.signal }, () => hold(resolve));
    }
    take().catch((error: unknown) => {
      if (state !== "released") reject(error instanceof Error ? error : new Error(String(error)));
    });
  });

  return {
    acquired,
    askFor,
    release() {
      state = "released";
      clearInterval(asking);
      waiting.abort();
      channel.close();
      letGo();
    },
  };
}

/** Resolves when nobody holds `name` any more: its holder died. Rejects when `signal` is aborted. */
export async function waitForLock(locks: LockManager, name: string, signal: AbortSignal): Promise<void> {
  await locks.request(name, { mode: "shared", signal }, () => undefined);
}

/** Holds `name` until the context dies; resolves when it is held, which is when others may be told to wait for it. */
export function holdForLife(locks: LockManager, name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    locks
      .request(name, () => {
        resolve();
        return new Promise<never>(() => undefined);
      })
      .catch(reject);
  });
}
