import type { AccountContext } from "#sdk/account/context.ts";
import type { HandlersOf } from "./account-verbs.ts";
import { loadMessage } from "./loaded-message.ts";
import type { Typing } from "./typing.ts";

export function messageCommands(
  ctx: AccountContext,
  typing: Typing,
): HandlersOf<"message.send" | "message.sendFiles" | "message.retry" | "message.discard"> {
  const { outbox } = ctx;
  return {
    "message.send": async ({ roomId, markdown }, { key }) => {
      const txnId = await outbox.enqueueText(roomId, markdown, key);
      typing.set(roomId, "stopped");
      return txnId;
    },
    "message.sendFiles": async ({ roomId, files, replyTo }, { key }) => {
      const event = replyTo && (await loadMessage(ctx, roomId, replyTo)).event;
      return outbox.enqueueFiles(roomId, files, key, replyTo && { eventId: replyTo, event });
    },
    "message.retry": async ({ roomId, txnId }) => {
      await outbox.retry(roomId, txnId);
      outbox.wake("asked");
      return undefined;
    },
    "message.discard": async ({ roomId, txnId }) => {
      await outbox.discard(roomId, txnId);
      return undefined;
    },
  };
}
