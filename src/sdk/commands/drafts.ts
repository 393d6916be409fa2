import { asString } from "#sdk/events/envelope.ts";
import type { AccountContext } from "#sdk/account/context.ts";
import type { HandlersOf } from "./account-verbs.ts";

export function draftCommands({ store, writer }: AccountContext): HandlersOf<"draft.get" | "draft.set"> {
  return {
    "draft.get": async ({ roomId }) => asString(await store.get("drafts", [roomId])) ?? "",
    "draft.set": async ({ roomId, text }) => {
      await writer.write((txn) => {
        if (text === "") txn.delete("drafts", [roomId]);
        else txn.put("drafts", [roomId], text);
        txn.changed("drafts", roomId);
      });
      return undefined;
    },
  };
}
