/** All verbs of a signed-in account, by noun. */
import type { AccountContext } from "#sdk/account/context.ts";
import type { AccountHandlers } from "./account-verbs.ts";
import { createDirectRooms } from "./direct-rooms.ts";
import { draftCommands } from "./drafts.ts";
import { jumpCommands } from "./jump.ts";
import { mediaCommands } from "./media.ts";
import { messageCommands } from "./messages.ts";
import { peopleCommands } from "./people.ts";
import { readCommands } from "./read.ts";
import { roomCommands } from "./rooms.ts";
import { roomListCommands } from "./room-list.ts";
import { roomPreviewCommands } from "./room-preview.ts";
import { timelineCommands } from "./timeline.ts";
import { createTyping, typingCommands } from "./typing.ts";

export function accountCommands(ctx: AccountContext): AccountHandlers {
  const typing = createTyping(ctx);
  return {
    ...roomCommands(ctx, createDirectRooms(ctx)),
    ...roomPreviewCommands(ctx),
    ...readCommands(ctx),
    ...typingCommands(typing),
    ...peopleCommands(ctx),
    ...jumpCommands(ctx),
    ...roomListCommands(ctx),
    ...messageCommands(ctx, typing),
    ...timelineCommands(ctx),
    ...draftCommands(ctx),
    ...mediaCommands(ctx),
  };
}
