import { useRef, useState, type FormEvent } from "react";
import type { Result } from "#api/errors.ts";
import type { RoomId } from "#api/ids.ts";
import { LONGEST_SECTION_NAME, userSectionName, type UserSection } from "#api/room-list.ts";
import { callVerb } from "#client/use-verb.ts";
import { t } from "#lib/i18n/t.ts";
import { Button } from "#ui/Button.tsx";
import { Dialog, DialogFoot } from "#ui/Dialog.tsx";
import { errorText } from "#ui/error-text.ts";
import { Field } from "#ui/Field.tsx";

const OWN_WORDS = { onError: "caller" } as const;

/** A name for a new section, with a room in it or none. */
export function NewSection({ roomId, onClose }: { readonly roomId: RoomId | undefined; readonly onClose: () => void }) {
  const rooms = roomId === undefined ? [] : [roomId];
  return (
    <SectionDialog
      title={t("roomList.newSectionTitle")}
      button={t("roomList.createSection")}
      initial=""
      onClose={onClose}
      save={(name) => callVerb("roomList.createSection", { name, rooms }, OWN_WORDS)}
    />
  );
}

/** Another name for a section. */
export function RenameSection({ section, onClose }: { readonly section: UserSection; readonly onClose: () => void }) {
  return (
    <SectionDialog
      title={t("roomList.renameSectionTitle")}
      button={t("roomList.saveSection")}
      initial={userSectionName(section)}
      onClose={onClose}
      save={(name) => callVerb("roomList.renameSection", { section, name }, OWN_WORDS)}
    />
  );
}

interface SectionDialogProps {
  readonly title: string;
  readonly button: string;
  readonly initial: string;
  readonly onClose: () => void;
  readonly save: (name: string) => Promise<Result<unknown>>;
}

function SectionDialog({ title, button, initial, onClose, save }: SectionDialogProps) {
  const input = useRef<HTMLInputElement>(null);
  const [name, setName] = useState(initial);
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const [state, setState] = useState<"idle" | "busy">("idle");

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (state === "busy") return;
    setState("busy");
    const result = await save(name);
    setState("idle");
    if (result.ok) {
      onClose();
      return;
    }
    const { error } = result;
    if (error.kind !== "invalid") setProblem(errorText(error));
    else setProblem(t(error.reason === "empty" ? "roomList.sectionNameNeeded" : "roomList.sectionNameTaken"));
    input.current?.focus();
  };

  return (
    <Dialog title={title} onClose={onClose} initialFocus={input}>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <div className="d-body">
          <Field
            ref={input}
            label={t("roomList.sectionNameLabel")}
            value={name}
            maxLength={LONGEST_SECTION_NAME}
            autoComplete="off"
            note={
              problem === undefined
                ? { tone: "plain", text: t("roomList.sectionNote") }
                : { tone: "error", text: problem }
            }
            onChange={(event) => {
              setName(event.target.value);
              setProblem(undefined);
            }}
          />
        </div>
        <DialogFoot>
          <Button onClick={onClose}>{t("shell.cancel")}</Button>
          <Button look="primary" type="submit">
            {button}
          </Button>
        </DialogFoot>
      </form>
    </Dialog>
  );
}
