import { useState } from "react";
import { showToast } from "#client/ui-store.ts";
import { callVerb } from "#client/use-verb.ts";
import { t } from "#lib/i18n/t.ts";
import { Button } from "#ui/Button.tsx";
import { Dialog, DialogFoot } from "#ui/Dialog.tsx";
import { errorText } from "#ui/error-text.ts";
import { Note } from "#ui/Field.tsx";

/** Asks before signing out, and says what that deletes here. */
export function SignOut({ onClose }: { readonly onClose: () => void }) {
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const [state, setState] = useState<"idle" | "busy">("idle");
  const leave = async () => {
    if (state === "busy") return;
    setState("busy");
    const result = await callVerb("session.signOut", {}, { onError: "caller" });
    setState("idle");
    if (!result.ok) {
      setProblem(errorText(result.error));
      return;
    }
    if (result.value.server === "unreachable") showToast({ text: t("shell.signedOutUntold") });
    onClose();
  };
  return (
    <Dialog title={t("shell.signOutTitle")} onClose={onClose}>
      <div className="d-body">
        <p>{t("shell.signOutBody")}</p>
        <Note note={problem === undefined ? undefined : { tone: "error", text: problem }} />
      </div>
      <DialogFoot>
        <Button onClick={onClose}>{t("shell.cancel")}</Button>
        <Button look="danger" aria-disabled={state === "busy"} onClick={() => void leave()}>
          {state === "busy" ? t("shell.signingOut") : t("shell.signOut")}
        </Button>
      </DialogFoot>
    </Dialog>
  );
}
