/**
 * One core from its first line to its end, whatever it runs in. Order: the disk is being opened before this module is
 * even evaluated (`early-open`), then the lock, then the epoch, then the core's own start. However it ends, its tabs are
 * told, nothing more is written, and only then the lock is let go.
 */
import { Failure } from "#api/errors.ts";
import { PROTOCOL, type Port, type ToCore, type ToTab } from "#api/port.ts";
import { systemClock } from "#lib/system-clock.ts";
import { claimStore, openDatabase, type OpenOptions } from "#sdk/store/idb.ts";
import type { Store } from "#sdk/store/store.ts";
import { createAccount } from "./account.ts";
import { createCore } from "./core.ts";
import { createLog } from "./log.ts";
import { claimOwnership, holdForLife, waitForLock } from "./ownership.ts";
import { toSdkError } from "./to-sdk-error.ts";
import type { EarlyOpen } from "./early-open.ts";

export interface BootOptions {
  readonly slot: string;
  readonly build: string;
  readonly host: "shared" | "dedicated" | "inline";
  readonly early: EarlyOpen;
  /** Ends the worker. */
  end(): void;
}

export interface BootedCore {
  connect(port: Port<ToCore, ToTab>): void;
  /** Something broke that nobody caught. */
  crash(error: unknown): void;
  /** A promise was rejected that nobody looked at. */
  complain(error: unknown): void;
}

/** How long the old owner may take to let go before its lock is dropped anyway by ending the worker. */
const DRAIN_MS = 5000;

export function bootCore(options: BootOptions): BootedCore {
  const { slot, build, host } = options;
  const instance = crypto.randomUUID();
  const lock = `core-alive:${instance}`;
  const locks = navigator.locks;
  const log = createLog(systemClock);
  let life: "running" | "ending" = "running";
  let standing: "waiting" | "owner" = "owner";
  let early: EarlyOpen | undefined = options.early;

  const alive = holdForLife(locks, lock).then(() => lock);
  log.info(`core ${build} starts in a ${host} host`);

  const ownership = claimOwnership({
    slot,
    instance,
    build,
    manner: host === "shared" ? "ask" : "wait",
    locks,
    onWaiting: () => {
      standing = "waiting";
      core.broadcast({ t: "waiting" });
    },
    onAsked: () => void end({ t: "reload", reason: "taken" }),
  });

  const core = createCore({
    build,
    alive,
    clock: systemClock,
    log,
    buildAccount: createAccount,
    cryptoDatabase: `hubbub-crypto-${slot}`,
    openStore,
    standing: () => standing,
    onTakeOver: () => ownership.askFor(),
    waitForDeath: (name, signal) => waitForLock(locks, name, signal),
    onBroken: (failure) => void end({ t: "stopping", error: failure.error }),
  });

  async function openStore(): Promise<Store> {
    await ownership.acquired;
    if (standing === "waiting") core.broadcast({ t: "hello", protocol: PROTOCOL, build, lock });
    standing = "owner";
    const onLost: OpenOptions["onLost"] = (reason) =>
      void end(
        reason === "superseded"
          ? { t: "reload", reason: "taken" }
          : { t: "stopping", error: { kind: "storage", code: "lost" } },
      );
    const prepared = early?.take(onLost);
    early = undefined;
    const db = await (prepared ?? openDatabase({ slot, onLost }));
    return claimStore(db, { slot });
  }

  async function end(message: ToTab): Promise<void> {
    if (life === "ending") return;
    life = "ending";
    log.info(`core ends: ${message.t}`);
    await Promise.race([core.close().catch(() => undefined), systemClock.sleep(DRAIN_MS)]);
    core.broadcast(message);
    ownership.release();
    options.end();
  }

  core.open().catch((error: unknown) => {
    log.error("the core did not open", error);
    void end({ t: "stopping", error: toSdkError(error) });
  });

  return {
    connect(port) {
      core.connect(port);
    },
    crash(error) {
      log.error("uncaught", error);
      void end({ t: "stopping", error: toSdkError(error) });
    },
    complain(error) {
      if (error instanceof Failure) log.info("a failure nobody waited for", error);
      else log.error("a rejection nobody handled", error);
    },
  };
}
