/** One message row. Parts that did not change keep their identity, and so does the row. */
import { parseTxnId, type EventId, type TxnId, type UserId } from "#api/ids.ts";
import type {
  MessageBody,
  MessageItem,
  PollResults,
  Reaction,
  RefusedChange,
  ReplyQuote,
  TimelineItem,
} from "#api/timeline.ts";
import { structuralEqual } from "#lib/structural-equal.ts";
import type { Decoded } from "#sdk/events/content/decoded.ts";
import { replyOf, threadOf } from "#sdk/events/content/relation.ts";
import type { MatrixEvent } from "#sdk/events/envelope.ts";
import { abilitiesOf } from "./abilities.ts";
import { editedContent, readEventBody } from "./body.ts";
import type { TimelineInput } from "./input.ts";
import { createMemo, type Memo } from "./memo.ts";
import type { People } from "./people.ts";
import { drawResults, isPoll } from "./poll.ts";
import { drawReactions, NO_REACTIONS } from "./reactions.ts";
import { drawReaders, type Readers } from "./readers.ts";
import { drawReply } from "./reply.ts";
import { shieldOf } from "./shield.ts";

export interface Parts {
  readonly items: Memo<TimelineItem>;
  readonly bodies: Memo<Decoded<MessageBody>>;
  readonly quotes: Memo<string>;
  readonly verdicts: Memo<"me" | "nobody">;
  readonly replies: WeakMap<MatrixEvent, ReplyQuote>;
  readonly reactions: WeakMap<MatrixEvent, readonly Reaction[]>;
  readonly readers: WeakMap<MatrixEvent, Readers>;
  readonly refused: WeakMap<MatrixEvent, readonly RefusedChange[]>;
  readonly polls: WeakMap<MatrixEvent, PollResults>;
}

export function createParts(): Parts {
  return {
    items: createMemo(),
    bodies: createMemo(),
    quotes: createMemo(),
    verdicts: createMemo(),
    replies: new WeakMap(),
    reactions: new WeakMap(),
    readers: new WeakMap(),
    refused: new WeakMap(),
    polls: new WeakMap(),
  };
}

const NO_WORDS: readonly string[] = [];
export const NOTHING_REFUSED: readonly RefusedChange[] = [];

/** What this session sent keeps the key its echo had. */
export function ownTxnId(event: MatrixEvent, me: UserId): TxnId | undefined {
  return event.transactionId !== undefined && event.sender === me ? parseTxnId(event.transactionId) : undefined;
}

export function keyOf(event: MatrixEvent, me: UserId): string {
  const txnId = ownTxnId(event, me);
  return txnId === undefined ? event.eventId : `txn:${txnId}`;
}

export function drawMessage(
  event: MatrixEvent,
  ts: number,
  group: MessageItem["group"],
  readerIds: readonly UserId[] | undefined,
  secrecy: "encrypted" | "plain",
  input: TimelineInput,
  people: People,
  parts: Parts,
  refusedOf: (eventId: EventId) => readonly RefusedChange[] | undefined,
): TimelineItem {
  const { me } = input;
  const edit = input.relations.edit(event.eventId);
  const names =
    event.sender === me
      ? "nobody"
      : parts.verdicts.get(event, [input.highlight], people, () => (input.highlight(event) ? "me" : "nobody"));
  const words = names === "me" ? input.words : NO_WORDS;
  const results = isPoll(event) ? keep(parts.polls, event, pollPart(event, input)) : undefined;
  const body = parts.bodies.get(event, [edit, words, results], people, (used) =>
    readEventBody(event, edit, { me, people: used, words, results }),
  );
  const sender = people.person(event.sender);
  if (body.kind === "invalid") {
    const { reason } = body;
    return parts.items.get(event, [sender, ts, reason], people, () => ({
      kind: "notice",
      key: keyOf(event, me),
      eventId: event.eventId,
      sender,
      ts,
      notice: { kind: "invalid", type: event.type, reason },
    }));
  }
  const reply = keep(parts.replies, event, replyPart(event, input, people, parts));
  const reactions = keep(parts.reactions, event, reactionPart(event, input, people)) ?? NO_REACTIONS;
  const readers = drawReaders(readerIds, parts.readers.get(event), people);
  if (readerIds) parts.readers.set(event, readers);
  const edited = editedContent(event, edit) === undefined ? "original" : "edited";
  const can = abilitiesOf(event, me, input.powers);
  const refused = keep(parts.refused, event, refusedOf(event.eventId)) ?? NOTHING_REFUSED;
  const shield = shieldOf(event, edited === "edited" ? edit : undefined, secrecy);
  const forwarder = event.crypto?.state === "open" ? event.crypto.forwarder : undefined;
  const sharedBy = forwarder === undefined || forwarder === event.sender ? undefined : people.person(forwarder);
  const facts = [
    ...[sender, ts, group, body, reply, reactions, readers, edited, names, can, refused],
    ...[shield?.tone, shield?.reason, sharedBy],
  ];
  return parts.items.get(event, facts, people, () => ({
    kind: "message",
    key: keyOf(event, me),
    eventId: event.eventId,
    txnId: ownTxnId(event, me),
    sender,
    from: event.sender === me ? "me" : "other",
    ts,
    group,
    body: body.value,
    reply,
    thread: threadOf(event),
    reactions,
    edited,
    names,
    send: { state: "sent" },
    readers: readers.faces,
    readerCount: readers.count,
    can,
    refused,
    shield,
    sharedBy,
  }));
}

function replyPart(event: MatrixEvent, input: TimelineInput, people: People, parts: Parts): ReplyQuote | undefined {
  const target = event.content["m.relates_to"] === undefined ? undefined : replyOf(event.content);
  return target && drawReply(target, input, people, parts.quotes);
}

function reactionPart(event: MatrixEvent, input: TimelineInput, people: People): readonly Reaction[] | undefined {
  const groups = input.relations.reactions(event.eventId);
  return groups.length === 0 ? undefined : drawReactions(groups, input.me, input.ignored, people);
}

function pollPart(event: MatrixEvent, input: TimelineInput): PollResults | undefined {
  const { me, ignored, members } = input;
  const mayEnd = (userId: UserId): boolean => members.role(userId) !== "member";
  return drawResults(event, input.relations.references?.(event.eventId) ?? [], { me, ignored, mayEnd });
}

/** The part as it was, if it still says the same. */
function keep<T>(kept: WeakMap<MatrixEvent, T>, event: MatrixEvent, now: T | undefined): T | undefined {
  if (now === undefined) return undefined;
  const before = kept.get(event);
  if (before !== undefined && structuralEqual(before, now)) return before;
  kept.set(event, now);
  return now;
}
