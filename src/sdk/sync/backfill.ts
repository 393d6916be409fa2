/**
 * Makes lower bounds exact: where the own receipt lies before loaded history, pages back in small doses, one room at a
 * time, only while sync is live and quiet. Gives up on a room after a few pages: "99+" needs no exact number. Counts
 * are also made anew here when the push rules change.
 */
import { Failure } from "#api/errors.ts";
import type { RoomId } from "#api/ids.ts";
import type { Clock } from "#lib/clock.ts";
import type { Log } from "#lib/log.ts";
import { newestSegment } from "#sdk/rooms/chunks.ts";
import type { RoomsInternals } from "#sdk/rooms/create-rooms.ts";
import { DEEP_EVENTS } from "#sdk/rooms/draft.ts";
import { refreshPreview } from "#sdk/rooms/preview.ts";
import type { RoomRecord } from "#sdk/rooms/room-record.ts";
import type { Writer } from "#sdk/store/writer.ts";

const PAGES_PER_ROOM = 4;
/** In one session: an account of ten thousand rooms must not page for hours. */
const PAGES_IN_ALL = 400;
const PAUSE_MS = 250;
const RECOUNT_ROOMS = 10;

export interface Backfill {
  /** Sync is live and applied something: look whether there is work. */
  kick(): void;
  /** Rules or the ignore list changed: count every room that has something to count. */
  recountAll(): void;
  stop(): void;
}

export function createBackfill(deps: {
  readonly rooms: RoomsInternals;
  readonly writer: Writer;
  readonly clock: Clock;
  readonly log: Log;
  readonly isLive: () => boolean;
}): Backfill {
  const { rooms, writer, clock, log, isLive } = deps;
  const pages = new Map<RoomId, number>();
  const stale = new Set<RoomId>();
  const stopped = new AbortController();
  let running = false;
  let used = 0;

  /** A number on the screen that is a lower bound comes before a room that may have none. */
  function isUrgent(record: RoomRecord): number {
    return record.unread.notify > 0 ? 1 : 0;
  }

  function next(): RoomRecord | undefined {
    if (used >= PAGES_IN_ALL) return undefined;
    let best: RoomRecord | undefined;
    for (const record of rooms.records().values()) {
      if (record.membership !== "join" || record.unread.bound === "exact") continue;
      if ((pages.get(record.roomId) ?? 0) >= PAGES_PER_ROOM) continue;
      if (
        !best ||
        isUrgent(record) > isUrgent(best) ||
        (isUrgent(record) === isUrgent(best) && record.bump > best.bump)
      )
        best = record;
    }
    return best;
  }

  /** Order of the chunk whose gap stands between the counted events and the receipt. */
  async function gapBefore(roomId: RoomId): Promise<number | undefined> {
    return writer.write(async (txn) => {
      const draft = rooms.draft(txn);
      const tail = await draft.tail(roomId, DEEP_EVENTS);
      await draft.recount(roomId);
      draft.flush();
      if (draft.knownRecord(roomId)?.unread.bound === "exact") return undefined;
      const { before } = newestSegment(tail.chunks);
      return before.kind === "gap" ? tail.chunks.findLast((chunk) => chunk.before === before)?.order : undefined;
    });
  }

  async function recountStale(): Promise<void> {
    const some = [...stale].slice(0, RECOUNT_ROOMS);
    await writer.write(async (txn) => {
      const draft = rooms.draft(txn);
      for (const roomId of some) {
        await draft.tail(roomId);
        await draft.recount(roomId);
        await refreshPreview(draft, roomId, clock.now());
      }
      draft.flush();
    });
    for (const roomId of some) stale.delete(roomId);
  }

  async function step(): Promise<"more" | "done"> {
    if (stale.size > 0) {
      await recountStale();
      return "more";
    }
    const record = next();
    if (!record) return "done";
    const { roomId } = record;
    used += 1;
    pages.set(roomId, (pages.get(roomId) ?? 0) + 1);
    const order = await gapBefore(roomId);
    if (order === undefined) pages.set(roomId, PAGES_PER_ROOM);
    else await rooms.fetchBefore(roomId, order, stopped.signal);
    return "more";
  }

  async function run(): Promise<void> {
    while (!stopped.signal.aborted && isLive()) {
      if ((await step()) === "done") return;
      await clock.sleep(PAUSE_MS, stopped.signal);
    }
  }

  function kick(): void {
    if (running || stopped.signal.aborted || (stale.size === 0 && !next())) return;
    running = true;
    run()
      .catch((cause: unknown) => {
        if (cause instanceof Failure && cause.error.kind !== "storage") log.debug("backfill: paused", cause.error);
        else log.error("backfill: failed", cause);
      })
      .finally(() => {
        running = false;
      });
  }

  return {
    kick,
    recountAll: () => {
      for (const record of rooms.records().values()) if (record.membership === "join") stale.add(record.roomId);
      kick();
    },
    stop: () => stopped.abort(),
  };
}
