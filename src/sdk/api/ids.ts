/**
 * The branded identifiers of Matrix and the only place that can mint them. An id that came from outside is parsed here
 * once; everything behind it may trust the type. Room ids of version 12 carry no server part, so nothing may look for one.
 */
declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** `@local:server` (spec: appendices, User Identifiers). */
export type UserId = Branded<"UserId">;
/** `!opaque` or `!opaque:server`; version 12 rooms have no server part. */
export type RoomId = Branded<"RoomId">;
/** `$opaque` or `$opaque:server`. */
export type EventId = Branded<"EventId">;
/** `#local:server`. */
export type RoomAlias = Branded<"RoomAlias">;
/** `mxc://server/media`. */
export type MxcUri = Branded<"MxcUri">;
/** A transaction id of ours: stable over retries and restarts. */
export type TxnId = Branded<"TxnId">;

const MAX_ID_BYTES = 255;
const encoder = new TextEncoder();

function fits(value: string): boolean {
  // A UTF-16 unit takes at most three bytes: short ids, which is nearly all of them, need no encoding.
  return (
    value.length <= MAX_ID_BYTES && (value.length * 3 <= MAX_ID_BYTES || encoder.encode(value).length <= MAX_ID_BYTES)
  );
}

// Control characters and white space have no place in any identifier; refusing them keeps ids safe in logs and markup.
// eslint-disable-next-line no-control-regex
const FORBIDDEN = /[\u0000-\u0020\u007f]/;

function plain(value: unknown): value is string {
  return typeof value === "string" && fits(value) && !FORBIDDEN.test(value);
}

const SERVER = /^(?:\[[0-9A-Fa-f:.]{2,45}\]|[A-Za-z0-9][A-Za-z0-9.-]{0,254})(?::\d{1,5})?$/;

/** True for a syntactically valid server name (host or IP literal, optional port). */
export function isServerName(value: string): boolean {
  return value.length <= 230 && SERVER.test(value);
}

function sigilled(value: unknown, sigil: string): value is string {
  if (!plain(value) || !value.startsWith(sigil)) return false;
  const colon = value.indexOf(":");
  return colon > 0 && isServerName(value.slice(colon + 1));
}

/** Parses `@local:server`; `undefined` if it is not one. */
export function parseUserId(value: unknown): UserId | undefined {
  return sigilled(value, "@") ? (value as UserId) : undefined;
}

/** Parses a room id of any room version; `undefined` if it is not one. */
export function parseRoomId(value: unknown): RoomId | undefined {
  return plain(value) && value.length > 1 && value.startsWith("!") ? (value as RoomId) : undefined;
}

/** Parses an event id of any room version; `undefined` if it is not one. */
export function parseEventId(value: unknown): EventId | undefined {
  return plain(value) && value.length > 1 && value.startsWith("$") ? (value as EventId) : undefined;
}

/** Parses `#alias:server`; `undefined` if it is not one. */
export function parseRoomAlias(value: unknown): RoomAlias | undefined {
  return sigilled(value, "#") ? (value as RoomAlias) : undefined;
}

const MXC = /^mxc:\/\/([^/?#]{1,230})\/([A-Za-z0-9_=-]{1,255})$/;

/** Parses `mxc://server/media`; `undefined` if it is not one (also for path tricks). */
export function parseMxc(value: unknown): MxcUri | undefined {
  if (!plain(value)) return undefined;
  const match = MXC.exec(value);
  return match?.[1] !== undefined && isServerName(match[1]) ? (value as MxcUri) : undefined;
}

/** Server and media id of a content URI. */
export function mxcParts(mxc: MxcUri): { readonly server: string; readonly mediaId: string } {
  const [server = "", mediaId = ""] = mxc.slice("mxc://".length).split("/");
  return { server, mediaId };
}

/** Server part of a user id. */
export function serverOf(userId: UserId): string {
  return userId.slice(userId.indexOf(":") + 1);
}

/** Local part of a user id, without `@`. */
export function localpartOf(userId: UserId): string {
  return userId.slice(1, userId.indexOf(":"));
}

/** Mints a transaction id from a unique suffix (a random UUID). */
export function mintTxnId(suffix: string): TxnId {
  return `hb.${suffix}` as TxnId;
}

/** Reads back a transaction id that the store or the server echoed; `undefined` if it is not one of ours. */
export function parseTxnId(value: unknown): TxnId | undefined {
  return plain(value) && value.startsWith("hb.") ? (value as TxnId) : undefined;
}
