import type { ReactNode } from "react";
import { core } from "#client/core-client.ts";
import type { CoreStatus } from "#client/create-core-client.ts";
import { t } from "#lib/i18n/t.ts";
import { Button } from "#ui/Button.tsx";
import { errorDetails } from "#ui/error-text.ts";
import { Logo } from "#ui/Logo.tsx";
import "./boot-screen.css";

/** The plain pages for a window without a core of its own. */
export function CoreScreen({ status }: { readonly status: CoreStatus }) {
  switch (status.state) {
    case "elsewhere":
      return (
        <Plain title={t("shell.elsewhere")} body={t("shell.elsewhereBody")}>
          <Button look="primary" size="large" onClick={() => core().takeOver()}>
            {t("shell.useHere")}
          </Button>
        </Plain>
      );
    case "waiting":
      return <Plain title={t("shell.waiting")} body={t("shell.waitingBody")} />;
    case "stale":
      return (
        <Plain title={t("shell.stale")} body={t("shell.staleBody")}>
          <Reload />
        </Plain>
      );
    case "fatal": {
      if (status.error.kind === "storage" && status.error.code === "quota")
        return (
          <Plain title={t("shell.full")} body={t("shell.fullBody")}>
            <Reload words="errors.tryAgain" />
          </Plain>
        );
      const details = errorDetails(status.error);
      return (
        <Plain title={t("shell.fatal")} body={t("shell.fatalBody")}>
          {details === undefined ? null : <small>{t("errors.details", { details })}</small>}
          <Reload />
        </Plain>
      );
    }
    case "idle":
    case "connecting":
    case "ready":
      return null;
  }
}

function Reload({ words = "shell.reload" }: { readonly words?: "shell.reload" | "errors.tryAgain" }) {
  return (
    <Button look="primary" size="large" onClick={() => window.location.reload()}>
      {t(words)}
    </Button>
  );
}

interface PlainProps {
  readonly title: string;
  readonly body: string;
  readonly children?: ReactNode;
}

function Plain({ title, body, children }: PlainProps) {
  return (
    <main className="core-screen">
      <Logo size="big" />
      <h1>{title}</h1>
      <p>{body}</p>
      {children}
    </main>
  );
}
