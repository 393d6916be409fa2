/**
 * A session that can be killed between any two steps: before or after its n-th write to disk or request, as if the power
 * went. From then on nothing it asks for ever comes back. What was on disk stays there, the engine's databases too, and the
 * next life begins with it. Remembers every one-time key that any life offered to the server.
 */
import type { MatrixClient } from "../../../stack/matrix.mjs";
import { Failure } from "#api/errors.ts";
import { isObject } from "#sdk/events/envelope.ts";
import type { Http, HttpRequest } from "#sdk/net/http.ts";
import { createMemoryStore } from "#sdk/store/memory.ts";
import type { Store } from "#sdk/store/store.ts";
import { createSyncSession, type SyncSession } from "./sync-session.ts";

export interface Death {
  /** Requests of sync are not counted: they come whenever they like. */
  readonly at: "write" | "request";
  readonly count: number;
  /** `after`: it is done, but nobody is left to hear of it. */
  readonly when: "before" | "after";
}

export interface Mortal {
  /** The life that is lived now. */
  session(): SyncSession;
  /** Counts from now on. Resolves when it has happened. */
  dieAt(death: Death): Promise<"died">;
  spare(): void;
  /** Begins the next life; what is left of this one is let go of. */
  rebirth(): Promise<SyncSession>;
  /** A life whose engine never starts: what is for it waits on disk. Ends when `work` is done. */
  lifeWithoutEngine(work: (session: SyncSession) => Promise<void>): Promise<void>;
  /** A life that is to end at its beginning: before it is live and the server has its keys. Answers how it went. */
  briefLife(death: Death): Promise<"died" | "lived">;
  stop(): Promise<void>;
  /** By id, what was offered; more than one entry is a key of the same name made twice. */
  readonly oneTimeKeys: ReadonlyMap<string, ReadonlySet<string>>;
  /** Uploads of keys that the server refused. */
  readonly refusedUploads: readonly unknown[];
}

const UPLOAD = "/_matrix/client/v3/keys/upload";

let databases = 0;

/** Not born yet: `rebirth` or `briefLife` begins its first life. */
export function createMortal(client: MatrixClient): Mortal {
  const disk = createMemoryStore();
  databases += 1;
  const database = `mortal-${databases}-${client.deviceId}`;
  const oneTimeKeys = new Map<string, Set<string>>();
  const refusedUploads: unknown[] = [];
  let life = 0;
  let writing: Promise<unknown> = Promise.resolve();
  let fate: { readonly death: Death; count: number; readonly tell: () => void } | undefined;
  let session: SyncSession | undefined;

  const never = <T>(): Promise<T> => new Promise<T>(() => undefined);

  /** One step of a life: done unless death comes before, told unless death comes after. */
  async function step<T>(mine: number, at: Death["at"] | "uncounted", work: () => Promise<T>): Promise<T> {
    if (mine !== life) return never();
    const met =
      at !== "uncounted" && fate?.death.at === at && (fate.count += 1) === fate.death.count ? fate : undefined;
    if (met?.death.when === "before") {
      die(met);
      return never();
    }
    try {
      const result = await work();
      if (met) die(met);
      return mine === life ? result : never();
    } catch (cause) {
      if (met) die(met);
      if (mine !== life) return never();
      throw cause;
    }
  }

  function die(met: NonNullable<typeof fate>): void {
    life += 1;
    fate = undefined;
    met.tell();
  }

  /** A write that is on its way when death comes lands before the next life reads: the real store has its fence for that. */
  function written(work: Promise<void>): Promise<void> {
    writing = Promise.allSettled([writing, work]);
    return work;
  }

  function storeOf(mine: number): Store {
    return {
      get: (table, key) => step(mine, "uncounted", () => disk.get(table, key)),
      getMany: (table, keys) => step(mine, "uncounted", () => disk.getMany(table, keys)),
      range: (table, query) => step(mine, "uncounted", () => disk.range(table, query)),
      commit: (writes) => step(mine, "write", () => written(disk.commit(writes))),
      destroy: () => disk.destroy(),
      close: () => undefined,
    };
  }

  function note({ path, body }: HttpRequest): void {
    const offered = path === UPLOAD && isObject(body) ? body["one_time_keys"] : undefined;
    if (!isObject(offered)) return;
    for (const [id, json] of Object.entries(offered)) {
      const key = isObject(json) ? String(json["key"]) : "";
      oneTimeKeys.set(id, (oneTimeKeys.get(id) ?? new Set<string>()).add(key));
    }
  }

  const httpOf =
    (mine: number) =>
    (http: Http): Http => ({
      ...http,
      request: (request) =>
        step(mine, request.path.includes("/sync") ? "uncounted" : "request", async () => {
          note(request);
          try {
            return await http.request(request);
          } catch (cause) {
            if (request.path === UPLOAD && cause instanceof Failure && cause.error.kind === "matrix")
              refusedUploads.push(cause.error);
            throw cause;
          }
        }),
    });

  async function begin(engine: "engine" | "no engine" = "engine"): Promise<SyncSession> {
    const mine = life;
    session = await createSyncSession(client, {
      ...(engine === "engine" ? { engine: { database } } : {}),
      store: storeOf(mine),
      wrap: httpOf(mine),
      patienceMs: 30_000,
    });
    return session;
  }

  /** The engine's databases take one machine at a time: whatever it was doing is over before the next one opens them. */
  async function bury(): Promise<void> {
    const old = session;
    session = undefined;
    if (!old) return;
    life += 1;
    fate = undefined;
    old.outbox.stop();
    void old.sync.stop();
    await old.crypto.stop();
    await writing;
  }

  async function live(): Promise<SyncSession> {
    const next = await begin();
    await next.crypto.ready;
    await next.until(() => next.sync.connection().state === "live", "live");
    return next;
  }

  const mortal: Mortal = {
    oneTimeKeys,
    refusedUploads,
    session: () => {
      if (!session) throw new Error("dead");
      return session;
    },
    dieAt: (death) =>
      new Promise((resolve) => {
        fate = { death, count: 0, tell: () => resolve("died") };
      }),
    spare: () => {
      fate = undefined;
    },
    async rebirth() {
      await bury();
      return live();
    },
    async lifeWithoutEngine(work) {
      await bury();
      await work(await begin("no engine"));
      await bury();
    },
    async briefLife(death) {
      await bury();
      const died = mortal.dieAt(death);
      const lived = async (): Promise<"lived"> => {
        await (await live()).crypto.running()?.drain.run();
        return "lived";
      };
      return Promise.race([died, lived()]);
    },
    stop: bury,
  };
  return mortal;
}
