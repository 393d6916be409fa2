/** What kind of row an event becomes, by its envelope alone. */
import { isObject, type MatrixEvent } from "#sdk/events/envelope.ts";

export type RowKind = "message" | "state" | "redacted" | "encrypted" | "unknown" | "invisible";

/** Events that change other rows, or that speak to programs only. */
const INVISIBLE: ReadonlySet<string> = new Set([
  "m.reaction",
  "m.room.redaction",
  "m.poll.response",
  "m.poll.end",
  "org.matrix.msc3381.poll.response",
  "org.matrix.msc3381.poll.end",
  "m.beacon",
  "org.matrix.msc3672.beacon",
  "m.call.answer",
  "m.call.candidates",
  "m.call.hangup",
  "m.call.negotiate",
  "m.call.reject",
  "m.call.select_answer",
  "m.call.sdp_stream_metadata_changed",
  "io.element.call.encryption_keys",
  "m.room.aliases",
]);

const MESSAGES: ReadonlySet<string> = new Set([
  "m.room.message",
  "m.sticker",
  "m.poll.start",
  "org.matrix.msc3381.poll.start",
]);

export function classify(event: MatrixEvent): RowKind {
  if (INVISIBLE.has(event.type) || event.type.startsWith("m.key.verification.")) return "invisible";
  // A request to verify is asked aloud, not told in the conversation.
  if (event.content["msgtype"] === "m.key.verification.request") return "invisible";
  if (event.stateKey !== undefined) return "state";
  const relation = event.content["m.relates_to"];
  if (isObject(relation) && relation["rel_type"] === "m.replace") return "invisible";
  if (event.redactedBy) return "redacted";
  if (event.type === "m.room.encrypted") return "encrypted";
  return MESSAGES.has(event.type) ? "message" : "unknown";
}
