import { useRef, useState, type FormEvent } from "react";
import type { RoomView } from "#api/rooms.ts";
import { callVerb } from "#client/use-verb.ts";
import { t } from "#lib/i18n/t.ts";
import { Button } from "#ui/Button.tsx";
import { Dialog, DialogFoot } from "#ui/Dialog.tsx";
import { errorText } from "#ui/error-text.ts";
import { Field } from "#ui/Field.tsx";

export interface EditDetailsProps {
  readonly room: Extract<RoomView, { state: "known" }>;
  readonly onClose: () => void;
}

/** Name and topic, as far as one may change them. */
export function EditDetails({ room, onClose }: EditDetailsProps) {
  const first = useRef<HTMLInputElement>(null);
  const before = { name: room.name.kind === "named" ? room.name.text : "", topic: room.topic ?? "" };
  const [name, setName] = useState(before.name);
  const [topic, setTopic] = useState(before.topic);
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const [state, setState] = useState<"idle" | "busy">("idle");

  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (state === "busy") return;
    setState("busy");
    setProblem(undefined);
    const { roomId } = room;
    const quiet = { onError: "caller" } as const;
    const renamed =
      name.trim() === before.name ? undefined : await callVerb("room.setName", { roomId, name: name.trim() }, quiet);
    const described =
      topic.trim() === before.topic || renamed?.ok === false
        ? undefined
        : await callVerb("room.setTopic", { roomId, topic: topic.trim() }, quiet);
    setState("idle");
    const failed = [renamed, described].find((result) => result?.ok === false);
    if (failed?.ok === false) setProblem(errorText(failed.error));
    else onClose();
  };

  return (
    <Dialog title={t("room.editTitle")} onClose={onClose} initialFocus={first}>
      <form onSubmit={(event) => void save(event)} noValidate>
        <div className="d-body">
          <Field
            ref={first}
            label={t("room.name")}
            value={name}
            maxLength={255}
            disabled={room.can.rename === "no"}
            autoComplete="off"
            note={problem === undefined ? undefined : { tone: "error", text: problem }}
            onChange={(event) => setName(event.target.value)}
          />
          <Field
            label={t("room.topic")}
            value={topic}
            maxLength={2000}
            disabled={room.can.setTopic === "no"}
            autoComplete="off"
            onChange={(event) => setTopic(event.target.value)}
          />
        </div>
        <DialogFoot>
          <Button onClick={onClose}>{t("shell.cancel")}</Button>
          <Button type="submit" look="primary" aria-disabled={state === "busy"}>
            {state === "busy" ? t("room.saving") : t("room.save")}
          </Button>
        </DialogFoot>
      </form>
    </Dialog>
  );
}
