/**
 * What is on its way to the server but concerns messages that are there: edits, reactions, redactions. They are taken for
 * granted until the server refuses them, by adding them to the loaded events; so every rule about edits and reactions
 * holds for them too. What was refused changes nothing and is told at its message.
 */
import { parseEventId, type EventId, type TxnId, type UserId } from "#api/ids.ts";
import type { RefusedChange } from "#api/timeline.ts";
import { readRelation } from "#sdk/events/content/relation.ts";
import type { EventCrypto, MatrixEvent } from "#sdk/events/envelope.ts";
import { redactEvent } from "#sdk/rooms/redact.ts";
import type { TimelineChunk } from "#sdk/rooms/timeline-chunk.ts";
import type { OutboxItem } from "#sdk/send/outbox.ts";

export interface Changed {
  readonly chunks: readonly TimelineChunk[];
  /** Refused changes by the event they are about. */
  readonly refused: ReadonlyMap<EventId, readonly RefusedChange[]>;
  /** The event as it is after what is on its way. */
  readonly seen: (event: MatrixEvent) => MatrixEvent;
}

export type ChangeApplier = (chunks: readonly TimelineChunk[], outbox: readonly OutboxItem[], me: UserId) => Changed;

const NOTHING_REFUSED: Changed["refused"] = new Map();
const same = (event: MatrixEvent): MatrixEvent => event;
/** What is on its way is newer than anything that is there. */
const NEWEST = Number.MAX_SAFE_INTEGER - 2 ** 40;
/** Our own words may change whatever is ours: what they are about may have come encrypted. */
const OWN: EventCrypto = {
  state: "open",
  wire: {},
  sessionId: "",
  index: -1,
  shield: undefined,
  senderDevice: undefined,
  forwarder: undefined,
};
/** Redacting for the eye: what messages keep is the same in all versions of rooms. */
const ROOM_VERSION = "11";

function changeOf(item: OutboxItem): RefusedChange["change"] | undefined {
  if (item.redacts !== undefined) return "redaction";
  const relation = readRelation(item.content);
  if (item.eventType === "m.reaction") return relation?.kind === "annotation" ? "reaction" : undefined;
  return relation?.kind === "replace" ? "edit" : undefined;
}

function targetOf(item: OutboxItem): EventId | undefined {
  if (item.redacts !== undefined) return "eventId" in item.redacts ? item.redacts.eventId : undefined;
  const relation = readRelation(item.content);
  return relation?.kind === "annotation" || relation?.kind === "replace" ? relation.eventId : undefined;
}

/** One per open timeline: what it was asked last and made of each item is remembered, so that rows keep their identity. */
export function createChanges(): ChangeApplier {
  const events = new WeakMap<object, MatrixEvent>();
  const redacted = new WeakMap<MatrixEvent, { readonly by: object; readonly event: MatrixEvent }>();
  const redactedChunks = new WeakMap<TimelineChunk, TimelineChunk>();
  let asked: { readonly chunks: readonly TimelineChunk[]; readonly outbox: readonly OutboxItem[] } | undefined;
  let answer: Changed | undefined;

  /** The item as the event it will be. Its content stays the same object while its state changes. */
  function eventOf(item: OutboxItem, me: UserId): MatrixEvent | undefined {
    const known = events.get(item.content);
    if (known) return known;
    const eventId = parseEventId(`$txn:${item.txnId}`);
    if (eventId === undefined) return undefined;
    const event: MatrixEvent = {
      eventId,
      type: item.eventType,
      sender: me,
      ts: NEWEST + item.sequence,
      stateKey: undefined,
      content: item.content,
      transactionId: undefined,
      prevContent: undefined,
      redacts: undefined,
      redactedBy: undefined,
      crypto: OWN,
    };
    events.set(item.content, event);
    return event;
  }

  function redact(event: MatrixEvent, item: OutboxItem, me: UserId): MatrixEvent {
    const known = redacted.get(event);
    if (known?.by === item.content) return known.event;
    const by = eventOf(item, me);
    const after = by ? redactEvent(event, by, ROOM_VERSION) : event;
    redacted.set(event, { by: item.content, event: after });
    return after;
  }

  function apply(chunks: readonly TimelineChunk[], outbox: readonly OutboxItem[], me: UserId): Changed {
    const refused = new Map<EventId, RefusedChange[]>();
    const redactions = new Map<EventId, OutboxItem>();
    const withdrawn = new Set<TxnId>();
    const waiting: OutboxItem[] = [];
    for (const item of outbox) {
      const change = changeOf(item);
      if (change === undefined) continue;
      const target = targetOf(item);
      if (item.state.state === "failed") {
        if (target === undefined) continue;
        const list = refused.get(target) ?? [];
        list.push({ txnId: item.txnId, change, error: item.state.error });
        refused.set(target, list);
      } else if (item.redacts === undefined) waiting.push(item);
      else if ("txnId" in item.redacts) withdrawn.add(item.redacts.txnId);
      else redactions.set(item.redacts.eventId, item);
    }
    if (waiting.length === 0 && redactions.size === 0)
      return { chunks, refused: refused.size === 0 ? NOTHING_REFUSED : byMessage(refused, chunks), seen: same };
    const seen = (event: MatrixEvent): MatrixEvent => {
      const redaction = redactions.get(event.eventId);
      return redaction && !event.redactedBy ? redact(event, redaction, me) : event;
    };
    const after = redactions.size === 0 ? [...chunks] : chunks.map((chunk) => redactIn(chunk, seen));
    const added = waiting.flatMap((item) => {
      if (withdrawn.has(item.txnId)) return [];
      if (item.state.state === "sent" && redactions.has(item.state.eventId)) return [];
      return eventOf(item, me) ?? [];
    });
    const last = chunks.at(-1);
    if (added.length > 0)
      after.push({ order: (last?.order ?? 0) + 1, events: added, before: { kind: last ? "joined" : "start" } });
    return { chunks: after, refused: byMessage(refused, chunks), seen };
  }

  function redactIn(chunk: TimelineChunk, seen: Changed["seen"]): TimelineChunk {
    const next = chunk.events.map(seen);
    if (next.every((event, index) => event === chunk.events[index])) return chunk;
    const known = redactedChunks.get(chunk);
    if (known && known.events.every((event, index) => event === next[index])) return known;
    const made = { ...chunk, events: next };
    redactedChunks.set(chunk, made);
    return made;
  }

  return (chunks, outbox, me) => {
    if (answer && asked?.chunks === chunks && asked.outbox === outbox) return answer;
    asked = { chunks, outbox };
    answer = apply(chunks, outbox, me);
    return answer;
  };
}

/** A reaction that could not be taken back is told at the message it belongs to. */
function byMessage(
  refused: ReadonlyMap<EventId, readonly RefusedChange[]>,
  chunks: readonly TimelineChunk[],
): Changed["refused"] {
  if (refused.size === 0) return NOTHING_REFUSED;
  const told = new Map<EventId, RefusedChange[]>();
  const add = (eventId: EventId, changes: readonly RefusedChange[]): void => {
    told.set(eventId, [...(told.get(eventId) ?? []), ...changes]);
  };
  for (const [eventId, changes] of refused) {
    const event = changes.some(({ change }) => change === "redaction")
      ? chunks.flatMap((chunk) => chunk.events).find((one) => one.eventId === eventId)
      : undefined;
    const relation = event?.type === "m.reaction" ? readRelation(event.content) : undefined;
    if (relation?.kind === "annotation")
      add(
        relation.eventId,
        changes.map((change) => ({ ...change, change: "reaction" as const })),
      );
    else add(eventId, changes);
  }
  return told;
}
