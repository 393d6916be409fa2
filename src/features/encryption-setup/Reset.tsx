import arrowClockwise from "virtual:icon/regular/arrow-counter-clockwise";
import { useState } from "react";
import { callVerb } from "#client/use-verb.ts";
import { useValueView } from "#client/use-view.ts";
import { t } from "#lib/i18n/t.ts";
import { Button } from "#ui/Button.tsx";
import { ConfirmDialog } from "#ui/ConfirmDialog.tsx";
import { Field } from "#ui/Field.tsx";
import { closeOverlay } from "#ui/navigation.ts";
import { useGuarded } from "#ui/use-guarded.ts";
import { Part } from "./Part.tsx";
import { PassphraseChoice, usePassphrase } from "./PassphraseChoice.tsx";
import { setupError } from "./setup-error.ts";

interface ResetProps {
  readonly onKey: (recoveryKey: string, passphrase: string | undefined) => void;
}

/** Everything is lost: what a new beginning costs, and the way there. */
export function Reset({ onKey }: ResetProps) {
  const session = useValueView("session", {});
  const id = session?.state === "signed-in" ? session.userId : "";
  const [typed, setTyped] = useState("");
  const passphrase = usePassphrase();
  const { chosen } = passphrase;
  const guarded = useGuarded(
    (answer) =>
      callVerb("encryption.reset", { passphrase: chosen, ...(answer ? { answer } : {}) }, { onError: "caller" }),
    ({ recoveryKey }) => onKey(recoveryKey, chosen),
  );
  const sure = id !== "" && typed.trim() === id;
  return (
    <Part icon={arrowClockwise} title={t("encryption.setup.resetHeading")}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (sure && passphrase.check() === "fine") void guarded.begin();
        }}
      >
        <p>{t("encryption.setup.resetIntro")}</p>
        <ul className="enc-costs">
          <li>{t("encryption.setup.resetCostMessages")}</li>
          <li>{t("encryption.setup.resetCostPeople")}</li>
          <li>{t("encryption.setup.resetCostSessions")}</li>
        </ul>
        <p>{t("encryption.setup.resetKeeps")}</p>
        <Field
          label={t("encryption.setup.resetType", { id })}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          value={typed}
          note={guarded.error ? { tone: "error", text: setupError(guarded.error) } : undefined}
          onChange={(event) => setTyped(event.target.value)}
        />
        <PassphraseChoice passphrase={passphrase} />
        <footer className="enc-acts">
          <Button onClick={closeOverlay}>{t("encryption.setup.cancel")}</Button>
          <Button look="danger" type="submit" aria-disabled={!sure || guarded.state === "busy"}>
            {t(guarded.state === "busy" ? "encryption.setup.resetting" : "encryption.setup.reset")}
          </Button>
        </footer>
      </form>
      {guarded.confirming ? <ConfirmDialog confirming={guarded.confirming} /> : null}
    </Part>
  );
}
