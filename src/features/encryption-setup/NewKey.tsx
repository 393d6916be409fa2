import keyIcon from "virtual:icon/regular/key";
import { useState } from "react";
import type { SdkError } from "#api/errors.ts";
import { callVerb } from "#client/use-verb.ts";
import { t } from "#lib/i18n/t.ts";
import { Button } from "#ui/Button.tsx";
import { Note } from "#ui/Field.tsx";
import { closeOverlay } from "#ui/navigation.ts";
import { Part } from "./Part.tsx";
import { PassphraseChoice, usePassphrase } from "./PassphraseChoice.tsx";
import { setupError } from "./setup-error.ts";

interface NewKeyProps {
  readonly onKey: (recoveryKey: string, passphrase: string | undefined) => void;
}

/** Another recovery key in place of the one before. */
export function NewKey({ onKey }: NewKeyProps) {
  const passphrase = usePassphrase();
  const [state, setState] = useState<"idle" | "busy">("idle");
  const [error, setError] = useState<SdkError | undefined>(undefined);
  const make = async () => {
    const { chosen } = passphrase;
    if (state === "busy" || passphrase.check() === "refused") return;
    setState("busy");
    setError(undefined);
    const result = await callVerb("encryption.changeRecoveryKey", { passphrase: chosen }, { onError: "caller" });
    setState("idle");
    if (result.ok) onKey(result.value.recoveryKey, chosen);
    else setError(result.error);
  };
  return (
    <Part icon={keyIcon} title={t("encryption.setup.newKeyHeading")}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void make();
        }}
      >
        <p>{t("encryption.setup.newKeyIntro")}</p>
        <PassphraseChoice passphrase={passphrase} />
        <Note note={error ? { tone: "error", text: setupError(error) } : undefined} />
        <footer className="enc-acts">
          <Button onClick={closeOverlay}>{t("encryption.setup.cancel")}</Button>
          <Button look="primary" type="submit" aria-disabled={state === "busy"}>
            {t(state === "busy" ? "encryption.setup.newKeyMaking" : "encryption.setup.newKey")}
          </Button>
        </footer>
      </form>
    </Part>
  );
}
