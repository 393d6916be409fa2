/**
 * One write's view of the rooms: reads see what the write itself changed, `flush` turns the changes into rows, and memory
 * follows after the commit. Always holds: memory never runs ahead of the disk; a record is written once per write.
 */
import { parseUserId, type EventId, type RoomId, type UserId } from "#api/ids.ts";
import type { JsonObject, MatrixEvent } from "#sdk/events/envelope.ts";
import type { WriteTxn } from "#sdk/store/writer.ts";
import { findIn, mapEvents, newestSegment } from "./chunks.ts";
import { asStoredEvent, readChunks, readReceiptRow, readState, type Tail } from "./disk.ts";
import type { Facts, LoadedTimeline } from "./facts.ts";
import { powerIn } from "./power.ts";
import { asRecord, isEssential } from "./new-record.ts";
import { redactEvent } from "./redact.ts";
import type { RoomRecord } from "./room-record.ts";
import type { Receipt } from "./rooms.ts";
import type { TimelineChunk } from "./timeline-chunk.ts";

/** Enough to find overlaps and, in most rooms, the own receipt. */
export const TAIL_EVENTS = 100;
/** How far back the own receipt is looked for on disk. */
export const DEEP_EVENTS = 400;

/** Counts a room anew; pure. Comes from above: rooms know nothing of push rules. */
export type Recount = (record: RoomRecord, newest: ReturnType<typeof newestSegment>) => RoomRecord;

export interface Draft {
  record(roomId: RoomId): Promise<RoomRecord | undefined>;
  /** Without disk: the record if it is in memory. */
  knownRecord(roomId: RoomId): RoomRecord | undefined;
  setRecord(record: RoomRecord): void;
  /** The loaded timeline, or the tail from disk. */
  tail(roomId: RoomId, minEvents?: number): Promise<Tail>;
  knownTail(roomId: RoomId): Tail | undefined;
  setChunks(roomId: RoomId, chunks: readonly TimelineChunk[], disk: Tail["disk"]): void;
  state(roomId: RoomId, type: string, stateKey: string): Promise<MatrixEvent | undefined>;
  /** Current state; the last one of a key wins. */
  setState(roomId: RoomId, events: readonly MatrixEvent[]): void;
  /** State that was current some time ago (lazily sent members of history): only fills what is unknown. */
  fillState(roomId: RoomId, events: readonly MatrixEvent[]): Promise<void>;
  setMembersExtent(roomId: RoomId, extent: "partial" | "complete"): void;
  /** Members who turned out not to be in the room any more, though we never saw them leave. */
  dropMembers(roomId: RoomId, userIds: readonly UserId[]): void;
  receipts(roomId: RoomId): Promise<readonly Receipt[]>;
  setReceipts(roomId: RoomId, receipts: readonly Receipt[]): void;
  setAccountData(type: string, content: JsonObject): void;
  accountData(type: string): JsonObject | undefined;
  forget(roomId: RoomId): void;
  /** Counts anew; reads further back on disk where the own receipt lies before what is loaded. */
  recount(roomId: RoomId): Promise<void>;
  /** The same with what is in memory. */
  recountNow(roomId: RoomId): void;
  /** Puts events that were opened (or closed again) in the place of what came; wherever they lie. */
  replace(roomId: RoomId, events: ReadonlyMap<EventId, MatrixEvent>): Promise<void>;
  /** Applies redactions to loaded chunks, older ones on disk, and events fetched one by one. */
  redact(roomId: RoomId, redactions: ReadonlyMap<EventId, MatrixEvent>, version: string): Promise<void>;
  flush(): void;
}

interface RoomDraft {
  record?: RoomRecord;
  recordChanged?: true;
  tail?: Tail;
  /** Chunks as they are on disk, to write the difference. */
  written?: readonly TimelineChunk[];
  state: Map<string, MatrixEvent>;
  extent?: "partial" | "complete";
  dropped?: readonly UserId[];
  receipts?: readonly Receipt[];
  receiptsChanged?: true;
  forgotten?: true;
}

function stateKeyOf(type: string, stateKey: string): string {
  return `${type}\u0000${stateKey}`;
}

/** A room that is on screen stays known as an empty one: whoever shows it sees it again if it is joined anew. */
function forgetFacts(facts: Facts, roomId: RoomId): void {
  for (const map of [facts.records, facts.receipts, facts.typing, facts.single]) map.delete(roomId);
  facts.versions.set(roomId, (facts.versions.get(roomId) ?? 0) + 1);
  const loaded = facts.timelines.get(roomId);
  if (!loaded || loaded.opened === 0) {
    facts.timelines.delete(roomId);
    facts.members.delete(roomId);
    return;
  }
  Object.assign(loaded, {
    chunks: [],
    disk: "all",
    history: { state: "idle", error: undefined },
    gaps: new Map(),
  } satisfies Partial<LoadedTimeline>);
  facts.receipts.set(roomId, []);
  const members = facts.members.get(roomId);
  if (members) facts.members.set(roomId, members.with([], powerIn({ essential: {} }), "partial"));
}

export function createDraft(facts: Facts, txn: WriteTxn, recount: Recount): Draft {
  const rooms = new Map<RoomId, RoomDraft>();
  const accountData = new Map<string, JsonObject>();

  function draftOf(roomId: RoomId): RoomDraft {
    let room = rooms.get(roomId);
    if (!room) rooms.set(roomId, (room = { state: new Map() }));
    return room;
  }

  function knownRecord(roomId: RoomId): RoomRecord | undefined {
    return rooms.get(roomId)?.record ?? facts.records.get(roomId);
  }

  function knownTail(roomId: RoomId): Tail | undefined {
    const tail = rooms.get(roomId)?.tail;
    if (tail) return tail;
    const loaded = facts.timelines.get(roomId);
    return loaded && { chunks: loaded.chunks, disk: loaded.disk };
  }

  function setRecord(record: RoomRecord): void {
    const room = draftOf(record.roomId);
    room.record = record;
    room.recordChanged = true;
  }

  function flushRoom(roomId: RoomId, room: RoomDraft): void {
    if (room.forgotten) {
      txn.delete("rooms", [roomId]);
      for (const table of ["state", "chunks", "receipts"] as const) txn.deletePrefix(table, [roomId]);
      txn.delete("meta", ["membersOf", roomId]);
      txn.changed("rooms", roomId);
      txn.changed("timeline", roomId);
      txn.onCommit(() => forgetFacts(facts, roomId));
      return;
    }
    const { record } = room;
    if (record && room.recordChanged) {
      txn.put("rooms", [roomId], record);
      txn.changed("rooms", roomId);
      txn.onCommit(() => facts.records.set(roomId, record));
    }
    flushChunks(roomId, room);
    flushMembers(roomId, room);
    const { receipts } = room;
    if (receipts && room.receiptsChanged) {
      txn.put("receipts", [roomId], receipts);
      txn.changed("receipts", roomId);
      txn.onCommit(() => {
        if (facts.receipts.has(roomId)) facts.receipts.set(roomId, receipts);
        // Whoever is reading the row from disk right now has to look again.
        facts.versions.set(roomId, (facts.versions.get(roomId) ?? 0) + 1);
      });
    }
  }

  function flushChunks(roomId: RoomId, room: RoomDraft): void {
    const { tail, written } = room;
    if (!tail || !written || tail.chunks === written) return;
    const before = new Map(written.map((chunk) => [chunk.order, chunk]));
    const puts = tail.chunks.filter((chunk) => before.get(chunk.order) !== chunk);
    const orders = new Set(tail.chunks.map((chunk) => chunk.order));
    const deletes = written.filter((chunk) => !orders.has(chunk.order)).map((chunk) => chunk.order);
    for (const chunk of puts) txn.put("chunks", [roomId, chunk.order], chunk);
    for (const order of deletes) txn.delete("chunks", [roomId, order]);
    txn.changed("timeline", roomId);
    txn.onCommit(() => {
      facts.versions.set(roomId, (facts.versions.get(roomId) ?? 0) + 1);
      const loaded = facts.timelines.get(roomId);
      if (!loaded) return;
      // The timeline may have been opened, or grown to the past, since the draft read it: the difference fits both.
      const oldest = loaded.chunks[0]?.order ?? -Infinity;
      const next = new Map(loaded.chunks.map((chunk) => [chunk.order, chunk]));
      for (const chunk of puts) if (chunk.order >= oldest || loaded.disk === "all") next.set(chunk.order, chunk);
      for (const order of deletes) next.delete(order);
      loaded.chunks = [...next.values()].sort((a, b) => a.order - b.order);
    });
  }

  function flushMembers(roomId: RoomId, room: RoomDraft): void {
    const events = [...room.state.values()];
    // The record carries the essential state itself.
    const rows = events.filter((event) => event.stateKey !== "" || !isEssential(event.type));
    for (const event of rows) txn.put("state", [roomId, event.type, event.stateKey ?? ""], event);
    const members = events.filter((event) => event.type === "m.room.member");
    const { extent } = room;
    const dropped = room.dropped ?? [];
    for (const userId of dropped) txn.delete("state", [roomId, "m.room.member", userId]);
    if (extent === "complete") txn.put("meta", ["membersOf", roomId], extent);
    else if (extent === "partial") txn.delete("meta", ["membersOf", roomId]);
    const power = events.some((event) => event.type === "m.room.power_levels" || event.type === "m.room.create");
    if (members.length === 0 && extent === undefined && dropped.length === 0 && !power) return;
    txn.changed("members", roomId);
    txn.onCommit(() => {
      facts.versions.set(roomId, (facts.versions.get(roomId) ?? 0) + 1);
      const list = facts.members.get(roomId);
      const record = facts.records.get(roomId);
      if (list && record)
        facts.members.set(roomId, list.with(members, powerIn(record), extent ?? list.extent, dropped));
    });
  }

  /** Changes events in loaded chunks, older ones on disk, and those fetched one by one. */
  async function change(roomId: RoomId, ids: Set<EventId>, to: (event: MatrixEvent) => MatrixEvent): Promise<void> {
    if (ids.size === 0) return;
    const tail = await draft.tail(roomId);
    draft.setChunks(roomId, mapEvents(tail.chunks, ids, to), tail.disk);
    for (const id of ids) if (findIn(tail.chunks, id)) ids.delete(id);
    let below = tail.chunks[0]?.order;
    for (let disk = tail.disk; disk === "more" && ids.size > 0;) {
      const older = await readChunks(facts.store, roomId, below, DEEP_EVENTS);
      for (const chunk of older.chunks) {
        const [next] = mapEvents([chunk], ids, to);
        if (next && next !== chunk) txn.put("chunks", [roomId, next.order], next);
        for (const event of chunk.events) ids.delete(event.eventId);
      }
      disk = older.disk;
      below = older.chunks[0]?.order;
    }
    txn.onCommit(() => {
      const single = facts.single.get(roomId);
      for (const [id, event] of single ?? []) single?.set(id, to(event));
    });
  }

  const draft: Draft = {
    record: async (roomId) => {
      const known = knownRecord(roomId);
      if (known || facts.state === "ready" || rooms.get(roomId)?.forgotten) return known;
      const stored = asRecord(await facts.store.get("rooms", [roomId]));
      if (stored) draftOf(roomId).record ??= stored;
      return knownRecord(roomId);
    },
    knownRecord,
    setRecord,
    tail: async (roomId, minEvents = TAIL_EVENTS) => {
      const known = knownTail(roomId);
      if (known) return known;
      const tail: Tail = (await draft.record(roomId))
        ? await readChunks(facts.store, roomId, undefined, minEvents)
        : { chunks: [], disk: "all" };
      const room = draftOf(roomId);
      room.tail ??= tail;
      room.written ??= tail.chunks;
      return room.tail;
    },
    knownTail,
    setChunks: (roomId, chunks, disk) => {
      const known = knownTail(roomId);
      const room = draftOf(roomId);
      room.written ??= known?.chunks ?? [];
      room.tail = { chunks, disk };
    },
    state: async (roomId, type, stateKey) => {
      const changed = rooms.get(roomId)?.state.get(stateKeyOf(type, stateKey));
      if (changed) return changed;
      const userId = type === "m.room.member" ? parseUserId(stateKey) : undefined;
      const member = userId && facts.members.get(roomId)?.byId.get(userId)?.event;
      if (member) return member;
      const record = await draft.record(roomId);
      if (record && stateKey === "" && isEssential(type)) return record.essential[type];
      return record ? readState(facts.store, roomId, type, stateKey) : undefined;
    },
    setState: (roomId, events) => {
      const room = draftOf(roomId);
      for (const event of events)
        if (event.stateKey !== undefined) room.state.set(stateKeyOf(event.type, event.stateKey), event);
    },
    fillState: async (roomId, events) => {
      const room = draftOf(roomId);
      const wanted = events.filter(
        (event) => event.stateKey !== undefined && !room.state.has(stateKeyOf(event.type, event.stateKey)),
      );
      const known = await facts.store.getMany(
        "state",
        wanted.map((event) => [roomId, event.type, event.stateKey ?? ""]),
      );
      wanted.forEach((event, index) => {
        if (asStoredEvent(known[index]) === undefined)
          room.state.set(stateKeyOf(event.type, event.stateKey ?? ""), event);
      });
    },
    setMembersExtent: (roomId, extent) => {
      draftOf(roomId).extent = extent;
    },
    dropMembers: (roomId, userIds) => {
      draftOf(roomId).dropped = userIds;
    },
    receipts: async (roomId) => {
      const known = rooms.get(roomId)?.receipts ?? facts.receipts.get(roomId);
      if (known) return known;
      const stored = await readReceiptRow(facts.store, roomId);
      const room = draftOf(roomId);
      room.receipts ??= stored;
      return room.receipts;
    },
    setReceipts: (roomId, receipts) => {
      const room = draftOf(roomId);
      room.receipts = receipts;
      room.receiptsChanged = true;
    },
    setAccountData: (type, content) => {
      accountData.set(type, content);
    },
    accountData: (type) => accountData.get(type) ?? facts.accountData.get(type),
    forget: (roomId) => {
      rooms.set(roomId, { state: new Map(), forgotten: true });
    },
    recount: async (roomId) => {
      draft.recountNow(roomId);
      const record = knownRecord(roomId);
      const tail = knownTail(roomId);
      if (!record || !tail || record.unread.bound === "exact" || tail.disk === "all") return;
      const newest = newestSegment(tail.chunks);
      if (newest.before.kind !== "joined") return;
      const older = await readChunks(facts.store, roomId, tail.chunks[0]?.order, DEEP_EVENTS);
      const counted = recount(record, newestSegment([...older.chunks, ...tail.chunks]));
      if (counted !== record) setRecord(counted);
    },
    recountNow: (roomId) => {
      const record = knownRecord(roomId);
      const tail = knownTail(roomId);
      if (!record || !tail) return;
      const counted = recount(record, newestSegment(tail.chunks));
      if (counted !== record) setRecord(counted);
    },
    replace: (roomId, events) =>
      change(roomId, new Set(events.keys()), (event) =>
        event.redactedBy ? event : (events.get(event.eventId) ?? event),
      ),
    redact: (roomId, redactions, version) =>
      change(roomId, new Set(redactions.keys()), (event) => {
        const redaction = redactions.get(event.eventId);
        return redaction ? redactEvent(event, redaction, version) : event;
      }),
    flush: () => {
      for (const [roomId, room] of rooms) flushRoom(roomId, room);
      if (accountData.size === 0) return;
      const types = new Set([...facts.accountData.keys(), ...accountData.keys()]);
      txn.put("meta", ["accountDataTypes"], [...types]);
      txn.changed("accountData");
      for (const [type, content] of accountData) {
        txn.put("accountData", [type], content);
        txn.onCommit(() => facts.accountData.set(type, content));
      }
    },
  };
  return draft;
}
