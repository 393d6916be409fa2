import type { EventId } from "#api/ids.ts";

/** The link of a message: the room's, with the event before the servers that know it. */
export function eventLink(permalink: string, eventId: EventId): string {
  const [room = "", via] = permalink.split("?", 2);
  const link = `${room}/${encodeURIComponent(eventId)}`;
  return via === undefined ? link : `${link}?${via}`;
}
