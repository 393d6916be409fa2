/** All verbs of a signed-in account, by noun. */
import type { AccountContext } from "#sdk/account/context.ts";
import type { AccountHandlers } from "./account-verbs.ts";
import { createAsking } from "./asking.ts";
import { createDirectRooms } from "./direct-rooms.ts";
import { draftCommands } from "./drafts.ts";
import { jumpCommands } from "./jump.ts";
import { mediaCommands } from "./media.ts";
import { messageChangeCommands } from "./message-changes.ts";
import { messageFactCommands } from "./message-facts.ts";
import { messageCommands } from "./messages.ts";
import { peopleCommands } from "./people.ts";
import { placeCommands } from "./places.ts";
import { readCommands } from "./read.ts";
import { roomCommands } from "./rooms.ts";
import { roomListCommands } from "./room-list.ts";
import { roomPreviewCommands } from "./room-preview.ts";
import { timelineCommands } from "./timeline.ts";
import { createTyping, typingCommands } from "./typing.ts";

export function accountCommands(ctx: AccountContext): AccountHandlers {
  const typing = createTyping(ctx);
  const asking = createAsking(ctx);
  return {
    ...roomCommands(ctx, createDirectRooms(ctx)),
    ...roomPreviewCommands(ctx),
    ...readCommands(ctx, asking),
    ...placeCommands(ctx, asking),
    ...typingCommands(typing),
    ...peopleCommands(ctx),
    ...jumpCommands(ctx),
    ...roomListCommands(ctx),
    ...messageCommands(ctx, typing),
    ...messageChangeCommands(ctx, typing),
    ...messageFactCommands(ctx),
    ...timelineCommands(ctx),
    ...draftCommands(ctx),
    ...mediaCommands(ctx),
  };
}
