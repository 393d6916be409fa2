/**
 * Verbs that answer or change a message. All go through the outbox: they work offline, keep their order, and show before
 * the server knows. A reaction is a state, not a step: asking for what is so already does nothing.
 */
import { Failure } from "#api/errors.ts";
import type { EventId, RoomId, TxnId } from "#api/ids.ts";
import type { AccountContext } from "#sdk/account/context.ts";
import { readReactionKey, readRelation } from "#sdk/events/content/relation.ts";
import type { OutboxItem } from "#sdk/send/outbox.ts";
import { isEditable } from "#sdk/send/relation-content.ts";
import type { HandlersOf } from "./account-verbs.ts";
import { currentContent, loadMessage, mustBeKnown } from "./loaded-message.ts";
import { editsOf, fetchEdits } from "./message-edits.ts";
import type { Typing } from "./typing.ts";

export function messageChangeCommands(
  ctx: AccountContext,
  typing: Typing,
): HandlersOf<"message.reply" | "message.edit" | "message.react" | "message.redact"> {
  const { outbox, rooms } = ctx;
  /** One after the other: two quick presses must not find the same state. */
  let reacting: Promise<unknown> = Promise.resolve();

  function waitingReactions(roomId: RoomId, eventId: EventId, key: string): readonly OutboxItem[] {
    return outbox.items(roomId).filter((item) => {
      const relation = item.eventType === "m.reaction" ? readRelation(item.content) : undefined;
      return relation?.kind === "annotation" && relation.eventId === eventId && relation.key === key;
    });
  }

  function redactionOf(roomId: RoomId, target: string): OutboxItem | undefined {
    return outbox.items(roomId).find(({ redacts, state }) => {
      if (redacts === undefined || state.state === "failed") return false;
      return ("eventId" in redacts ? redacts.eventId : redacts.txnId) === target;
    });
  }

  /** Own reactions that are at the server and on this device. */
  async function ownReactions(roomId: RoomId, eventId: EventId, key: string): Promise<readonly EventId[]> {
    const { chunks } = await rooms.openTimeline(roomId);
    rooms.release(roomId);
    return chunks
      .flatMap((chunk) => chunk.events)
      .filter((event) => {
        if (event.type !== "m.reaction" || event.sender !== rooms.me || event.redactedBy) return false;
        const relation = readRelation(event.content);
        return relation?.kind === "annotation" && relation.eventId === eventId && relation.key === key;
      })
      .map((event) => event.eventId);
  }

  async function add(roomId: RoomId, eventId: EventId, key: string, callKey: string | undefined): Promise<void> {
    const waiting = waitingReactions(roomId, eventId, key);
    for (const { txnId, state } of waiting) {
      if (state.state === "failed") await outbox.discard(roomId, txnId);
      // Taken back before it was sent, and wanted again.
      else if (!(await keep(roomId, txnId))) continue;
      else return;
    }
    for (const own of await ownReactions(roomId, eventId, key)) if (await keep(roomId, own)) return;
    await outbox.enqueueReaction(roomId, eventId, key, callKey);
  }

  /** Calls the taking back off; false if it cannot be called off any more. */
  async function keep(roomId: RoomId, target: string): Promise<boolean> {
    const redaction = redactionOf(roomId, target);
    if (!redaction) return true;
    if (redaction.state.state !== "queued") return false;
    await outbox.discard(roomId, redaction.txnId);
    return true;
  }

  async function remove(roomId: RoomId, eventId: EventId, key: string, callKey: string | undefined): Promise<void> {
    for (const { txnId, state } of waitingReactions(roomId, eventId, key)) {
      if (state.state === "queued" || state.state === "failed") await outbox.discard(roomId, txnId);
      else if (!redactionOf(roomId, txnId)) {
        const target = state.state === "sent" ? { eventId: state.eventId } : { txnId };
        if (state.state !== "sent" || !redactionOf(roomId, state.eventId))
          await outbox.enqueueRedaction(roomId, target, "", callKey && `${callKey} ${txnId}`);
      }
    }
    for (const own of await ownReactions(roomId, eventId, key))
      if (!redactionOf(roomId, own))
        await outbox.enqueueRedaction(roomId, { eventId: own }, "", callKey && `${callKey} ${own}`);
  }

  /** A message is gone only if its earlier and later wordings are: each edit is an event of its own. */
  async function redact(roomId: RoomId, eventId: EventId, reason: string, callKey: string | undefined): Promise<TxnId> {
    const edited = await loadMessage(ctx, roomId, eventId);
    const loaded = edited.event ? editsOf(edited.chunks, edited.event) : [];
    // Asked before the message goes: the server tells no relations of what is deleted.
    const older = edited.event
      ? fetchEdits(ctx, roomId, edited.event).catch((cause: unknown) => {
          ctx.log.info("the server does not say which edits a message has", { cause });
          return [];
        })
      : Promise.resolve([]);
    const txnId = await outbox.enqueueRedaction(roomId, { eventId }, reason, callKey);
    const gone = new Set<EventId>([eventId]);
    const alsoRedact = async (edits: readonly EventId[]): Promise<void> => {
      for (const edit of edits) {
        if (gone.has(edit) || redactionOf(roomId, edit)) continue;
        gone.add(edit);
        await outbox.enqueueRedaction(roomId, { eventId: edit }, reason, callKey && `${callKey} ${edit}`);
      }
    };
    await alsoRedact(loaded.map((edit) => edit.eventId));
    for (const waiting of waitingEdits(roomId, eventId))
      if (!redactionOf(roomId, waiting.txnId))
        await outbox.enqueueRedaction(
          roomId,
          { txnId: waiting.txnId },
          reason,
          callKey && `${callKey} ${waiting.txnId}`,
        );
    older
      .then((edits) => alsoRedact(edits.map((edit) => edit.eventId)))
      .catch((cause: unknown) => ctx.log.info("older wordings of a deleted message stay", { cause }));
    return txnId;
  }

  /** Edits of ours that are on their way or just arrived at the server. */
  function waitingEdits(roomId: RoomId, eventId: EventId): readonly OutboxItem[] {
    return outbox.items(roomId).filter((item) => {
      const relation = item.redacts === undefined ? readRelation(item.content) : undefined;
      return relation?.kind === "replace" && relation.eventId === eventId && item.state.state !== "failed";
    });
  }

  return {
    "message.reply": async ({ roomId, eventId, markdown }, { key }) => {
      const { event } = await loadMessage(ctx, roomId, eventId);
      const txnId = await outbox.enqueueReply(roomId, { eventId, event }, markdown, key);
      typing.set(roomId, "stopped");
      return txnId;
    },
    "message.edit": async ({ roomId, eventId, markdown }, { key }) => {
      const loaded = await loadMessage(ctx, roomId, eventId);
      const event = mustBeKnown(loaded);
      if (!isEditable(event, rooms.me)) throw new Failure({ kind: "invalid", field: "eventId", reason: "not-found" });
      const txnId = await outbox.enqueueEdit(roomId, event, currentContent(loaded, event), markdown, key);
      typing.set(roomId, "stopped");
      return txnId;
    },
    "message.react": async ({ roomId, eventId, key, change }, call) => {
      if (readReactionKey(key) === undefined)
        throw new Failure({ kind: "invalid", field: "key", reason: key.trim() === "" ? "empty" : "too-large" });
      const next = reacting.then(() => (change === "add" ? add : remove)(roomId, eventId, key, call.key));
      reacting = next.catch(() => undefined);
      await next;
      return undefined;
    },
    "message.redact": ({ roomId, eventId, reason }, { key }) => redact(roomId, eventId, reason, key),
  };
}
