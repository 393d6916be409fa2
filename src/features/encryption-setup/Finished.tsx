import shieldCheck from "virtual:icon/fill/shield-check";
import { t } from "#lib/i18n/t.ts";
import { Button } from "#ui/Button.tsx";
import { closeOverlay, redirect } from "#ui/navigation.ts";
import { formatRoute } from "#ui/routes.ts";
import type { Ready } from "./ready.ts";
import { Part } from "./Part.tsx";

export interface FinishedProps {
  readonly what: "ready" | "verified";
  readonly encryption: Ready;
}

/** What it means that it is done. */
export function Finished({ what, encryption: { history } }: FinishedProps) {
  return (
    <Part
      icon={shieldCheck}
      title={t(what === "ready" ? "encryption.setup.readyHeading" : "encryption.setup.verifiedHeading")}
    >
      <p>{t(what === "ready" ? "encryption.setup.readyBody" : "encryption.setup.verifiedBody")}</p>
      <p role="status">
        {history.state === "running"
          ? t("encryption.settings.historyRunning", { done: history.done, total: history.total })
          : null}
      </p>
      <footer className="enc-acts">
        <Button onClick={() => redirect(formatRoute({ kind: "settings", section: "encryption" }))}>
          {t("encryption.setup.toSettings")}
        </Button>
        <Button look="primary" onClick={closeOverlay}>
          {t("encryption.setup.toMessages")}
        </Button>
      </footer>
    </Part>
  );
}
