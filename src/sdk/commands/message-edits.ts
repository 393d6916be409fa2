/** The edits of one message: those on this device, and those the server knows. */
import type { EventId, RoomId } from "#api/ids.ts";
import type { AccountContext } from "#sdk/account/context.ts";
import { readRelation } from "#sdk/events/content/relation.ts";
import { isObject, type MatrixEvent } from "#sdk/events/envelope.ts";
import { isValidEdit } from "#sdk/rooms/relations.ts";
import { saneEvents } from "#sdk/rooms/sane-events.ts";
import type { TimelineChunk } from "#sdk/rooms/timeline-chunk.ts";

/** Ids of what is still on its way (project/timeline/changes.ts). */
const WAITING = "$txn:";
const MOST_EDITS = 100;
const DEADLINE_MS = 10_000;

export function isEditOf(event: MatrixEvent, edit: MatrixEvent): boolean {
  const relation = readRelation(edit.content);
  return relation?.kind === "replace" && relation.eventId === event.eventId && isValidEdit(event, edit);
}

/** Loaded edits that have an event at the server. */
export function editsOf(chunks: readonly TimelineChunk[], event: MatrixEvent): readonly MatrixEvent[] {
  return chunks
    .flatMap((chunk) => chunk.events)
    .filter((one) => one !== event && !one.eventId.startsWith(WAITING) && isEditOf(event, one));
}

/** Events fetched for a moment, opened where they came encrypted. */
export async function openFetched(
  { encryption, writer }: AccountContext,
  roomId: RoomId,
  events: readonly MatrixEvent[],
): Promise<readonly MatrixEvent[]> {
  const opened = await encryption.crypto.open(roomId, events, { budgetMs: DEADLINE_MS });
  await writer.write((txn) => opened.save(txn));
  return opened.events;
}

export async function fetchEdits(
  ctx: AccountContext,
  roomId: RoomId,
  event: MatrixEvent,
): Promise<readonly MatrixEvent[]> {
  const eventId: EventId = event.eventId;
  const place = [roomId, "relations", eventId, "m.replace"].map(encodeURIComponent).join("/");
  const json = await ctx.http.request({
    method: "GET",
    path: `/_matrix/client/v1/rooms/${place}`,
    query: { limit: MOST_EDITS },
    timeoutMs: DEADLINE_MS,
  });
  const opened = await openFetched(ctx, roomId, saneEvents(isObject(json) ? json["chunk"] : undefined));
  return opened.filter((edit) => isEditOf(event, edit));
}
