/** `m.receipt` and `m.typing`: ephemeral, so what can't be read is simply left out. */
import { parseEventId, parseUserId, type EventId, type UserId } from "#api/ids.ts";
import { isObject } from "#sdk/events/envelope.ts";

export interface ReceiptEntry {
  readonly type: "m.read" | "m.read.private";
  readonly userId: UserId;
  readonly eventId: EventId;
  readonly ts: number;
  readonly thread: EventId | "main" | undefined;
}

const MAX_TS = 8.64e15;

/** Flattens the content of an `m.receipt` event. A receipt with an unreadable thread is dropped: it must not clear all. */
export function readReceipts(content: unknown): readonly ReceiptEntry[] {
  const entries: ReceiptEntry[] = [];
  if (!isObject(content)) return entries;
  for (const [key, byType] of Object.entries(content)) {
    const eventId = parseEventId(key);
    if (!eventId || !isObject(byType)) continue;
    for (const type of ["m.read", "m.read.private"] as const) {
      const byUser = byType[type];
      if (!isObject(byUser)) continue;
      for (const [user, value] of Object.entries(byUser)) {
        const userId = parseUserId(user);
        if (!userId || !isObject(value)) continue;
        const raw = value["thread_id"];
        const thread = raw === "main" ? "main" : parseEventId(raw);
        if (raw !== undefined && thread === undefined) continue;
        const ts = value["ts"];
        entries.push({ type, userId, eventId, ts: typeof ts === "number" && ts >= 0 && ts <= MAX_TS ? ts : 0, thread });
      }
    }
  }
  return entries;
}

/** People who are typing, without doubles. */
export function readTyping(content: unknown): readonly UserId[] {
  const ids = isObject(content) && Array.isArray(content["user_ids"]) ? content["user_ids"] : [];
  const users = new Set<UserId>();
  for (const id of ids.slice(0, 100)) {
    const userId = parseUserId(id);
    if (userId) users.add(userId);
  }
  return [...users];
}
