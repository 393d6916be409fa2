import type { RoomId } from "#api/ids.ts";
import type { TimelineItem } from "#api/timeline.ts";
import type { AccountContext } from "#sdk/account/context.ts";
import { openRoomsOf, TIMELINE_KINDS } from "./open-rooms.ts";
import { touchesRoom } from "./touches.ts";
import type { OpenListView } from "./view.ts";

export interface TimelineParams {
  readonly roomId: RoomId;
  readonly anchor: "live";
}

export function openTimelineView(
  ctx: AccountContext,
  initial: TimelineParams,
): OpenListView<TimelineParams, TimelineItem> {
  let { roomId } = initial;
  let open = openRoomsOf(ctx).open(roomId);
  return {
    compute: async () => {
      const items = await open.items();
      return { items, from: 0, total: items.length };
    },
    update: (params) => {
      if (params.roomId === roomId) return;
      // The next room first: a room in both never loses its subscription.
      const previous = open;
      roomId = params.roomId;
      open = openRoomsOf(ctx).open(roomId);
      previous.release();
    },
    affectedBy: (changes) => touchesRoom(changes, roomId, TIMELINE_KINDS),
    close: () => open.release(),
  };
}
