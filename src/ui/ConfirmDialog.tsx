/**
 * Asks for what the server wants before it does something that matters: the password, or a visit to a page of its own.
 * Stages that need nobody are answered at once.
 */
import { useEffect, useRef, useState } from "react";
import type { SdkError } from "#api/errors.ts";
import { fallbackUrl, nextStage, type Answer, type Challenge } from "#api/uia.ts";
import { t } from "#lib/i18n/t.ts";
import { Button } from "./Button.tsx";
import { Dialog, DialogFoot } from "./Dialog.tsx";
import { errorText } from "./error-text.ts";
import { Field, Note } from "./Field.tsx";
import type { Confirming } from "./use-guarded.ts";

export function ConfirmDialog({ confirming }: { readonly confirming: Confirming }) {
  const { challenge, answer, giveUp } = confirming;
  const [state, setState] = useState<"idle" | "busy">("idle");
  const [failure, setFailure] = useState<SdkError | undefined>(undefined);
  const stage = nextStage(challenge);
  const { session } = challenge;

  const reply = async (given: Answer) => {
    if (state === "busy") return;
    setState("busy");
    setFailure(undefined);
    const problem = await answer(given);
    setState("idle");
    setFailure(problem);
  };
  const latest = useRef(reply);
  useEffect(() => {
    latest.current = reply;
  });
  useEffect(() => {
    if (stage === "m.login.dummy") void latest.current({ session, stage });
  }, [stage, session]);

  return (
    <Dialog title={t("settings.confirmTitle")} onClose={giveUp}>
      {stage === "m.login.password" ? (
        <PasswordStage
          state={state}
          problem={failure ? errorText(failure) : refusalText(challenge)}
          onPassword={(password) => void reply({ session, stage, password })}
          onCancel={giveUp}
        />
      ) : (
        <PageStage
          url={stage === undefined ? undefined : (challenge.accountPage ?? fallbackUrl(challenge, stage))}
          state={state}
          problem={failure ? errorText(failure) : refusalText(challenge)}
          onContinue={() => void reply({ session, stage: "fallback" })}
          onCancel={giveUp}
        />
      )}
    </Dialog>
  );
}

function refusalText({ refusal }: Challenge): string | undefined {
  if (!refusal) return undefined;
  return t(refusal.errcode === "M_FORBIDDEN" ? "settings.confirmWrong" : "settings.confirmRefused");
}

interface StageProps {
  readonly state: "idle" | "busy";
  readonly problem: string | undefined;
  readonly onCancel: () => void;
}

function PasswordStage({
  state,
  problem,
  onPassword,
  onCancel,
}: StageProps & { readonly onPassword: (password: string) => void }) {
  const [password, setPassword] = useState("");
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (password !== "") onPassword(password);
      }}
    >
      <div className="d-body">
        <p>{t("settings.confirmPassword")}</p>
        <Field
          label={t("settings.yourPassword")}
          type="password"
          autoComplete="current-password"
          autoFocus
          value={password}
          note={problem === undefined ? undefined : { tone: "error", text: problem }}
          onChange={(event) => setPassword(event.target.value)}
        />
      </div>
      <DialogFoot>
        <Button onClick={onCancel}>{t("settings.cancel")}</Button>
        <Button look="primary" type="submit" aria-disabled={state === "busy" || password === ""}>
          {t(state === "busy" ? "settings.confirming" : "settings.confirm")}
        </Button>
      </DialogFoot>
    </form>
  );
}

interface PageProps extends StageProps {
  readonly url: string | undefined;
  readonly onContinue: () => void;
}

function PageStage({ url, state, problem, onContinue, onCancel }: PageProps) {
  const open = () => {
    // With an opener: the page says "authDone" to it.
    const page = window.open(url, "_blank");
    const onMessage = (event: MessageEvent<unknown>) => {
      if (event.source !== page || event.data !== "authDone") return;
      window.removeEventListener("message", onMessage);
      onContinue();
    };
    window.addEventListener("message", onMessage);
  };
  return (
    <>
      <div className="d-body">
        <p>{t(url === undefined ? "settings.confirmImpossible" : "settings.confirmPage")}</p>
        <Note note={problem === undefined ? undefined : { tone: "error", text: problem }} />
      </div>
      <DialogFoot>
        <Button onClick={onCancel}>{t("settings.cancel")}</Button>
        {url === undefined ? null : (
          <>
            <Button onClick={open}>{t("settings.confirmOpen")}</Button>
            <Button look="primary" aria-disabled={state === "busy"} onClick={onContinue}>
              {t(state === "busy" ? "settings.confirming" : "settings.confirmContinue")}
            </Button>
          </>
        )}
      </DialogFoot>
    </>
  );
}
