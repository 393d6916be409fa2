import { useEffect, useRef, useState, type FormEvent } from "react";
import type { Session } from "#api/session.ts";
import { forgetArrival } from "#client/arrival.ts";
import { callVerb } from "#client/use-verb.ts";
import { t } from "#lib/i18n/t.ts";
import { Button } from "#ui/Button.tsx";
import { errorText } from "#ui/error-text.ts";
import { Note } from "#ui/Field.tsx";
import { DoorFrame } from "./DoorFrame.tsx";
import { useDoor } from "./door-context.ts";
import { PasswordField } from "#ui/PasswordField.tsx";
import { firstWay } from "./way.ts";
import { signInProblem } from "./sign-in-error.ts";
import type { DoorNotice } from "./SignIn.tsx";
import { useDiscovery } from "./use-discovery.ts";
import { Ways } from "./Ways.tsx";

const CALLER = { onError: "caller" } as const;

export interface SignInAgainProps {
  readonly session: Extract<Session, { state: "soft-logged-out" }>;
  readonly notice: DoorNotice | undefined;
}

/** The session ended, the messages did not: sign in again as the same user, or remove what is kept. */
export function SignInAgain({ session, notice }: SignInAgainProps) {
  const { config } = useDoor();
  const { userId, baseUrl, unsent, signedInWith } = session;
  const { discovery, settle } = useDiscovery(baseUrl);
  const [password, setPassword] = useState("");
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const [state, setState] = useState<"idle" | "busy">("idle");
  const [removing, setRemoving] = useState<"no" | "sure" | "busy">("no");
  const field = useRef<HTMLFormElement>(null);

  // There is nothing to type that would wait for a pause.
  useEffect(() => void settle(baseUrl), [baseUrl]); // eslint-disable-line react-hooks/exhaustive-deps

  const found = discovery.state === "found" ? discovery.server : undefined;
  const withPassword = found ? found.flows.includes("m.login.password") && !found.oauth : signedInWith === "password";
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (state === "busy") return;
    if (password === "") return setProblem(t("auth.enterPassword"));
    setState("busy");
    setProblem(undefined);
    const result = await callVerb("session.signInAgain", { password }, CALLER);
    // On success the session's view takes this screen away.
    if (result.ok) return;
    setState("idle");
    setProblem(signInProblem(result.error, userId).text);
    field.current?.querySelector<HTMLInputElement>("input[name=password]")?.focus();
  };

  if (removing !== "no") {
    return (
      <DoorFrame key="remove" brand={config.brand} title={t("auth.remove")} focus="heading">
        <p className="si-reason">{t("auth.removeBody")}</p>
        <div className="si-more">
          <Button
            look="danger"
            size="large"
            span="wide"
            aria-disabled={removing === "busy"}
            onClick={() => {
              if (removing === "busy") return;
              setRemoving("busy");
              void callVerb("session.forget", {}).then(() => setRemoving("no"));
            }}
          >
            {t("auth.removeSure")}
          </Button>
          <Button size="large" span="wide" onClick={() => setRemoving("no")}>
            {t("auth.keep")}
          </Button>
        </div>
      </DoorFrame>
    );
  }
  return (
    <DoorFrame key="again" brand={config.brand} title={t("auth.again")} focus={withPassword ? "field" : "heading"}>
      <p className="si-reason">
        {t("auth.againBody", { id: userId })}
        {unsent > 0 ? ` ${t("auth.againUnsent", { count: unsent })}` : null}
      </p>
      {notice ? (
        <p className="si-reason bad" role="alert">
          {notice.text}
        </p>
      ) : null}
      {withPassword ? (
        <form ref={field} noValidate onSubmit={(event) => void submit(event)}>
          {/* For password managers: whose password it is. */}
          <input type="text" name="username" autoComplete="username" value={userId} readOnly hidden />
          <PasswordField
            label={t("auth.password")}
            value={password}
            autoComplete="current-password"
            autoFocus
            note={problem === undefined ? undefined : { tone: "error", text: problem }}
            onChange={(event) => {
              setPassword(event.target.value);
              setProblem(undefined);
              forgetArrival();
            }}
          />
          <Button type="submit" look="primary" size="large" span="wide" aria-disabled={state === "busy"}>
            {state === "busy" ? t("auth.signingIn") : t("auth.signIn")}
          </Button>
        </form>
      ) : null}
      {found && firstWay(found) ? <Ways server={found} action="login" rank={withPassword ? "beside" : "only"} /> : null}
      {discovery.state === "failed" ? <Note note={{ tone: "error", text: errorText(discovery.error) }} /> : null}
      <p className="foot">
        <button type="button" className="link" onClick={() => setRemoving("sure")}>
          {t("auth.remove")}
        </button>
      </p>
    </DoorFrame>
  );
}
