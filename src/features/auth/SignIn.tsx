import { useEffect, useRef, useState, type FormEvent } from "react";
import { callVerb } from "#client/use-verb.ts";
import { t } from "#lib/i18n/t.ts";
import { Button } from "#ui/Button.tsx";
import { errorText } from "#ui/error-text.ts";
import { Field, Note, type FieldNote } from "#ui/Field.tsx";
import { lazyCode } from "#ui/lazy-code.tsx";
import { DoorFrame } from "./DoorFrame.tsx";
import { sessionName, useDoor } from "./door-context.ts";
import { DOOR_LINKS } from "./door-route.ts";
import { PasswordField } from "#ui/PasswordField.tsx";
import { idOf, splitMatrixId, userOf } from "./read-login.ts";
import { discoveryNote, discoveryProblem, signInProblem, type SignInProblem } from "./sign-in-error.ts";
import { useDiscovery } from "./use-discovery.ts";
import { firstWay } from "./way.ts";

/** Failures are told in the form, not in a corner. */
const CALLER = { onError: "caller" } as const;

const Ways = lazyCode(() => import("./Ways.tsx").then((module) => module.Ways)).Component;

/** Why somebody sees the form, or what became of the last attempt. */
export interface DoorNotice {
  readonly tone: "plain" | "error";
  readonly text: string;
}

export interface SignInProps {
  readonly notices: readonly DoorNotice[];
  /** `server-page`: the deployer, or the address, wants people to go there without pressing anything. */
  readonly atOnce: "nothing" | "server-page";
  readonly onTyped: () => void;
}

/** Server or Matrix ID, user name, password; below, whatever else the server offers. */
export function SignIn({ notices, atOnce, onTyped }: SignInProps) {
  const { config, defaultServer, otherServers, server, setServer } = useDoor();
  const [user, setUser] = useState("");
  const [password, setPassword] = useState("");
  const [problem, setProblem] = useState<SignInProblem | undefined>(undefined);
  const [state, setState] = useState<"idle" | "busy">("idle");
  const { discovery, settle } = useDiscovery(splitMatrixId(server)?.server ?? server);
  const form = useRef<HTMLFormElement>(null);
  /** Counts attempts; one that is not the latest any more has nothing to say. */
  const attempt = useRef(0);
  const found = discovery.state === "found" ? discovery.server : undefined;
  const withPassword = found === undefined || found.flows.includes("m.login.password");
  const elsewhere = found !== undefined && firstWay(found) !== undefined;

  const sent = useRef(false);
  useEffect(() => {
    if (atOnce === "nothing" || sent.current || !found) return;
    const way = firstWay(found);
    if (!way) return;
    sent.current = true;
    const leave = async (): Promise<void> => {
      const { leaveForServer } = await import("./server-page.ts");
      const error = await leaveForServer({ server: found, way, action: "login", config });
      if (error) setProblem({ field: "form", text: errorText(error) });
    };
    leave().catch(() => setProblem({ field: "form", text: t("errors.newVersion") }));
  }, [atOnce, found, config]);

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
    onTyped();
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
    if (withPassword && name === "") return fail({ field: "user", text: t("auth.enterUser") });
    if (withPassword && password === "") return fail({ field: "password", text: t("auth.enterPassword") });
    attempt.current += 1;
    const mine = attempt.current;
    setState("busy");
    setProblem(undefined);
    const settled = await settle(asked);
    if (attempt.current !== mine) return;
    if (settled.state !== "found") {
      return fail(
        settled.state === "failed"
          ? discoveryProblem(settled.error, asked, navigator.onLine)
          : { field: "server", text: t("errors.timeout") },
      );
    }
    const { baseUrl, serverName, flows } = settled.server;
    if (!flows.includes("m.login.password")) {
      const text = firstWay(settled.server)
        ? t("auth.noPassword", { server: serverName })
        : t("auth.noWay", { server: serverName });
      return fail({ field: "server", text });
    }
    const args = { baseUrl, serverName, user: name, password, deviceName: sessionName(config) };
    const result = await callVerb("session.signIn", args, CALLER);
    // On success the session's view takes this screen away.
    if (!result.ok && attempt.current === mine) fail(signInProblem(result.error, idOf(name, serverName)));
  };

  const noteFor = (field: SignInProblem["field"]): FieldNote | undefined =>
    problem?.field === field ? { tone: "error", text: problem.text } : undefined;

  return (
    <DoorFrame brand={config.brand} title={t("auth.signIn")}>
      {notices.map(({ tone, text }) => (
        <p
          key={text}
          className={tone === "error" ? "si-reason bad" : "si-reason"}
          role={tone === "error" ? "alert" : "status"}
        >
          {text}
        </p>
      ))}
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
        {withPassword ? (
          <>
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
            <PasswordField
              label={t("auth.password")}
              value={password}
              autoComplete="current-password"
              note={noteFor("password")}
              onChange={(event) => {
                setPassword(event.target.value);
                edited();
              }}
            />
          </>
        ) : null}
        <Note note={noteFor("form")} />
        {withPassword ? (
          <Button type="submit" look="primary" size="large" span="wide" aria-disabled={state === "busy"}>
            {state === "busy" ? t("auth.signingIn") : t("auth.signIn")}
          </Button>
        ) : elsewhere ? null : (
          <Note note={{ tone: "error", text: t("auth.noWay", { server: found.serverName }) }} />
        )}
        {withPassword && config.passwordReset === "offered" && found?.passwordReset !== "absent" ? (
          <a className="link" href={DOOR_LINKS.forgot}>
            {t("auth.forgot")}
          </a>
        ) : null}
      </form>
      {elsewhere ? <Ways server={found} action="login" rank={withPassword ? "beside" : "only"} /> : null}
      {config.registration === "offered" ? (
        <p className="foot">
          {t("auth.newHere")} <a href={DOOR_LINKS.register}>{t("auth.createAccount")}</a>
        </p>
      ) : null}
      <DoorDocuments />
    </DoorFrame>
  );
}

function DoorDocuments() {
  const { documents } = useDoor().config;
  if (documents.length === 0) return null;
  return (
    <p className="foot si-docs">
      {documents.map(({ kind, text, url }) => (
        <a key={url} href={url} target="_blank" rel="noopener noreferrer">
          {text ?? (kind === "terms" ? t("auth.terms") : t("auth.privacy"))}
        </a>
      ))}
    </p>
  );
}
