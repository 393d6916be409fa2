/**
 * Links into Matrix: matrix.to, `matrix:` URIs and `#/room/…` links of web clients, read and written (spec: appendices,
 * URIs). Room ids of version 12 have no server part, and older ones lie: helpers to join come from `via` alone.
 */
import {
  isServerName,
  parseEventId,
  parseRoomAlias,
  parseRoomId,
  parseUserId,
  type EventId,
  type RoomAlias,
  type RoomId,
} from "#api/ids.ts";
import type { MatrixTarget } from "#api/rich-text.ts";

const MAX_LINK = 4_096;
const MAX_VIA = 10;

/** Reads a link; `undefined` if it doesn't lead into Matrix. */
export function parseMatrixLink(link: string): MatrixTarget | undefined {
  if (link.length > MAX_LINK) return undefined;
  if (/^matrix:/i.test(link)) return parseMatrixUri(link.slice("matrix:".length));
  const match = /^https?:\/\/[^\s#]+#\/(.+)$/i.exec(link);
  if (match?.[1] === undefined) return undefined;
  const home = /^https?:\/\/matrix\.to\/?#/i.test(link);
  const web = /^(?:room|user)\/(.+)$/.exec(match[1]);
  if (home) return parsePath(match[1]);
  return web?.[1] === undefined ? undefined : parsePath(web[1]);
}

/** Reads what a person typed or pasted: a link, or a bare user id, room id or address. */
export function parseMatrixTarget(input: string): MatrixTarget | undefined {
  const text = input.trim();
  return parseMatrixLink(text) ?? targetOf(text, undefined, []);
}

function parsePath(fragment: string): MatrixTarget | undefined {
  const [path = "", query = ""] = splitOnce(fragment, "?");
  const [id = "", event] = path.replace(/\/+$/, "").split("/");
  const decodedId = decode(id);
  const decodedEvent = event === undefined ? undefined : decode(event);
  if (decodedId === undefined || (event !== undefined && decodedEvent === undefined)) return undefined;
  return targetOf(decodedId, decodedEvent, parseVia(query));
}

function parseMatrixUri(rest: string): MatrixTarget | undefined {
  const [beforeHash = ""] = splitOnce(rest, "#");
  const [path = "", query = ""] = splitOnce(beforeHash, "?");
  const [type, id = "", eventType, event = "", ...more] = path.replace(/^\/\//, "").split("/");
  const decodedId = decode(id);
  if (!decodedId || more.length > 0) return undefined;
  const sigil = uriSigil(type);
  if (sigil === undefined) return undefined;
  if (eventType === undefined) return targetOf(sigil + decodedId, undefined, parseVia(query));
  const decodedEvent = eventType === "e" || eventType === "event" ? decode(event) : undefined;
  return decodedEvent ? targetOf(sigil + decodedId, `$${decodedEvent}`, parseVia(query)) : undefined;
}

function uriSigil(type: string | undefined): string | undefined {
  switch (type) {
    case "u":
    case "user":
      return "@";
    case "r":
    case "room":
      return "#";
    case "roomid":
      return "!";
    default:
      return undefined;
  }
}

function targetOf(id: string, event: string | undefined, via: readonly string[]): MatrixTarget | undefined {
  if (id.startsWith("@")) {
    const userId = parseUserId(id);
    return userId && event === undefined ? { kind: "user", userId } : undefined;
  }
  const room: RoomId | RoomAlias | undefined = parseRoomAlias(id) ?? parseRoomId(id);
  if (!room) return undefined;
  if (event === undefined || event === "") return { kind: "room", room, via };
  const eventId = parseEventId(event);
  return eventId ? { kind: "event", room, eventId, via } : undefined;
}

function parseVia(query: string): readonly string[] {
  const via: string[] = [];
  for (const pair of query.split("&")) {
    const [key, value = ""] = splitOnce(pair, "=");
    const server = key === "via" ? decode(value) : undefined;
    if (server && isServerName(server) && !via.includes(server) && via.length < MAX_VIA) via.push(server);
  }
  return via;
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

function splitOnce(text: string, at: string): [string, string | undefined] {
  const index = text.indexOf(at);
  return index === -1 ? [text, undefined] : [text.slice(0, index), text.slice(index + at.length)];
}

/** A matrix.to link that any client can follow. */
export function buildMatrixLink(target: MatrixTarget): string {
  switch (target.kind) {
    case "user":
      return `https://matrix.to/#/${encode(target.userId)}`;
    case "room":
      return `https://matrix.to/#/${encode(target.room)}${viaQuery(target.room, target.via)}`;
    case "event":
      return `https://matrix.to/#/${encode(target.room)}/${encode(target.eventId)}${viaQuery(target.room, target.via)}`;
    default:
      return target satisfies never;
  }
}

/** Permalink to an event, or to its room. */
export function permalink(room: RoomId | RoomAlias, eventId: EventId | undefined, via: readonly string[]): string {
  return buildMatrixLink(eventId === undefined ? { kind: "room", room, via } : { kind: "event", room, eventId, via });
}

/** An address is found through its own server; a room id needs helpers. */
function viaQuery(room: RoomId | RoomAlias, via: readonly string[]): string {
  if (room.startsWith("#") || via.length === 0) return "";
  return `?${via.map((server) => `via=${encodeURIComponent(server).replaceAll("%3A", ":")}`).join("&")}`;
}

/** Everything but what is harmless in a fragment and makes ids readable. */
function encode(id: string): string {
  return encodeURIComponent(id).replaceAll("%3A", ":").replaceAll("%40", "@").replaceAll("%24", "$");
}
