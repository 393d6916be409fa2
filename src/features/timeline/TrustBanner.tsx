import shieldWarning from "virtual:icon/fill/shield-warning";
import shield from "virtual:icon/regular/shield";
import type { RoomId, UserId } from "#api/ids.ts";
import { useVerb } from "#client/use-verb.ts";
import { useValueView } from "#client/use-view.ts";
import { t } from "#lib/i18n/t.ts";
import { Banner } from "#ui/Banner.tsx";
import "./trust-banner.css";

/** Somebody in an encrypted room is not who they were, as far as keys say: one of them at a time. */
export function TrustBanner({ roomId }: { readonly roomId: RoomId }) {
  const trust = useValueView("roomTrust", { roomId });
  const verify = useVerb("verification.request");
  const accept = useVerb("trust.acceptChange");
  const withdraw = useVerb("trust.withdraw");
  const retry = useVerb("message.retry");
  const violated = trust?.violated[0];
  const changed = trust?.changed[0];
  const ask = (userId: UserId) => void verify({ userId, deviceId: undefined });

  if (violated) {
    const { userId, name } = violated;
    const giveUp = async () => {
      const given = await withdraw({ userId });
      // What was held back by it goes out now.
      if (given.ok && trust.violated.length === 1) await retry({ roomId, txnId: "all" });
    };
    return (
      <div className="trust-banner">
        <Banner
          icon={shieldWarning}
          tone="danger"
          actions={
            <>
              <button type="button" className="link" onClick={() => ask(userId)}>
                {t("encryption.room.verify")}
              </button>
              <button type="button" className="link" onClick={() => void giveUp()}>
                {t("encryption.room.withdraw")}
              </button>
            </>
          }
        >
          {t("encryption.room.violated", { name })}
        </Banner>
      </div>
    );
  }
  if (!changed) return null;
  const { userId, name } = changed;
  return (
    <div className="trust-banner">
      <Banner
        icon={shield}
        actions={
          <>
            <button type="button" className="link" onClick={() => void accept({ userId })}>
              {t("encryption.room.accept")}
            </button>
            <button type="button" className="link" onClick={() => ask(userId)}>
              {t("encryption.room.verify")}
            </button>
          </>
        }
      >
        {t("encryption.room.changed", { name })}
      </Banner>
    </div>
  );
}
