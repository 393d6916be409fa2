/**
 * The engine: `matrix-sdk-crypto-wasm`, loaded when first wanted, one machine on one store. Its databases are sealed with a
 * random key that lies in our own store, which is sealed with a key the browser does not give out. Always holds: the key is
 * on disk before the engine's databases are made; databases without their key are thrown away; a call that does not come
 * back in time counts as a panic (after one the engine's promises never settle) and ends the core.
 */
import type * as Package from "@matrix-org/matrix-sdk-crypto-wasm";
import type { DecryptionSettings, OlmMachine } from "@matrix-org/matrix-sdk-crypto-wasm";
import { Failure } from "#api/errors.ts";
import type { Clock } from "#lib/clock.ts";
import type { Log } from "#lib/log.ts";
import type { StoredSession } from "#sdk/store/session-row.ts";
import type { Store } from "#sdk/store/store.ts";

export type Wasm = typeof Package;

export interface Engine {
  readonly wasm: Wasm;
  readonly machine: OlmMachine;
  /** Whose messages are decrypted: everybody's; what there is to say about the sender is said by shields. */
  decryption(): DecryptionSettings;
  /** Awaits a call of the engine; one that does not come back in time is a panic. */
  within<T>(call: Promise<T>, what: string, ms?: number): Promise<T>;
  close(): void;
}

export interface EngineDeps {
  readonly store: Store;
  readonly session: StoredSession;
  /** Name of the engine's databases; without one it keeps everything in memory (tests). */
  readonly database: string | undefined;
  readonly clock: Clock;
  readonly log: Log;
  readonly onPanic: (failure: Failure) => void;
}

const KEY_ROW = ["cryptoKey"] as const;
const PATIENCE_MS = 60_000;

let loading: Promise<Wasm> | undefined;

/** Code and WebAssembly, once per worker. A failure stays (the package remembers it): only a new worker can try again. */
export function loadWasm(): Promise<Wasm> {
  loading ??= import("@matrix-org/matrix-sdk-crypto-wasm").then(async (wasm) => {
    await wasm.initAsync();
    new wasm.Tracing(wasm.LoggerLevel.Error).turnOff();
    return wasm;
  });
  return loading;
}

export async function openEngine(deps: EngineDeps): Promise<Engine> {
  const { session, clock, log } = deps;
  const wasm = await loadWasm();
  const handle =
    deps.database === undefined
      ? await wasm.StoreHandle.open(undefined, undefined)
      : await wasm.StoreHandle.openWithKey(deps.database, await storeKey(deps.store, deps.database));
  const user = new wasm.UserId(session.userId);
  const machine = await wasm.OlmMachine.initFromStore(user, new wasm.DeviceId(session.deviceId), handle);
  handle.free();
  // Forwarded keys are a way in for strangers; the backup and the history of an invite bring keys instead.
  machine.roomKeyRequestsEnabled = false;
  let life: "open" | "closed" = "open";

  async function within<T>(call: Promise<T>, what: string, ms = PATIENCE_MS): Promise<T> {
    const late = new AbortController();
    const timer = clock.sleep(ms, late.signal).then((): never => {
      if (late.signal.aborted) throw new Failure({ kind: "cancelled" });
      log.error(`crypto: ${what} did not come back`);
      const failure = new Failure({ kind: "crypto", code: "engine-stuck" });
      if (life === "open") deps.onPanic(failure);
      throw failure;
    });
    timer.catch(() => undefined);
    try {
      return await Promise.race([call, timer]);
    } finally {
      late.abort();
    }
  }

  return {
    wasm,
    machine,
    decryption: () => new wasm.DecryptionSettings(wasm.TrustRequirement.Untrusted),
    within,
    close() {
      if (life === "closed") return;
      life = "closed";
      machine.close();
    },
  };
}

async function storeKey(store: Store, database: string): Promise<Uint8Array> {
  const known = await store.get("meta", KEY_ROW);
  if (known instanceof Uint8Array && known.byteLength === 32) return known;
  await deleteEngineDatabases(database);
  const key = crypto.getRandomValues(new Uint8Array(32));
  await store.commit([{ kind: "put", table: "meta", key: KEY_ROW, value: key }]);
  return key;
}

/** All keys of the account on this device. Waits for connections that are being closed. */
export async function deleteEngineDatabases(database: string): Promise<void> {
  for (const name of [`${database}::matrix-sdk-crypto`, `${database}::matrix-sdk-crypto-meta`]) {
    await new Promise<void>((resolve, reject) => {
      const request = indexedDB.deleteDatabase(name);
      request.addEventListener("success", () => resolve());
      request.addEventListener("error", () => reject(new Failure({ kind: "storage", code: "failed" })));
    });
  }
}
