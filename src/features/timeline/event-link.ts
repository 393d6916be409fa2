import type { EventId, RoomId } from "#api/ids.ts";

/** The link of a message. By the room's id: an address may lead to another room one day. */
export function eventLink(roomId: RoomId, eventId: EventId, via: readonly string[]): string {
  const query = via.map((server) => `via=${encodeURIComponent(server)}`).join("&");
  const link = `https://matrix.to/#/${encodeURIComponent(roomId)}/${encodeURIComponent(eventId)}`;
  return query === "" ? link : `${link}?${query}`;
}
