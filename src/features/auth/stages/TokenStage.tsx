import { useState, type FormEvent } from "react";
import type { Challenge } from "#api/uia.ts";
import { t } from "#lib/i18n/t.ts";
import { Button } from "#ui/Button.tsx";
import { Field } from "#ui/Field.tsx";
import type { StageProps } from "./stage-props.ts";

/** A word from whoever runs the server. */
export function TokenStage({ challenge, busy, problem, onAnswer }: StageProps) {
  const [token, setToken] = useState("");
  const [missing, setMissing] = useState<"no" | "yes">("no");
  // A refusal is of the last token; whoever types again has read it.
  const [refused, setRefused] = useState<Challenge["refusal"]>(undefined);
  const refusal = challenge.refusal !== refused ? challenge.refusal : undefined;
  const error = missing === "yes" ? t("auth.enterToken") : (problem ?? (refusal ? t("auth.tokenWrong") : undefined));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    if (token.trim() === "") return setMissing("yes");
    onAnswer({ stage: "m.login.registration_token", session: challenge.session, token: token.trim() });
  };
  return (
    <form noValidate onSubmit={submit}>
      <p className="si-reason">{t("auth.tokenBody")}</p>
      <Field
        label={t("auth.token")}
        name="token"
        value={token}
        autoFocus
        autoComplete="off"
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
        note={error === undefined ? undefined : { tone: "error", text: error }}
        onChange={(event) => {
          setToken(event.target.value);
          setMissing("no");
          setRefused(challenge.refusal);
        }}
      />
      <Button type="submit" look="primary" size="large" span="wide" aria-disabled={busy}>
        {t("auth.continue")}
      </Button>
    </form>
  );
}
