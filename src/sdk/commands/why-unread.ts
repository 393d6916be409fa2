import type { RoomId } from "#api/ids.ts";
import type { UnreadTrace } from "#api/rooms.ts";
import type { AccountContext } from "#sdk/account/context.ts";
import { liveTail } from "#sdk/account/live-tail.ts";
import { pushRulesOf } from "#sdk/account/push-rules.ts";
import { pushRoomOf } from "#sdk/push/push-room.ts";
import { computeUnread } from "#sdk/push/unread.ts";

/** Computes the unread mark of a room anew, saying why (row 130 of the feature map). */
export async function traceUnread({ rooms }: AccountContext, roomId: RoomId): Promise<UnreadTrace> {
  const record = rooms.record(roomId);
  if (!record) return { receipts: [], events: [], bound: "exact" };
  const timeline = await rooms.openTimeline(roomId);
  try {
    const { trace } = computeUnread({
      me: rooms.me,
      ...liveTail(timeline.chunks),
      receipts: record.receipts,
      rules: pushRulesOf(rooms),
      room: pushRoomOf(record, rooms.me, rooms.ignored()),
      previous: record.unread,
    });
    const marker = { type: "m.fully_read", eventId: record.fullyRead, thread: undefined } as const;
    return record.fullyRead === undefined ? trace : { ...trace, receipts: [...trace.receipts, marker] };
  } finally {
    rooms.release(roomId);
  }
}
