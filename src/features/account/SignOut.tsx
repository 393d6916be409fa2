import { useEffect, useState } from "react";
import { showToast } from "#client/ui-store.ts";
import { callVerb } from "#client/use-verb.ts";
import { useValueView } from "#client/use-view.ts";
import { t } from "#lib/i18n/t.ts";
import { Button } from "#ui/Button.tsx";
import { Dialog, DialogFoot } from "#ui/Dialog.tsx";
import { errorText } from "#ui/error-text.ts";
import { Note } from "#ui/Field.tsx";
import { navigate } from "#ui/navigation.ts";
import { formatRoute } from "#ui/routes.ts";

interface Loss {
  readonly loss: "none" | "keys";
  readonly unsaved: number;
}

/** Asks before signing out, and says what that deletes here; what would be lost for ever is said first. */
export function SignOut({ onClose }: { readonly onClose: () => void }) {
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const [state, setState] = useState<"idle" | "busy">("idle");
  const [loss, setLoss] = useState<Loss | undefined>(undefined);
  const encryption = useValueView("encryption", {});
  const backup = encryption?.state === "ready" ? encryption.backup : undefined;
  const waiting = backup?.state === "on" ? backup.waiting : undefined;
  // Asked again whenever a batch of keys has been backed up.
  useEffect(() => {
    void lossNow().then(setLoss);
  }, [waiting]);

  const leave = async () => {
    if (state === "busy" || loss === undefined) return;
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
  const error = <Note note={problem === undefined ? undefined : { tone: "error", text: problem }} />;

  if (loss?.loss === "keys") {
    // With a backup that is open and a recovery, all that is needed is a moment.
    const saving =
      waiting !== undefined && waiting > 0 && encryption?.state === "ready" && encryption.recovery !== "absent";
    return (
      <Dialog title={t("encryption.setup.lossTitle")} onClose={onClose}>
        <div className="d-body">
          <p role="status">
            {t(saving ? "encryption.setup.lossSaving" : "encryption.setup.lossBody", { count: loss.unsaved })}
          </p>
          <p>{t("shell.signOutBody")}</p>
          {error}
        </div>
        <DialogFoot>
          {saving ? (
            <Button onClick={onClose}>{t("shell.cancel")}</Button>
          ) : (
            <Button
              look="primary"
              onClick={() => {
                onClose();
                navigate(formatRoute({ kind: "encryption" }));
              }}
            >
              {t("encryption.setup.lossKeep")}
            </Button>
          )}
          {/* Where the button to sign out was before this was known: none takes another one's place. */}
          <Button look="danger" aria-disabled={state === "busy"} onClick={() => void leave()}>
            {t(state === "busy" ? "shell.signingOut" : "encryption.setup.lossAnyway")}
          </Button>
        </DialogFoot>
      </Dialog>
    );
  }
  return (
    <Dialog title={t("shell.signOutTitle")} onClose={onClose}>
      <div className="d-body">
        <p>{t("shell.signOutBody")}</p>
        {error}
      </div>
      <DialogFoot>
        <Button onClick={onClose}>{t("shell.cancel")}</Button>
        {/* Not before it is known what would be lost: no button takes another one's place under the pointer. */}
        <Button look="danger" aria-disabled={state === "busy" || loss === undefined} onClick={() => void leave()}>
          {state === "busy" ? t("shell.signingOut") : t("shell.signOut")}
        </Button>
      </DialogFoot>
    </Dialog>
  );
}

/** An engine that can't say holds nobody back. */
async function lossNow(): Promise<Loss> {
  const result = await callVerb("encryption.lossAtSignOut", {}, { onError: "caller" });
  return result.ok ? result.value : { loss: "none", unsaved: 0 };
}
