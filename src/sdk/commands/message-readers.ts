/** Who has read up to a message, and when: the people whose faces stand beside it, all of them. */
import type { EventId, UserId } from "#api/ids.ts";
import type { AccountContext } from "#sdk/account/context.ts";
import { openRoomsOf } from "#sdk/views/open-rooms.ts";
import { findReaders } from "#sdk/views/project/timeline/readers.ts";
import type { HandlersOf } from "./account-verbs.ts";

export function messageReaderCommands(ctx: AccountContext): HandlersOf<"message.readers"> {
  const { rooms } = ctx;
  return {
    "message.readers": async ({ roomId, eventId }) => {
      const room = openRoomsOf(ctx).open(roomId);
      try {
        const [{ chunks }, items] = await Promise.all([room.timeline, room.items()]);
        const [receipts, members] = await Promise.all([rooms.receipts(roomId), rooms.openMembers(roomId, "known")]);
        const events = chunks.flatMap((chunk) => chunk.events);
        const shown = new Set<EventId>();
        for (const item of items) if (item.kind === "message" && item.eventId !== undefined) shown.add(item.eventId);
        const indexOf = new Map(events.map((event, index) => [event.eventId, index]));
        const messageAt = new Int32Array(events.length);
        let newest = -1;
        events.forEach((event, index) => {
          if (shown.has(event.eventId)) newest = index;
          messageAt[index] = newest;
        });
        const target = indexOf.get(eventId);
        const event = target === undefined ? undefined : events[target];
        if (!event) return [];
        const when = new Map<UserId, number>();
        for (const { userId, eventId: at, ts } of receipts) {
          const place = indexOf.get(at);
          if (place !== undefined && messageAt[place] === target) when.set(userId, Math.max(ts, when.get(userId) ?? 0));
        }
        const readers = findReaders(events, indexOf, messageAt, receipts, rooms.me, rooms.ignored()).get(event) ?? [];
        return readers.map((userId) => ({ person: members.person(userId), ts: when.get(userId) }));
      } finally {
        room.release();
      }
    },
  };
}
