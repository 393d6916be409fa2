import lock from "virtual:icon/regular/lock-simple";
import { useRef, useState } from "react";
import { useEncryptionWishes } from "#client/use-encryption-wishes.ts";
import { callVerb } from "#client/use-verb.ts";
import { t } from "#lib/i18n/t.ts";
import { Button } from "#ui/Button.tsx";
import { Dialog, DialogFoot } from "#ui/Dialog.tsx";
import { errorText } from "#ui/error-text.ts";
import { Icon } from "#ui/icons/Icon.tsx";
import { closeOverlay, redirect } from "#ui/navigation.ts";
import { roomLink } from "#ui/routes.ts";
import { PeoplePicker } from "./PeoplePicker.tsx";
import type { Candidate } from "./use-people.ts";

/** Failures are told in the form, not in a corner. */
const CALLER = { onError: "caller" } as const;

/** Begins a chat: with one person in the direct chat the two already have, or in a new one; with several in a new room. */
export function StartChat() {
  const input = useRef<HTMLInputElement>(null);
  const [chosen, setChosen] = useState<readonly Candidate[]>([]);
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const [state, setState] = useState<"idle" | "busy">("idle");

  const wishes = useEncryptionWishes();

  const start = async () => {
    const [first] = chosen;
    if (!first) {
      input.current?.focus();
      setProblem(t("startChat.chooseSomebody"));
      return;
    }
    if (state === "busy") return;
    setState("busy");
    setProblem(undefined);
    const result =
      chosen.length === 1
        ? await callVerb("room.startDirect", { userId: first.userId }, CALLER)
        : await callVerb(
            "room.create",
            {
              name: "",
              topic: "",
              access: "private",
              alias: undefined,
              invite: chosen.map((candidate) => candidate.userId),
            },
            CALLER,
          );
    setState("idle");
    if (result.ok) redirect(roomLink(result.value.roomId));
    else setProblem(errorText(result.error));
  };

  return (
    <Dialog title={t("startChat.title")} className="d-start" onClose={closeOverlay} initialFocus={input}>
      <PeoplePicker
        label={t("startChat.field")}
        chosen={chosen}
        onChosen={(next) => {
          setChosen(next);
          setProblem(undefined);
        }}
        problem={problem}
        inputRef={input}
        onDone={() => void start()}
      />
      <DialogFoot
        note={
          <>
            <Icon d={lock} />
            {wishes?.initial === "plain" ? t("startChat.private") : t("encryption.room.startEncrypted")}
          </>
        }
      >
        <Button onClick={closeOverlay}>{t("shell.cancel")}</Button>
        <Button
          look="primary"
          disabled={chosen.length === 0}
          aria-disabled={state === "busy"}
          onClick={() => void start()}
        >
          {state === "busy" ? t("startChat.starting") : t("startChat.start")}
        </Button>
      </DialogFoot>
    </Dialog>
  );
}
