/**
 * The addresses of the app, kept in the hash so that any static host will do. Parsing never throws: an address that is
 * none is the home screen; one of a room, a message or a person that cannot be read is `lost`, and says so. Identifiers are written readably (`#/room/!id:server`); anything else in them is percent-encoded.
 */
import { parseEventId, parseRoomAlias, parseRoomId, parseUserId } from "#api/ids.ts";
import type { EventId, RoomAlias, RoomId, UserId } from "#api/ids.ts";
import type { MatrixTarget } from "#api/rich-text.ts";

export type PanelTab = "members" | "info";

/** Where one is: this fills the sheet. */
export type Place =
  | { readonly kind: "home" }
  | { readonly kind: "login" }
  /** It wanted to lead somewhere, but names no room, message or person. */
  | { readonly kind: "lost"; readonly address: string }
  /** A link from outside: `web+matrix:` is opened here. */
  | { readonly kind: "link"; readonly uri: string }
  | {
      readonly kind: "room";
      readonly room: RoomId | RoomAlias;
      readonly eventId: EventId | undefined;
      readonly via: readonly string[];
      /** On a phone the panel is a page of its own. */
      readonly panel: PanelTab | undefined;
    };

/** What one came for; without it, what is left to do. */
export type EncryptionTask = "enter" | "new-key" | "reset";

/** What lies over the place one is at. */
export type Overlay =
  | { readonly kind: "new" }
  | { readonly kind: "dm" }
  | { readonly kind: "join"; readonly target: string }
  | {
      readonly kind: "settings";
      readonly section?: string | undefined;
      /** A single setting that is looked for. */
      readonly item?: string | undefined;
    }
  | { readonly kind: "user"; readonly userId: UserId; readonly roomId: RoomId | undefined }
  | { readonly kind: "encryption"; readonly task?: EncryptionTask | undefined }
  | { readonly kind: "devtools"; readonly roomId: RoomId | undefined }
  | { readonly kind: "invite"; readonly roomId: RoomId };

export type Route = Place | Overlay;

export function isOverlay(route: Route): route is Overlay {
  switch (route.kind) {
    case "home":
    case "login":
    case "lost":
    case "link":
    case "room":
      return false;
    default:
      return true;
  }
}

const ENCRYPTION_TASKS: readonly EncryptionTask[] = ["enter", "new-key", "reset"];
const HOME: Place = { kind: "home" };
const LONGEST = 2_000;

function lost(address: string): Place {
  return { kind: "lost", address: address.slice(0, LONGEST) };
}

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
      return { kind: "settings", ...(rest[0] ? { section: rest[0] } : {}), ...(rest[1] ? { item: rest[1] } : {}) };
    case "encryption": {
      const task = ENCRYPTION_TASKS.find((one) => one === rest[0]);
      return task ? { kind: "encryption", task } : { kind: "encryption" };
    }
    case "devtools":
      return { kind: "devtools", roomId: rest[0] === "room" ? parseRoomId(rest[1]) : undefined };
    case "link":
      return { kind: "link", uri: query.get("uri") ?? "" };
    case "lost":
      return lost(query.get("address") ?? "");
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
  if (userId) return { kind: "user", userId, roomId: parseRoomId(query.get("room")) };
  return id === undefined || id === "" ? HOME : lost(id);
}

function parseRoom(parts: readonly string[], query: URLSearchParams): Route {
  const roomId = parseRoomId(parts[0]);
  const room = roomId ?? parseRoomAlias(parts[0]);
  const next = parts[1];
  if (!room) return parts[0] === undefined || parts[0] === "" ? HOME : lost(parts[0]);
  const eventId = parseEventId(next);
  const panel = next === "members" || next === "info" ? next : undefined;
  if (next === "invite" && roomId) return { kind: "invite", roomId };
  if (next !== undefined && next !== "" && !eventId && !panel) return lost(`${room}/${next}`);
  return {
    kind: "room",
    room,
    eventId,
    via: query.getAll("via"),
    panel,
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
      return `#/${route.kind}`;
    case "settings":
      return `#/${[route.kind, route.section, route.item].filter((part) => part !== undefined && part !== "").join("/")}`;
    case "encryption":
      return route.task === undefined ? "#/encryption" : `#/encryption/${route.task}`;
    case "lost":
      return `#/lost?address=${encodeURIComponent(route.address)}`;
    case "link":
      return `#/link?uri=${encodeURIComponent(route.uri)}`;
    case "join":
      return route.target === "" ? "#/join" : `#/join/${encode(route.target)}`;
    case "user":
      return `#/user/${encode(route.userId)}${route.roomId ? `?room=${encodeURIComponent(route.roomId)}` : ""}`;
    case "devtools":
      return route.roomId === undefined ? "#/devtools" : `#/devtools/room/${encode(route.roomId)}`;
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

/** Where a link into Matrix leads in this app. */
export function targetLink(target: MatrixTarget): string {
  switch (target.kind) {
    case "user":
      return userLink(target.userId);
    case "room":
      return roomLink(target.room, undefined, target.via);
    case "event":
      return roomLink(target.room, target.eventId, target.via);
  }
}
