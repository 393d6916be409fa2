/** Following links: what they lead to, the message behind one, and knocking where one may not just walk in. */
import { Failure } from "#api/errors.ts";
import { isServerName, parseRoomId, type EventId, type RoomId } from "#api/ids.ts";
import type { Located } from "#api/links.ts";
import type { TimelineItem } from "#api/timeline.ts";
import type { AccountContext } from "#sdk/account/context.ts";
import { until } from "#sdk/account/until.ts";
import { readRelation } from "#sdk/events/content/relation.ts";
import { isObject } from "#sdk/events/envelope.ts";
import { parseMatrixTarget } from "#sdk/events/matrix-link.ts";
import { findIn } from "#sdk/rooms/chunks.ts";
import type { TimelineChunk } from "#sdk/rooms/timeline-chunk.ts";
import { openRoomsOf } from "#sdk/views/open-rooms.ts";
import type { HandlersOf } from "./account-verbs.ts";

const APPEAR_MS = 5_000;

type LinkVerb = "timeline.locate" | "link.read" | "room.knock";

function refusal(cause: unknown): { readonly why: "forbidden" | "unknown" } | undefined {
  if (!(cause instanceof Failure) || cause.error.kind !== "matrix") return undefined;
  switch (cause.error.status) {
    case 403:
      return { why: "forbidden" };
    case 400:
    case 404:
      return { why: "unknown" };
    default:
      return undefined;
  }
}

function shownIn(items: readonly TimelineItem[]): ReadonlySet<EventId> {
  const shown = new Set<EventId>();
  for (const item of items) {
    if (item.kind === "run") for (const entry of item.entries) shown.add(entry.eventId);
    else if ("eventId" in item && item.eventId !== undefined) shown.add(item.eventId);
  }
  return shown;
}

/** The row for an event: its own, that of what it changes, else the nearest one before it, else after it. */
export function rowFor(
  items: readonly TimelineItem[],
  chunks: readonly TimelineChunk[],
  eventId: EventId,
): EventId | undefined {
  const shown = shownIn(items);
  if (shown.has(eventId)) return eventId;
  const event = findIn(chunks, eventId);
  const relation = event && readRelation(event.content);
  if ((relation?.kind === "replace" || relation?.kind === "annotation") && shown.has(relation.eventId))
    return relation.eventId;
  const events = chunks.flatMap((chunk) => chunk.events);
  const at = events.findIndex((candidate) => candidate.eventId === eventId);
  const before = events.slice(0, Math.max(0, at)).findLast((candidate) => shown.has(candidate.eventId));
  return (before ?? events.slice(at + 1).find((candidate) => shown.has(candidate.eventId)))?.eventId;
}

export function linkCommands(ctx: AccountContext): HandlersOf<LinkVerb> {
  const { http, rooms } = ctx;

  /** The room of an event, by an endpoint that is old but still asks for no room. */
  async function roomOf(eventId: EventId, signal: AbortSignal): Promise<RoomId | undefined> {
    try {
      const path = `/_matrix/client/v3/events/${encodeURIComponent(eventId)}`;
      const event = await http.request({ method: "GET", path, signal, timeoutMs: 10_000 });
      const roomId = isObject(event) ? parseRoomId(event["room_id"]) : undefined;
      return roomId && rooms.record(roomId)?.membership === "join" ? roomId : undefined;
    } catch {
      // It was only a guess.
      return undefined;
    }
  }

  async function missing(
    roomId: RoomId,
    eventId: EventId,
    why: "forbidden" | "unknown",
    signal: AbortSignal,
  ): Promise<Located> {
    const other = why === "unknown" ? await roomOf(eventId, signal) : undefined;
    return other && other !== roomId ? { outcome: "elsewhere", roomId: other } : { outcome: "missing", why };
  }

  return {
    "timeline.locate": async ({ roomId, eventId }, { signal }) => {
      const open = openRoomsOf(ctx).open(roomId);
      try {
        const timeline = await open.timeline;
        if ((await timeline.locate(eventId)) === "missing") return await missing(roomId, eventId, "unknown", signal);
        const row = rowFor(await open.items(), timeline.chunks, eventId);
        return row === undefined ? { outcome: "missing", why: "unknown" } : { outcome: "found", eventId: row };
      } catch (cause) {
        const refused = refusal(cause);
        if (!refused) throw cause;
        return await missing(roomId, eventId, refused.why, signal);
      } finally {
        open.release();
      }
    },

    "link.read": ({ link }) => Promise.resolve(parseMatrixTarget(link.trim().replace(/^web\+(?=matrix:)/i, ""))),

    "room.knock": async ({ room, via, reason }, { signal }) => {
      const servers = via.filter(isServerName).slice(0, 10);
      const answer = await http.request({
        method: "POST",
        path: `/_matrix/client/v3/knock/${encodeURIComponent(room)}`,
        query: servers.length > 0 ? { via: servers, server_name: servers } : {},
        body: reason.trim() === "" ? {} : { reason: reason.trim() },
        signal,
        timeoutMs: 60_000,
      });
      const roomId = isObject(answer) ? parseRoomId(answer["room_id"]) : undefined;
      if (!roomId) throw new Failure({ kind: "bug", message: "the server answered without a room id" });
      await until(ctx, () => rooms.record(roomId)?.membership === "knock", APPEAR_MS, signal);
      return { roomId };
    },
  };
}
