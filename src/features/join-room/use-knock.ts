import { useState } from "react";
import type { RoomAlias, RoomId } from "#api/ids.ts";
import { callVerb } from "#client/use-verb.ts";
import { t } from "#lib/i18n/t.ts";
import { errorText } from "#ui/error-text.ts";

export interface Knock {
  readonly state: "idle" | "busy";
  readonly problem: string | undefined;
  readonly run: (room: RoomId | RoomAlias, via: readonly string[], reason: string) => Promise<RoomId | undefined>;
}

/** Asks to be let in and tells failures where the button is. */
export function useKnock(): Knock {
  const [state, setState] = useState<"idle" | "busy">("idle");
  const [problem, setProblem] = useState<string>();
  return {
    state,
    problem,
    run: async (room, via, reason) => {
      if (state === "busy") return undefined;
      setState("busy");
      setProblem(undefined);
      const result = await callVerb("room.knock", { room, via, reason }, { onError: "caller" });
      setState("idle");
      if (result.ok) return result.value.roomId;
      const refused = result.error.kind === "matrix" && result.error.errcode === "M_FORBIDDEN";
      setProblem(refused ? t("room.joinForbidden") : errorText(result.error));
      return undefined;
    },
  };
}
