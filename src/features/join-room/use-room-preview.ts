import { useEffect, useState } from "react";
import type { SdkError } from "#api/errors.ts";
import type { RoomPreview } from "#api/rooms.ts";
import { callVerb } from "#client/use-verb.ts";
import { t } from "#lib/i18n/t.ts";
import { errorDetails, errorText } from "#ui/error-text.ts";

export type PreviewState =
  | { readonly state: "idle" | "looking" }
  | { readonly state: "found"; readonly room: RoomPreview }
  | { readonly state: "failed"; readonly problem: string; readonly details: string | undefined };

/** What can be known about the room behind an address, ID or link; never joins. `attempt` asks again. */
export function useRoomPreview(target: string, attempt = 0): PreviewState {
  const [answer, setAnswer] = useState<{ readonly target: string; readonly state: PreviewState } | undefined>();
  useEffect(() => {
    if (target === "") return undefined;
    let wanted = true;
    void callVerb("room.preview", { target }, { onError: "caller" }).then((result) => {
      if (!wanted) return;
      setAnswer({
        target,
        state: result.ok
          ? { state: "found", room: result.value }
          : { state: "failed", problem: problemText(result.error), details: errorDetails(result.error) },
      });
    });
    return () => {
      wanted = false;
    };
  }, [target, attempt]);
  if (target === "") return { state: "idle" };
  return answer?.target === target ? answer.state : { state: "looking" };
}

function problemText(error: SdkError): string {
  if (error.kind === "matrix" && error.status === 404) return t("room.previewNotFound");
  if (error.kind === "matrix" && error.errcode === "M_FORBIDDEN") return t("room.previewForbidden");
  if (error.kind === "invalid") return t("room.joinMalformed");
  return errorText(error);
}
