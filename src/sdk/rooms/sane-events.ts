/**
 * Events as rooms keep them. Beyond the envelope this refuses what would break us later: content nested so deeply that
 * writing it to disk would overflow the stack is replaced by nothing.
 */
import { parseEvent, parseEvents, type JsonObject, type MatrixEvent } from "#sdk/events/envelope.ts";

const MAX_DEPTH = 100;

/** False for what is nested deeper than any honest event. */
export function isShallow(value: unknown, depth = MAX_DEPTH): boolean {
  if (typeof value !== "object" || value === null) return true;
  if (depth === 0) return false;
  if (Array.isArray(value)) return value.every((item) => isShallow(item, depth - 1));
  for (const key in value) if (!isShallow((value as JsonObject)[key], depth - 1)) return false;
  return true;
}

function sane(event: MatrixEvent): MatrixEvent {
  if (isShallow(event.content) && isShallow(event.prevContent)) return event;
  return { ...event, content: {}, prevContent: undefined };
}

export function saneEvent(json: unknown): MatrixEvent | undefined {
  const event = parseEvent(json);
  return event && sane(event);
}

export function saneEvents(json: unknown): readonly MatrixEvent[] {
  return parseEvents(json).map(sane);
}
