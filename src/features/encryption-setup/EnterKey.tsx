import keyIcon from "virtual:icon/regular/key";
import { useState } from "react";
import { callVerb } from "#client/use-verb.ts";
import { t } from "#lib/i18n/t.ts";
import { Button } from "#ui/Button.tsx";
import { PasswordField } from "#ui/PasswordField.tsx";
import { Part } from "./Part.tsx";
import { enterError } from "./setup-error.ts";

/** The recovery key or the passphrase, typed or pasted. */
export function EnterKey({ onDone }: { readonly onDone: () => void }) {
  const [typed, setTyped] = useState("");
  const [state, setState] = useState<"idle" | "busy">("idle");
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const open = async () => {
    if (state === "busy") return;
    if (typed.trim() === "") return setProblem(t("encryption.setup.enterEmpty"));
    setState("busy");
    setProblem(undefined);
    const result = await callVerb("encryption.recover", { secret: typed }, { onError: "caller" });
    setState("idle");
    if (result.ok) onDone();
    else setProblem(enterError(result.error, typed));
  };
  return (
    <Part icon={keyIcon} title={t("encryption.setup.enterHeading")}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void open();
        }}
      >
        <p>{t("encryption.setup.enterIntro")}</p>
        <PasswordField
          label={t("encryption.setup.enterLabel")}
          name="recovery-key"
          autoComplete="off"
          autoFocus
          value={typed}
          note={problem === undefined ? undefined : { tone: "error", text: problem }}
          onChange={(event) => setTyped(event.target.value)}
        />
        <footer className="enc-acts">
          <Button look="primary" type="submit" aria-disabled={state === "busy"}>
            {t(state === "busy" ? "encryption.setup.entering" : "encryption.setup.enter")}
          </Button>
        </footer>
      </form>
    </Part>
  );
}
