import { useRef, useState } from "react";
import type { EventId, RoomId } from "#api/ids.ts";
import { callVerb } from "#client/use-verb.ts";
import { t } from "#lib/i18n/t.ts";
import { Button } from "#ui/Button.tsx";
import { Dialog, DialogFoot } from "#ui/Dialog.tsx";
import { errorText } from "#ui/error-text.ts";
import { Field } from "#ui/Field.tsx";
import "./message-dialogs.css";

export interface DeleteDialogProps {
  readonly roomId: RoomId;
  readonly eventId: EventId;
  /** Whose message it is; undefined for ours. */
  readonly name: string | undefined;
  readonly text: string;
  readonly onClose: () => void;
}

/** Asks before a message is deleted, and why. */
export function DeleteDialog({ roomId, eventId, name, text, onClose }: DeleteDialogProps) {
  const field = useRef<HTMLInputElement>(null);
  const [reason, setReason] = useState("");
  const [problem, setProblem] = useState<string>();
  const [state, setState] = useState<"idle" | "busy">("idle");
  const send = async () => {
    if (state === "busy") return;
    setState("busy");
    const result = await callVerb("message.redact", { roomId, eventId, reason }, { onError: "caller" });
    setState("idle");
    if (result.ok) onClose();
    else setProblem(errorText(result.error));
  };
  return (
    <Dialog
      title={name === undefined ? t("timeline.deleteOwnTitle") : t("timeline.deleteTitle", { name })}
      onClose={onClose}
      initialFocus={field}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <div className="d-body">
          <p className="d-peek" dir="auto">
            {text}
          </p>
          <p>{t("timeline.deleteBody")}</p>
          <Field
            ref={field}
            label={t("timeline.deleteReason")}
            value={reason}
            maxLength={500}
            autoComplete="off"
            note={problem === undefined ? undefined : { tone: "error", text: problem }}
            onChange={(event) => setReason(event.target.value)}
          />
        </div>
        <DialogFoot>
          <Button onClick={onClose}>{t("shell.cancel")}</Button>
          <Button type="submit" look="danger" aria-disabled={state === "busy"}>
            {t("timeline.delete")}
          </Button>
        </DialogFoot>
      </form>
    </Dialog>
  );
}
