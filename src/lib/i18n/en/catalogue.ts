import { auth } from "./auth.ts";
import { composer } from "./composer.ts";
import { devtools } from "./devtools.ts";
import { encryption } from "./encryption.ts";
import { encryptionRoom } from "./encryption-room.ts";
import { encryptionVerify } from "./encryption-verify.ts";
import { errors } from "./errors.ts";
import { links } from "./links.ts";
import { media } from "./media.ts";
import { members } from "./members.ts";
import { roomList } from "./room-list.ts";
import { room } from "./room.ts";
import { settings } from "./settings.ts";
import { shell } from "./shell.ts";
import { startChat } from "./start-chat.ts";
import { timeline } from "./timeline.ts";

export const en = {
  ...auth,
  ...composer,
  ...devtools,
  ...encryption,
  ...encryptionRoom,
  ...encryptionVerify,
  ...errors,
  ...links,
  ...media,
  ...members,
  ...roomList,
  ...room,
  ...settings,
  ...shell,
  ...startChat,
  ...timeline,
} as const;
