/**
 * The addresses of the app, kept in the hash so that any static host will do. Parsing never throws: what cannot be read
 * is the home screen. Identifiers are written readably (`#/room/!id:server`); anything else in them is percent-encoded.
 */
import { parseEventId, parseRoomAlias, parseRoomId, parseUserId } from "#api/ids.ts";
import type { EventId, RoomAlias, RoomId, UserId } from "#api/ids.ts";

export type PanelTab = "members" | "info";

/** Where one is: this fills the sheet. */
export type Place =
  | { readonly kind: "home" }
  | { readonly kind: "login" }
  | {
      readonly kind: "room";
      readonly room: RoomId | RoomAlias;
      readonly eventId: EventId | undefined;
      readonly via: readonly string[];
      /** On a phone the panel is a page of its own. */
      readonly panel: PanelTab | undefined;
    };

/** What lies over the place one is at. */
export type Overlay =
  | { readonly kind: "new" }
  | { readonly kind: "dm" }
  | { readonly kind: "join"; readonly target: string }
  | { readonly kind: "settings" }
  | { readonly kind: "user"; readonly userId: UserId; readonly roomId: RoomId | undefined }
  | { readonly kind: "invite"; readonly roomId: RoomId };

export type Route = Place | Overlay;

export function isOverlay(route: Route): route is Overlay {
  return route.kind !== "home" && route.kind !== "login" && route.kind !== "room";
}

const HOME: Place = { kind: "home" };

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** Reads `#/room/…` and its kin; the leading `#` may be missing. */
export function parseRoute(hash: string): Route {
  const text = hash.startsWith("#/") ? hash.slice(2) : hash.startsWith("#") ? hash.slice(1) : hash.replace(/^\//, "");
  const mark = text.indexOf("?");
  const query = new URLSearchParams(mark < 0 ? "" : text.slice(mark + 1));
  const [head = "", ...rest] = (mark < 0 ? text : text.slice(0, mark)).split("/").map(decode);
  switch (head) {
    case "login":
      return { kind: "login" };
    case "new":
      return { kind: "new" };
    case "dm":
      return { kind: "dm" };
    case "join":
      return { kind: "join", target: rest.join("/") };
    case "settings":
      return { kind: "settings" };
    case "user":
      return parseUser(rest[0], query);
    case "room":
      return parseRoom(rest, query);
    default:
      return HOME;
  }
}

function parseUser(id: string | undefined, query: URLSearchParams): Route {
  const userId = parseUserId(id);
  return userId ? { kind: "user", userId, roomId: parseRoomId(query.get("room")) } : HOME;
}

function parseRoom(parts: readonly string[], query: URLSearchParams): Route {
  const roomId = parseRoomId(parts[0]);
  const room = roomId ?? parseRoomAlias(parts[0]);
  if (!room) return HOME;
  const next = parts[1];
  if (next === "invite" && roomId) return { kind: "invite", roomId };
  return {
    kind: "room",
    room,
    eventId: parseEventId(next),
    via: query.getAll("via"),
    panel: next === "members" || next === "info" ? next : undefined,
  };
}

function encode(id: string): string {
  return encodeURIComponent(id)
    .replaceAll("%3A", ":")
    .replaceAll("%23", "#")
    .replaceAll("%40", "@")
    .replaceAll("%24", "$");
}

/** The address of a place or an overlay, ready for `href`. */
export function formatRoute(route: Route): string {
  switch (route.kind) {
    case "home":
      return "#/home";
    case "login":
    case "new":
    case "dm":
    case "settings":
      return `#/${route.kind}`;
    case "join":
      return route.target === "" ? "#/join" : `#/join/${encode(route.target)}`;
    case "user":
      return `#/user/${encode(route.userId)}${route.roomId ? `?room=${encodeURIComponent(route.roomId)}` : ""}`;
    case "invite":
      return `#/room/${encode(route.roomId)}/invite`;
    case "room": {
      const query = new URLSearchParams(route.via.map((server): [string, string] => ["via", server])).toString();
      const next = route.eventId ?? route.panel;
      return `#/room/${encode(route.room)}${next ? `/${encode(next)}` : ""}${query === "" ? "" : `?${query}`}`;
    }
  }
}

export function roomLink(room: RoomId | RoomAlias, eventId?: EventId, via: readonly string[] = []): string {
  return formatRoute({ kind: "room", room, eventId, via, panel: undefined });
}

export function panelLink(room: RoomId | RoomAlias, panel: PanelTab): string {
  return formatRoute({ kind: "room", room, eventId: undefined, via: [], panel });
}

/** The card about a person; `roomId` adds their role there. */
export function userLink(userId: UserId, roomId?: RoomId): string {
  return formatRoute({ kind: "user", userId, roomId });
}
