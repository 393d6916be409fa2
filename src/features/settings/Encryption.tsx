import copyIcon from "virtual:icon/regular/copy";
import { useState, type ReactNode } from "react";
import type { Encryption as State } from "#api/encryption.ts";
import { copyAndTell } from "#client/copy-and-tell.ts";
import { callVerb } from "#client/use-verb.ts";
import { useValueView } from "#client/use-view.ts";
import { t } from "#lib/i18n/t.ts";
import { Button } from "#ui/Button.tsx";
import { Empty } from "#ui/Empty.tsx";
import { errorDetails, errorText } from "#ui/error-text.ts";
import { IconButton } from "#ui/IconButton.tsx";
import { navigate } from "#ui/navigation.ts";
import { formatRoute, type EncryptionTask } from "#ui/routes.ts";
import { BackupRow } from "./BackupRow.tsx";
import { KeyExport } from "./KeyExport.tsx";
import { KeyImport } from "./KeyImport.tsx";
import { Row } from "./Row.tsx";
import { SettingSwitch } from "./SettingSwitch.tsx";
import "./encryption.css";

type Ready = Extract<State, { state: "ready" }>;

export function openTask(task?: EncryptionTask): void {
  navigate(formatRoute({ kind: "encryption", task }));
}

/** Where this session and the account stand with encryption, and what can be done about it. */
export function Encryption() {
  const encryption = useValueView("encryption", {});
  return (
    <>
      <Standing encryption={encryption} />
      <SettingSwitch
        id="send-to"
        setting="sendTo"
        title={t("encryption.settings.sendTo")}
        note={t("encryption.settings.sendToNote")}
        on="verified-only"
        off="everybody"
        valueName={(value) => t(`encryption.settings.sendTo.${value}`)}
      />
      {encryption?.state === "ready" ? <Keys encryption={encryption} /> : null}
    </>
  );
}

function Standing({ encryption }: { readonly encryption: State | undefined }) {
  switch (encryption?.state) {
    case undefined:
      return null;
    case "starting":
      return (
        <p className="set-intro" role="status">
          {t("encryption.settings.starting")}
        </p>
      );
    case "unavailable":
      return (
        <Empty title={t("encryption.settings.unavailable")} details={errorDetails(encryption.error)}>
          <p>{t("encryption.settings.unavailableNote")}</p>
          <Button onClick={() => void callVerb("encryption.retry", {})}>{t("encryption.settings.retry")}</Button>
        </Empty>
      );
    case "ready":
      return <Account encryption={encryption} />;
  }
}

function Account({ encryption }: { readonly encryption: Ready }) {
  const { device, identity, history, todo } = encryption;
  const verified = device.verified === "verified";
  return (
    <>
      <Row
        id="session"
        title={t("encryption.settings.session")}
        note={t(verified ? "encryption.settings.sessionVerified" : "encryption.settings.sessionUnverified")}
      >
        {todo === "verify" ? (
          <Button look="primary" onClick={() => openTask()}>
            {t("encryption.settings.verify")}
          </Button>
        ) : null}
      </Row>
      <Row id="identity" title={t("encryption.settings.identity")} note={t(IDENTITY[identity])}>
        {identity === "absent" ? (
          <Button look="primary" onClick={() => openTask()}>
            {t("encryption.settings.setUp")}
          </Button>
        ) : null}
      </Row>
      <RecoveryRow encryption={encryption} />
      <BackupRow encryption={encryption} onTask={openTask} />
      {history.state === "idle" ? null : (
        <Row
          id="backup"
          title={t("encryption.settings.history")}
          note={
            history.state === "running" ? (
              <span role="status">
                {t("encryption.settings.historyRunning", { done: history.done, total: history.total })}
              </span>
            ) : (
              `${t("encryption.settings.historyFailed")} ${errorText(history.error)}`
            )
          }
        >
          {history.state === "running" ? (
            <progress className="set-progress" max={Math.max(1, history.total)} value={history.done} />
          ) : (
            <Button onClick={() => void callVerb("encryption.checkBackup", {})}>
              {t("encryption.settings.retry")}
            </Button>
          )}
        </Row>
      )}
    </>
  );
}

const IDENTITY = {
  absent: "encryption.settings.identityAbsent",
  elsewhere: "encryption.settings.identityElsewhere",
  here: "encryption.settings.identityHere",
} as const;

function RecoveryRow({ encryption: { identity, recovery, recoveryKey } }: { readonly encryption: Ready }) {
  const row = (note: string, children?: ReactNode) => (
    <Row id="recovery" title={t("encryption.settings.recovery")} note={note}>
      {children}
    </Row>
  );
  if (identity === "absent") return null;
  if (identity === "elsewhere") {
    return recovery === "absent"
      ? row(t("encryption.settings.recoveryAbsent"))
      : row(
          t("encryption.settings.recoveryReady"),
          <Button onClick={() => openTask("enter")}>{t("encryption.settings.recoveryEnter")}</Button>,
        );
  }
  if (recovery !== "ready") {
    return row(
      t(recovery === "absent" ? "encryption.settings.recoveryAbsent" : "encryption.settings.recoveryIncomplete"),
      <Button look="primary" onClick={() => openTask("new-key")}>
        {t("encryption.settings.recoveryMake")}
      </Button>,
    );
  }
  const unconfirmed = recoveryKey === "unconfirmed";
  return row(
    t(unconfirmed ? "encryption.settings.recoveryUnconfirmed" : "encryption.settings.recoveryReady"),
    <>
      {unconfirmed ? (
        <Button onClick={() => void callVerb("encryption.keptKey", {})}>{t("encryption.settings.recoveryKept")}</Button>
      ) : null}
      <Button onClick={() => openTask("new-key")}>{t("encryption.settings.recoveryChange")}</Button>
    </>,
  );
}

function Keys({ encryption: { device } }: { readonly encryption: Ready }) {
  const [open, setOpen] = useState<"export" | "none">("none");
  return (
    <>
      <Row id="export" title={t("encryption.settings.export")} note={t("encryption.settings.exportNote")}>
        <Button onClick={() => setOpen("export")}>{t("encryption.settings.exportAction")}</Button>
      </Row>
      <KeyImport />
      <Row
        id="fingerprint"
        title={t("encryption.settings.device")}
        note={
          <>
            {t("encryption.settings.deviceNote", { id: device.deviceId })}
            <code className="set-fingerprint" dir="ltr">
              {device.fingerprint}
            </code>
          </>
        }
      >
        <IconButton
          icon={copyIcon}
          label={t("encryption.settings.deviceCopy")}
          onClick={() => void copyAndTell(device.fingerprint, t("encryption.settings.deviceCopied"))}
        />
      </Row>
      <Row id="reset" title={t("encryption.settings.reset")} note={t("encryption.settings.resetNote")}>
        <Button onClick={() => openTask("reset")}>{t("encryption.settings.resetAction")}</Button>
      </Row>
      {open === "export" ? <KeyExport onClose={() => setOpen("none")} /> : null}
    </>
  );
}
