import shieldCheck from "virtual:icon/regular/shield-check";
import { callVerb } from "#client/use-verb.ts";
import { t } from "#lib/i18n/t.ts";
import { Button } from "#ui/Button.tsx";
import { ConfirmDialog } from "#ui/ConfirmDialog.tsx";
import { Note } from "#ui/Field.tsx";
import { useGuarded } from "#ui/use-guarded.ts";
import { later } from "./later.ts";
import { Part } from "./Part.tsx";
import { PassphraseChoice, usePassphrase } from "./PassphraseChoice.tsx";
import { setupError } from "./setup-error.ts";

export interface SetUpProps {
  readonly onKey: (recoveryKey: string, passphrase: string | undefined) => void;
  /** Another session was faster. */
  readonly onElsewhere: () => void;
}

/** The first time: identity, backup and secret storage in one step. */
export function SetUp({ onKey, onElsewhere }: SetUpProps) {
  const passphrase = usePassphrase();
  const { chosen } = passphrase;
  const guarded = useGuarded(
    (answer) =>
      callVerb("encryption.setUp", { passphrase: chosen, ...(answer ? { answer } : {}) }, { onError: "caller" }),
    ({ recoveryKey }) => onKey(recoveryKey, chosen),
  );
  const { error } = guarded;
  const elsewhere = error?.kind === "crypto" && error.code === "identity-elsewhere";
  return (
    <Part icon={shieldCheck} title={t("encryption.setup.heading")}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (passphrase.check() === "fine") void guarded.begin();
        }}
      >
        <p>{t("encryption.setup.intro")}</p>
        <PassphraseChoice passphrase={passphrase} />
        <Note note={error ? { tone: "error", text: setupError(error) } : undefined} />
        <footer className="enc-acts">
          <Button onClick={() => void later()}>{t("encryption.setup.later")}</Button>
          {elsewhere ? (
            <Button look="primary" onClick={onElsewhere}>
              {t("encryption.settings.verify")}
            </Button>
          ) : (
            <Button look="primary" type="submit" aria-disabled={guarded.state === "busy"}>
              {t(guarded.state === "busy" ? "encryption.setup.beginning" : "encryption.setup.begin")}
            </Button>
          )}
        </footer>
      </form>
      {guarded.confirming ? <ConfirmDialog confirming={guarded.confirming} /> : null}
    </Part>
  );
}
