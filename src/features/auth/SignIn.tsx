import eye from "virtual:icon/regular/eye";
import eyeSlash from "virtual:icon/regular/eye-slash";
import { useRef, useState, type FormEvent } from "react";
import { callVerb } from "#client/use-verb.ts";
import { t } from "#lib/i18n/t.ts";
import { Button } from "#ui/Button.tsx";
import { Field, Note, type FieldNote } from "#ui/Field.tsx";
import { IconButton } from "#ui/IconButton.tsx";
import { Logo } from "#ui/Logo.tsx";
import { Skyline } from "#ui/Skyline.tsx";
import { deviceName } from "./device-name.ts";
import { idOf, splitMatrixId, userOf } from "./read-login.ts";
import { discoveryProblem, signInProblem, type SignInProblem } from "./sign-in-error.ts";
import { useDiscovery, type Discovery } from "./use-discovery.ts";
import "./sign-in.css";

/** Failures are told in the form, not in a corner. */
const CALLER = { onError: "caller" } as const;

export interface SignInProps {
  readonly brand: string;
  readonly defaultServer: string;
  /** `refused`: the deployer wants the default server and no other. */
  readonly otherServers: "allowed" | "refused";
  /** What the deployer wants sessions to be called. */
  readonly deviceName: string | undefined;
  /** Why the form is shown to somebody who was signed in before. */
  readonly reason: "never" | "by-user" | "by-server";
}

/** The door: server or Matrix ID, user name, password. */
export function SignIn({ brand, defaultServer, otherServers, deviceName: sessionName, reason }: SignInProps) {
  const [server, setServer] = useState(defaultServer);
  const [user, setUser] = useState("");
  const [password, setPassword] = useState("");
  const [reveal, setReveal] = useState<"hidden" | "shown">("hidden");
  const [problem, setProblem] = useState<SignInProblem | undefined>(undefined);
  const [state, setState] = useState<"idle" | "busy">("idle");
  const { discovery, settle } = useDiscovery(splitMatrixId(server)?.server ?? server);
  const form = useRef<HTMLFormElement>(null);
  /** Counts attempts; one that is not the latest any more has nothing to say. */
  const attempt = useRef(0);

  const focus = (name: string) => form.current?.querySelector<HTMLInputElement>(`input[name=${name}]`)?.focus();
  const fail = (next: SignInProblem) => {
    setProblem(next);
    setState("idle");
    focus(next.field === "server" ? "server" : next.field === "user" ? "username" : "password");
  };

  // Whoever goes on typing has given up the running attempt.
  const edited = () => {
    attempt.current += 1;
    setState("idle");
    setProblem(undefined);
  };

  // A whole Matrix ID may be typed into either field; it fills both. An address that was typed out stays: it says more
  // precisely where the server is than the ID does.
  const addressed = server.includes("://");
  const spread = (text: string) => {
    const id = splitMatrixId(text);
    if (!id) return;
    if (!addressed && otherServers === "allowed") setServer(id.server);
    setUser(id.user);
  };

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (state === "busy") return;
    const typed = addressed ? server : (splitMatrixId(user)?.server ?? splitMatrixId(server)?.server ?? server);
    const asked = (otherServers === "refused" ? defaultServer : typed).trim();
    const name = splitMatrixId(server)?.user ?? userOf(user);
    if (asked === "") return fail({ field: "server", text: t("auth.enterServer", { example: "matrix.org" }) });
    if (name === "") return fail({ field: "user", text: t("auth.enterUser") });
    if (password === "") return fail({ field: "password", text: t("auth.enterPassword") });
    attempt.current += 1;
    const mine = attempt.current;
    setState("busy");
    setProblem(undefined);
    const found = await settle(asked);
    if (attempt.current !== mine) return;
    if (found.state !== "found") {
      return fail(
        found.state === "failed"
          ? discoveryProblem(found.error, asked, navigator.onLine)
          : { field: "server", text: t("errors.timeout") },
      );
    }
    if (!found.server.flows.includes("m.login.password")) {
      return fail({ field: "server", text: t("auth.noPassword", { server: found.server.serverName }) });
    }
    const result = await callVerb(
      "session.signIn",
      {
        baseUrl: found.server.baseUrl,
        serverName: found.server.serverName,
        user: name,
        password,
        deviceName: sessionName ?? deviceName(navigator.userAgent),
      },
      CALLER,
    );
    // On success the session's view takes this screen away.
    if (!result.ok && attempt.current === mine) fail(signInProblem(result.error, idOf(name, found.server.serverName)));
  };

  const noteFor = (field: SignInProblem["field"]): FieldNote | undefined =>
    problem?.field === field ? { tone: "error", text: problem.text } : undefined;

  return (
    <main className="signin">
      <div className="si-box">
        <div className="brand">
          <Logo />
          <span>{brand}</span>
        </div>
        <h1>{t("auth.signIn")}</h1>
        {reason === "never" ? null : (
          <p className="si-reason" role="status">
            {reason === "by-user" ? t("auth.clearedAll") : t("auth.clearedByServer")}
          </p>
        )}
        <form ref={form} noValidate onSubmit={(event) => void submit(event)}>
          <Field
            label={t("auth.server")}
            name="server"
            value={otherServers === "refused" ? defaultServer : server}
            readOnly={otherServers === "refused"}
            autoComplete="url"
            autoCapitalize="none"
            autoCorrect="off"
            spellCheck={false}
            inputMode="url"
            autoFocus={defaultServer === ""}
            note={noteFor("server") ?? discoveryNote(discovery)}
            onChange={(event) => {
              setServer(event.target.value);
              edited();
            }}
            onBlur={() => spread(server)}
          />
          <Field
            label={t("auth.user")}
            name="username"
            value={user}
            autoComplete="username"
            autoCapitalize="none"
            autoCorrect="off"
            spellCheck={false}
            autoFocus={defaultServer !== ""}
            note={noteFor("user")}
            onChange={(event) => {
              setUser(event.target.value);
              edited();
            }}
            onBlur={() => spread(user)}
          />
          <Field
            label={t("auth.password")}
            name="password"
            type={reveal === "shown" ? "text" : "password"}
            value={password}
            autoComplete="current-password"
            autoCapitalize="none"
            spellCheck={false}
            note={noteFor("password")}
            onChange={(event) => {
              setPassword(event.target.value);
              edited();
            }}
            end={
              <IconButton
                icon={reveal === "shown" ? eyeSlash : eye}
                label={reveal === "shown" ? t("auth.hidePassword") : t("auth.showPassword")}
                aria-pressed={reveal === "shown"}
                onClick={() => setReveal(reveal === "shown" ? "hidden" : "shown")}
              />
            }
          />
          <Note note={noteFor("form")} />
          <Button type="submit" look="primary" size="large" span="wide" aria-disabled={state === "busy"}>
            {state === "busy" ? t("auth.signingIn") : t("auth.signIn")}
          </Button>
        </form>
      </div>
      <Skyline />
    </main>
  );
}

function discoveryNote(discovery: Discovery): FieldNote | undefined {
  switch (discovery.state) {
    case "idle":
      return undefined;
    case "looking":
      return { tone: "plain", text: t("auth.looking", { server: discovery.input }) };
    case "found":
      return { tone: "good", text: t("auth.found", { server: discovery.server.serverName }) };
    case "failed":
      return { tone: "error", text: discoveryProblem(discovery.error, discovery.input, navigator.onLine).text };
  }
}
