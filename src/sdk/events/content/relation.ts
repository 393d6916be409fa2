/** `m.relates_to` (spec: Forming relationships between events): what an event edits, answers, or belongs to. */
import { parseEventId, type EventId } from "#api/ids.ts";
import { isObject, type JsonObject, type MatrixEvent } from "#sdk/events/envelope.ts";

export type Relation =
  | { readonly kind: "replace"; readonly eventId: EventId }
  | { readonly kind: "annotation"; readonly eventId: EventId; readonly key: string }
  /** `reply` is undefined where the reply is only there for clients without threads. */
  | { readonly kind: "thread"; readonly root: EventId; readonly reply: EventId | undefined }
  | { readonly kind: "reply"; readonly eventId: EventId }
  | { readonly kind: "reference"; readonly eventId: EventId };

const MAX_KEY = 64;

/** The relation of an event's content, or `undefined` if it has none that can be read. */
export function readRelation(content: JsonObject): Relation | undefined {
  const json = content["m.relates_to"];
  if (!isObject(json)) return undefined;
  const inReplyTo = json["m.in_reply_to"];
  const reply = isObject(inReplyTo) ? parseEventId(inReplyTo["event_id"]) : undefined;
  const target = parseEventId(json["event_id"]);
  const type = json["rel_type"];
  if (target !== undefined) {
    switch (type) {
      case "m.replace":
        return { kind: "replace", eventId: target };
      case "m.reference":
        return { kind: "reference", eventId: target };
      case "m.annotation": {
        const key = readReactionKey(json["key"]);
        return key === undefined ? undefined : { kind: "annotation", eventId: target, key };
      }
      case "m.thread":
      case "io.element.thread":
        return { kind: "thread", root: target, reply: json["is_falling_back"] === true ? undefined : reply };
      default:
        break;
    }
  }
  return reply === undefined ? undefined : { kind: "reply", eventId: reply };
}

/** An emoji or a short text; longer ones are not reactions. */
export function readReactionKey(value: unknown): string | undefined {
  return typeof value === "string" && value.trim() !== "" && value.length <= MAX_KEY ? value : undefined;
}

/** Root of the thread an event was written in. State is never in a thread. */
export function threadOf(event: MatrixEvent): EventId | undefined {
  if (event.stateKey !== undefined || event.content["m.relates_to"] === undefined) return undefined;
  const relation = readRelation(event.content);
  return relation?.kind === "thread" ? relation.root : undefined;
}

/** The event an event answers, leaving out the replies that only serve clients without threads. */
export function replyOf(content: JsonObject): EventId | undefined {
  const relation = readRelation(content);
  if (relation?.kind === "reply") return relation.eventId;
  return relation?.kind === "thread" ? relation.reply : undefined;
}
