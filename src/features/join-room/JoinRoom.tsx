import { useRef, useState, type FormEvent } from "react";
import { t } from "#lib/i18n/t.ts";
import { Button } from "#ui/Button.tsx";
import { Dialog, DialogFoot } from "#ui/Dialog.tsx";
import { Field } from "#ui/Field.tsx";
import { closeOverlay, redirect } from "#ui/navigation.ts";
import { roomLink } from "#ui/routes.ts";
import { RoomCard } from "./RoomCard.tsx";
import { useRoomPreview } from "./use-room-preview.ts";
import { useJoin } from "./use-join.ts";
import "./join-room.css";

/** Join by address, room ID or link: first a look at the room, then the decision. */
export function JoinRoom({ target }: { readonly target: string }) {
  const input = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(target);
  const [asked, setAsked] = useState(target);
  const preview = useRoomPreview(asked);
  const join = useJoin();

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (typed.trim() === "") {
      input.current?.focus();
      return;
    }
    if (preview.state !== "found" || asked !== typed.trim()) {
      setAsked(typed.trim());
      return;
    }
    if (preview.room.membership === "join") {
      redirect(roomLink(preview.room.roomId));
      return;
    }
    void join.run(preview.room.roomId, preview.room.via).then((roomId) => {
      if (roomId) redirect(roomLink(roomId));
    });
  };

  const found = preview.state === "found" && asked === typed.trim() ? preview.room : undefined;
  const problem = join.problem ?? (preview.state === "failed" && asked === typed.trim() ? preview.problem : undefined);
  return (
    <Dialog title={t("room.joinTitle")} onClose={closeOverlay} initialFocus={input}>
      <form onSubmit={submit} noValidate>
        <div className="d-body">
          <Field
            ref={input}
            label={t("room.joinField")}
            value={typed}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            note={
              problem === undefined ? { tone: "plain", text: t("room.joinHint") } : { tone: "error", text: problem }
            }
            onChange={(event) => setTyped(event.target.value)}
          />
          <div aria-live="polite">{found ? <RoomCard room={found} /> : null}</div>
        </div>
        <DialogFoot>
          <Button onClick={closeOverlay}>{t("shell.cancel")}</Button>
          <Button
            type="submit"
            look="primary"
            disabled={typed.trim() === ""}
            aria-disabled={preview.state === "looking" || join.state === "busy"}
          >
            {found ? (found.membership === "join" ? t("room.open") : t("room.join")) : t("room.lookUp")}
          </Button>
        </DialogFoot>
      </form>
    </Dialog>
  );
}
