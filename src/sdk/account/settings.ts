/**
 * The account's settings. What a person says holds at once and is on disk before anybody is told it is done; the account's
 * and the rooms' part is merged with what the server has, in both directions, until they agree: after each change, when
 * account data arrives that lacks something, and whenever the connection comes back.
 */
import { Failure } from "#api/errors.ts";
import { parseRoomId, type RoomId } from "#api/ids.ts";
import {
  NO_SETTINGS,
  parseLayer,
  resolveSetting,
  type SettingKey,
  type SettingLayer,
  type SettingLayers,
  type SettingValues,
} from "#api/settings.ts";
import { structuralEqual } from "#lib/structural-equal.ts";
import { SETTINGS_TYPE } from "#sdk/events/content/account-data.ts";
import { isObject } from "#sdk/events/envelope.ts";
import { retryClass, retrying } from "#sdk/net/retry.ts";
import type { WriteTxn } from "#sdk/store/writer.ts";
import type { AccountContext } from "./context.ts";
import { contentOf, layerOf, mergeEntries, parseEntries, withEntry, type Entries } from "./settings-entries.ts";

const ROW = ["settings"] as const;
const TRIES = 4;

/** Where entries are kept: for the account, or for one of its rooms. */
type Target = "account" | RoomId;

interface Said {
  /** Missing until this device said something. */
  readonly device: SettingLayer | undefined;
  readonly config: SettingLayer;
  readonly entries: ReadonlyMap<Target, Entries>;
}

export interface Settings {
  readonly ready: Promise<void>;
  layers(): SettingLayers;
  value<K extends SettingKey>(key: K, roomId?: RoomId): SettingValues[K];
  /** `undefined`: no longer says anything. */
  sayHere(key: SettingKey, value: unknown): Promise<void>;
  say(target: Target, key: SettingKey, value: unknown): Promise<void>;
  configure(config: SettingLayer): Promise<void>;
  /** What this browser remembers from before the sign-in; counts only while the device said nothing. */
  adopt(device: SettingLayer): Promise<void>;
}

export function createSettings(ctx: AccountContext): Settings {
  const { store, writer, rooms, http, log, clock, session, sync } = ctx;
  let said: Said = { device: undefined, config: {}, entries: new Map() };
  let layers: SettingLayers = NO_SETTINGS;
  const due = new Set<Target>();
  let state: "idle" | "telling" = "idle";

  function follow(next: Said): void {
    said = next;
    const room: Record<string, SettingLayer> = {};
    for (const [target, entries] of next.entries) {
      const layer = target === "account" ? {} : layerOf(entries, "room");
      if (Object.keys(layer).length > 0) room[target] = layer;
    }
    layers = {
      device: next.device ?? {},
      account: layerOf(next.entries.get("account") ?? {}, "account"),
      config: next.config,
      rooms: room,
    };
  }

  function put(txn: WriteTxn, next: Said): void {
    const { device, config, entries } = next;
    txn.put("meta", ROW, {
      ...(device ? { device } : {}),
      config,
      entries: [...entries].map(([target, one]) => [target, contentOf(one)]),
    });
    txn.changed("settings");
    txn.onCommit(() => follow(next));
  }

  /** `change` sees what the write before left. */
  async function write(change: (now: Said) => Said): Promise<void> {
    await writer.write((txn) => {
      const next = change(said);
      if (next !== said) put(txn, next);
    });
  }

  function merged(now: Said, target: Target, remote: Entries): Said {
    const before = now.entries.get(target) ?? {};
    const after = mergeEntries(before, remote);
    return structuralEqual(before, after) ? now : { ...now, entries: new Map(now.entries).set(target, after) };
  }

  async function load(): Promise<void> {
    const row = await store.get("meta", ROW);
    if (isObject(row)) {
      const listed: readonly unknown[] = Array.isArray(row["entries"]) ? row["entries"] : [];
      const entries = new Map<Target, Entries>();
      for (const pair of listed) {
        if (!Array.isArray(pair)) continue;
        const target = pair[0] === "account" ? "account" : parseRoomId(pair[0]);
        if (target) entries.set(target, parseEntries(pair[1]));
      }
      const device = row["device"] === undefined ? undefined : parseLayer(row["device"], "device");
      follow({ device, config: parseLayer(row["config"]), entries });
    }
    await hear("all");
  }

  /** What the server last said, as far as sync brought it. */
  async function heardOf(which: "all" | ReadonlySet<RoomId>): Promise<ReadonlyMap<Target, Entries>> {
    const heard = new Map<Target, Entries>([["account", parseEntries(rooms.accountData(SETTINGS_TYPE))]]);
    const rows =
      which === "all"
        ? await store.range("accountData", { prefix: [SETTINGS_TYPE] })
        : (
            await store.getMany(
              "accountData",
              [...which].map((roomId) => [SETTINGS_TYPE, roomId]),
            )
          ).map((value, index) => ({ key: [SETTINGS_TYPE, [...which][index] ?? ""], value }));
    for (const { key, value } of rows) {
      const roomId = parseRoomId(key[1]);
      if (roomId && value !== undefined) heard.set(roomId, parseEntries(value));
    }
    return heard;
  }

  async function hear(which: "all" | ReadonlySet<RoomId>): Promise<void> {
    const heard = await heardOf(which);
    await write((now) => [...heard].reduce((next, [target, remote]) => merged(next, target, remote), now));
    const targets: readonly Target[] = which === "all" ? [...said.entries.keys()] : ["account", ...which];
    for (const target of targets) {
      const own = said.entries.get(target) ?? {};
      if (Object.keys(own).length > 0 && !structuralEqual(own, heard.get(target) ?? {})) {
        due.add(target);
      }
    }
    if (due.size > 0) void tellAll();
  }

  function pathOf(target: Target): string {
    const user = `/_matrix/client/v3/user/${encodeURIComponent(session.userId)}`;
    const room = target === "account" ? "" : `/rooms/${encodeURIComponent(target)}`;
    return `${user}${room}/account_data/${SETTINGS_TYPE}`;
  }

  async function remoteOf(target: Target): Promise<Entries> {
    try {
      return parseEntries(await http.request({ method: "GET", path: pathOf(target) }));
    } catch (cause) {
      if (cause instanceof Failure && cause.error.kind === "matrix" && cause.error.status === 404) return {};
      throw cause;
    }
  }

  /** Reads before it writes: another browser may have said something meanwhile. */
  async function tell(target: Target): Promise<void> {
    const remote = await remoteOf(target);
    await write((now) => merged(now, target, remote));
    const own = said.entries.get(target) ?? {};
    if (structuralEqual(own, remote)) return;
    await http.request({ method: "PUT", path: pathOf(target), body: contentOf(own) });
  }

  async function tellAll(): Promise<void> {
    if (state === "telling") return;
    state = "telling";
    try {
      // Grows while it is walked.
      for (const target of due) {
        due.delete(target);
        try {
          await retrying(() => tell(target), { clock, classes: ["limited", "server"], attempts: TRIES });
        } catch (cause) {
          if (!(cause instanceof Failure)) throw cause;
          const { error } = cause;
          if (retryClass(error) || error.kind === "signed-out" || error.kind === "cancelled") {
            due.add(target);
            return;
          }
          log.info("the server refused settings", error);
        }
      }
    } catch (cause) {
      log.error("settings are not told", cause);
    } finally {
      state = "idle";
    }
  }

  const loaded = load();
  let reading = loaded;
  reading.catch((cause: unknown) => log.error("settings can't be read", cause));

  function inTurn(work: () => Promise<void>): void {
    reading = reading.then(work).catch((cause: unknown) => log.error("settings can't be read", cause));
  }

  writer.subscribe(({ kinds, rooms: touched }) => {
    if (kinds.has("accountData")) {
      const which = touched.get("accountData");
      inTurn(() => hear(which ?? new Set()));
    }
    if (kinds.has("connection") && sync.connection().state === "live" && due.size > 0) void tellAll();
  });

  return {
    ready: loaded,
    layers: () => layers,
    value: (key, roomId) => resolveSetting(layers, key, roomId).value,
    async sayHere(key, value) {
      await loaded;
      await write((now) => ({ ...now, device: without(now.device ?? {}, key, value) }));
    },
    async say(target, key, value) {
      await loaded;
      await write((now) => {
        const entries = withEntry(now.entries.get(target) ?? {}, key, value, clock.now());
        // For all devices means: this one too.
        const device =
          target === "account" && value !== undefined && now.device ? without(now.device, key) : now.device;
        return { ...now, device, entries: new Map(now.entries).set(target, entries) };
      });
      due.add(target);
      void tellAll();
    },
    async configure(config) {
      await loaded;
      await write((now) => (structuralEqual(now.config, config) ? now : { ...now, config }));
    },
    async adopt(device) {
      await loaded;
      await write((now) => (now.device ? now : { ...now, device }));
    },
  };
}

/** The layer with another value for one setting, or with none. */
function without(layer: SettingLayer, key: SettingKey, value?: unknown): SettingLayer {
  const { [key]: _before, ...rest } = layer;
  return value === undefined ? rest : { ...rest, [key]: value };
}

// Views and verbs of one account are made by separate calls but share what they know.
const shared = new WeakMap<AccountContext, Settings>();

export function settingsOf(ctx: AccountContext): Settings {
  const known = shared.get(ctx);
  if (known) return known;
  const made = createSettings(ctx);
  shared.set(ctx, made);
  return made;
}
