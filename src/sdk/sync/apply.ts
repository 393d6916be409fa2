/**
 * A batch becomes one write: to-device events first and in order, then account data, rooms, receipts, unread counts, and
 * the position that says all this was seen. Always holds: the position never lies before what it stands for; a batch that
 * comes twice changes nothing the second time; one broken room leaves the others unharmed. Numbered rules: SPEC.md.
 */
import { Failure } from "#api/errors.ts";
import type { RoomId, UserId } from "#api/ids.ts";
import type { Clock } from "#lib/clock.ts";
import { fnv1a } from "#lib/fnv1a.ts";
import type { Log } from "#lib/log.ts";
import { structuralEqual } from "#lib/structural-equal.ts";
import { readFullyRead, readTags, SETTINGS_TYPE } from "#sdk/events/content/account-data.ts";
import type { JsonObject } from "#sdk/events/envelope.ts";
import type { RoomsInternals } from "#sdk/rooms/create-rooms.ts";
import { heard } from "#sdk/rooms/asked.ts";
import { isBefore } from "#sdk/rooms/chunks.ts";
import { directRooms } from "#sdk/rooms/direct.ts";
import type { Draft } from "#sdk/rooms/draft.ts";
import { createPace } from "#sdk/rooms/pace.ts";
import { memberOf } from "#sdk/rooms/members.ts";
import { mergeOwnReceipts, mergeReceipts, splitReceipts } from "#sdk/rooms/receipts.ts";
import { NOTHING_UNREAD, type RoomRecord } from "#sdk/rooms/room-record.ts";
import type { TimelineChunk } from "#sdk/rooms/timeline-chunk.ts";
import type { Outbox } from "#sdk/send/outbox.ts";
import { isEncrypted } from "#sdk/crypto/ciphertext.ts";
import type { CryptoNews, CryptoPort, Opened } from "#sdk/crypto/port.ts";
import type { Writer, WriteTxn } from "#sdk/store/writer.ts";
import { applyRoom, type RoomContext } from "./apply-room.ts";
import type { RoomUpdate, SyncBatch } from "./batch.ts";
import { SYNC_KEY, type SyncRow } from "./sync-row.ts";

export interface ApplyDeps {
  readonly me: UserId;
  readonly writer: Writer;
  readonly rooms: RoomsInternals;
  readonly outbox: Outbox;
  readonly log: Log;
  readonly clock: Clock;
  readonly crypto: CryptoPort;
  /** The account data that counts are made with, as of this write. */
  readonly during: <T>(draft: Draft, work: () => Promise<T>) => Promise<T>;
}

export interface Applied {
  readonly row: SyncRow;
  /** Account data that counts depend on changed: other rooms must be counted anew. */
  readonly rules: "changed" | "same";
}

const COUNTING: ReadonlySet<string> = new Set(["m.push_rules", "m.ignored_user_list"]);

/** What a type of room account data does to the record; anything else is not kept. */
function withRoomData(
  record: RoomRecord,
  type: string,
  content: JsonObject,
  chunks: readonly TimelineChunk[],
): RoomRecord {
  switch (type) {
    case "m.tag": {
      return heard(record, { tags: Object.fromEntries(readTags(content)) });
    }
    case "m.fully_read": {
      const fullyRead = readFullyRead(content);
      if (fullyRead === undefined || fullyRead === record.fullyRead) return record;
      // The marker only moves forward; one that we moved before the server heard of it stays.
      return record.fullyRead !== undefined && isBefore(chunks, fullyRead, record.fullyRead)
        ? record
        : { ...record, fullyRead };
    }
    case "m.marked_unread":
    case "com.famedly.marked_unread": {
      return heard(record, { markedUnread: content["unread"] === true ? "marked" : "no" });
    }
    default:
      return record;
  }
}

interface FreshToDevice {
  readonly row: SyncRow;
  readonly events: readonly JsonObject[];
}

function freshToDevice(row: SyncRow, { toDevice }: SyncBatch): FreshToDevice {
  // A response that names the position we already confirmed repeats what we have.
  if (toDevice.since === undefined || toDevice.since === row.toDeviceSince) return { row, events: [] };
  const prints = toDevice.events.map((event) => fnv1a(JSON.stringify(event)));
  // Without a position the server begins with what it does not know we have: that of the last answer, or of none.
  const known = row.toDeviceLast.length;
  const repeats = row.toDeviceSince === undefined && row.toDeviceLast.every((print, at) => print === prints[at]);
  return {
    row: { ...row, toDeviceSince: toDevice.since, toDeviceLast: prints },
    events: repeats ? toDevice.events.slice(known) : toDevice.events,
  };
}

function newsOf(batch: SyncBatch, events: readonly JsonObject[]): CryptoNews {
  const { encryption } = batch;
  return {
    events,
    changed: encryption?.changed ?? [],
    left: encryption?.left ?? [],
    // An answer without counts says nothing about them, whatever the protocol.
    protocol: encryption?.keyCounts ? encryption.protocol : "sliding",
    keyCounts: encryption?.keyCounts,
    unusedFallbackTypes: encryption?.unusedFallbackTypes,
  };
}

/** How long one batch may be held up by decryption; what takes longer is opened afterwards, rooms on screen first. */
const OPEN_BUDGET_MS = 150;

interface OpenedBatch {
  readonly batch: SyncBatch;
  readonly saves: readonly Opened[];
}

async function openBatch(crypto: CryptoPort, rooms: RoomsInternals, batch: SyncBatch): Promise<OpenedBatch> {
  const until = performance.now() + OPEN_BUDGET_MS;
  const saves: Opened[] = [];
  const opened = new Map<RoomUpdate, RoomUpdate>();
  const onScreen = (update: RoomUpdate): number => (rooms.timeline(update.roomId) ? 0 : 1);
  for (const update of batch.rooms.toSorted((a, b) => onScreen(a) - onScreen(b))) {
    const { events } = update.timeline;
    if (!events.some(isEncrypted)) continue;
    const result = await crypto.open(update.roomId, events, { budgetMs: Math.max(0, until - performance.now()) });
    saves.push(result);
    opened.set(update, { ...update, timeline: { ...update.timeline, events: result.events } });
  }
  if (saves.length === 0) return { batch, saves };
  return { batch: { ...batch, rooms: batch.rooms.map((update) => opened.get(update) ?? update) }, saves };
}

/** Who came to encrypted rooms is followed; who went ends the session that messages are encrypted with. */
function tellOfRooms(crypto: CryptoPort, rooms: RoomsInternals, batch: SyncBatch, me: UserId): void {
  for (const { roomId, state, timeline } of batch.rooms) {
    crypto.saw(roomId, timeline.events);
    if (!rooms.record(roomId)?.essential["m.room.encryption"]) continue;
    const came: UserId[] = [];
    const went: UserId[] = [];
    for (const event of [...state, ...timeline.events]) {
      const member = event.type === "m.room.member" ? memberOf(event) : undefined;
      if (!member || member.userId === me) continue;
      (member.membership === "join" || member.membership === "invite" ? came : went).push(member.userId);
    }
    crypto.follow(came);
    crypto.membersLeft(roomId, went);
  }
}

function applyAccountData(draft: Draft, batch: SyncBatch, rooms: RoomsInternals, me: UserId): "changed" | "same" {
  let rules: "changed" | "same" = "same";
  for (const { type, content } of batch.accountData) {
    if (structuralEqual(draft.accountData(type), content)) continue;
    draft.setAccountData(type, content);
    if (COUNTING.has(type)) rules = "changed";
    if (type !== "m.direct") continue;
    const direct = directRooms(content, me);
    for (const { roomId } of rooms.records().values()) {
      const record = draft.knownRecord(roomId);
      const directWith = direct.get(roomId) ?? [];
      if (record && !structuralEqual(directWith, record.directWith)) draft.setRecord({ ...record, directWith });
    }
  }
  return rules;
}

/** Rooms that went away while nobody looked (a connection that had to start over). */
function dropMissing(draft: Draft, batch: SyncBatch, rooms: RoomsInternals): void {
  if (!batch.roomIds) return;
  const updated = new Set(batch.rooms.map((room) => room.roomId));
  for (const { roomId } of rooms.records().values()) {
    if (batch.roomIds.has(roomId) || updated.has(roomId)) continue;
    const record = draft.knownRecord(roomId);
    if (!record || record.membership === "leave" || record.membership === "ban") continue;
    draft.setRecord({ ...record, membership: "leave", stripped: [], unread: NOTHING_UNREAD });
  }
}

async function applyReceipts(
  draft: Draft,
  roomId: RoomId,
  content: JsonObject,
  me: UserId,
): Promise<"own" | "others" | "none"> {
  const record = await draft.record(roomId);
  if (!record) return "none";
  const { own, others } = splitReceipts(content, me);
  if (others.length > 0) {
    const known = await draft.receipts(roomId);
    const merged = mergeReceipts(known, others);
    if (merged !== known) draft.setReceipts(roomId, merged);
  }
  const chunks = own.length > 0 ? (await draft.tail(roomId)).chunks : [];
  const receipts = mergeOwnReceipts(record.receipts, own, (a, b) => isBefore(chunks, a, b));
  if (receipts === record.receipts) return "others";
  draft.setRecord({ ...record, receipts });
  return "own";
}

export function createApply(deps: ApplyDeps): (batch: SyncBatch, row: SyncRow) => Promise<Applied> {
  const { me, writer, rooms, outbox, crypto, log, clock } = deps;

  async function guarded(what: string, work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (cause) {
      if (cause instanceof Failure) throw cause;
      log.error(`sync: ${what} could not be applied`, cause);
    }
  }

  async function collect(txn: WriteTxn, batch: SyncBatch, before: SyncRow): Promise<Applied> {
    const draft = rooms.draft(txn);
    const pace = createPace();
    const row: SyncRow = { ...before, position: batch.position ?? before.position };
    const recount = new Set<RoomId>();
    const rules = applyAccountData(draft, batch, rooms, me);
    const context: RoomContext = {
      draft,
      me,
      now: clock.now(),
      arrived: ({ roomId }, { transactionId, eventId }) => outbox.arrived(txn, roomId, transactionId, eventId),
    };
    await deps.during(draft, async () => {
      for (const update of batch.rooms) {
        await guarded("a room", () => applyRoom(update, context));
        if (update.membership === "join") recount.add(update.roomId);
        await pace();
      }
      for (const { roomId, type, content } of batch.roomAccountData) {
        if (type === SETTINGS_TYPE) {
          txn.put("accountData", [type, roomId], content);
          txn.changed("accountData", roomId);
        }
        await guarded("account data of a room", async () => {
          const record = await draft.record(roomId);
          const chunks = type === "m.fully_read" ? (await draft.tail(roomId)).chunks : [];
          const next = record && withRoomData(record, type, content, chunks);
          if (next && next !== record) draft.setRecord(next);
        });
      }
      for (const { roomId, content } of batch.receipts) {
        await guarded("receipts", async () => {
          if ((await applyReceipts(draft, roomId, content, me)) === "own") recount.add(roomId);
        });
        await pace();
      }
      dropMissing(draft, batch, rooms);
      for (const roomId of recount) {
        await guarded("an unread count", async () => {
          await draft.tail(roomId);
          await draft.recount(roomId);
        });
        await pace();
      }
    });
    draft.flush();
    txn.put("meta", SYNC_KEY, row);
    return { row, rules };
  }

  return async (arrived, before) => {
    const fresh = freshToDevice(before, arrived);
    await crypto.take(newsOf(arrived, fresh.events));
    const { batch, saves } = await openBatch(crypto, rooms, arrived);
    const applied = await writer.write(async (txn) => {
      for (const opened of saves) opened.save(txn);
      return collect(txn, batch, fresh.row);
    });
    tellOfRooms(crypto, rooms, batch, me);
    crypto.done();
    for (const { roomId, userIds } of batch.typing) rooms.setTyping(roomId, userIds);
    return applied;
  };
}
