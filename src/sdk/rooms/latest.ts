/** The event a room's row previews: its newest message, edits applied, or failing that its newest state worth a line. Pure. */
import type { UserId } from "#api/ids.ts";
import { readRelation } from "#sdk/events/content/relation.ts";
import type { MatrixEvent } from "#sdk/events/envelope.ts";
import { newestEdit, relationsOf, withEdit } from "./relations.ts";
import type { TimelineChunk } from "./timeline-chunk.ts";

const MESSAGES: ReadonlySet<string> = new Set([
  "m.room.message",
  "m.room.encrypted",
  "m.sticker",
  "m.poll.start",
  "org.matrix.msc3381.poll.start",
]);

/** State a room may be previewed with while nobody wrote anything. */
const STATE: ReadonlySet<string> = new Set([
  "m.room.create",
  "m.room.name",
  "m.room.topic",
  "m.room.avatar",
  "m.room.encryption",
  "m.room.tombstone",
]);

function rank(event: MatrixEvent): "message" | "state" | "none" {
  if (event.redactedBy) return "none";
  if (event.stateKey !== undefined) {
    if (STATE.has(event.type)) return "state";
    const joined = event.type === "m.room.member" && event.content["membership"] !== event.prevContent?.["membership"];
    return joined ? "state" : "none";
  }
  if (event.content["msgtype"] === "m.key.verification.request") return "none";
  if (!MESSAGES.has(event.type) || readRelation(event.content)?.kind === "replace") return "none";
  return Object.keys(event.content).length > 0 ? "message" : "none";
}

/**
 * `previous` holds on where the loaded events have nothing better: a message before a gap stays the preview until a newer
 * one arrives, unless it was redacted.
 */
export function latestEvent(
  chunks: readonly TimelineChunk[],
  previous: MatrixEvent | undefined,
  ignored: ReadonlySet<UserId>,
): MatrixEvent | undefined {
  let state: MatrixEvent | undefined;
  for (let at = chunks.length - 1; at >= 0; at -= 1) {
    const events = chunks[at]?.events ?? [];
    for (let index = events.length - 1; index >= 0; index -= 1) {
      const event = events[index];
      if (!event || ignored.has(event.sender)) continue;
      const kind = rank(event);
      // The previous preview itself is redacted, or was opened and is none: nothing to hold on to.
      if (kind === "none" && event.eventId === previous?.eventId) previous = undefined;
      if (kind === "message") return keep(previous, withEdit(event, relationsOf(chunks).edit(event.eventId)));
      if (kind === "state") state ??= event;
    }
  }
  // The message lies before a gap; its edit may lie after it.
  if (previous && previous.stateKey === undefined)
    return keep(previous, withEdit(previous, newestEdit(chunks, previous)));
  return state ? keep(previous, state) : previous;
}

function keep(previous: MatrixEvent | undefined, event: MatrixEvent): MatrixEvent {
  return previous?.eventId === event.eventId && previous.content === event.content ? previous : event;
}
