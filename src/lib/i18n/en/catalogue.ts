import { auth } from "./auth.ts";
import { composer } from "./composer.ts";
import { errors } from "./errors.ts";
import { media } from "./media.ts";
import { members } from "./members.ts";
import { roomList } from "./room-list.ts";
import { room } from "./room.ts";
import { shell } from "./shell.ts";
import { startChat } from "./start-chat.ts";
import { timeline } from "./timeline.ts";

export const en = {
  ...auth,
  ...composer,
  ...errors,
  ...media,
  ...members,
  ...roomList,
  ...room,
  ...shell,
  ...startChat,
  ...timeline,
} as const;
