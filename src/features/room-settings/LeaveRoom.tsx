import { useState } from "react";
import type { RoomId } from "#api/ids.ts";
import { showToast } from "#client/ui-store.ts";
import { callVerb } from "#client/use-verb.ts";
import { t } from "#lib/i18n/t.ts";
import { Button } from "#ui/Button.tsx";
import { Dialog, DialogFoot } from "#ui/Dialog.tsx";
import { errorText } from "#ui/error-text.ts";
import { Note } from "#ui/Field.tsx";
import { currentLocation, redirect } from "#ui/navigation.ts";

export interface LeaveRoomProps {
  readonly roomId: RoomId;
  readonly name: string;
  readonly joinRule: string;
  readonly onClose: () => void;
}

/** Asks before leaving, and says whether one can come back alone. */
export function LeaveRoom({ roomId, name, joinRule, onClose }: LeaveRoomProps) {
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const [state, setState] = useState<"idle" | "busy">("idle");
  const leave = async () => {
    if (state === "busy") return;
    setState("busy");
    setProblem(undefined);
    const result = await callVerb("room.leave", { roomId }, { onError: "caller" });
    setState("idle");
    if (!result.ok) {
      setProblem(errorText(result.error));
      return;
    }
    onClose();
    const { place } = currentLocation();
    if (place.kind === "room" && place.room === roomId) redirect("#/home");
    showToast({
      text: t("room.left", { name }),
      ...(joinRule === "public"
        ? {
            action: {
              kind: "labelled",
              label: t("room.undo"),
              run: () => void callVerb("room.join", { room: roomId, via: [] }),
            } as const,
          }
        : {}),
    });
  };
  return (
    <Dialog title={t("room.leaveTitle", { name })} onClose={onClose}>
      <div className="d-body">
        <p>{joinRule === "public" ? t("room.leavePublic") : t("room.leavePrivate")}</p>
        <Note note={problem === undefined ? undefined : { tone: "error", text: problem }} />
      </div>
      <DialogFoot>
        <Button onClick={onClose}>{t("room.stay")}</Button>
        <Button look="danger" aria-disabled={state === "busy"} onClick={() => void leave()}>
          {state === "busy" ? t("room.leaving") : t("room.leave")}
        </Button>
      </DialogFoot>
    </Dialog>
  );
}
