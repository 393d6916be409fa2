import { parseEventId, type RoomId } from "#api/ids.ts";
import type { DraftReply } from "#api/messages.ts";
import type { Hue } from "#api/people.ts";
import type { AccountContext } from "#sdk/account/context.ts";
import { asString, isObject } from "#sdk/events/envelope.ts";
import type { HandlersOf } from "./account-verbs.ts";
import { loadMessage } from "./loaded-message.ts";

const MOST_WORDS = 500;
const HUES: readonly Hue[] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

/** Where the answered message of a draft lies; its words lie in the table of drafts. */
function replyKey(roomId: RoomId): readonly [string, string] {
  return ["draftReply", roomId];
}

function readReply(value: unknown): DraftReply | undefined {
  if (!isObject(value)) return undefined;
  const eventId = parseEventId(value["eventId"]);
  const name = asString(value["name"]);
  const text = asString(value["text"]);
  const hue = HUES.find((one) => one === value["hue"]);
  return eventId === undefined || name === undefined || text === undefined || hue === undefined
    ? undefined
    : { eventId, name, hue, text };
}

export function draftCommands(ctx: AccountContext): HandlersOf<"draft.get" | "draft.reply" | "draft.set"> {
  const { store, writer } = ctx;
  return {
    "draft.get": async ({ roomId }) => asString(await store.get("drafts", [roomId])) ?? "",
    "draft.reply": async ({ roomId }) => {
      const reply = readReply(await store.get("meta", replyKey(roomId)));
      if (!reply) return undefined;
      const { event } = await loadMessage(ctx, roomId, reply.eventId);
      return event?.redactedBy ? undefined : reply;
    },
    "draft.set": async ({ roomId, text, reply }) => {
      await writer.write((txn) => {
        if (text === "") txn.delete("drafts", [roomId]);
        else txn.put("drafts", [roomId], text);
        if (reply === undefined) txn.delete("meta", replyKey(roomId));
        else txn.put("meta", replyKey(roomId), { ...reply, text: reply.text.slice(0, MOST_WORDS) });
        txn.changed("drafts", roomId);
      });
      return undefined;
    },
  };
}
