/**
 * The account's rooms: facts in memory, loaders, and the draft through which sync writes. Reads are answered from memory;
 * records are read from disk in the background, so that opening the app costs the same with fifty rooms and with ten
 * thousand.
 */
import type { EventId, RoomId, UserId } from "#api/ids.ts";
import type { Avatar, RoomName } from "#api/people.ts";
import type { StoredSession } from "#sdk/store/session-row.ts";
import type { Clock } from "#lib/clock.ts";
import type { Log } from "#lib/log.ts";
import { readIgnored } from "#sdk/events/content/account-data.ts";
import { isObject, type JsonObject } from "#sdk/events/envelope.ts";
import type { Http } from "#sdk/net/http.ts";
import type { Store } from "#sdk/store/store.ts";
import type { Writer, WriteTxn } from "#sdk/store/writer.ts";
import { findIn } from "./chunks.ts";
import { readReceiptRow, readState } from "./disk.ts";
import { createDraft, type Draft, type Recount } from "./draft.ts";
import { createEventLookup } from "./event-lookup.ts";
import { createFacts, keepRecordRow, readRecordRow, type Facts } from "./facts.ts";
import { createMemberLists } from "./member-lists.ts";
import { roomAvatar, roomName, roomType } from "./names.ts";
import { asRecord, isEssential } from "./new-record.ts";
import { asTheyCame, type OpenEvents } from "./opener.ts";
import { createPace } from "./pace.ts";
import { mergeOwnReceipts } from "./receipts.ts";
import { NOTHING_UNREAD, type RoomRecord } from "./room-record.ts";
import type { Rooms } from "./rooms.ts";
import { createTimelines, type Timelines } from "./timelines.ts";

/** What sync needs beyond what everybody sees. */
export interface RoomsInternals extends Rooms {
  draft(txn: WriteTxn): Draft;
  /** How unread counts are made; set once by sync. */
  setRecount(recount: Recount): void;
  /** How encrypted events are opened; set once by the account. */
  setOpener(open: OpenEvents): void;
  setTyping(roomId: RoomId, userIds: readonly UserId[]): void;
  /** Without a connection nobody is known to type. */
  clearTyping(): void;
  /** One page of history into the gap before a chunk, whether the room is open or not. */
  fetchBefore: Timelines["fetchBefore"];
  readUpTo(txn: WriteTxn, roomId: RoomId, eventId: EventId): "moved" | "behind";
  change(txn: WriteTxn, roomId: RoomId, change: (record: RoomRecord) => RoomRecord): void;
  forget(txn: WriteTxn, roomId: RoomId): void;
}

export interface RoomsOptions {
  readonly session: StoredSession;
  readonly store: Store;
  readonly writer: Writer;
  readonly http: Http;
  readonly log: Log;
  readonly clock: Clock;
  /** The records are read after this: what is on screen first gets the disk first. */
  readonly loadAfter?: Promise<void>;
}

/** Small steps at first: whoever reads the open room at the same time waits for one step at most. */
const FIRST_BATCH = 25;
const LOAD_BATCH = 200;

async function loadAccountData(facts: Facts): Promise<void> {
  const listed = await facts.store.get("meta", ["accountDataTypes"]);
  const types = Array.isArray(listed) ? listed.filter((type) => typeof type === "string") : [];
  const rows = await facts.store.getMany(
    "accountData",
    types.map((type) => [type]),
  );
  types.forEach((type, index) => {
    const content = rows[index];
    if (isObject(content)) facts.accountData.set(type, content);
  });
}

async function loadRecords(facts: Facts, writer: Writer, loadAfter: Promise<void> | undefined): Promise<void> {
  await loadAfter;
  const pace = createPace();
  let after: readonly [string] | undefined;
  let limit = FIRST_BATCH;
  for (;;) {
    const rows = await facts.store.range("rooms", { limit, ...(after ? { after } : {}) });
    for (const row of rows) {
      const record = asRecord(row.value);
      // A write may have been faster; what is in memory is newer.
      if (record && !facts.records.has(record.roomId)) facts.records.set(record.roomId, record);
      await pace();
    }
    const last = rows.at(-1)?.key[0];
    if (rows.length < limit || typeof last !== "string") break;
    after = [last];
    limit = Math.min(limit * 2, LOAD_BATCH);
  }
  facts.state = "ready";
  writer.announce("rooms");
}

export async function createRooms(options: RoomsOptions): Promise<RoomsInternals> {
  const { session, store, writer, http, log, clock } = options;
  const me = session.userId;
  const facts = createFacts(me, store);
  await loadAccountData(facts);
  let recount: Recount = (record) => record;
  const draft = (txn: WriteTxn): Draft => createDraft(facts, txn, (record, newest) => recount(record, newest));
  let open: OpenEvents = asTheyCame;
  const openEvents: OpenEvents = (roomId, events) => open(roomId, events);
  const deps = { facts, writer, http, clock, log, draft, open: openEvents };
  const timelines = createTimelines(deps);
  const memberLists = createMemberLists(deps);
  const event = createEventLookup(deps);
  const ready = loadRecords(facts, writer, options.loadAfter);
  // Whoever awaits `ready` sees the failure; nobody may be waiting yet.
  ready.catch((cause: unknown) => log.error("rooms: records could not be read", cause));

  const names = new WeakMap<RoomRecord, RoomName>();
  const avatars = new WeakMap<RoomRecord, Avatar>();
  let ignored: { readonly from: JsonObject | undefined; readonly users: ReadonlySet<UserId> } = {
    from: undefined,
    users: new Set(),
  };

  function readUpTo(txn: WriteTxn, roomId: RoomId, eventId: EventId): "moved" | "behind" {
    const writing = draft(txn);
    const record = writing.knownRecord(roomId);
    if (!record) return "behind";
    const tail = writing.knownTail(roomId);
    const events = tail?.chunks.flatMap((chunk) => chunk.events) ?? [];
    const target = events.findIndex((candidate) => candidate.eventId === eventId);
    const unthreaded = record.receipts.filter((receipt) => receipt.thread === undefined);
    for (const receipt of unthreaded) {
      if (receipt.eventId === eventId && record.unread.activity === "none") return "behind";
      const at = events.findIndex((candidate) => candidate.eventId === receipt.eventId);
      if (at >= 0 && target >= 0 && at > target) return "behind";
    }
    const receipts = mergeOwnReceipts(record.receipts, [
      { type: "m.read", eventId, ts: clock.now(), thread: undefined },
    ]);
    writing.setRecord({ ...record, receipts, fullyRead: eventId, markedUnread: "no" });
    if (tail && findIn(tail.chunks, eventId)) writing.recountNow(roomId);
    else if (record.latest?.event.eventId === eventId)
      writing.setRecord({ ...record, receipts, fullyRead: eventId, markedUnread: "no", unread: NOTHING_UNREAD });
    writing.flush();
    return "moved";
  }

  return {
    me,
    ready,
    records: () => facts.records,
    record: (roomId) => facts.records.get(roomId),
    readRecord: async (roomId) => {
      for (;;) {
        const known = facts.records.get(roomId);
        if (known || facts.state === "ready") return known;
        const version = facts.versions.get(roomId);
        const record = asRecord(await store.get("rooms", [roomId]));
        if (facts.versions.get(roomId) !== version) continue;
        if (record && !facts.records.has(roomId)) facts.records.set(roomId, record);
        return record;
      }
    },
    name: (record) => {
      let name = names.get(record);
      if (!name) names.set(record, (name = roomName(record, me)));
      return name;
    },
    avatar: (record) => {
      let avatar = avatars.get(record);
      if (!avatar) avatars.set(record, (avatar = roomAvatar(record, me)));
      return avatar;
    },
    type: (record) => roomType(record, me),
    openTimeline: timelines.open,
    timeline: timelines.get,
    release: timelines.release,
    fetchBefore: timelines.fetchBefore,
    openMembers: memberLists.open,
    members: (roomId) => facts.members.get(roomId),
    receipts: async (roomId) => {
      for (;;) {
        const known = facts.receipts.get(roomId);
        if (known) return known;
        const version = facts.versions.get(roomId);
        const [row, stored] = await Promise.all([readRecordRow(facts, roomId), readReceiptRow(store, roomId)]);
        if (facts.versions.get(roomId) !== version) continue;
        if (keepRecordRow(facts, roomId, row) === "known") facts.receipts.set(roomId, stored);
        return stored;
      }
    },
    receiptsLoaded: (roomId) => facts.receipts.get(roomId) ?? [],
    typing: (roomId) => facts.typing.get(roomId) ?? [],
    setTyping: (roomId, userIds) => {
      const others = userIds.filter((userId) => userId !== me);
      const before = facts.typing.get(roomId) ?? [];
      if (others.length === before.length && others.every((userId, index) => userId === before[index])) return;
      if (others.length === 0) facts.typing.delete(roomId);
      else {
        // In the order they began.
        const stay = before.filter((userId) => others.includes(userId));
        facts.typing.set(roomId, [...stay, ...others.filter((userId) => !stay.includes(userId))]);
      }
      writer.announce("typing", roomId);
    },
    clearTyping: () => {
      for (const roomId of facts.typing.keys()) {
        facts.typing.delete(roomId);
        writer.announce("typing", roomId);
      }
    },
    accountData: (type) => facts.accountData.get(type),
    ignored: () => {
      const content = facts.accountData.get("m.ignored_user_list");
      if (content !== ignored.from) ignored = { from: content, users: readIgnored(content) };
      return ignored.users;
    },
    event,
    state: async (roomId, type, stateKey) => {
      const essential = stateKey === "" && isEssential(type);
      const own = type === "m.room.member" && stateKey === me;
      if (!essential && !own) return readState(store, roomId, type, stateKey);
      const record = facts.records.get(roomId) ?? asRecord(await store.get("rooms", [roomId]));
      return essential
        ? record?.essential[type]
        : (record?.ownMember ?? (await readState(store, roomId, type, stateKey)));
    },
    draft,
    setOpener: (next) => {
      open = next;
    },
    setRecount: (next) => {
      recount = next;
    },
    readUpTo,
    change: (txn, roomId, change) => {
      const writing = draft(txn);
      const record = writing.knownRecord(roomId);
      const next = record && change(record);
      if (!next || next === record) return;
      writing.setRecord(next);
      writing.flush();
    },
    forget: (txn, roomId) => {
      const writing = draft(txn);
      writing.forget(roomId);
      writing.flush();
    },
  };
}
