/**
 * Servers through which a room can be found (spec: Matrix URIs, Routing). Ids of version 12 rooms name no server, so
 * every link to a room carries these. Pure.
 */
import { serverOf, type EventId, type RoomAlias, type RoomId, type UserId } from "#api/ids.ts";

export interface ViaInput {
  readonly joined: Iterable<UserId>;
  readonly power: (userId: UserId) => number;
  /** Ours; the answer when nobody else is known. */
  readonly me: UserId;
}

const MAX_SERVERS = 3;
const IP_LITERAL = /^(?:\d{1,3}(?:\.\d{1,3}){3}|\[[0-9A-Fa-f:.]+\])(?::\d+)?$/;

/** The server of the most powerful member first (it will not leave soon), then those with the most members. */
export function viaServers({ joined, power, me }: ViaInput): readonly string[] {
  const population = new Map<string, number>();
  let top: { readonly userId: UserId; readonly level: number } | undefined;
  for (const userId of joined) {
    const server = serverOf(userId);
    if (IP_LITERAL.test(server)) continue;
    population.set(server, (population.get(server) ?? 0) + 1);
    const level = power(userId);
    if (level >= 50 && (!top || level > top.level || (level === top.level && userId < top.userId)))
      top = { userId, level };
  }
  const servers = [...population.entries()]
    .sort(([a, many], [b, more]) => more - many || (a < b ? -1 : 1))
    .map(([server]) => server);
  const first = top ? serverOf(top.userId) : undefined;
  const ordered = first === undefined ? servers : [first, ...servers.filter((server) => server !== first)];
  return ordered.length === 0 ? [serverOf(me)] : ordered.slice(0, MAX_SERVERS);
}

/** A matrix.to link to a room, or to an event in it. Aliases route by themselves. */
export function permalink(target: RoomId | RoomAlias, eventId: EventId | undefined, via: readonly string[]): string {
  const path = `https://matrix.to/#/${encodeURIComponent(target)}${eventId === undefined ? "" : `/${encodeURIComponent(eventId)}`}`;
  if (target.startsWith("#") || via.length === 0) return path;
  return `${path}?${via.map((server) => `via=${encodeURIComponent(server)}`).join("&")}`;
}
