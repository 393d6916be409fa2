/** Receipts as they are kept: our own in the room's record, of everybody else the newest per thread. Pure. */
import type { EventId, UserId } from "#api/ids.ts";
import { readReceipts, type ReceiptEntry } from "#sdk/events/content/receipt.ts";
import type { JsonObject } from "#sdk/events/envelope.ts";
import type { OwnReceipt } from "./room-record.ts";
import type { Receipt } from "./rooms.ts";

export interface SplitReceipts {
  readonly own: readonly OwnReceipt[];
  readonly others: readonly Receipt[];
}

/** Splits the content of an `m.receipt` event. Private receipts of others are nobody's business and never kept. */
export function splitReceipts(content: JsonObject, me: UserId): SplitReceipts {
  const own: OwnReceipt[] = [];
  const others: Receipt[] = [];
  for (const entry of readReceipts(content)) {
    if (entry.userId === me) own.push(ownReceipt(entry));
    else if (entry.type === "m.read")
      others.push({ userId: entry.userId, eventId: entry.eventId, ts: entry.ts, thread: entry.thread });
  }
  return { own, others };
}

function ownReceipt({ type, eventId, ts, thread }: ReceiptEntry): OwnReceipt {
  return { type, eventId, ts, thread };
}

/** Whether `a` lies before `b` in the timeline, as far as that is known. */
export type IsBefore = (a: EventId, b: EventId) => boolean;

/**
 * One receipt per type and thread. What the server sent last holds, unless it is known to lie before what we have: a
 * position of ours that the server has not heard of yet must not jump back.
 */
export function mergeOwnReceipts(
  known: readonly OwnReceipt[],
  news: readonly OwnReceipt[],
  isBefore: IsBefore = () => false,
): readonly OwnReceipt[] {
  let result = known;
  for (const receipt of news) {
    const same = result.find((other) => other.type === receipt.type && other.thread === receipt.thread);
    if (same && (same.eventId === receipt.eventId || isBefore(receipt.eventId, same.eventId))) continue;
    result = result.filter((other) => other !== same).concat(receipt);
  }
  return result;
}

/** Newest receipt per person and thread; returns `known` itself if nothing changed. */
export function mergeReceipts(known: readonly Receipt[], news: readonly Receipt[]): readonly Receipt[] {
  if (news.length === 0) return known;
  const byKey = new Map(known.map((receipt) => [`${receipt.userId} ${receipt.thread ?? ""}`, receipt]));
  let outcome: "same" | "changed" = "same";
  for (const receipt of news) {
    const key = `${receipt.userId} ${receipt.thread ?? ""}`;
    if (byKey.get(key)?.eventId === receipt.eventId) continue;
    byKey.set(key, receipt);
    outcome = "changed";
  }
  return outcome === "changed" ? [...byKey.values()] : known;
}
