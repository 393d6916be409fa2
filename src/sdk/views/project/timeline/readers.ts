/**
 * Where others have read up to: each at the newest message at or before their receipt, or at nothing if they wrote
 * that message themselves (writing implies reading, so no face is needed there).
 */
import type { EventId, UserId } from "#api/ids.ts";
import type { Person } from "#api/people.ts";
import type { MatrixEvent } from "#sdk/events/envelope.ts";
import type { Receipt } from "#sdk/rooms/rooms.ts";
import type { People } from "./people.ts";
import { sameList } from "./memo.ts";

export interface Readers {
  readonly faces: readonly Person[];
  readonly count: number;
}

export const MAX_FACES = 5;
export const NO_READERS: Readers = { faces: [], count: 0 };

interface Position {
  index: number;
  ts: number;
}

/** User ids per message, most recent reader first. `messageAt[i]` is the index of the newest message at or before event `i`, or −1. */
export function findReaders(
  events: readonly MatrixEvent[],
  indexOf: ReadonlyMap<EventId, number>,
  messageAt: Int32Array,
  receipts: readonly Receipt[],
  me: UserId,
  ignored: ReadonlySet<UserId>,
): ReadonlyMap<MatrixEvent, readonly UserId[]> {
  const positions = new Map<UserId, Position>();
  for (const receipt of receipts) {
    if (receipt.userId === me || ignored.has(receipt.userId)) continue;
    const index = indexOf.get(receipt.eventId);
    if (index === undefined) continue;
    const known = positions.get(receipt.userId);
    if (!known) positions.set(receipt.userId, { index, ts: receipt.ts });
    else if (index > known.index) Object.assign(known, { index, ts: receipt.ts });
  }
  if (positions.size === 0) return new Map();
  // Writing moves a reader on: the newest own message counts, so look from the end until all are found.
  const wanted = new Set(positions.keys());
  for (let index = events.length - 1; index >= 0 && wanted.size > 0; index -= 1) {
    const event = events[index];
    if (!event || messageAt[index] !== index || !wanted.delete(event.sender)) continue;
    const position = positions.get(event.sender);
    if (position && index > position.index) Object.assign(position, { index, ts: event.ts });
  }
  const readers = new Map<MatrixEvent, UserId[]>();
  const recent = [...positions].sort(([, a], [, b]) => b.ts - a.ts);
  for (const [userId, { index }] of recent) {
    const event = events[messageAt[index] ?? -1];
    if (!event || event.sender === userId) continue;
    const list = readers.get(event);
    if (list) list.push(userId);
    else readers.set(event, [userId]);
  }
  return readers;
}

/** Faces for a message; the same object as before if nothing changed. */
export function drawReaders(
  userIds: readonly UserId[] | undefined,
  before: Readers | undefined,
  people: People,
): Readers {
  if (!userIds) return NO_READERS;
  const faces = userIds.slice(0, MAX_FACES).map((userId) => people.person(userId));
  if (before && before.count === userIds.length && sameList(before.faces, faces)) return before;
  return { faces, count: userIds.length };
}
