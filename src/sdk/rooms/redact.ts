/** What is left of an event after its redaction (spec: Redactions, per room version). Pure. */
import { readRelation } from "#sdk/events/content/relation.ts";
import { isObject, type JsonObject, type MatrixEvent } from "#sdk/events/envelope.ts";

const POWER_KEYS = [
  "ban",
  "events",
  "events_default",
  "kick",
  "redact",
  "state_default",
  "users",
  "users_default",
] as const;

/** Versions are opaque; the historic ones are known by number, any other is treated as the newest. */
function versionNumber(version: string): number {
  return /^\d{1,3}$/.test(version) ? Number(version) : Infinity;
}

function keptKeys(type: string, version: number): readonly string[] | "all" {
  switch (type) {
    case "m.room.member":
      return version >= 9 ? ["membership", "join_authorised_via_users_server"] : ["membership"];
    case "m.room.create":
      return version >= 11 ? "all" : ["creator"];
    case "m.room.join_rules":
      return version >= 8 ? ["join_rule", "allow"] : ["join_rule"];
    case "m.room.power_levels":
      return version >= 11 ? [...POWER_KEYS, "invite"] : POWER_KEYS;
    case "m.room.history_visibility":
      return ["history_visibility"];
    case "m.room.aliases":
      return version <= 5 ? ["aliases"] : [];
    case "m.room.redaction":
      return version >= 11 ? ["redacts"] : [];
    default:
      return [];
  }
}

export function redactedContent(type: string, content: JsonObject, roomVersion: string): JsonObject {
  const version = versionNumber(roomVersion);
  const kept = keptKeys(type, version);
  if (kept === "all") return content;
  const entries: [string, unknown][] = kept
    .filter((key) => Object.hasOwn(content, key))
    .map((key) => [key, content[key]]);
  const invite = content["third_party_invite"];
  if (type === "m.room.member" && version >= 11 && isObject(invite) && Object.hasOwn(invite, "signed"))
    entries.push(["third_party_invite", { signed: invite["signed"] }]);
  return Object.fromEntries(entries);
}

/** What an edit was about outlives its words: a deleted edit gives the original back and is no message of its own. */
function editNote(event: MatrixEvent): JsonObject {
  const relation = event.stateKey === undefined ? readRelation(event.content) : undefined;
  return relation?.kind === "replace" ? { "m.relates_to": { rel_type: "m.replace", event_id: relation.eventId } } : {};
}

/** The event as it stays in the timeline. Idempotent. */
export function redactEvent(event: MatrixEvent, redaction: MatrixEvent, roomVersion: string): MatrixEvent {
  if (event.redactedBy) return event;
  const reason = redaction.content["reason"];
  // What was encrypted goes too: the ciphertext can still be opened.
  const { crypto: _crypto, ...rest } = event;
  return {
    ...rest,
    content: { ...redactedContent(event.type, event.content, roomVersion), ...editNote(event) },
    prevContent: undefined,
    redactedBy: {
      eventId: redaction.eventId,
      sender: redaction.sender,
      reason: typeof reason === "string" ? reason : undefined,
    },
  };
}
