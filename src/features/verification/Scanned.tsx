import checkCircle from "virtual:icon/fill/check-circle";
import { t } from "#lib/i18n/t.ts";
import { Icon } from "#ui/icons/Icon.tsx";

/** They have read our code: only the person can see whether it was they. */
export function Scanned() {
  return (
    <>
      <p className="verify-question" role="status">
        {t("encryption.verify.scannedQuestion")}
      </p>
      <p>{t("encryption.verify.scannedNote")}</p>
    </>
  );
}

/** We have read theirs: the tick they are asked about. */
export function Tick() {
  return (
    <div className="verify-end" role="status">
      <Icon d={checkCircle} className="verify-ok" />
      <h3>{t("encryption.verify.tick")}</h3>
      <p>{t("encryption.verify.tickNote")}</p>
    </div>
  );
}
