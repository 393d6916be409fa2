/** Messages of ours that are still in the outbox, at the end of the timeline, until their event arrives. */
import type { EventId } from "#api/ids.ts";
import type { MessageItem, SendState } from "#api/timeline.ts";
import { structuralEqual } from "#lib/structural-equal.ts";
import { readRelation, replyOf } from "#sdk/events/content/relation.ts";
import type { OutboxItem, OutboxState } from "#sdk/send/outbox.ts";
import { NO_ABILITIES } from "./abilities.ts";
import { readBody, withMedia } from "./body.ts";
import type { TimelineInput } from "./input.ts";
import type { Memo } from "./memo.ts";
import type { People } from "./people.ts";
import { NOTHING_REFUSED } from "./message.ts";
import { drawReply } from "./reply.ts";
import { NO_REACTIONS } from "./reactions.ts";
import { NO_READERS } from "./readers.ts";

/** Outbox items whose event isn't loaded yet; edits, reactions and redactions show elsewhere. */
export function waitingEchoes(
  outbox: readonly OutboxItem[],
  hasEvent: (eventId: EventId) => boolean,
  arrivedTxnIds: ReadonlySet<string>,
): readonly OutboxItem[] {
  return outbox.filter((item) => {
    if (arrivedTxnIds.has(item.txnId)) return false;
    if (item.state.state === "sent" && hasEvent(item.state.eventId)) return false;
    return SHOWN.has(item.eventType) && !isEditContent(item);
  });
}

const SHOWN: ReadonlySet<string> = new Set(["m.room.message", "m.sticker"]);

function isEditContent(item: OutboxItem): boolean {
  return item.content["m.new_content"] !== undefined;
}

export interface EchoParts {
  readonly items: Memo<MessageItem | undefined>;
  readonly quotes: Memo<string>;
  readonly replies: WeakMap<OutboxItem, MessageItem["reply"] & object>;
}

export function drawEcho(
  item: OutboxItem,
  ts: number,
  group: MessageItem["group"],
  input: TimelineInput,
  people: People,
  parts: EchoParts,
): MessageItem | undefined {
  const target = replyOf(item.content);
  let reply = target && drawReply(target, input, people, parts.quotes);
  const before = parts.replies.get(item);
  if (structuralEqual(before, reply)) reply = before;
  else if (reply) parts.replies.set(item, reply);
  const sender = people.person(input.me);
  const relation = readRelation(item.content);
  return parts.items.get(item, [sender, ts, group, reply], people, (used) => {
    const body = readBody(item.eventType, item.content, target ? "reply" : "none", {
      me: input.me,
      people: used,
      words: [],
    });
    if (body.kind === "invalid") return undefined;
    return {
      kind: "message",
      key: `txn:${item.txnId}`,
      eventId: item.state.state === "sent" ? item.state.eventId : undefined,
      txnId: item.txnId,
      sender,
      from: "me",
      ts,
      group,
      body: withMedia(body.value, item.media),
      reply,
      thread: relation?.kind === "thread" ? relation.root : undefined,
      reactions: NO_REACTIONS,
      edited: "original",
      names: "nobody",
      send: sendState(item.state),
      readers: NO_READERS.faces,
      readerCount: NO_READERS.count,
      can: NO_ABILITIES,
      refused: NOTHING_REFUSED,
      shield: undefined,
      sharedBy: undefined,
    };
  });
}

function sendState(state: OutboxState): SendState {
  switch (state.state) {
    case "queued":
    case "sending":
      return { state: state.state };
    case "uploading":
      return { state: "uploading", sent: state.sent, total: state.total };
    case "sent":
      return { state: "sent" };
    case "failed":
      return { state: "failed", error: state.error };
    default:
      return state satisfies never;
  }
}
