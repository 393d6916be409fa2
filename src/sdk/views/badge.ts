import type { AccountContext } from "#sdk/account/context.ts";
import { pushRulesOf } from "#sdk/account/push-rules.ts";
import { touches } from "./touches.ts";
import type { OpenValueView } from "./view.ts";

export interface Badge {
  /** Rooms that want the user: mentions, direct chats, invites. */
  readonly forMe: number;
  /** Unread messages that notify. */
  readonly unread: number;
}

/** Sums over all rooms for the tab's title. Muted rooms stay silent here too. */
export function openBadgeView({ rooms }: AccountContext): OpenValueView<Record<never, never>, Badge> {
  return {
    compute: async () => {
      await rooms.ready;
      const { muted } = pushRulesOf(rooms);
      let forMe = 0;
      let unread = 0;
      for (const record of rooms.records().values()) {
        if (record.membership === "invite") forMe += 1;
        if (record.membership !== "join" || muted.has(record.roomId)) continue;
        const { notify, highlight } = record.unread;
        unread += notify;
        if (highlight > 0 || (notify > 0 && rooms.type(record) === "direct") || record.markedUnread === "marked")
          forMe += 1;
      }
      return { forMe, unread };
    },
    update: () => undefined,
    affectedBy: (changes) => touches(changes, ["rooms", "accountData"]),
    close: () => undefined,
  };
}
