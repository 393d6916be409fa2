import { useState, type FormEvent } from "react";
import type { EmailProof } from "#api/uia.ts";
import { callVerb } from "#client/use-verb.ts";
import { t } from "#lib/i18n/t.ts";
import { Button } from "#ui/Button.tsx";
import { errorText } from "#ui/error-text.ts";
import { Field, Note } from "#ui/Field.tsx";
import { DoorFrame } from "./DoorFrame.tsx";
import { useDoor } from "./door-context.ts";
import { DOOR_LINKS } from "./door-route.ts";
import { NewPassword } from "./NewPassword.tsx";
import { ServerField } from "./ServerField.tsx";
import { discoveryProblem } from "./sign-in-error.ts";
import { useDiscovery } from "./use-discovery.ts";

const CALLER = { onError: "caller" } as const;

interface Sent {
  readonly baseUrl: string;
  readonly proof: EmailProof;
}

/** A new password by e-mail: the address, then the link in the mail and the new password. */
export function ForgotPassword({ onDone }: { readonly onDone: () => void }) {
  const { config, server } = useDoor();
  const { discovery, settle } = useDiscovery(server);
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [everywhere, setEverywhere] = useState<"no" | "yes">("no");
  const [sent, setSent] = useState<Sent | undefined>(undefined);
  const [problem, setProblem] = useState<
    { readonly field: "server" | "email" | "password" | "form"; readonly text: string } | undefined
  >(undefined);
  const [state, setState] = useState<"idle" | "busy">("idle");

  const send = async (event?: FormEvent) => {
    event?.preventDefault();
    if (state === "busy") return;
    if (server.trim() === "")
      return setProblem({ field: "server", text: t("auth.enterServer", { example: "matrix.org" }) });
    if (!email.includes("@")) return setProblem({ field: "email", text: t("auth.enterEmail") });
    setState("busy");
    setProblem(undefined);
    const settled = await settle(server);
    if (settled.state !== "found") {
      setState("idle");
      const text =
        settled.state === "failed"
          ? discoveryProblem(settled.error, server, navigator.onLine).text
          : t("errors.timeout");
      return setProblem({ field: "server", text });
    }
    const { baseUrl } = settled.server;
    const args = { baseUrl, purpose: "reset-password" as const, email: email.trim() };
    const result = await callVerb("session.requestEmail", sent ? { ...args, again: sent.proof } : args, CALLER);
    setState("idle");
    if (result.ok) setSent({ baseUrl, proof: result.value });
    else setProblem({ field: sent ? "form" : "email", text: errorText(result.error) });
  };

  const set = async (event: FormEvent) => {
    event.preventDefault();
    if (state === "busy" || !sent) return;
    if (password === "") return setProblem({ field: "password", text: t("auth.enterPassword") });
    setState("busy");
    setProblem(undefined);
    const result = await callVerb(
      "session.resetPassword",
      { ...sent, password, signOutEverywhere: everywhere === "yes" },
      CALLER,
    );
    setState("idle");
    if (!result.ok) {
      const code = result.error.kind === "matrix" ? result.error.errcode : "";
      return setProblem({ field: code.includes("PASSWORD") ? "password" : "form", text: errorText(result.error) });
    }
    if (result.value === "link-not-opened") return setProblem({ field: "form", text: t("auth.linkNotOpened") });
    onDone();
    location.hash = DOOR_LINKS.login;
  };

  const textFor = (field: string) => (problem?.field === field ? problem.text : undefined);
  const noteFor = (field: string) => {
    const text = textFor(field);
    return text === undefined ? undefined : ({ tone: "error", text } as const);
  };
  const back = (
    <p className="foot">
      <a href={DOOR_LINKS.login}>{t("auth.backToSignIn")}</a>
    </p>
  );

  if (!sent) {
    return (
      <DoorFrame key="ask" brand={config.brand} title={t("auth.reset")} focus={server === "" ? "field" : "heading"}>
        <p className="si-reason">{t("auth.resetBody")}</p>
        <form noValidate onSubmit={(event) => void send(event)} onChange={() => setProblem(undefined)}>
          <ServerField discovery={discovery} problem={textFor("server")} />
          <Field
            label={t("auth.email")}
            name="email"
            type="email"
            value={email}
            autoComplete="email"
            note={noteFor("email")}
            onChange={(event) => setEmail(event.target.value)}
          />
          <Button type="submit" look="primary" size="large" span="wide" aria-disabled={state === "busy"}>
            {t("auth.sendMail")}
          </Button>
        </form>
        {back}
      </DoorFrame>
    );
  }
  return (
    <DoorFrame key="set" brand={config.brand} title={t("auth.mailCheck")} focus="heading">
      <p className="si-reason" role="status">
        {t("auth.emailSent", { email })}
      </p>
      <form noValidate onSubmit={(event) => void set(event)} onChange={() => setProblem(undefined)}>
        <NewPassword
          label={t("auth.newPassword")}
          value={password}
          username=""
          problem={textFor("password")}
          onChange={setPassword}
        />
        <label className="si-tick">
          <input
            type="checkbox"
            checked={everywhere === "yes"}
            onChange={(event) => setEverywhere(event.target.checked ? "yes" : "no")}
          />
          <span>
            {t("auth.everywhere")}
            <small>{t("auth.everywhereNote")}</small>
          </span>
        </label>
        <Note note={noteFor("form")} />
        <Button type="submit" look="primary" size="large" span="wide" aria-disabled={state === "busy"}>
          {t("auth.setPassword")}
        </Button>
        <button type="button" className="link" onClick={() => void send()}>
          {t("auth.emailAgain")}
        </button>
      </form>
      {back}
    </DoorFrame>
  );
}
