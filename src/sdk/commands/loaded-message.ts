/** A message as the open timeline reads it: with its edits, and with what is still on its way. */
import { Failure } from "#api/errors.ts";
import type { EventId, RoomId } from "#api/ids.ts";
import type { AccountContext } from "#sdk/account/context.ts";
import type { JsonObject, MatrixEvent } from "#sdk/events/envelope.ts";
import { findIn } from "#sdk/rooms/chunks.ts";
import { newestEdit, relationsOf, type Relations } from "#sdk/rooms/relations.ts";
import type { TimelineChunk } from "#sdk/rooms/timeline-chunk.ts";
import { editedContent } from "#sdk/views/project/timeline/body.ts";
import { createChanges } from "#sdk/views/project/timeline/changes.ts";

export interface LoadedMessage {
  /** As the server sent it, as far as it is known. */
  readonly event: MatrixEvent | undefined;
  readonly chunks: readonly TimelineChunk[];
  readonly relations: Relations;
}

/** Opens the room for as long as it takes to look. */
export async function loadMessage(ctx: AccountContext, roomId: RoomId, eventId: EventId): Promise<LoadedMessage> {
  const { rooms, outbox } = ctx;
  const timeline = await rooms.openTimeline(roomId);
  try {
    const { chunks } = createChanges()(timeline.chunks, outbox.items(roomId), rooms.me);
    const found = rooms.event(roomId, eventId);
    const event = findIn(chunks, eventId) ?? (found.state === "known" ? found.event : undefined);
    return { event, chunks, relations: relationsOf(chunks) };
  } finally {
    rooms.release(roomId);
  }
}

export function mustBeKnown({ event }: LoadedMessage): MatrixEvent {
  if (event && !event.redactedBy) return event;
  throw new Failure({ kind: "invalid", field: "eventId", reason: "not-found" });
}

/** What it says now. */
export function currentContent({ chunks }: LoadedMessage, event: MatrixEvent): JsonObject {
  return editedContent(event, newestEdit(chunks, event)) ?? event.content;
}
