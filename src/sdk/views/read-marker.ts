/**
 * Where the "new" row of an open room stands. What is unread when the room is opened gets the row, and the row stays there
 * while it is being read. For somebody who reads along no row appears; what lies unread for a while although the room is
 * open (the reader is away) gets one, because where they stopped is what they want to see on their return. The row never
 * moves back, and what the account itself writes puts it away.
 */
import type { EventId, RoomId } from "#api/ids.ts";
import type { AccountContext } from "#sdk/account/context.ts";
import type { MatrixEvent } from "#sdk/events/envelope.ts";
import type { RoomRecord } from "#sdk/rooms/room-record.ts";

const AWAY_MS = 3_000;

export interface ReadMarker {
  /** Event above the row, if there is a row. */
  at(): EventId | undefined;
  /** Something may have changed. */
  look(): void;
  close(): void;
}

/** Where the account stopped reading, as far as it is known. */
export function readPosition(record: RoomRecord | undefined): EventId | undefined {
  if (!record) return undefined;
  const receipts = record.receipts.filter(({ thread }) => thread === undefined || thread === "main");
  return record.fullyRead ?? receipts.toSorted((a, b) => b.ts - a.ts)[0]?.eventId;
}

function isMessage(event: MatrixEvent): boolean {
  return (
    event.stateKey === undefined &&
    (event.type === "m.room.message" || event.type === "m.room.encrypted" || event.type === "m.sticker")
  );
}

type State = { readonly kind: "unknown" | "none" } | { readonly kind: "row"; readonly at: EventId };

export function createReadMarker({ rooms, clock }: AccountContext, roomId: RoomId, moved: () => void): ReadMarker {
  const closed = new AbortController();
  let state: State = { kind: "unknown" };
  let watched: EventId | undefined;

  function events(): readonly MatrixEvent[] {
    return rooms.timeline(roomId)?.chunks.flatMap((chunk) => chunk.events) ?? [];
  }

  function unreadAfter(list: readonly MatrixEvent[], position: EventId): "some" | "none" | "unknown" {
    const from = list.findLastIndex((event) => event.eventId === position);
    if (from < 0) return "unknown";
    return list.slice(from + 1).some((event) => event.sender !== rooms.me && isMessage(event)) ? "some" : "none";
  }

  async function watch(position: EventId): Promise<void> {
    watched = position;
    await clock.sleep(AWAY_MS, closed.signal);
    watched = undefined;
    if (closed.signal.aborted || readPosition(rooms.record(roomId)) !== position) return;
    if (unreadAfter(events(), position) !== "some") return;
    state = { kind: "row", at: position };
    moved();
  }

  /** Everything before the newest own message was read when it was written. */
  function passedByOwn(list: readonly MatrixEvent[], at: EventId): boolean {
    const from = list.findLastIndex((event) => event.eventId === at);
    return from >= 0 && list.slice(from + 1).some((event) => event.sender === rooms.me && isMessage(event));
  }

  return {
    at: () => (state.kind === "row" ? state.at : undefined),
    look: () => {
      const list = events();
      const record = rooms.record(roomId);
      // What is still on its way from disk decides later.
      if (list.length === 0 || !record) return;
      const position = readPosition(record);
      if (state.kind === "unknown") {
        const row = position !== undefined && unreadAfter(list, position) !== "none" && !passedByOwn(list, position);
        state = row ? { kind: "row", at: position } : { kind: "none" };
        return;
      }
      if (state.kind === "row" && passedByOwn(list, state.at)) state = { kind: "none" };
      if (position === undefined || position === watched || (state.kind === "row" && state.at === position)) return;
      if (unreadAfter(list, position) === "some" && !passedByOwn(list, position)) void watch(position);
    },
    close: () => closed.abort(),
  };
}
