import shieldWarning from "virtual:icon/regular/shield-warning";
import type { UserId } from "#api/ids.ts";
import { useOwnSessions } from "#client/use-own-sessions.ts";
import { useValueView } from "#client/use-view.ts";
import { t } from "#lib/i18n/t.ts";
import { Icon } from "#ui/icons/Icon.tsx";
import { VisuallyHidden } from "#ui/VisuallyHidden.tsx";
import "./session-trust.css";

/** A quiet mark: sessions of this account that are not verified. */
export function UnverifiedMark() {
  const session = useValueView("session", {});
  return session?.state === "signed-in" ? <Mark me={session.userId} /> : null;
}

function Mark({ me }: { readonly me: UserId }) {
  const { unverified } = useOwnSessions(me);
  if (unverified.length === 0) return null;
  const text = t("encryption.verify.unverifiedCount", { count: unverified.length });
  return (
    <span className="set-unverified" title={text}>
      <Icon d={shieldWarning} size="s" />
      <VisuallyHidden>{text}</VisuallyHidden>
    </span>
  );
}
