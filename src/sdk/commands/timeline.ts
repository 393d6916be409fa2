import { Failure } from "#api/errors.ts";
import type { RoomId } from "#api/ids.ts";
import type { AccountContext } from "#sdk/account/context.ts";
import { roomPath } from "#sdk/account/room-path.ts";
import type { RoomTimeline } from "#sdk/rooms/rooms.ts";
import { gapOrder } from "#sdk/views/project/timeline/gap-key.ts";
import type { HandlersOf } from "./account-verbs.ts";

export function timelineCommands({
  rooms,
  http,
}: AccountContext): HandlersOf<"timeline.paginate" | "timeline.fillGap" | "event.source"> {
  async function withTimeline<T>(roomId: RoomId, use: (timeline: RoomTimeline) => Promise<T>): Promise<T> {
    const timeline = await rooms.openTimeline(roomId);
    try {
      return await use(timeline);
    } finally {
      rooms.release(roomId);
    }
  }

  return {
    "timeline.paginate": ({ roomId }) =>
      withTimeline(roomId, async (timeline) => ({ reached: await timeline.loadOlder() })),
    "timeline.fillGap": async ({ roomId, key }) => {
      const order = gapOrder(key);
      if (order === undefined) throw new Failure({ kind: "invalid", field: "key", reason: "malformed" });
      await withTimeline(roomId, (timeline) => timeline.fillGap(order));
      return undefined;
    },
    "event.source": async ({ roomId, eventId }, { signal }) => {
      try {
        const json = await http.request({
          method: "GET",
          path: roomPath(roomId, "event", eventId),
          signal,
          timeoutMs: 10_000,
        });
        return JSON.stringify(json, null, 2);
      } catch (cause) {
        // Offline: what was kept of it is better than nothing.
        const found = rooms.event(roomId, eventId);
        if (found.state !== "known") throw cause;
        return JSON.stringify(found.event, null, 2);
      }
    },
  };
}
