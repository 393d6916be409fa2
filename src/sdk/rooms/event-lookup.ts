/**
 * Single events that are needed out of their place, e.g. what a reply answers: from memory, else from older chunks on
 * disk, else from the server. Lookups of one room that come together read the disk once. What is fetched stays in memory
 * only; an event the server refuses is `missing` for the session.
 */
import type { EventId, RoomId } from "#api/ids.ts";
import type { Clock } from "#lib/clock.ts";
import type { Log } from "#lib/log.ts";
import type { MatrixEvent } from "#sdk/events/envelope.ts";
import type { Http } from "#sdk/net/http.ts";
import type { Writer } from "#sdk/store/writer.ts";
import { findIn } from "./chunks.ts";
import { readChunks } from "./disk.ts";
import type { Facts } from "./facts.ts";
import { fetchEvent } from "./history.ts";
import type { OpenEvents } from "./opener.ts";

export type Lookup =
  { readonly state: "known"; readonly event: MatrixEvent } | { readonly state: "loading" | "missing" };

const LOADING: Lookup = { state: "loading" };
const MISSING: Lookup = { state: "missing" };
const RETRY_MS = 30_000;
const DISK_EVENTS = 600;

export function createEventLookup(deps: {
  readonly facts: Facts;
  readonly writer: Writer;
  readonly http: Http;
  readonly clock: Clock;
  readonly log: Log;
  readonly open: OpenEvents;
}): (roomId: RoomId, eventId: EventId) => Lookup {
  const { facts, writer, http, clock, log } = deps;
  const wanted = new Map<RoomId, Set<EventId>>();
  const missing = new Set<string>();
  const failed = new Map<string, number>();

  function keep(roomId: RoomId, event: MatrixEvent): void {
    let events = facts.single.get(roomId);
    if (!events) facts.single.set(roomId, (events = new Map()));
    events.set(event.eventId, event);
  }

  async function fromDisk(roomId: RoomId, ids: Set<EventId>): Promise<void> {
    let below = facts.timelines.get(roomId)?.chunks[0]?.order;
    for (let read = 0; ids.size > 0 && read < 20; read += 1) {
      const tail = await readChunks(facts.store, roomId, below, DISK_EVENTS);
      for (const eventId of ids) {
        const event = findIn(tail.chunks, eventId);
        if (!event) continue;
        keep(roomId, event);
        ids.delete(eventId);
      }
      if (tail.disk === "all") return;
      below = tail.chunks[0]?.order;
    }
  }

  async function fromServer(roomId: RoomId, eventId: EventId): Promise<void> {
    const key = `${roomId} ${eventId}`;
    try {
      const event = await fetchEvent(http, clock, roomId, eventId);
      if (!event) {
        missing.add(key);
        return;
      }
      const opened = await deps.open(roomId, [event]);
      await writer.write((txn) => opened.save(txn));
      keep(roomId, opened.events[0] ?? event);
    } catch (cause) {
      log.debug("events: a lookup failed", cause);
      failed.set(key, clock.now());
    }
  }

  async function run(roomId: RoomId): Promise<void> {
    // Lookups of the same moment join in.
    await Promise.resolve();
    for (let ids = wanted.get(roomId); ids && ids.size > 0; ids = wanted.get(roomId)) {
      const round = [...ids];
      const left = new Set(round);
      await fromDisk(roomId, left);
      for (const eventId of left) await fromServer(roomId, eventId);
      for (const eventId of round) ids.delete(eventId);
      writer.announce("timeline", roomId);
    }
    wanted.delete(roomId);
  }

  return (roomId, eventId) => {
    const loaded = facts.timelines.get(roomId);
    const event = (loaded && findIn(loaded.chunks, eventId)) ?? facts.single.get(roomId)?.get(eventId);
    if (event) return { state: "known", event };
    const key = `${roomId} ${eventId}`;
    if (missing.has(key)) return MISSING;
    const failedAt = failed.get(key);
    if (failedAt !== undefined && clock.now() - failedAt < RETRY_MS) return MISSING;
    failed.delete(key);
    const ids = wanted.get(roomId);
    if (ids) ids.add(eventId);
    else {
      wanted.set(roomId, new Set([eventId]));
      void run(roomId).catch((cause: unknown) => {
        log.error("events: lookups failed", cause);
        wanted.delete(roomId);
      });
    }
    return LOADING;
  };
}
