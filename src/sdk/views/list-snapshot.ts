/**
 * The first rows of the list as they were last shown: what a start paints before the rooms' records are in memory. Saved
 * a little after the list came to rest.
 */
import type { RoomListItem } from "#api/room-list.ts";
import type { AccountContext } from "#sdk/account/context.ts";
import { isObject } from "#sdk/events/envelope.ts";
import { structuralEqual } from "#lib/structural-equal.ts";
import type { ViewWindow } from "./view.ts";

// The number grows with the shape of the rows: what an older build saved is not read.
export const SNAPSHOT_KEY = ["listSnapshot", 2] as const;
const ROWS = 40;
const REST_MS = 2_000;

export interface ListSnapshotKeeper {
  read(): Promise<ViewWindow<RoomListItem> | undefined>;
  offer(window: ViewWindow<RoomListItem>): void;
}

export function createListSnapshotKeeper({ store, writer, clock, log }: AccountContext): ListSnapshotKeeper {
  let saved: ViewWindow<RoomListItem> | undefined;
  let wanted: ViewWindow<RoomListItem> | undefined;
  let resting: AbortController | undefined;

  async function save(rest: AbortController): Promise<void> {
    await clock.sleep(REST_MS, rest.signal);
    if (rest.signal.aborted || !wanted || structuralEqual(wanted, saved)) return;
    const next = wanted;
    await writer.write((txn) => {
      txn.put("meta", SNAPSHOT_KEY, next);
      txn.onCommit(() => (saved = next));
    });
  }

  return {
    read: async () => {
      const stored = await store.get("meta", SNAPSHOT_KEY);
      if (!isObject(stored) || !Array.isArray(stored["items"]) || typeof stored["total"] !== "number") return undefined;
      // eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- our own rows, sealed by us
      return { items: stored["items"] as readonly RoomListItem[], from: 0, total: stored["total"] };
    },
    offer: ({ items, from, total }) => {
      if (from !== 0) return;
      const next = { items: items.slice(0, ROWS), from: 0, total };
      if (structuralEqual(next, wanted)) return;
      wanted = next;
      resting?.abort();
      resting = new AbortController();
      save(resting).catch((cause: unknown) => log.info("the list's snapshot is not saved", cause));
    },
  };
}
