/** All verbs of a signed-in account, by noun. */
import type { AccountContext } from "#sdk/account/context.ts";
import type { AccountHandlers } from "./account-verbs.ts";
import { accountDeviceCommands } from "./account-devices.ts";
import { accountProfileCommands } from "./account-profile.ts";
import { accountSecurityCommands } from "./account-security.ts";
import { createAsking } from "./asking.ts";
import { dataCommands } from "./data.ts";
import { devtoolsCommands } from "./devtools.ts";
import { createDirectRooms } from "./direct-rooms.ts";
import { draftCommands } from "./drafts.ts";
import { encryptionCommands } from "./encryption.ts";
import { jumpCommands } from "./jump.ts";
import { linkCommands } from "./links.ts";
import { mediaCommands } from "./media.ts";
import { messageChangeCommands } from "./message-changes.ts";
import { messageFactCommands } from "./message-facts.ts";
import { messageReaderCommands } from "./message-readers.ts";
import { messageCommands } from "./messages.ts";
import { peopleCommands } from "./people.ts";
import { placeCommands } from "./places.ts";
import { readCommands } from "./read.ts";
import { roomCommands } from "./rooms.ts";
import { roomListCommands } from "./room-list.ts";
import { sectionCommands } from "./sections.ts";
import { roomPreviewCommands } from "./room-preview.ts";
import { settingsCommands } from "./settings.ts";
import { timelineCommands } from "./timeline.ts";
import { createTyping, typingCommands } from "./typing.ts";

export function accountCommands(ctx: AccountContext): AccountHandlers {
  const typing = createTyping(ctx);
  const asking = createAsking(ctx);
  const rooms = roomCommands(ctx, createDirectRooms(ctx));
  return {
    ...rooms,
    ...encryptionCommands(ctx, ctx.encryption, rooms["room.startDirect"]),
    ...roomPreviewCommands(ctx),
    ...readCommands(ctx, asking),
    ...placeCommands(ctx, asking),
    ...typingCommands(typing),
    ...peopleCommands(ctx),
    ...jumpCommands(ctx),
    ...roomListCommands(ctx),
    ...sectionCommands(ctx, asking),
    ...messageCommands(ctx, typing),
    ...messageChangeCommands(ctx, typing),
    ...messageFactCommands(ctx),
    ...messageReaderCommands(ctx),
    ...timelineCommands(ctx),
    ...linkCommands(ctx),
    ...devtoolsCommands(ctx),
    ...draftCommands(ctx),
    ...mediaCommands(ctx),
    ...settingsCommands(ctx),
    ...dataCommands(ctx),
    ...accountProfileCommands(ctx),
    ...accountSecurityCommands(ctx),
    ...accountDeviceCommands(ctx),
  };
}
