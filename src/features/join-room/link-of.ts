import type { EventId, RoomAlias, RoomId } from "#api/ids.ts";

/** The link of a room as one passes it on. Ids carry the servers that can help; the core reads them from it. */
export function linkOf(room: RoomId | RoomAlias, eventId: EventId | undefined, via: readonly string[]): string {
  const path = [room, ...(eventId === undefined ? [] : [eventId])].map(encodeURIComponent).join("/");
  const query = new URLSearchParams(via.slice(0, 3).map((server): [string, string] => ["via", server])).toString();
  return `https://matrix.to/#/${path}${query === "" ? "" : `?${query}`}`;
}
