import camera from "virtual:icon/regular/camera";
import smiley from "virtual:icon/regular/smiley";
import { useState } from "react";
import type { VerificationItem, VerificationPhase } from "#api/encryption.ts";
import { callVerb } from "#client/use-verb.ts";
import { t } from "#lib/i18n/t.ts";
import { Button } from "#ui/Button.tsx";
import { Choice } from "#ui/Choice.tsx";
import { hasCamera } from "./camera.ts";
import { QrCode } from "./QrCode.tsx";
import { ScanCode } from "./ScanCode.tsx";

export interface ReadyProps {
  readonly item: VerificationItem;
  readonly standing: Extract<VerificationPhase, { readonly phase: "ready" }>;
  readonly onScanned: (scanned: "yes" | "no") => void;
}

/** Both sides are there: one code to be scanned, and the other ways. */
export function Ready({ item, standing, onScanned }: ReadyProps) {
  const { key } = item;
  const [scanning, setScanning] = useState<"yes" | "no">("no");
  const startEmoji = () => {
    setScanning("no");
    void callVerb("verification.startEmoji", { key });
  };
  const emoji =
    standing.emoji === "yes" ? (
      <Choice
        className="verify-way"
        icon={smiley}
        title={t("encryption.verify.emoji")}
        note={t("encryption.verify.emojiNote")}
        onChoose={startEmoji}
      />
    ) : null;
  if (scanning === "yes") {
    return (
      <>
        <ScanCode flow={key} onScanned={onScanned} />
        <div className="verify-ways">
          {emoji}
          <Button onClick={() => setScanning("no")}>{t("encryption.verify.back")}</Button>
        </div>
      </>
    );
  }
  const scan = standing.scan === "yes" && hasCamera();
  return (
    <>
      <p>
        {item.with === "self"
          ? t("encryption.verify.readySelf")
          : t("encryption.verify.readyPerson", { name: item.person.name })}
      </p>
      {standing.code ? (
        <figure className="verify-code">
          <QrCode bytes={standing.code} />
          <figcaption>{t("encryption.verify.codeNote")}</figcaption>
        </figure>
      ) : null}
      <div className="verify-ways">
        {scan ? (
          <Choice
            className="verify-way"
            icon={camera}
            title={t("encryption.verify.scan")}
            note={t("encryption.verify.scanNote")}
            onChoose={() => setScanning("yes")}
          />
        ) : null}
        {emoji}
      </div>
      {standing.code || scan || emoji ? null : <p>{t("encryption.verify.noWay")}</p>}
    </>
  );
}
