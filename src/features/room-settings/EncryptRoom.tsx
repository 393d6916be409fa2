import { useState } from "react";
import type { RoomView } from "#api/rooms.ts";
import { callVerb } from "#client/use-verb.ts";
import { t } from "#lib/i18n/t.ts";
import { Button } from "#ui/Button.tsx";
import { Dialog, DialogFoot } from "#ui/Dialog.tsx";
import { errorText } from "#ui/error-text.ts";
import { Note } from "#ui/Field.tsx";

export interface EncryptRoomProps {
  readonly room: Extract<RoomView, { state: "known" }>;
  readonly onClose: () => void;
}

/** Asks before a room is encrypted: nobody can take that back. */
export function EncryptRoom({ room, onClose }: EncryptRoomProps) {
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const [state, setState] = useState<"idle" | "busy">("idle");
  const encrypt = async () => {
    if (state === "busy") return;
    setState("busy");
    setProblem(undefined);
    const result = await callVerb("room.encrypt", { roomId: room.roomId }, { onError: "caller" });
    setState("idle");
    if (result.ok) onClose();
    else setProblem(errorText(result.error));
  };
  return (
    <Dialog title={t("encryption.room.switchOnTitle")} onClose={onClose}>
      <div className="d-body">
        <p>{t("encryption.room.switchOnBody")}</p>
        <p>{t("encryption.room.switchOnForever")}</p>
        {room.joinRule === "public" ? <p>{t("encryption.room.switchOnPublic")}</p> : null}
        <Note note={problem === undefined ? undefined : { tone: "error", text: problem }} />
      </div>
      <DialogFoot>
        <Button onClick={onClose}>{t("shell.cancel")}</Button>
        <Button look="primary" aria-disabled={state === "busy"} onClick={() => void encrypt()}>
          {state === "busy" ? t("encryption.room.switchingOn") : t("encryption.room.switchOn")}
        </Button>
      </DialogFoot>
    </Dialog>
  );
}
