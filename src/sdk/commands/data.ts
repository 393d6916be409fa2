import { Failure } from "#api/errors.ts";
import type { Kept } from "#api/data.ts";
import type { AccountContext } from "#sdk/account/context.ts";
import { isObject } from "#sdk/events/envelope.ts";
import { createPace } from "#sdk/rooms/pace.ts";
import type { Key, Store, Table } from "#sdk/store/store.ts";
import { readSyncRow, SYNC_KEY } from "#sdk/sync/sync-row.ts";
import type { HandlersOf } from "./account-verbs.ts";

const PAGE = 100;
const HISTORY: readonly Table[] = ["chunks", "rooms", "state", "receipts"];

export function dataCommands(ctx: AccountContext): HandlersOf<"data.usage" | "data.clearHistory"> {
  const { store, writer, rooms, sync, outbox } = ctx;
  return {
    "data.usage": async (_args, { signal }) => {
      const [chunks, records, state, receipts, drafts, queue, staged] = await Promise.all(
        (["chunks", "rooms", "state", "receipts", "drafts", "outbox", "staged"] as const).map((table) =>
          keptIn(store, table, signal),
        ),
      );
      return {
        messages: sum(chunks),
        rooms: { count: records?.count ?? 0, bytes: sum(records, state, receipts).bytes },
        drafts: sum(drafts),
        waiting: { count: queue?.count ?? 0, bytes: sum(queue, staged).bytes },
      };
    },
    "data.clearHistory": async () => {
      await rooms.ready;
      const untold = [...rooms.records().values()].some(({ asked }) => asked !== undefined);
      if (sync.connection().state !== "live" || untold) throw new Failure({ kind: "offline" });
      outbox.stop();
      await sync.stop();
      const row = await readSyncRow(store);
      await writer.write((txn) => {
        for (const table of HISTORY) txn.deletePrefix(table, []);
        // To-device events are told apart by their own position, which stays.
        txn.put("meta", SYNC_KEY, { ...row, position: undefined });
      });
      return undefined;
    },
  };
}

async function keptIn(store: Store, table: Table, signal: AbortSignal): Promise<Kept> {
  const pace = createPace();
  let after: Key | undefined;
  let count = 0;
  let bytes = 0;
  for (;;) {
    const rows = await store.range(table, { limit: PAGE, ...(after ? { after } : {}) });
    for (const { value } of rows) {
      if (signal.aborted) throw new Failure({ kind: "cancelled" });
      count += table === "chunks" ? eventsIn(value) : 1;
      bytes += sizeOf(value);
      await pace();
    }
    after = rows.at(-1)?.key;
    if (rows.length < PAGE || !after) return { count, bytes };
  }
}

function eventsIn(chunk: unknown): number {
  return isObject(chunk) && Array.isArray(chunk["events"]) ? chunk["events"].length : 0;
}

function sizeOf(value: unknown): number {
  if (value instanceof Blob) return value.size;
  if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return value.byteLength;
  return JSON.stringify(value)?.length ?? 0;
}

function sum(...kept: readonly (Kept | undefined)[]): Kept {
  return kept.reduce<Kept>(
    (total, one) => ({ count: total.count + (one?.count ?? 0), bytes: total.bytes + (one?.bytes ?? 0) }),
    {
      count: 0,
      bytes: 0,
    },
  );
}
