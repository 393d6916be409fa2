import type { RoomListItem, Section } from "#api/room-list.ts";
import type { AccountContext } from "#sdk/account/context.ts";
import { listFactsOf } from "#sdk/account/list-facts.ts";
import { ownSectionsOf } from "#sdk/account/sections.ts";
import { listInput } from "./list-input.ts";
import type { ListSnapshotKeeper } from "./list-snapshot.ts";
import { createRoomListProjection } from "./project/room-list/room-list.ts";
import { touches } from "./touches.ts";
import type { OpenListView } from "./view.ts";

export interface RoomListParams {
  readonly filter: string;
  readonly from: number;
  readonly count: number;
  readonly expanded?: readonly Section[];
}

const MOST_ROWS = 500;

export function openRoomListView(
  ctx: AccountContext,
  snapshot: ListSnapshotKeeper,
  initial: RoomListParams,
): OpenListView<RoomListParams, RoomListItem> {
  const { rooms } = ctx;
  const facts = listFactsOf(ctx);
  const sections = ownSectionsOf(ctx);
  const projection = createRoomListProjection();
  let params = initial;
  let records: "loading" | "ready" = "loading";
  const ready = rooms.ready.then(() => {
    records = "ready";
  });
  // Seen by `compute`; here only so that nobody waiting is no unhandled rejection.
  ready.catch(() => undefined);

  return {
    compute: async () => {
      const { filter, from, count, expanded = [] } = params;
      const window = Math.min(count, MOST_ROWS);
      // Lets a `ready` that is already settled say so.
      await Promise.all([facts.ready, sections.ready]);
      if (records === "loading" && filter === "") {
        const stored = await snapshot.read();
        // The commit that ends the loading computes again.
        if (stored && records === "loading") return { ...stored, items: stored.items.slice(0, from + window), from: 0 };
      }
      await ready;
      const list = projection.window(listInput(ctx, facts, filter, expanded), from, window);
      if (filter === "" && expanded.length === 0) snapshot.offer(list);
      return list;
    },
    update: (next) => {
      params = next;
    },
    affectedBy: (changes) => touches(changes, ["rooms", "drafts", "typing", "outbox", "sections", "accountData"]),
    close: () => undefined,
  };
}
