/**
 * Typing notices: the first key press tells the server, later ones remind it at most every ten seconds. A notice dies by
 * itself at the server, so nothing here is retried and no failure is worth a word.
 */
import type { RoomId } from "#api/ids.ts";
import type { AccountContext } from "#sdk/account/context.ts";
import { roomPath } from "#sdk/account/room-path.ts";
import { settingsOf } from "#sdk/account/settings.ts";
import type { HandlersOf } from "./account-verbs.ts";

const REMIND_MS = 10_000;
const LIFE_MS = 20_000;

export interface Typing {
  set(roomId: RoomId, typing: "typing" | "stopped"): void;
}

export function createTyping(ctx: AccountContext): Typing {
  const { http, clock, session } = ctx;
  const settings = settingsOf(ctx);
  const toldAt = new Map<RoomId, number>();

  function tell(roomId: RoomId, body: { readonly typing: boolean; readonly timeout?: number }): void {
    http
      .request({ method: "PUT", path: roomPath(roomId, "typing", session.userId), body, timeoutMs: LIFE_MS })
      .catch(() => toldAt.delete(roomId));
  }

  return {
    set: (roomId, typing) => {
      const told = toldAt.get(roomId);
      const alive = told !== undefined && clock.now() - told < LIFE_MS;
      if (typing === "stopped") {
        toldAt.delete(roomId);
        if (alive) tell(roomId, { typing: false });
      } else if (settings.value("typingNotices", roomId) === "on" && (!alive || clock.now() - told >= REMIND_MS)) {
        toldAt.set(roomId, clock.now());
        tell(roomId, { typing: true, timeout: LIFE_MS });
      }
    },
  };
}

export function typingCommands(typing: Typing): HandlersOf<"room.setTyping"> {
  return {
    "room.setTyping": async ({ roomId, typing: state }) => {
      typing.set(roomId, state);
      return undefined;
    },
  };
}
