import { useState, type FormEvent } from "react";
import { t } from "#lib/i18n/t.ts";
import { Button } from "#ui/Button.tsx";
import { Note } from "#ui/Field.tsx";
import type { StageProps } from "./stage-props.ts";

/** Documents to agree to, each with its own box. */
export function TermsStage({ challenge, busy, problem, onAnswer }: StageProps) {
  const [agreed, setAgreed] = useState<readonly string[]>([]);
  const [missing, setMissing] = useState<"no" | "yes">("no");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    if (challenge.terms.some(({ id }) => !agreed.includes(id))) return setMissing("yes");
    onAnswer({ stage: "m.login.terms", session: challenge.session });
  };
  const error = problem ?? (missing === "yes" ? t("auth.termsMissing") : undefined);
  return (
    <form noValidate onSubmit={submit}>
      <p className="si-reason">{t("auth.termsBody")}</p>
      {challenge.terms.map(({ id, name, url }) => (
        <div key={id} className="si-term">
          <label className="si-tick">
            <input
              type="checkbox"
              checked={agreed.includes(id)}
              onChange={(event) => {
                setMissing("no");
                setAgreed(event.target.checked ? [...agreed, id] : agreed.filter((one) => one !== id));
              }}
            />
            <span>{t("auth.agree", { name })}</span>
          </label>
          <a className="link" href={url} target="_blank" rel="noopener noreferrer">
            {t("auth.read", { name })}
          </a>
        </div>
      ))}
      <Note note={error === undefined ? undefined : { tone: "error", text: error }} />
      <Button type="submit" look="primary" size="large" span="wide" aria-disabled={busy}>
        {t("auth.continue")}
      </Button>
    </form>
  );
}
