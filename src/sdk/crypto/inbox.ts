/**
 * What sync says to the engine, on disk until the engine has it on its own. In order of arrival, each handed over at least
 * once: the engine knows a to-device message that comes twice. Rows of the time before there was an engine are plain
 * to-device events.
 */
import type { ProcessedToDeviceEvent } from "@matrix-org/matrix-sdk-crypto-wasm";
import { parseUserId, type UserId } from "#api/ids.ts";
import type { Log } from "#lib/log.ts";
import { isObject, type JsonObject } from "#sdk/events/envelope.ts";
import type { Key, Store } from "#sdk/store/store.ts";
import type { Writer } from "#sdk/store/writer.ts";
import type { Engine } from "./engine.ts";
import type { CryptoNews } from "./port.ts";

export interface Inbox {
  /** On disk when it resolves; handed over too if the engine is there. */
  put(news: CryptoNews): Promise<void>;
  /** Hands over everything that waits. */
  feed(): Promise<void>;
  /** Resolves when what is being handed over right now is with the engine. */
  settled(): Promise<void>;
}

const PAGE = 50;
const NEWS = "news";

export function createInbox(deps: {
  readonly store: Store;
  readonly writer: Writer;
  readonly log: Log;
  readonly engine: () => Engine | undefined;
  /** `untold`: what the server says of our keys is not passed on now; the next answer says it again. */
  readonly keyCounts: () => "told" | "untold";
  readonly onProcessed: (events: readonly ProcessedToDeviceEvent[]) => Promise<void>;
}): Inbox {
  const { store, writer, log } = deps;
  let next: number | undefined;
  let counts: string | undefined;
  let feeding: Promise<void> = Promise.resolve();
  let handing: Promise<unknown> = Promise.resolve();

  async function nextNumber(): Promise<number> {
    if (next === undefined) {
      const [last] = await store.range("toDevice", { direction: "backward", limit: 1 });
      const number = last?.key[0];
      next = typeof number === "number" ? number + 1 : 1;
    }
    return next;
  }

  async function feedAll(): Promise<void> {
    const engine = deps.engine();
    if (!engine) return;
    for (;;) {
      const rows = await store.range("toDevice", { limit: PAGE });
      if (rows.length === 0) return;
      for (const row of rows) {
        const news = readNews(row.value);
        if (news) await handOver(engine, news);
        else log.error("crypto: a row of the inbox can't be read");
        await drop(row.key);
      }
    }
  }

  async function drop(key: Key): Promise<void> {
    await writer.write((txn) => txn.delete("toDevice", key));
  }

  async function handOver(engine: Engine, news: CryptoNews): Promise<void> {
    const { wasm, machine } = engine;
    const users = (ids: readonly UserId[]) => ids.map((id) => new wasm.UserId(id));
    const lists = new wasm.DeviceLists(users(news.changed), users(news.left));
    const told = deps.keyCounts() === "told";
    const keyCounts = new Map(told ? Object.entries(news.keyCounts ?? {}) : []);
    const fallback = told && news.unusedFallbackTypes ? new Set(news.unusedFallbackTypes) : undefined;
    const text = JSON.stringify(news.events);
    const call =
      news.protocol === "sliding" || !told
        ? machine.receiveSyncChangesMsc4186(text, lists, keyCounts, fallback, engine.decryption())
        : machine.receiveSyncChanges(text, lists, keyCounts, fallback, engine.decryption());
    const answer = engine.within(call, "to-device messages");
    handing = answer.catch(() => undefined);
    const processed = await answer;
    counts = told ? countsOf(news) : undefined;
    await deps.onProcessed(processed);
  }

  const inbox: Inbox = {
    async put(news) {
      const quiet = news.events.length === 0 && news.changed.length === 0 && news.left.length === 0;
      // Counts say what is so, not what happened: the next answer says it again.
      if (quiet && (!deps.engine() || countsOf(news) === counts)) return;
      const number = await nextNumber();
      next = number + 1;
      await writer.write((txn) => txn.put("toDevice", [number], { kind: NEWS, ...news }));
      await inbox.feed();
    },
    feed() {
      feeding = feeding.then(feedAll);
      const current = feeding;
      feeding = feeding.catch(() => undefined);
      return current;
    },
    settled: async () => {
      await handing;
    },
  };
  return inbox;
}

function countsOf(news: CryptoNews): string {
  return JSON.stringify([news.protocol, news.keyCounts, news.unusedFallbackTypes]);
}

function users(value: unknown): readonly UserId[] {
  return Array.isArray(value) ? value.flatMap((id: unknown) => parseUserId(id) ?? []) : [];
}

function readNews(row: unknown): CryptoNews | undefined {
  if (!isObject(row)) return undefined;
  if (row["kind"] !== NEWS) {
    return {
      events: [row],
      changed: [],
      left: [],
      protocol: "sliding",
      keyCounts: undefined,
      unusedFallbackTypes: undefined,
    };
  }
  const events = row["events"];
  const keyCounts = row["keyCounts"];
  const fallback = row["unusedFallbackTypes"];
  return {
    events: Array.isArray(events) ? events.filter((event): event is JsonObject => isObject(event)) : [],
    changed: users(row["changed"]),
    left: users(row["left"]),
    protocol: row["protocol"] === "classic" ? "classic" : "sliding",
    keyCounts: isObject(keyCounts) ? readCounts(keyCounts) : undefined,
    unusedFallbackTypes: Array.isArray(fallback)
      ? fallback.filter((type): type is string => typeof type === "string")
      : undefined,
  };
}

function readCounts(json: JsonObject): { readonly [algorithm: string]: number } {
  return Object.fromEntries(
    Object.entries(json).filter((entry): entry is [string, number] => typeof entry[1] === "number"),
  );
}
