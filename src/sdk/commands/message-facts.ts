/** Verbs that tell more of a message than its row does: its wordings, who reacted, its words as they would be typed. */
import { Failure } from "#api/errors.ts";
import type { EventId, RoomId } from "#api/ids.ts";
import type { MessageHistory, MessageVersion } from "#api/messages.ts";
import type { AccountContext } from "#sdk/account/context.ts";
import { replyOf } from "#sdk/events/content/relation.ts";
import { isObject, type MatrixEvent } from "#sdk/events/envelope.ts";
import { asMarkdown } from "#sdk/events/rich-text/as-markdown.ts";
import { isValidEdit } from "#sdk/rooms/relations.ts";
import { saneEvents } from "#sdk/rooms/sane-events.ts";
import { readEventBody } from "#sdk/views/project/timeline/body.ts";
import type { HandlersOf } from "./account-verbs.ts";
import { openFetched } from "./message-edits.ts";
import { currentContent, loadMessage, mustBeKnown, type LoadedMessage } from "./loaded-message.ts";

const MOST_EDITS = 100;

export function messageFactCommands(
  ctx: AccountContext,
): HandlersOf<"message.history" | "message.reactors" | "message.markdown"> {
  const { http, rooms } = ctx;

  async function fetchEdits(roomId: RoomId, eventId: EventId, signal: AbortSignal): Promise<readonly MatrixEvent[]> {
    const place = [roomId, "relations", eventId, "m.replace"].map(encodeURIComponent).join("/");
    const path = `/_matrix/client/v1/rooms/${place}`;
    const json = await http.request({ method: "GET", path, query: { limit: MOST_EDITS }, signal, timeoutMs: 10_000 });
    return openFetched(ctx, roomId, saneEvents(isObject(json) ? json["chunk"] : undefined));
  }

  function loadedEdits({ chunks }: LoadedMessage, event: MatrixEvent): readonly MatrixEvent[] {
    return chunks.flatMap((chunk) => chunk.events).filter((one) => one !== event && isEditOf(event, one));
  }

  async function people(roomId: RoomId) {
    return rooms.openMembers(roomId, "known");
  }

  return {
    "message.history": async ({ roomId, eventId }, { signal }): Promise<MessageHistory> => {
      const loaded = await loadMessage(ctx, roomId, eventId);
      const event = mustBeKnown(loaded);
      const members = await people(roomId);
      const edits = new Map<EventId, MatrixEvent>();
      let extent: MessageHistory["extent"] = "complete";
      try {
        for (const edit of await fetchEdits(roomId, eventId, signal))
          if (isEditOf(event, edit)) edits.set(edit.eventId, edit);
      } catch (cause) {
        if (!(cause instanceof Failure)) throw cause;
        extent = "loaded";
      }
      for (const edit of loadedEdits(loaded, event))
        if (edit.ts <= ctx.clock.now() + 60_000) edits.set(edit.eventId, edit);
      const versions = [event, ...[...edits.values()].toSorted((a, b) => a.ts - b.ts)].flatMap(
        (one): MessageVersion[] => {
          const body = readEventBody(event, one === event ? undefined : one, {
            me: rooms.me,
            people: members,
            words: [],
          });
          return body.kind === "valid" ? [{ eventId: one.eventId, ts: one.ts, body: body.value }] : [];
        },
      );
      return { versions, extent };
    },
    "message.reactors": async ({ roomId, eventId }) => {
      const { relations } = await loadMessage(ctx, roomId, eventId);
      const members = await people(roomId);
      const ignored = rooms.ignored();
      return relations.reactions(eventId).flatMap(({ key, senders }) => {
        const shown = senders.filter(({ userId }) => !ignored.has(userId));
        return shown.length === 0 ? [] : [{ emoji: key, people: shown.map(({ userId }) => members.person(userId)) }];
      });
    },
    "message.markdown": async ({ roomId, eventId }) => {
      const loaded = await loadMessage(ctx, roomId, eventId);
      const event = mustBeKnown(loaded);
      const content = currentContent(loaded, event);
      return asMarkdown(content, replyOf(event.content) === undefined ? "none" : "reply");
    },
  };
}

function isEditOf(event: MatrixEvent, edit: MatrixEvent): boolean {
  const relation = edit.content["m.relates_to"];
  return (
    isObject(relation) &&
    relation["rel_type"] === "m.replace" &&
    relation["event_id"] === event.eventId &&
    isValidEdit(event, edit)
  );
}
