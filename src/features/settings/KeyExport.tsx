import { useState } from "react";
import { showToast } from "#client/ui-store.ts";
import { callVerb } from "#client/use-verb.ts";
import { t } from "#lib/i18n/t.ts";
import { passwordStrength } from "#lib/password-strength.ts";
import { Button } from "#ui/Button.tsx";
import { Dialog, DialogFoot } from "#ui/Dialog.tsx";
import { errorText } from "#ui/error-text.ts";
import { Note, type FieldNote } from "#ui/Field.tsx";
import { PasswordField } from "#ui/PasswordField.tsx";
import { saveBlob } from "#ui/save-text.ts";

/** All message keys as a file for other clients, sealed with a passphrase. */
export function KeyExport({ onClose }: { readonly onClose: () => void }) {
  const [first, setFirst] = useState("");
  const [second, setSecond] = useState("");
  const [tried, setTried] = useState<"yes" | "no">("no");
  const [state, setState] = useState<"idle" | "busy">("idle");
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const weak = passwordStrength(first, "") === "weak";
  const save = async () => {
    setTried("yes");
    if (state === "busy" || first === "" || weak || first !== second) return;
    setState("busy");
    setProblem(undefined);
    const result = await callVerb("encryption.exportKeys", { passphrase: first }, { onError: "caller" });
    setState("idle");
    if (!result.ok) return setProblem(errorText(result.error));
    saveBlob(t("encryption.settings.exportFile"), result.value.file);
    showToast({ text: t("encryption.settings.exported") });
    onClose();
  };
  return (
    <Dialog title={t("encryption.settings.export")} onClose={onClose}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <div className="d-body">
          <p>{t("encryption.settings.exportBody")}</p>
          <PasswordField
            label={t("encryption.setup.passphrase")}
            autoComplete="new-password"
            autoFocus
            value={first}
            note={firstNote(first, tried)}
            onChange={(event) => setFirst(event.target.value)}
          />
          <PasswordField
            label={t("encryption.setup.passphraseAgain")}
            autoComplete="new-password"
            value={second}
            note={
              tried === "yes" && !weak && first !== second
                ? { tone: "error", text: t("encryption.setup.passphraseDiffers") }
                : undefined
            }
            onChange={(event) => setSecond(event.target.value)}
          />
          <Note
            note={
              problem === undefined
                ? state === "busy"
                  ? { tone: "plain", text: t("encryption.settings.exporting") }
                  : undefined
                : { tone: "error", text: problem }
            }
          />
        </div>
        <DialogFoot>
          <Button onClick={onClose}>{t("encryption.settings.cancel")}</Button>
          <Button look="primary" type="submit" aria-disabled={state === "busy"}>
            {t("encryption.settings.exportAction")}
          </Button>
        </DialogFoot>
      </form>
    </Dialog>
  );
}

function firstNote(passphrase: string, tried: "yes" | "no"): FieldNote | undefined {
  if (passphrase === "")
    return tried === "yes" ? { tone: "error", text: t("encryption.settings.passphraseEmpty") } : undefined;
  switch (passwordStrength(passphrase, "")) {
    case "weak":
      return tried === "yes"
        ? { tone: "error", text: t("encryption.setup.passphraseTooWeak") }
        : { tone: "plain", text: t("encryption.setup.strengthWeak") };
    case "fair":
      return { tone: "plain", text: t("encryption.setup.strengthFair") };
    case "good":
      return { tone: "good", text: t("encryption.setup.strengthGood") };
  }
}
