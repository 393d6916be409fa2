import type { RoomId } from "#api/ids.ts";
import type { UnreadTrace } from "#api/rooms.ts";
import type { AccountContext } from "#sdk/account/context.ts";
import type { MatrixEvent } from "#sdk/events/envelope.ts";
import { pushRoomOf } from "#sdk/push/push-room.ts";
import { parsePushRules } from "#sdk/push/rules.ts";
import { computeUnread } from "#sdk/push/unread.ts";
import type { TimelineChunk } from "#sdk/rooms/timeline-chunk.ts";

/** The newest events without a gap between them, and what lies before them. */
export function liveTail(chunks: readonly TimelineChunk[]): {
  readonly events: readonly MatrixEvent[];
  readonly reaches: "start" | "gap";
} {
  let events: readonly MatrixEvent[] = [];
  for (const chunk of chunks.toReversed()) {
    events = [...chunk.events, ...events];
    if (chunk.before.kind !== "joined") return { events, reaches: chunk.before.kind };
  }
  return { events, reaches: "gap" };
}

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
      rules: parsePushRules(rooms.accountData("m.push_rules")),
      room: pushRoomOf(record, rooms.me, rooms.ignored()),
      previous: record.unread,
    });
    const marker = { type: "m.fully_read", eventId: record.fullyRead, thread: undefined } as const;
    return record.fullyRead === undefined ? trace : { ...trace, receipts: [...trace.receipts, marker] };
  } finally {
    rooms.release(roomId);
  }
}
