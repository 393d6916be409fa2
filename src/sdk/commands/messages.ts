import type { AccountContext } from "#sdk/account/context.ts";
import type { HandlersOf } from "./account-verbs.ts";
import type { Typing } from "./typing.ts";

export function messageCommands(
  { outbox }: AccountContext,
  typing: Typing,
): HandlersOf<"message.send" | "message.sendFiles" | "message.retry" | "message.discard"> {
  return {
    "message.send": async ({ roomId, markdown }, { key }) => {
      const txnId = await outbox.enqueueText(roomId, markdown, key);
      typing.set(roomId, "stopped");
      return txnId;
    },
    "message.sendFiles": ({ roomId, files }, { key }) => outbox.enqueueFiles(roomId, files, key),
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
