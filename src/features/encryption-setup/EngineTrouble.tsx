import shieldSlash from "virtual:icon/regular/shield-slash";
import type { Encryption } from "#api/encryption.ts";
import { callVerb } from "#client/use-verb.ts";
import { t } from "#lib/i18n/t.ts";
import { Button } from "#ui/Button.tsx";
import { Empty } from "#ui/Empty.tsx";
import { errorDetails } from "#ui/error-text.ts";

/** The engine is not there yet, or could not be loaded. */
export function EngineTrouble({ encryption }: { readonly encryption: Exclude<Encryption, { state: "ready" }> }) {
  if (encryption.state === "starting") return <p role="status">{t("encryption.setup.starting")}</p>;
  return (
    <Empty icon={shieldSlash} title={t("encryption.settings.unavailable")} details={errorDetails(encryption.error)}>
      <p>{t("encryption.settings.unavailableNote")}</p>
      <Button onClick={() => void callVerb("encryption.retry", {})}>{t("encryption.settings.retry")}</Button>
    </Empty>
  );
}
