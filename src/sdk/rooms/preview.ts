/** The record's preview, made anew from the timeline a draft knows. */
import type { RoomId } from "#api/ids.ts";
import { readIgnored } from "#sdk/events/content/account-data.ts";
import type { MatrixEvent } from "#sdk/events/envelope.ts";
import type { Draft } from "./draft.ts";
import { latestEvent } from "./latest.ts";
import { memberOf } from "./members.ts";
import type { RoomRecord } from "./room-record.ts";

export async function withPreview(record: RoomRecord, draft: Draft, now: number): Promise<RoomRecord> {
  const tail = draft.knownTail(record.roomId);
  if (!tail) return record;
  const ignored = readIgnored(draft.accountData("m.ignored_user_list"));
  // Who came to be ignored later neither stands in the row nor holds it up in the list.
  const before = record.latest && !ignored.has(record.latest.event.sender) ? record.latest : undefined;
  const event = latestEvent(tail.chunks, before?.event, ignored);
  if (!event) return record.latest ? { ...record, latest: undefined } : record;
  const same = before?.event.eventId === event.eventId ? before : undefined;
  if (same?.event === event && same.senderName !== undefined) return record;
  const member = await draft.state(record.roomId, "m.room.member", event.sender);
  const senderName = (member && memberOf(member)?.displayName) ?? same?.senderName;
  return same?.event === event && same.senderName === senderName
    ? record
    : { ...record, latest: { event, senderName, at: same?.at ?? timeOf(event, before, now) } };
}

/** No later than now, and no earlier than the message before it: a bridge may deliver late, a server's clock may be wrong. */
function timeOf(event: MatrixEvent, before: RoomRecord["latest"], now: number): number {
  const at = Math.min(event.ts, now);
  const follows = before?.event.stateKey === undefined && event.stateKey === undefined;
  return before && follows ? Math.max(before.at, at) : at;
}

export async function refreshPreview(draft: Draft, roomId: RoomId, now: number): Promise<void> {
  const record = await draft.record(roomId);
  const next = record && (await withPreview(record, draft, now));
  if (next && next !== record) draft.setRecord(next);
}
