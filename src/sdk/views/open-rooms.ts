/**
 * The rooms that are on screen in any tab. One place holds each of them open once, subscribes sync to their union and
 * keeps the display marker: where the "new" row stands. The marker is frozen when the room is opened, so the row doesn't
 * run away under the reader; it moves on only if messages lie unread for a while although the room is open (the reader is
 * away) or when the account itself writes.
 */
import type { EventId, RoomId } from "#api/ids.ts";
import type { AccountContext } from "#sdk/account/context.ts";
import type { RoomRecord } from "#sdk/rooms/room-record.ts";
import type { RoomTimeline } from "#sdk/rooms/rooms.ts";

const AWAY_MS = 3_000;

export interface OpenRoom {
  readonly roomId: RoomId;
  readonly timeline: Promise<RoomTimeline>;
  /** Event above the "new" row; `undefined` where the account never read. */
  marker(): EventId | undefined;
  release(): void;
}

interface Entry {
  readonly timeline: Promise<RoomTimeline>;
  readonly closed: AbortController;
  holders: number;
  marker: EventId | undefined;
  /** The account's own position the marker was last compared with. */
  waitingFor: EventId | undefined;
}

export interface OpenRooms {
  open(roomId: RoomId): OpenRoom;
}

/** Where the account stopped reading, as far as it is known. */
export function readPosition(record: RoomRecord | undefined): EventId | undefined {
  if (!record) return undefined;
  const receipts = record.receipts.filter(({ thread }) => thread === undefined || thread === "main");
  const newest = receipts.toSorted((a, b) => b.ts - a.ts)[0];
  return record.fullyRead ?? newest?.eventId;
}

function createOpenRooms(ctx: AccountContext): OpenRooms {
  const { rooms, sync, writer, clock, log } = ctx;
  const entries = new Map<RoomId, Entry>();

  function subscribe(): void {
    sync.setOpenRooms([...entries.keys()]);
  }

  /** After a while of lying unread, what arrived while the room was open gets its row. */
  async function moveWhenAway(roomId: RoomId, entry: Entry): Promise<void> {
    const position = readPosition(rooms.record(roomId));
    if (position === undefined || position === entry.marker || position === entry.waitingFor) return;
    if (!hasUnreadAfter(rooms.timeline(roomId), position, rooms.me)) return;
    entry.waitingFor = position;
    await clock.sleep(AWAY_MS, entry.closed.signal);
    entry.waitingFor = undefined;
    if (entry.closed.signal.aborted || readPosition(rooms.record(roomId)) !== position) return;
    if (!hasUnreadAfter(rooms.timeline(roomId), position, rooms.me)) return;
    entry.marker = position;
    writer.announce("timeline", roomId);
  }

  writer.subscribe((changes) => {
    for (const [roomId, entry] of entries) {
      const touched = changes.rooms.get("timeline")?.has(roomId) || changes.rooms.get("rooms")?.has(roomId);
      if (touched) void moveWhenAway(roomId, entry);
    }
  });

  return {
    open: (roomId) => {
      let entry = entries.get(roomId);
      if (!entry) {
        entry = {
          timeline: rooms.openTimeline(roomId),
          closed: new AbortController(),
          holders: 0,
          marker: readPosition(rooms.record(roomId)),
          waitingFor: undefined,
        };
        entries.set(roomId, entry);
        entry.timeline.catch((cause: unknown) => log.error("a timeline does not open", cause));
        subscribe();
      }
      entry.holders += 1;
      const held = entry;
      let released = false;
      return {
        roomId,
        timeline: held.timeline,
        marker: () => held.marker,
        release: () => {
          if (released) return;
          released = true;
          held.holders -= 1;
          if (held.holders > 0) return;
          held.closed.abort();
          entries.delete(roomId);
          subscribe();
          held.timeline.then(
            () => rooms.release(roomId),
            () => undefined,
          );
        },
      };
    },
  };
}

/** Messages of others after an event of the newest chunk; unknown positions count as read. */
function hasUnreadAfter(timeline: RoomTimeline | undefined, position: EventId, me: string): boolean {
  const events = timeline?.chunks.at(-1)?.events ?? [];
  const at = events.findLastIndex((event) => event.eventId === position);
  return at >= 0 && events.slice(at + 1).some((event) => event.sender !== me && event.stateKey === undefined);
}

// Lists and values of one account are made by two calls but share their open rooms.
const shared = new WeakMap<AccountContext, OpenRooms>();

export function openRoomsOf(ctx: AccountContext): OpenRooms {
  const known = shared.get(ctx);
  if (known) return known;
  const made = createOpenRooms(ctx);
  shared.set(ctx, made);
  return made;
}
