import shieldCheck from "virtual:icon/fill/shield-check";
import shield from "virtual:icon/regular/shield";
import type { DeviceTrust } from "#api/encryption.ts";
import { t } from "#lib/i18n/t.ts";
import { Button } from "#ui/Button.tsx";
import { Icon } from "#ui/icons/Icon.tsx";
import "./session-trust.css";

/** Whether a session is verified, before the rest of its line. */
export function SessionTrust({ trust }: { readonly trust: DeviceTrust | undefined }) {
  if (!trust) return null;
  const verified = trust.trust === "verified";
  const text =
    trust.encryption === "none"
      ? t("encryption.verify.sessionPlain")
      : t(verified ? "encryption.verify.sessionVerified" : "encryption.verify.sessionUnverified");
  return (
    <span className={verified ? "set-trust ok" : "set-trust"}>
      <Icon d={verified ? shieldCheck : shield} size="s" />
      {text}
    </span>
  );
}

export function VerifySessionButton({ name, onVerify }: { readonly name: string; readonly onVerify: () => void }) {
  return (
    <Button className="set-verify" aria-label={t("encryption.verify.sessionVerify", { name })} onClick={onVerify}>
      {t("encryption.verify.verify")}
    </Button>
  );
}
