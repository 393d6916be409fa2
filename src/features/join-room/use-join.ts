import { useState } from "react";
import type { RoomAlias, RoomId } from "#api/ids.ts";
import { callVerb } from "#client/use-verb.ts";
import { t } from "#lib/i18n/t.ts";
import { errorText } from "#ui/error-text.ts";

export interface Join {
  readonly state: "idle" | "busy";
  readonly problem: string | undefined;
  readonly run: (room: RoomId | RoomAlias, via: readonly string[]) => Promise<RoomId | undefined>;
}

/** Joins a room and tells failures where the button is. */
export function useJoin(): Join {
  const [state, setState] = useState<"idle" | "busy">("idle");
  const [problem, setProblem] = useState<string | undefined>(undefined);
  return {
    state,
    problem,
    run: async (room, via) => {
      if (state === "busy") return undefined;
      setState("busy");
      setProblem(undefined);
      const result = await callVerb("room.join", { room, via }, { onError: "caller" });
      setState("idle");
      if (result.ok) return result.value.roomId;
      const refused = result.error.kind === "matrix" && result.error.errcode === "M_FORBIDDEN";
      setProblem(refused ? t("room.joinForbidden") : errorText(result.error));
      return undefined;
    },
  };
}
