/**
 * Opened timelines: their tail from disk at once, older events from disk and then from the server, gaps one page at a
 * time. Always holds: one request per room and place at a time; what a page brings is merged into the chunks as they are
 * when it arrives, within one write. Released rooms stay warm for a while, with their tail only.
 */
import { Failure, type SdkError } from "#api/errors.ts";
import type { EventId, RoomId } from "#api/ids.ts";
import type { Clock } from "#lib/clock.ts";
import type { Log } from "#lib/log.ts";
import type { Http } from "#sdk/net/http.ts";
import type { Writer, WriteTxn } from "#sdk/store/writer.ts";
import { appendLive, countEvents, findIn, insertBefore } from "./chunks.ts";
import { readChunks, type Tail } from "./disk.ts";
import { DEEP_EVENTS, TAIL_EVENTS, type Draft } from "./draft.ts";
import { keepRecordRow, readRecordRow, type Facts, type LoadedTimeline } from "./facts.ts";
import { fetchAround, fetchForward, fetchPage, PAGE_EVENTS } from "./history.ts";
import { insertAfter, insertAround } from "./islands.ts";
import { refreshPreview } from "./preview.ts";
import type { OpenEvents } from "./opener.ts";
import type { RoomTimeline } from "./rooms.ts";

const WARM_ROOMS = 8;
/** What is read from disk in one go while looking for an event. */
const SEARCH_EVENTS = 600;
const AT_START: LoadedTimeline["history"] = { state: "start", error: undefined };

export interface TimelineDeps {
  readonly facts: Facts;
  readonly writer: Writer;
  readonly http: Http;
  readonly clock: Clock;
  readonly log: Log;
  readonly draft: (txn: WriteTxn) => Draft;
  readonly open: OpenEvents;
}

export interface Timelines {
  open(roomId: RoomId): Promise<RoomTimeline>;
  get(roomId: RoomId): RoomTimeline | undefined;
  release(roomId: RoomId): void;
  /** One page of history into the gap before the chunk with this order, opened or not; used by the backfill too. */
  fetchBefore(roomId: RoomId, order: number | undefined, signal?: AbortSignal): Promise<void>;
}

function errorOf(cause: unknown): SdkError {
  if (cause instanceof Failure) return cause.error;
  return { kind: "bug", message: cause instanceof Error ? cause.message : String(cause) };
}

export function createTimelines(deps: TimelineDeps): Timelines {
  const { facts, writer, http, clock, log, draft: createDraft } = deps;
  const handles = new Map<RoomId, { readonly loaded: LoadedTimeline; readonly timeline: RoomTimeline }>();
  const opening = new Map<RoomId, Promise<LoadedTimeline>>();
  const running = new Map<string, Promise<unknown>>();
  /** Where pages to the newer side ended, by the last event before the gap. In memory only: the server knows it too. */
  const forward = new Map<EventId, string>();
  /** Released rooms, oldest first. */
  const warm = new Set<RoomId>();

  function once<T>(key: string, work: () => Promise<T>): Promise<T> {
    const current = running.get(key);
    if (current) return current as Promise<T>;
    const next = work().finally(() => running.delete(key));
    running.set(key, next);
    return next;
  }

  /** Reads until no write came between. */
  async function consistent<T>(roomId: RoomId, read: () => Promise<T>): Promise<T> {
    for (;;) {
      const version = facts.versions.get(roomId);
      const value = await read();
      if (facts.versions.get(roomId) === version) return value;
    }
  }

  async function load(roomId: RoomId): Promise<LoadedTimeline> {
    const known = facts.timelines.get(roomId);
    if (known) return known;
    const tail = await consistent(roomId, async () => {
      const [row, chunks] = await Promise.all([
        readRecordRow(facts, roomId),
        readChunks(facts.store, roomId, undefined, TAIL_EVENTS),
      ]);
      keepRecordRow(facts, roomId, row);
      return chunks;
    });
    const loaded: LoadedTimeline = {
      ...tail,
      history: { state: "idle", error: undefined },
      gaps: new Map(),
      opened: 0,
    };
    facts.timelines.set(roomId, loaded);
    return loaded;
  }

  function setHistory(
    roomId: RoomId,
    loaded: LoadedTimeline,
    state: "idle" | "loading" | "failed",
    error?: SdkError,
  ): void {
    loaded.history = { state, error };
    writer.announce("timeline", roomId);
  }

  function setGap(roomId: RoomId, order: number, state: "idle" | "loading" | "failed", error?: SdkError): void {
    const loaded = facts.timelines.get(roomId);
    if (!loaded) return;
    const gaps = new Map(loaded.gaps);
    if (state === "idle") gaps.delete(order);
    else gaps.set(order, { state, error });
    loaded.gaps = gaps;
    writer.announce("timeline", roomId);
  }

  async function olderFromDisk(roomId: RoomId, loaded: LoadedTimeline, events = PAGE_EVENTS): Promise<void> {
    const oldest = loaded.chunks[0]?.order;
    const tail = await consistent(roomId, () => readChunks(facts.store, roomId, oldest, events));
    // Released and trimmed meanwhile: what was read does not fit any more.
    if (loaded.chunks[0]?.order !== oldest) return;
    loaded.chunks = [...tail.chunks, ...loaded.chunks];
    loaded.disk = tail.disk;
  }

  async function fetchBefore(roomId: RoomId, order: number | undefined, signal?: AbortSignal): Promise<void> {
    const start =
      facts.timelines.get(roomId)?.chunks ?? (await readChunks(facts.store, roomId, undefined, DEEP_EVENTS)).chunks;
    const chunk = order === undefined ? undefined : start.find((candidate) => candidate.order === order);
    if (order !== undefined && chunk?.before.kind !== "gap") return;
    const page = await fetchPage({
      http,
      clock,
      roomId,
      token: chunk?.before.kind === "gap" ? chunk.before.token : undefined,
      before: chunk?.events[0]?.eventId,
      ...(signal ? { signal } : {}),
    });
    const opened = await deps.open(roomId, page.run.events);
    const run = { ...page.run, events: opened.events };
    await writer.write(async (txn) => {
      const draft = createDraft(txn);
      if (!(await draft.record(roomId))) return;
      opened.save(txn);
      const tail = await withOlderSide(draft, roomId, order);
      const merge =
        order === undefined
          ? appendLive(tail.chunks, run, tail.chunks.length === 0 ? "complete" : "limited")
          : insertBefore(tail.chunks, order, run);
      draft.setChunks(roomId, merge.chunks, tail.disk);
      await draft.fillState(roomId, page.members);
      await refreshPreview(draft, roomId, clock.now());
      await draft.recount(roomId);
      draft.flush();
    });
  }

  /** The older side of the gap must be there too: a page may reach it, and its events must not come twice. */
  async function withOlderSide(draft: Draft, roomId: RoomId, order: number | undefined): Promise<Tail> {
    const tail = await draft.tail(roomId, DEEP_EVENTS);
    if (tail.disk === "all" || tail.chunks[0]?.order !== order) return tail;
    const older = await readChunks(facts.store, roomId, order, PAGE_EVENTS);
    return { chunks: [...older.chunks, ...tail.chunks], disk: older.disk };
  }

  async function loadOlder(roomId: RoomId, loaded: LoadedTimeline): Promise<"more" | "start"> {
    setHistory(roomId, loaded, "loading");
    try {
      const before = countEvents(loaded.chunks);
      if (loaded.disk === "more") await olderFromDisk(roomId, loaded);
      // A page may hold nothing new (an overlap that only closed a gap); the caller asked for events.
      for (let pages = 0; pages < 4 && reached(loaded) === "more" && countEvents(loaded.chunks) === before; pages += 1)
        await fetchBefore(roomId, loaded.chunks[0]?.order);
      setHistory(roomId, loaded, "idle");
      return reached(loaded);
    } catch (cause) {
      log.debug("timeline: loading older events failed", errorOf(cause));
      setHistory(roomId, loaded, "failed", errorOf(cause));
      throw cause;
    }
  }

  function reached(loaded: LoadedTimeline): "more" | "start" {
    return loaded.disk === "all" && loaded.chunks[0]?.before.kind === "start" ? "start" : "more";
  }

  /** A page from the older end of the gap before a chunk of an opened room. */
  async function fetchAfter(roomId: RoomId, loaded: LoadedTimeline, order: number): Promise<void> {
    const at = loaded.chunks.findIndex((chunk) => chunk.order === order);
    const last = loaded.chunks[at - 1]?.events.at(-1);
    if (!last) return fetchBefore(roomId, order);
    const page = await fetchForward({
      http,
      clock,
      roomId,
      token: forward.get(last.eventId),
      after: last.eventId,
    });
    const opened = await deps.open(roomId, page.events);
    await writer.write(async (txn) => {
      const draft = createDraft(txn);
      if (!(await draft.record(roomId))) return;
      opened.save(txn);
      const tail = await draft.tail(roomId, DEEP_EVENTS);
      const merge = insertAfter(tail.chunks, order, opened.events, page.next === undefined ? "end" : "more");
      draft.setChunks(roomId, merge.chunks, tail.disk);
      await draft.fillState(roomId, page.members);
      await draft.recount(roomId);
      draft.flush();
    });
    forward.delete(last.eventId);
    const reached = page.events.at(-1)?.eventId;
    if (page.next !== undefined) forward.set(reached ?? last.eventId, page.next);
  }

  async function locate(
    roomId: RoomId,
    loaded: LoadedTimeline,
    eventId: EventId,
    signal: AbortSignal | undefined,
  ): Promise<"found" | "missing"> {
    // All of the disk: an event must not come from the server while it lies there too.
    while (!findIn(loaded.chunks, eventId) && loaded.disk === "more") {
      const { chunks } = loaded;
      await olderFromDisk(roomId, loaded, SEARCH_EVENTS);
      if (loaded.chunks === chunks) break;
      writer.announce("timeline", roomId);
    }
    if (findIn(loaded.chunks, eventId)) return "found";
    const page = await fetchAround({ http, clock, roomId, eventId, ...(signal ? { signal } : {}) });
    const opened = await deps.open(roomId, page.run.events);
    await writer.write(async (txn) => {
      const draft = createDraft(txn);
      if (!(await draft.record(roomId))) return;
      const tail = await draft.tail(roomId, DEEP_EVENTS);
      if (tail.disk === "more") return;
      opened.save(txn);
      const run = { ...page.run, events: opened.events };
      draft.setChunks(roomId, insertAround(tail.chunks, run).chunks, tail.disk);
      await draft.fillState(roomId, page.members);
      await draft.recount(roomId);
      draft.flush();
    });
    const last = page.run.events.at(-1);
    if (last && page.next !== undefined) forward.set(last.eventId, page.next);
    return findIn(loaded.chunks, eventId) ? "found" : "missing";
  }

  async function fillGap(
    roomId: RoomId,
    loaded: LoadedTimeline,
    order: number,
    from: "newer" | "older",
  ): Promise<void> {
    if (loaded.chunks.find((chunk) => chunk.order === order)?.before.kind !== "gap") return;
    setGap(roomId, order, "loading");
    try {
      if (loaded.chunks[0]?.order === order && loaded.disk === "more") await olderFromDisk(roomId, loaded);
      if (from === "newer") await fetchBefore(roomId, order);
      else await fetchAfter(roomId, loaded, order);
      setGap(roomId, order, "idle");
    } catch (cause) {
      log.debug("timeline: filling a gap failed", errorOf(cause));
      setGap(roomId, order, "failed", errorOf(cause));
      throw cause;
    }
  }

  function handle(roomId: RoomId, loaded: LoadedTimeline): RoomTimeline {
    return {
      roomId,
      get chunks() {
        return loaded.chunks;
      },
      get history() {
        return loaded.history.state === "idle" && reached(loaded) === "start" ? AT_START : loaded.history;
      },
      get gaps() {
        return loaded.gaps;
      },
      find: (eventId) => findIn(loaded.chunks, eventId),
      loadOlder: () => once(`${roomId} history`, () => loadOlder(roomId, loaded)),
      fillGap: (order, from = "newer") => once(`${roomId} ${order}`, () => fillGap(roomId, loaded, order, from)),
      locate: (eventId, signal) => once(`${roomId} ${eventId}`, () => locate(roomId, loaded, eventId, signal)),
    };
  }

  /** Keeps the tail only; what was paged in lies on disk. */
  function trim(loaded: LoadedTimeline): void {
    let first = loaded.chunks.length - 1;
    while (first > 0 && countEvents(loaded.chunks.slice(first)) < TAIL_EVENTS) first -= 1;
    if (first <= 0) return;
    loaded.chunks = loaded.chunks.slice(first);
    loaded.disk = "more";
  }

  function evict(): void {
    for (const roomId of warm) {
      if (warm.size <= WARM_ROOMS) return;
      warm.delete(roomId);
      handles.delete(roomId);
      for (const map of [facts.timelines, facts.members, facts.receipts, facts.single]) map.delete(roomId);
    }
  }

  return {
    open: async (roomId) => {
      // At once, not when it is loaded: another room's release meanwhile must not throw this one out.
      warm.delete(roomId);
      let start = opening.get(roomId);
      if (!start) {
        start = load(roomId).finally(() => opening.delete(roomId));
        opening.set(roomId, start);
      }
      const loaded = await start;
      loaded.opened += 1;
      warm.delete(roomId);
      const known = handles.get(roomId);
      if (known?.loaded === loaded) return known.timeline;
      const made = handle(roomId, loaded);
      handles.set(roomId, { loaded, timeline: made });
      return made;
    },
    get: (roomId) => {
      const loaded = facts.timelines.get(roomId);
      const known = handles.get(roomId);
      return loaded && known?.loaded === loaded ? known.timeline : undefined;
    },
    release: (roomId) => {
      const loaded = facts.timelines.get(roomId);
      if (!loaded || loaded.opened === 0) return;
      loaded.opened -= 1;
      if (loaded.opened > 0) return;
      trim(loaded);
      warm.add(roomId);
      evict();
    },
    fetchBefore,
  };
}
