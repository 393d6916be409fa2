import shield from "virtual:icon/regular/shield-check";
import type { Encryption } from "#api/encryption.ts";
import { callVerb } from "#client/use-verb.ts";
import { useValueView } from "#client/use-view.ts";
import { t, type MessageKey } from "#lib/i18n/t.ts";
import { Icon } from "#ui/icons/Icon.tsx";
import { useLocation } from "#ui/navigation.ts";
import { formatRoute } from "#ui/routes.ts";
import "./encryption-card.css";

interface Reminder {
  readonly text: MessageKey;
  readonly action: MessageKey;
}

function reminderOf(encryption: Encryption | undefined): Reminder | undefined {
  if (encryption?.state !== "ready") return undefined;
  const { todo, recoveryKey, remindAt } = encryption;
  if (remindAt !== undefined && remindAt > Date.now()) return undefined;
  switch (todo) {
    case "set-up":
      return { text: "encryption.setup.cardSetUp", action: "encryption.setup.cardSetUpAction" };
    case "verify":
      return { text: "encryption.setup.cardVerify", action: "encryption.setup.cardVerifyAction" };
    case "recovery":
      return { text: "encryption.setup.cardRecovery", action: "encryption.setup.cardRecoveryAction" };
    case "none":
      return recoveryKey === "unconfirmed"
        ? { text: "encryption.setup.cardKey", action: "encryption.setup.cardKeyAction" }
        : undefined;
  }
}

/** At the foot of the list, where it moves nothing: the one thing that is left to do about encryption. */
export function EncryptionCard() {
  const encryption = useValueView("encryption", {});
  const { overlay } = useLocation();
  const reminder = reminderOf(encryption);
  if (!reminder || overlay?.kind === "encryption") return null;
  const link = formatRoute({ kind: "encryption" });
  return (
    <aside className="enc-card" aria-label={t("encryption.setup.cardLabel")}>
      <a className="enc-card-rail" href={link} aria-label={t(reminder.text)} title={t(reminder.text)}>
        <Icon d={shield} />
      </a>
      <p>
        <Icon d={shield} />
        <span>{t(reminder.text)}</span>
      </p>
      <p className="enc-card-acts">
        <a className="link" href={link}>
          {t(reminder.action)}
        </a>
        <button type="button" className="link" onClick={() => void callVerb("encryption.later", {})}>
          {t("encryption.setup.later")}
        </button>
      </p>
    </aside>
  );
}
