/**
 * What loaded events say about each other: edits and reactions. An edit counts only from the sender of what it edits, a
 * reaction once per sender and key; redacted ones have lost their relation and count no more. Indexed per chunk, so a
 * new event costs one chunk; memoised by the list of chunks.
 */
import type { EventId, UserId } from "#api/ids.ts";
import { readRelation } from "#sdk/events/content/relation.ts";
import { isObject, type MatrixEvent } from "#sdk/events/envelope.ts";
import { findIn } from "./chunks.ts";
import type { TimelineChunk } from "./timeline-chunk.ts";

export interface ReactionGroup {
  readonly key: string;
  readonly senders: readonly { readonly userId: UserId; readonly eventId: EventId }[];
}

export interface Relations {
  /** The newest valid `m.replace`. */
  edit(eventId: EventId): MatrixEvent | undefined;
  /** Groups in the order of their first reaction. */
  reactions(eventId: EventId): readonly ReactionGroup[];
  /** Votes and ends of a poll, in the order of the timeline. */
  references?(eventId: EventId): readonly MatrixEvent[];
}

interface ChunkRelations {
  readonly edits: ReadonlyMap<EventId, readonly MatrixEvent[]>;
  readonly reactions: ReadonlyMap<EventId, readonly { readonly key: string; readonly event: MatrixEvent }[]>;
  readonly references: ReadonlyMap<EventId, readonly MatrixEvent[]>;
}

const perChunk = new WeakMap<TimelineChunk, ChunkRelations>();
const perList = new WeakMap<readonly TimelineChunk[], Relations>();
const NO_REACTIONS: readonly ReactionGroup[] = [];

function push<T>(map: Map<EventId, T[]>, key: EventId, value: T): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

function indexOf(chunk: TimelineChunk): ChunkRelations {
  const known = perChunk.get(chunk);
  if (known) return known;
  const edits = new Map<EventId, MatrixEvent[]>();
  const reactions = new Map<EventId, { key: string; event: MatrixEvent }[]>();
  const references = new Map<EventId, MatrixEvent[]>();
  for (const event of chunk.events) {
    if (event.stateKey !== undefined || event.redactedBy || event.content["m.relates_to"] === undefined) continue;
    const relation = readRelation(event.content);
    if (relation?.kind === "replace" && isObject(event.content["m.new_content"])) push(edits, relation.eventId, event);
    else if (relation?.kind === "annotation" && event.type === "m.reaction")
      push(reactions, relation.eventId, { key: relation.key, event });
    else if (relation?.kind === "reference") push(references, relation.eventId, event);
  }
  const index = { edits, reactions, references };
  perChunk.set(chunk, index);
  return index;
}

/** Came encrypted, and could be opened. */
function isOpened(event: MatrixEvent): boolean {
  return event.crypto?.state === "open";
}

/**
 * Whether `edit` may replace `target` (spec: Validity of replacement events). What was encrypted is only changed by what
 * was encrypted too: the server could write the other.
 */
export function isValidEdit(target: MatrixEvent, edit: MatrixEvent): boolean {
  return (
    target.sender === edit.sender &&
    target.type === edit.type &&
    (isOpened(edit) || !isOpened(target)) &&
    target.stateKey === undefined &&
    !target.redactedBy &&
    !edit.redactedBy &&
    readRelation(target.content)?.kind !== "replace"
  );
}

function newer(a: MatrixEvent, b: MatrixEvent): boolean {
  return a.ts > b.ts || (a.ts === b.ts && a.eventId > b.eventId);
}

/** The event as it reads after an edit; its own relation (reply, thread) stays. */
export function withEdit(event: MatrixEvent, edit: MatrixEvent | undefined): MatrixEvent {
  const content = edit?.content["m.new_content"];
  if (!isObject(content)) return event;
  const relation = event.content["m.relates_to"];
  return { ...event, content: relation === undefined ? content : { ...content, "m.relates_to": relation } };
}

/** The newest edit among loaded events of an event that may itself not be loaded. */
export function newestEdit(chunks: readonly TimelineChunk[], target: MatrixEvent): MatrixEvent | undefined {
  let latest: MatrixEvent | undefined;
  for (const chunk of chunks) {
    for (const edit of indexOf(chunk).edits.get(target.eventId) ?? [])
      if (isValidEdit(target, edit) && (!latest || newer(edit, latest))) latest = edit;
  }
  return latest;
}

export function relationsOf(chunks: readonly TimelineChunk[]): Relations {
  const known = perList.get(chunks);
  if (known) return known;
  const groups = new Map<EventId, readonly ReactionGroup[]>();

  function collect(eventId: EventId): readonly ReactionGroup[] {
    const byKey = new Map<string, Map<UserId, EventId>>();
    for (const chunk of chunks) {
      for (const { key, event } of indexOf(chunk).reactions.get(eventId) ?? []) {
        let senders = byKey.get(key);
        if (!senders) byKey.set(key, (senders = new Map()));
        if (!senders.has(event.sender)) senders.set(event.sender, event.eventId);
      }
    }
    if (byKey.size === 0) return NO_REACTIONS;
    return [...byKey].map(([key, senders]) => ({
      key,
      senders: [...senders].map(([userId, id]) => ({ userId, eventId: id })),
    }));
  }

  const relations: Relations = {
    edit: (eventId) => {
      if (!chunks.some((chunk) => indexOf(chunk).edits.has(eventId))) return undefined;
      const target = findIn(chunks, eventId);
      return target && newestEdit(chunks, target);
    },
    reactions: (eventId) => {
      let list = groups.get(eventId);
      if (!list) groups.set(eventId, (list = collect(eventId)));
      return list;
    },
    references: (eventId) => chunks.flatMap((chunk) => indexOf(chunk).references.get(eventId) ?? []),
  };
  perList.set(chunks, relations);
  return relations;
}
