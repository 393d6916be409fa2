import { useState, type FormEvent } from "react";
import type { EmailProof } from "#api/uia.ts";
import { callVerb } from "#client/use-verb.ts";
import { t } from "#lib/i18n/t.ts";
import { Button } from "#ui/Button.tsx";
import { errorText } from "#ui/error-text.ts";
import { Field, Note } from "#ui/Field.tsx";
import type { StageProps } from "./stage-props.ts";

/** An address that belongs to the person: a mail, the link in it, and back here. */
export function EmailStage({ challenge, baseUrl, busy, problem, onAnswer }: StageProps) {
  const [email, setEmail] = useState("");
  const [proof, setProof] = useState<EmailProof | undefined>(undefined);
  const [error, setError] = useState<string | undefined>(undefined);
  const [state, setState] = useState<"idle" | "busy">("idle");

  const send = async (event?: FormEvent) => {
    event?.preventDefault();
    if (state === "busy") return;
    if (!email.includes("@")) return setError(t("auth.enterEmail"));
    setState("busy");
    setError(undefined);
    const args = { baseUrl, purpose: "register" as const, email: email.trim() };
    const result = await callVerb("session.requestEmail", proof ? { ...args, again: proof } : args, {
      onError: "caller",
    });
    setState("idle");
    if (result.ok) setProof(result.value);
    else setError(errorText(result.error));
  };

  if (!proof) {
    return (
      <form noValidate onSubmit={(event) => void send(event)}>
        <p className="si-reason">{t("auth.emailBody")}</p>
        <Field
          label={t("auth.email")}
          name="email"
          type="email"
          value={email}
          autoFocus
          autoComplete="email"
          note={error === undefined ? undefined : { tone: "error", text: error }}
          onChange={(event) => {
            setEmail(event.target.value);
            setError(undefined);
          }}
        />
        <Button type="submit" look="primary" size="large" span="wide" aria-disabled={state === "busy"}>
          {t("auth.sendMail")}
        </Button>
      </form>
    );
  }
  const told = problem ?? error ?? (challenge.refusal ? t("auth.linkNotOpened") : undefined);
  return (
    <div className="si-more">
      <p className="si-reason" role="status">
        {t("auth.emailSent", { email })}
      </p>
      <Note note={told === undefined ? undefined : { tone: "error", text: told }} />
      <Button
        look="primary"
        size="large"
        span="wide"
        aria-disabled={busy}
        onClick={() => {
          if (!busy) onAnswer({ stage: "m.login.email.identity", session: challenge.session, proof });
        }}
      >
        {t("auth.emailOpened")}
      </Button>
      <Button size="large" span="wide" aria-disabled={state === "busy"} onClick={() => void send()}>
        {t("auth.emailAgain")}
      </Button>
    </div>
  );
}
