/** `m.reaction` (spec: Event annotations and reactions). */
import type { EventId } from "#api/ids.ts";
import type { JsonObject } from "#sdk/events/envelope.ts";
import { invalid, valid, type Decoded } from "./decoded.ts";
import { readRelation } from "./relation.ts";

export function decodeReaction(content: JsonObject): Decoded<{ readonly eventId: EventId; readonly key: string }> {
  const relation = readRelation(content);
  return relation?.kind === "annotation"
    ? valid({ eventId: relation.eventId, key: relation.key })
    : invalid("m.relates_to: expected an annotation with a key");
}
