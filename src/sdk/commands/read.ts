/**
 * Reading. The own position moves on this device at once and is on disk before the verb returns; the server is told
 * beside it, the newest position per room only, and again whenever the connection comes back until it has heard.
 */
import { Failure } from "#api/errors.ts";
import { parseEventId, parseRoomId, type EventId, type RoomId } from "#api/ids.ts";
import type { AccountContext } from "#sdk/account/context.ts";
import { roomPath } from "#sdk/account/room-path.ts";
import { settingsOf } from "#sdk/account/settings.ts";
import { isObject } from "#sdk/events/envelope.ts";
import { retryClass, retrying } from "#sdk/net/retry.ts";
import type { Asked } from "#api/rooms.ts";
import type { Asking } from "./asking.ts";
import { traceUnread } from "./why-unread.ts";
import type { HandlersOf } from "./account-verbs.ts";

const PENDING = ["pendingReads"] as const;
/** In one go; after that the next read, or the connection's next return, tries again. */
const TRIES = 5;

type ReadVerb = "room.markRead" | "room.markAllRead" | "room.markUnread" | "room.whyUnread";

export function readCommands(ctx: AccountContext, asking: Asking): HandlersOf<ReadVerb> {
  const { store, writer, rooms, http, log, clock } = ctx;
  const pending = new Map<RoomId, EventId>();
  const telling = new Set<RoomId>();
  const settings = settingsOf(ctx);
  const loaded = load();

  async function load(): Promise<void> {
    const rows = await store.get("meta", PENDING);
    if (!isObject(rows)) return;
    for (const [key, value] of Object.entries(rows)) {
      const roomId = parseRoomId(key);
      const eventId = parseEventId(value);
      if (roomId && eventId && !pending.has(roomId)) pending.set(roomId, eventId);
    }
  }

  async function settle(roomId: RoomId, eventId: EventId): Promise<void> {
    await writer.write((txn) => {
      if (pending.get(roomId) !== eventId) return;
      const rest = new Map(pending);
      rest.delete(roomId);
      txn.put("meta", PENDING, Object.fromEntries(rest));
      txn.onCommit(() => pending.delete(roomId));
    });
  }

  async function tell(roomId: RoomId): Promise<void> {
    if (telling.has(roomId)) return;
    telling.add(roomId);
    try {
      // Not before it is known who may hear of it.
      await settings.ready;
      for (let eventId = pending.get(roomId); eventId; eventId = pending.get(roomId)) {
        try {
          const receipt = settings.value("readReceipts", roomId) === "private" ? "m.read.private" : "m.read";
          const body = { "m.fully_read": eventId, [receipt]: eventId };
          const place = roomPath(roomId, "read_markers");
          await retrying(() => http.request({ method: "POST", path: place, body }), {
            clock,
            classes: ["limited", "server"],
            attempts: TRIES,
          });
        } catch (cause) {
          if (!(cause instanceof Failure)) throw cause;
          // What may pass is told again when the connection is back; the rest never will be.
          if (retryClass(cause.error) || cause.error.kind === "signed-out" || cause.error.kind === "cancelled") return;
          log.info("the server refused a read marker", cause.error);
        }
        await settle(roomId, eventId);
      }
    } catch (cause) {
      log.error("a read marker is not told", cause);
    } finally {
      telling.delete(roomId);
    }
  }

  writer.subscribe(({ kinds }) => {
    if (!kinds.has("connection") || ctx.sync.connection().state !== "live") return;
    for (const roomId of pending.keys()) void tell(roomId);
  });
  loaded.catch((cause: unknown) => log.error("pending read markers can't be read", cause));

  async function clearMarkedUnread(roomId: RoomId): Promise<Asked["outcome"]> {
    if (rooms.record(roomId)?.markedUnread !== "marked") return "told";
    const { told } = await asking.ask(new Map([[roomId, { markedUnread: "no" }]]));
    return told;
  }

  async function moveTo(roomId: RoomId, eventId: EventId): Promise<void> {
    await loaded;
    const moved = await writer.write((txn) => {
      if (rooms.readUpTo?.(txn, roomId, eventId) === "behind") return "behind";
      txn.put("meta", PENDING, Object.fromEntries([...pending, [roomId, eventId]]));
      txn.onCommit(() => pending.set(roomId, eventId));
      return "moved";
    });
    if (moved === "moved") void tell(roomId);
  }

  /** The newest event this device has of a room, shown or not. */
  async function newestOf(roomId: RoomId): Promise<EventId | undefined> {
    const timeline = await rooms.openTimeline(roomId);
    try {
      return timeline.chunks.at(-1)?.events.at(-1)?.eventId ?? rooms.record(roomId)?.latest?.event.eventId;
    } finally {
      rooms.release(roomId);
    }
  }

  return {
    "room.markRead": async ({ roomId, eventId }) => {
      clearMarkedUnread(roomId).catch((cause: unknown) => log.info("the unread mark stays", cause));
      await moveTo(roomId, eventId);
      return undefined;
    },
    "room.markAllRead": async ({ roomId }) => {
      const told = clearMarkedUnread(roomId);
      const newest = await newestOf(roomId);
      if (newest) await moveTo(roomId, newest);
      return { outcome: await told };
    },
    "room.markUnread": async ({ roomId, state }) => {
      const { told } = await asking.ask(new Map([[roomId, { markedUnread: state }]]));
      return { outcome: await told };
    },
    "room.whyUnread": ({ roomId }) => traceUnread(ctx, roomId),
  };
}
