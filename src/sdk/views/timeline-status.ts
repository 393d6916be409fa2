import type { RoomId } from "#api/ids.ts";
import type { TimelineStatus } from "#api/messages.ts";
import type { AccountContext } from "#sdk/account/context.ts";
import { liveTail } from "#sdk/account/live-tail.ts";
import { openRoomsOf, type OpenRoom } from "./open-rooms.ts";
import { newMessages } from "./project/timeline/new-messages.ts";
import { readPosition } from "./read-marker.ts";
import { touchesRoom } from "./touches.ts";
import type { OpenValueView } from "./view.ts";

async function statusOf({ rooms }: AccountContext, roomId: RoomId, open: OpenRoom): Promise<TimelineStatus> {
  const items = await open.items();
  const { events, reaches } = liveTail((await open.timeline).chunks);
  const latest = events.at(-1)?.eventId;
  const { firstKey } = newMessages(items);
  const openAt = firstKey === undefined ? "end" : "marker";
  const position = readPosition(rooms.record(roomId));
  // A room that was never read has no place where reading stopped.
  if (position === undefined) return { openAt, latest, newCount: 0, newBound: "exact", firstNew: firstKey };
  const at = events.findLastIndex((event) => event.eventId === position);
  const after = new Set(events.slice(at + 1).map((event) => event.eventId));
  const fresh = items.filter(
    (item) => item.kind === "message" && item.from === "other" && item.eventId && after.has(item.eventId),
  );
  return {
    openAt,
    latest,
    newCount: fresh.length,
    newBound: at >= 0 || reaches === "start" ? "exact" : "atLeast",
    firstNew: firstKey,
  };
}

export function openTimelineStatusView(
  ctx: AccountContext,
  initial: { readonly roomId: RoomId },
): OpenValueView<{ readonly roomId: RoomId }, TimelineStatus> {
  let { roomId } = initial;
  let open = openRoomsOf(ctx).open(roomId);
  /** What the room said when it was opened: it decides once where the screen begins. */
  let openAt: TimelineStatus["openAt"] | undefined;

  return {
    compute: async () => {
      const status = await statusOf(ctx, roomId, open);
      if (status.latest !== undefined) openAt ??= status.openAt;
      return { ...status, openAt: openAt ?? status.openAt };
    },
    update: (params) => {
      if (params.roomId === roomId) return;
      const previous = open;
      roomId = params.roomId;
      open = openRoomsOf(ctx).open(roomId);
      openAt = undefined;
      previous.release();
    },
    affectedBy: (changes) => touchesRoom(changes, roomId, ["timeline", "rooms", "accountData"]),
    close: () => open.release(),
  };
}
