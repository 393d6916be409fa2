/** What is known of a person's identity, in words, with what can be done about it; their sessions for whoever asks. */
import shieldCheck from "virtual:icon/fill/shield-check";
import shieldWarning from "virtual:icon/fill/shield-warning";
import shield from "virtual:icon/regular/shield";
import { useEffect } from "react";
import type { DeviceTrust, PersonTrust as Trust } from "#api/encryption.ts";
import type { UserId } from "#api/ids.ts";
import { openDialog } from "#client/ui-store.ts";
import { callVerb } from "#client/use-verb.ts";
import { useListView, useValueView } from "#client/use-view.ts";
import { t, type MessageKey } from "#lib/i18n/t.ts";
import { Button } from "#ui/Button.tsx";
import { Icon } from "#ui/icons/Icon.tsx";
import { closeOverlay, redirect } from "#ui/navigation.ts";
import { formatRoute } from "#ui/routes.ts";
import "./person-trust.css";

type Standing = Trust["trust"];

const WORDS: Readonly<Record<Standing, MessageKey>> = {
  none: "encryption.verify.personNone",
  unverified: "encryption.verify.personUnverified",
  verified: "encryption.verify.personVerified",
  changed: "encryption.verify.personChanged",
  violated: "encryption.verify.personViolated",
};

const ICONS: Readonly<Record<Standing, string>> = {
  none: shield,
  unverified: shield,
  verified: shieldCheck,
  changed: shieldWarning,
  violated: shieldWarning,
};

export function PersonTrust({ userId }: { readonly userId: UserId }) {
  const trust = useValueView("personTrust", { userId });
  const encryption = useValueView("encryption", {});
  useEffect(() => void callVerb("trust.refresh", { userId }, { onError: "caller" }), [userId]);
  if (!trust || encryption?.state !== "ready") return null;
  return (
    <section className="person-trust">
      <p className={trust.trust}>
        <Icon d={ICONS[trust.trust]} />
        <span>{t(WORDS[trust.trust])}</span>
      </p>
      <Actions userId={userId} standing={trust.trust} own={encryption.identity} />
      {trust.devices.length === 0 ? null : (
        <details>
          <summary>{t("encryption.verify.personSessions", { count: trust.devices.length })}</summary>
          <ul>
            {trust.devices.map((device) => (
              <Session key={device.deviceId} device={device} owner={trust.trust} />
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

interface ActionsProps {
  readonly userId: UserId;
  readonly standing: Standing;
  readonly own: "absent" | "elsewhere" | "here";
}

function Actions({ userId, standing, own }: ActionsProps) {
  const asked = useListView("verifications", {}).items.find(
    ({ person, phase }) => person.userId === userId && phase === "incoming",
  );
  if (asked) {
    return (
      <div className="person-acts">
        <span>{t("encryption.verify.personAsks")}</span>
        <Button
          onClick={() => {
            closeOverlay();
            openDialog("verification", asked.key);
          }}
        >
          {t("encryption.verify.look")}
        </Button>
      </div>
    );
  }
  if (standing === "none" || standing === "verified") return null;
  const verify = () => {
    // The verification opens by itself; two dialogs would be one too many.
    closeOverlay();
    void callVerb("verification.request", { userId, deviceId: undefined });
  };
  const again = standing === "violated" ? "encryption.verify.personAgain" : "encryption.verify.personVerify";
  return (
    <div className="person-acts">
      {standing === "changed" ? (
        <Button onClick={() => void callVerb("trust.acceptChange", { userId })}>
          {t("encryption.verify.personAccept")}
        </Button>
      ) : null}
      {standing === "violated" ? (
        <Button onClick={() => void callVerb("trust.withdraw", { userId })}>
          {t("encryption.verify.personWithdraw")}
        </Button>
      ) : null}
      {own === "here" ? (
        <Button onClick={verify}>{t(again)}</Button>
      ) : (
        <Button onClick={() => redirect(formatRoute({ kind: "encryption" }))}>
          {t("encryption.verify.personFirst")}
        </Button>
      )}
    </div>
  );
}

interface SessionProps {
  readonly device: DeviceTrust;
  readonly owner: Standing;
}

/** A session its owner vouches for is only as trustworthy as the owner. */
function Session({ device, owner }: SessionProps) {
  const verified = device.trust === "verified";
  const sure = verified && owner === "verified";
  const text =
    device.encryption === "none"
      ? t("encryption.verify.sessionPlain")
      : t(
          verified
            ? sure
              ? "encryption.verify.sessionVerified"
              : "encryption.verify.sessionTheirs"
            : "encryption.verify.sessionUnverified",
        );
  return (
    <li>
      <Icon d={sure ? shieldCheck : shield} size="s" className={sure ? "ok" : undefined} />
      <span>
        <b dir="auto">{device.name ?? device.deviceId}</b>
        <small>{t("encryption.verify.session", { id: device.deviceId })}</small>
      </span>
      <small>{text}</small>
    </li>
  );
}
