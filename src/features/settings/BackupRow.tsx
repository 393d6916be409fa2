import type { Encryption } from "#api/encryption.ts";
import { callVerb } from "#client/use-verb.ts";
import { t } from "#lib/i18n/t.ts";
import { Button } from "#ui/Button.tsx";
import { errorText } from "#ui/error-text.ts";
import type { EncryptionTask } from "#ui/routes.ts";
import { Row } from "./Row.tsx";

export interface BackupRowProps {
  readonly encryption: Extract<Encryption, { state: "ready" }>;
  readonly onTask: (task?: EncryptionTask) => void;
}

/** The backup of message keys: how it stands, and the way to a better state. */
export function BackupRow({ encryption, onTask }: BackupRowProps) {
  return (
    <Row
      id="backup"
      title={t("encryption.settings.backup")}
      note={<span role="status">{noteOf(encryption.backup)}</span>}
    >
      <Remedy encryption={encryption} onTask={onTask} />
    </Row>
  );
}

function noteOf(backup: BackupRowProps["encryption"]["backup"]): string {
  switch (backup.state) {
    case "unknown":
      return t("encryption.settings.backupUnknown");
    case "absent":
      return t("encryption.settings.backupAbsent");
    case "locked":
      return t("encryption.settings.backupLocked");
    case "on":
      return t("encryption.settings.backupOn", { waiting: backup.waiting });
    case "untrusted":
      return t("encryption.settings.backupUntrusted");
    case "failed":
      return `${t("encryption.settings.backupFailed")} ${errorText(backup.error)}`;
  }
}

function Remedy({ encryption: { backup, identity, recovery, device }, onTask }: BackupRowProps) {
  switch (backup.state) {
    case "unknown":
    case "on":
      return null;
    case "failed":
      return (
        <Button onClick={() => void callVerb("encryption.checkBackup", {})}>{t("encryption.settings.retry")}</Button>
      );
    // Without an identity the row above leads to both.
    case "absent":
      return identity === "here" ? (
        <Button onClick={() => onTask("new-key")}>{t("encryption.settings.backupMake")}</Button>
      ) : null;
    case "untrusted":
      return identity === "here" ? (
        <Button onClick={() => onTask("new-key")}>{t("encryption.settings.backupReplace")}</Button>
      ) : null;
    // Verifying opens it; that is offered above.
    case "locked":
      return recovery === "absent" || device.verified === "unverified" ? null : (
        <Button onClick={() => onTask("enter")}>{t("encryption.settings.backupUnlock")}</Button>
      );
  }
}
