/**
 * A new account: user name and password first, then whatever stages the server asks for, one screen each. What was typed
 * stays here until the server has said yes; a refusal leads back to the field it is about.
 */
import { useEffect, useState, type FormEvent } from "react";
import type { RegistrationOffer } from "#api/session.ts";
import { nextStage, type Answer, type Challenge } from "#api/uia.ts";
import type { SdkError } from "#api/errors.ts";
import { callVerb } from "#client/use-verb.ts";
import { t } from "#lib/i18n/t.ts";
import { Button } from "#ui/Button.tsx";
import { errorText } from "#ui/error-text.ts";
import { Field, Note } from "#ui/Field.tsx";
import { redirect } from "#ui/navigation.ts";
import { formatRoute } from "#ui/routes.ts";
import type { DoorNotice } from "./SignIn.tsx";
import { DoorFrame } from "./DoorFrame.tsx";
import { sessionName, useDoor } from "./door-context.ts";
import { DOOR_LINKS } from "./door-route.ts";
import { NewPassword } from "./NewPassword.tsx";
import { firstWay } from "./way.ts";
import { ServerField } from "./ServerField.tsx";
import { Stage } from "./Stage.tsx";
import { useDiscovery } from "./use-discovery.ts";
import { useUsernameNote } from "./use-username.ts";
import { Ways } from "./Ways.tsx";

const CALLER = { onError: "caller" } as const;
const ABOUT_NAME: ReadonlySet<string> = new Set(["M_USER_IN_USE", "M_INVALID_USERNAME", "M_EXCLUSIVE"]);

interface Problem {
  readonly field: "server" | "user" | "password" | "form";
  readonly text: string;
}

function problemOf(error: SdkError): Problem {
  const code = error.kind === "matrix" ? error.errcode : "";
  const field = ABOUT_NAME.has(code) ? "user" : code.includes("PASSWORD") ? "password" : "form";
  return { field, text: errorText(error) };
}

export function Register({ notice }: { readonly notice: DoorNotice | undefined }) {
  const { config, server } = useDoor();
  const { discovery } = useDiscovery(server);
  const found = discovery.state === "found" ? discovery.server : undefined;
  const offer = useOffer(found?.oauth ? undefined : found?.baseUrl);
  const [username, setUsername] = useState("");
  const [password, setPassword] = useState("");
  const [problem, setProblem] = useState<Problem | undefined>(undefined);
  const [challenge, setChallenge] = useState<Challenge | undefined>(undefined);
  const [state, setState] = useState<"idle" | "busy">("idle");
  const usernameNote = useUsernameNote(offer?.state === "open" ? found : undefined, username);

  const ask = async (answer: Answer | undefined): Promise<void> => {
    if (!found) return;
    setState("busy");
    setProblem(undefined);
    const args = { baseUrl: found.baseUrl, username, password, deviceName: sessionName(config) };
    const result = await callVerb("session.register", answer ? { ...args, answer } : args, CALLER);
    if (result.ok && result.value.state === "challenge") {
      const next = result.value.challenge;
      const stage = nextStage(next);
      // Nothing to do for a person in these.
      if (stage === "m.login.dummy" && !next.refusal) return ask({ stage, session: next.session });
      if (stage === undefined && !next.refusal && answer?.stage !== "fallback")
        return ask({ stage: "fallback", session: next.session });
      setChallenge(next);
    }
    if (!result.ok) {
      const told = problemOf(result.error);
      setProblem(told);
      if (told.field !== "form") setChallenge(undefined);
    }
    // When it is done, the session's view takes this screen away; what a new account ought to do first is told beside the list.
    if (result.ok && result.value.state === "done") redirect(formatRoute({ kind: "encryption" }));
    if (!result.ok || result.value.state === "challenge") setState("idle");
  };

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (state === "busy") return;
    if (server.trim() === "")
      return setProblem({ field: "server", text: t("auth.enterServer", { example: "matrix.org" }) });
    if (username === "") return setProblem({ field: "user", text: t("auth.enterUser") });
    if (usernameNote?.tone === "error") return;
    if (password === "") return setProblem({ field: "password", text: t("auth.enterPassword") });
    void ask(undefined);
  };

  if (challenge && found) {
    return (
      <Stage
        challenge={challenge}
        baseUrl={found.baseUrl}
        busy={state === "busy"}
        problem={problem?.text}
        onAnswer={(answer) => void ask(answer)}
        onBack={() => setChallenge(undefined)}
      />
    );
  }

  const typed = !found?.oauth && (offer === undefined || offer.state === "open");
  const textFor = (field: Problem["field"]) => (problem?.field === field ? problem.text : undefined);
  return (
    <DoorFrame brand={config.brand} title={t("auth.register")} focus={server === "" ? "field" : "heading"}>
      {notice ? (
        <p className="si-reason bad" role="alert">
          {notice.text}
        </p>
      ) : null}
      <form noValidate onSubmit={submit} onChange={() => setProblem(undefined)}>
        <ServerField discovery={discovery} problem={textFor("server")} />
        {typed ? (
          <>
            <Field
              label={t("auth.user")}
              name="username"
              value={username}
              autoComplete="username"
              autoCapitalize="none"
              autoCorrect="off"
              spellCheck={false}
              note={problem?.field === "user" ? { tone: "error", text: problem.text } : usernameNote}
              onChange={(event) => setUsername(event.target.value.trim().toLowerCase().replace(/^@/, ""))}
            />
            <NewPassword
              label={t("auth.password")}
              value={password}
              username={username}
              problem={textFor("password")}
              onChange={setPassword}
            />
            <Note note={problem?.field === "form" ? { tone: "error", text: problem.text } : undefined} />
            <Button type="submit" look="primary" size="large" span="wide" aria-disabled={state === "busy"}>
              {state === "busy" ? t("auth.creating") : t("auth.continue")}
            </Button>
          </>
        ) : null}
      </form>
      {found && offer?.state === "closed" && !firstWay(found) ? (
        <Note note={{ tone: "error", text: t("auth.closed", { server: found.serverName }) }} />
      ) : null}
      {found ? <Ways server={found} action="register" rank={typed ? "beside" : "only"} /> : null}
      <p className="foot">
        {t("auth.haveAccount")} <a href={DOOR_LINKS.login}>{t("auth.signInInstead")}</a>
      </p>
    </DoorFrame>
  );
}

function useOffer(baseUrl: string | undefined): RegistrationOffer | undefined {
  const [offer, setOffer] = useState<{ readonly baseUrl: string; readonly offer: RegistrationOffer } | undefined>(
    undefined,
  );
  useEffect(() => {
    if (baseUrl === undefined) return undefined;
    let current = true;
    void callVerb("session.registrationOffer", { baseUrl }, CALLER).then((result) => {
      if (current && result.ok) setOffer({ baseUrl, offer: result.value });
    });
    return () => {
      current = false;
    };
  }, [baseUrl]);
  return offer?.baseUrl === baseUrl ? offer?.offer : undefined;
}
