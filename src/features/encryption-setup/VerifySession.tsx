import arrowClockwise from "virtual:icon/regular/arrow-counter-clockwise";
import devices from "virtual:icon/regular/devices";
import keyIcon from "virtual:icon/regular/key";
import shield from "virtual:icon/regular/shield";
import { useEffect, useEffectEvent, useState } from "react";
import type { UserId } from "#api/ids.ts";
import { callVerb } from "#client/use-verb.ts";
import { useValueView } from "#client/use-view.ts";
import { t } from "#lib/i18n/t.ts";
import { Button } from "#ui/Button.tsx";
import { Choice } from "#ui/Choice.tsx";
import type { Ready } from "./ready.ts";
import { later } from "./later.ts";
import { Part } from "./Part.tsx";

export interface VerifySessionProps {
  readonly encryption: Ready;
  readonly onEnter: () => void;
  readonly onLost: () => void;
  readonly onVerified: () => void;
}

/** An account that has an identity, and a session that is not vouched for yet. */
export function VerifySession(props: VerifySessionProps) {
  const session = useValueView("session", {});
  return session?.state === "signed-in" ? <Ways {...props} me={session.userId} /> : null;
}

function Ways({ encryption, me, onEnter, onLost, onVerified }: VerifySessionProps & { readonly me: UserId }) {
  const own = useValueView("personTrust", { userId: me });
  useEffect(() => void callVerb("trust.refresh", { userId: me }, { onError: "caller" }), [me]);
  const others = own?.devices.some(
    ({ deviceId, trust }) => deviceId !== encryption.device.deviceId && trust === "verified",
  );
  const [asked, setAsked] = useState<"yes" | "no">("no");
  const { verified } = encryption.device;
  const tell = useEffectEvent(onVerified);
  useEffect(() => {
    if (verified === "verified") tell();
  }, [verified]);
  const ask = async () => {
    const result = await callVerb("verification.request", { userId: me, deviceId: undefined });
    if (result.ok) setAsked("yes");
  };
  const key = encryption.recovery !== "absent";
  return (
    <Part icon={shield} title={t("encryption.setup.verifyHeading")}>
      <p>{t("encryption.setup.verifyIntro")}</p>
      <div className="enc-choices">
        {others === true ? (
          <Choice
            className="enc-choice"
            icon={devices}
            title={t("encryption.setup.verifyOther")}
            note={t("encryption.setup.verifyOtherNote")}
            onChoose={() => void ask()}
          />
        ) : null}
        {key ? (
          <Choice
            className="enc-choice"
            icon={keyIcon}
            title={t("encryption.setup.verifyKey")}
            note={t("encryption.setup.verifyKeyNote")}
            onChoose={onEnter}
          />
        ) : null}
        <Choice
          className="enc-choice"
          icon={arrowClockwise}
          title={t("encryption.setup.verifyLost")}
          note={t("encryption.setup.verifyLostNote")}
          onChoose={onLost}
        />
      </div>
      {others === false && !key ? <p>{t("encryption.setup.verifyNone")}</p> : null}
      <p role="status">{asked === "yes" ? t("encryption.setup.verifyAsked") : null}</p>
      <footer className="enc-acts">
        <Button onClick={() => void later()}>{t("encryption.setup.later")}</Button>
      </footer>
    </Part>
  );
}
