/**
 * What can be known of a room before joining it: the summary endpoint where the server has it, else what the alias's
 * directory and the public room list tell, else what this device knows. Never joins.
 */
import { Failure } from "#api/errors.ts";
import { parseRoomAlias, parseRoomId, type RoomAlias, type RoomId } from "#api/ids.ts";
import type { Membership } from "#api/people.ts";
import type { RoomPreview } from "#api/rooms.ts";
import type { AccountContext } from "#sdk/account/context.ts";
import { readMembership } from "#sdk/events/content/member.ts";
import { readCanonicalAlias, readTopic } from "#sdk/events/content/room-settings.ts";
import { asString, isObject, type JsonObject } from "#sdk/events/envelope.ts";
import { parseMatrixTarget } from "#sdk/events/matrix-link.ts";
import { roomFace } from "#sdk/rooms/faces.ts";
import { cleanName } from "#sdk/rooms/names.ts";
import type { HandlersOf } from "./account-verbs.ts";

const SUMMARY_MS = 30_000;

function isMissing(cause: unknown): boolean {
  return (
    cause instanceof Failure &&
    cause.error.kind === "matrix" &&
    (cause.error.status === 404 || cause.error.status === 403 || cause.error.status === 405)
  );
}

export function roomPreviewCommands(ctx: AccountContext): HandlersOf<"room.preview"> {
  const { http, rooms } = ctx;

  async function resolve(
    alias: RoomAlias,
    signal: AbortSignal,
  ): Promise<{ readonly roomId: RoomId; readonly via: readonly string[] }> {
    const path = `/_matrix/client/v3/directory/room/${encodeURIComponent(alias)}`;
    const answer = await http.request({ method: "GET", path, signal, timeoutMs: SUMMARY_MS });
    const roomId = isObject(answer) ? parseRoomId(answer["room_id"]) : undefined;
    if (!isObject(answer) || !roomId) throw new Failure({ kind: "invalid", field: "target", reason: "not-found" });
    const servers: unknown = answer["servers"];
    const list = Array.isArray(servers) ? servers.filter((server: unknown) => typeof server === "string") : [];
    // The alias's own server first: it surely knows the room.
    const home = alias.slice(alias.indexOf(":") + 1);
    return { roomId, via: [...new Set([home, ...list])].slice(0, 5) };
  }

  async function summary(
    room: RoomId | RoomAlias,
    via: readonly string[],
    signal: AbortSignal,
  ): Promise<JsonObject | undefined> {
    const id = encodeURIComponent(room);
    const paths = [
      `/_matrix/client/v1/room_summary/${id}`,
      `/_matrix/client/unstable/im.nheko.summary/rooms/${id}/summary`,
    ];
    for (const path of paths) {
      try {
        const answer = await http.request({ method: "GET", path, query: { via }, signal, timeoutMs: SUMMARY_MS });
        if (isObject(answer)) return answer;
      } catch (cause) {
        if (!isMissing(cause)) throw cause;
        const unrecognised =
          cause instanceof Failure && cause.error.kind === "matrix" && cause.error.errcode === "M_UNRECOGNIZED";
        if (!unrecognised) return undefined;
      }
    }
    return undefined;
  }

  async function published(
    roomId: RoomId,
    alias: RoomAlias | undefined,
    signal: AbortSignal,
  ): Promise<JsonObject | undefined> {
    if (!alias) return undefined;
    const server = alias.slice(alias.indexOf(":") + 1);
    try {
      const answer = await http.request({
        method: "POST",
        path: "/_matrix/client/v3/publicRooms",
        query: { server: server === ctx.session.serverName ? undefined : server },
        body: { limit: 20, filter: { generic_search_term: alias.slice(1, alias.indexOf(":")) } },
        signal,
        timeoutMs: SUMMARY_MS,
      });
      const chunk: unknown = isObject(answer) ? answer["chunk"] : undefined;
      return (Array.isArray(chunk) ? chunk : []).filter(isObject).find((row) => row["room_id"] === roomId);
    } catch {
      return undefined;
    }
  }

  function fromJson(
    roomId: RoomId,
    json: JsonObject,
    alias: RoomAlias | undefined,
    via: readonly string[],
  ): RoomPreview {
    const known = parseRoomAlias(json["canonical_alias"]) ?? alias;
    const text = cleanName(json["name"]) ?? known;
    const count = json["num_joined_members"];
    return {
      roomId,
      name: text === undefined ? { kind: "empty", was: [] } : { kind: "named", text },
      avatar: roomFace(roomId, text ?? "", json["avatar_url"]),
      topic: asString(json["topic"])?.slice(0, 4_000),
      alias: known,
      joinedCount: typeof count === "number" && count >= 0 ? Math.trunc(count) : undefined,
      joinRule: asString(json["join_rule"]),
      // Synapse says `leave` to those who never were there.
      membership:
        ownMembership(roomId) ?? (json["membership"] === "leave" ? undefined : readMembership(json["membership"])),
      via,
    };
  }

  function ownMembership(roomId: RoomId): Membership | undefined {
    return rooms.record(roomId)?.membership;
  }

  function fromRecord(roomId: RoomId, via: readonly string[]): RoomPreview | undefined {
    const record = rooms.record(roomId);
    if (!record) return undefined;
    const { essential } = record;
    return {
      roomId,
      name: rooms.name(record),
      avatar: rooms.avatar(record),
      topic: readTopic(essential["m.room.topic"]?.content),
      alias: readCanonicalAlias(essential["m.room.canonical_alias"]?.content).alias,
      joinedCount: record.joinedCount,
      joinRule: asString(essential["m.room.join_rules"]?.content["join_rule"]),
      membership: record.membership,
      via,
    };
  }

  return {
    "room.preview": async ({ target }, { signal }) => {
      if (target.trim() === "") throw new Failure({ kind: "invalid", field: "target", reason: "empty" });
      const parsed = parseMatrixTarget(target);
      if (!parsed || parsed.kind === "user")
        throw new Failure({ kind: "invalid", field: "target", reason: "malformed" });
      await rooms.ready;
      const alias = parseRoomAlias(parsed.room);
      const direct = parseRoomId(parsed.room);
      const own = direct && rooms.record(direct)?.membership === "join" ? fromRecord(direct, parsed.via) : undefined;
      if (own) return own;
      const place = direct ? { roomId: direct, via: parsed.via } : alias && (await resolve(alias, signal));
      if (!place) throw new Failure({ kind: "invalid", field: "target", reason: "malformed" });
      const via = [...new Set([...parsed.via, ...place.via])];
      if (ownMembership(place.roomId) === "join") {
        const known = fromRecord(place.roomId, via);
        if (known) return known;
      }
      const json = (await summary(place.roomId, via, signal)) ?? (await published(place.roomId, alias, signal));
      if (json) return fromJson(place.roomId, json, alias, via);
      const known = fromRecord(place.roomId, via);
      if (known) return known;
      // The address exists, so joining may well work; more can't be said.
      if (alias) return fromJson(place.roomId, {}, alias, via);
      throw new Failure({ kind: "invalid", field: "target", reason: "not-found" });
    },
  };
}
