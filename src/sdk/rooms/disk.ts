/** Reading rooms' rows. The store is sealed and ours: values are what we wrote, so they are not decoded again. */
import type { RoomId } from "#api/ids.ts";
import { isObject, type MatrixEvent } from "#sdk/events/envelope.ts";
import type { Store } from "#sdk/store/store.ts";
import { countEvents } from "./chunks.ts";
import type { Receipt } from "./rooms.ts";
import type { TimelineChunk } from "./timeline-chunk.ts";

export interface Tail {
  readonly chunks: readonly TimelineChunk[];
  readonly disk: "more" | "all";
}

export function asChunk(value: unknown): TimelineChunk | undefined {
  return isObject(value) && Array.isArray(value["events"]) ? (value as unknown as TimelineChunk) : undefined;
}

export function asStoredEvent(value: unknown): MatrixEvent | undefined {
  return isObject(value) && typeof value["eventId"] === "string" ? (value as unknown as MatrixEvent) : undefined;
}

function asReceipts(value: unknown): readonly Receipt[] {
  return Array.isArray(value) ? (value as readonly Receipt[]) : [];
}

/** Chunks before `below` (or the newest), at least `minEvents` events of them if there are. */
export async function readChunks(
  store: Store,
  roomId: RoomId,
  below: number | undefined,
  minEvents: number,
): Promise<Tail> {
  const newestFirst: TimelineChunk[] = [];
  let oldest = below;
  const limit = 3;
  for (;;) {
    const rows = await store.range("chunks", {
      prefix: [roomId],
      direction: "backward",
      limit,
      ...(oldest === undefined ? {} : { after: [roomId, oldest] }),
    });
    newestFirst.push(...rows.flatMap((row) => asChunk(row.value) ?? []));
    oldest = newestFirst.at(-1)?.order ?? oldest;
    if (rows.length < limit) return { chunks: newestFirst.reverse(), disk: "all" };
    if (countEvents(newestFirst) >= minEvents) return { chunks: newestFirst.reverse(), disk: "more" };
  }
}

export async function readMemberEvents(store: Store, roomId: RoomId): Promise<readonly MatrixEvent[]> {
  const rows = await store.range("state", { prefix: [roomId, "m.room.member"] });
  return rows.flatMap((row) => asStoredEvent(row.value) ?? []);
}

export async function readState(
  store: Store,
  roomId: RoomId,
  type: string,
  stateKey: string,
): Promise<MatrixEvent | undefined> {
  return asStoredEvent(await store.get("state", [roomId, type, stateKey]));
}

export async function readReceiptRow(store: Store, roomId: RoomId): Promise<readonly Receipt[]> {
  return asReceipts(await store.get("receipts", [roomId]));
}

export async function readExtent(store: Store, roomId: RoomId): Promise<"partial" | "complete"> {
  return (await store.get("meta", ["membersOf", roomId])) === "complete" ? "complete" : "partial";
}
