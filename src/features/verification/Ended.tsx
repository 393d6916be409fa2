import checkCircle from "virtual:icon/fill/shield-check";
import shieldWarning from "virtual:icon/fill/shield-warning";
import shield from "virtual:icon/regular/shield";
import type { VerificationItem, VerificationPhase } from "#api/encryption.ts";
import { t } from "#lib/i18n/t.ts";
import { Icon } from "#ui/icons/Icon.tsx";

type Over = Extract<VerificationPhase, { readonly phase: "done" | "cancelled" }>;

interface Words {
  readonly title: string;
  readonly note: string;
  readonly tone: "ok" | "plain" | "danger";
}

function wordsOf({ with: whom, person: { name } }: VerificationItem, over: Over): Words {
  const self = whom === "self";
  if (over.phase === "done") {
    return {
      tone: "ok",
      title: self ? t("encryption.verify.doneSelf") : t("encryption.verify.donePerson", { name }),
      note: self ? t("encryption.verify.doneSelfNote") : t("encryption.verify.donePersonNote", { name }),
    };
  }
  switch (over.reason) {
    case "refused": {
      const them = self ? t("encryption.verify.refusedSelf") : t("encryption.verify.refusedPerson", { name });
      return {
        tone: "plain",
        title: over.by === "me" ? t("encryption.verify.refusedMe") : them,
        note: t("encryption.verify.refusedNote"),
      };
    }
    case "timeout":
      return { tone: "plain", title: t("encryption.verify.timeout"), note: t("encryption.verify.timeoutNote") };
    case "mismatch":
      return {
        tone: "danger",
        title: t("encryption.verify.mismatch"),
        note: self ? t("encryption.verify.mismatchSelf") : t("encryption.verify.mismatchPerson", { name }),
      };
    case "elsewhere":
      return { tone: "plain", title: t("encryption.verify.elsewhere"), note: t("encryption.verify.elsewhereNote") };
    case "other":
      return { tone: "plain", title: t("encryption.verify.broken"), note: t("encryption.verify.brokenNote") };
  }
}

const ICONS = { ok: checkCircle, plain: shield, danger: shieldWarning } as const;

/** How it ended, and what that means. */
export function Ended({ item, standing }: { readonly item: VerificationItem; readonly standing: Over }) {
  const { title, note, tone } = wordsOf(item, standing);
  return (
    <div className="verify-end" role="status">
      <Icon d={ICONS[tone]} className={`verify-${tone}`} />
      <h3>{title}</h3>
      <p>{note}</p>
    </div>
  );
}
