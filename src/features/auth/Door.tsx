/**
 * The door: every screen for somebody who is not signed in. The password form is here at once; all others are loaded when
 * they are wanted.
 */
import { Suspense, useMemo, useState } from "react";
import type { Session } from "#api/session.ts";
import { forgetArrival, useArrival } from "#client/arrival.ts";
import { useConfig } from "#client/config.ts";
import { t } from "#lib/i18n/t.ts";
import { errorText } from "#ui/error-text.ts";
import { Voices } from "#ui/Voices.tsx";
import { lazyCode } from "#ui/lazy-code.tsx";
import { DoorFrame } from "./DoorFrame.tsx";
import { Door as DoorContextProvider, type DoorContext } from "./door-context.ts";
import { useDoorRoute } from "./door-route.ts";
import { SignIn, type DoorNotice } from "./SignIn.tsx";

const Register = lazyCode(() => import("./Register.tsx").then((module) => module.Register)).Component;
const ForgotPassword = lazyCode(() => import("./ForgotPassword.tsx").then((module) => module.ForgotPassword)).Component;
const SignInAgain = lazyCode(() => import("./SignInAgain.tsx").then((module) => module.SignInAgain)).Component;

export interface DoorProps {
  readonly session: Extract<Session, { state: "signed-out" | "soft-logged-out" }>;
}

export function Door({ session }: DoorProps) {
  const config = useConfig();
  const defaultServer = config.defaultServer?.serverName ?? "";
  const [server, setServer] = useState(defaultServer);
  const door = useMemo(
    (): DoorContext => ({
      config,
      defaultServer,
      otherServers: config.defaultServer === undefined ? "allowed" : config.otherServers,
      server,
      setServer,
    }),
    [config, defaultServer, server],
  );
  return (
    <DoorContextProvider value={door}>
      <Suspense fallback={<main className="signin" />}>
        <Screen session={session} door={door} />
      </Suspense>
    </DoorContextProvider>
  );
}

function Screen({ session, door }: DoorProps & { readonly door: DoorContext }) {
  const arrival = useArrival();
  const route = useDoorRoute();
  const [passwordSet, setPasswordSet] = useState<"no" | "yes">("no");
  const { config } = door;
  if (arrival.state === "finishing") {
    return (
      <DoorFrame brand={config.brand} title={t("auth.signingIn")} focus="heading">
        <Voices />
      </DoorFrame>
    );
  }
  const refused: DoorNotice | undefined =
    arrival.state === "failed" ? { tone: "error", text: errorText(arrival.error) } : undefined;
  if (session.state === "soft-logged-out") return <SignInAgain session={session} notice={refused} />;
  if (route === "register" && config.registration === "offered") return <Register notice={refused} />;
  if (route === "forgot-password" && config.passwordReset === "offered")
    return <ForgotPassword onDone={() => setPasswordSet("yes")} />;
  const redirect =
    route === "start-sso" ||
    (config.ssoRedirect === "at-once" && session.reason === "never" && location.hash !== "#/login");
  return (
    <SignIn
      notices={[...(refused ? [refused] : passwordSet === "yes" ? [passwordNotice()] : reasons(session))]}
      atOnce={redirect && !refused ? "server-page" : "nothing"}
      onTyped={() => {
        forgetArrival();
        setPasswordSet("no");
      }}
    />
  );
}

function passwordNotice(): DoorNotice {
  return { tone: "plain", text: t("auth.passwordSet") };
}

function reasons({ reason, lost }: Extract<Session, { state: "signed-out" }>): readonly DoorNotice[] {
  const gone: readonly DoorNotice[] = lost > 0 ? [{ tone: "error", text: t("auth.lost", { count: lost }) }] : [];
  switch (reason) {
    case "never":
      return gone;
    case "by-user":
      return [{ tone: "plain", text: t("auth.clearedAll") }, ...gone];
    case "by-server":
      return [{ tone: "plain", text: t("auth.clearedByServer") }, ...gone];
    case "deactivated":
      return [{ tone: "plain", text: t("auth.clearedDeactivated") }, ...gone];
  }
}
