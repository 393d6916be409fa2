import { t } from "#lib/i18n/t.ts";
import "./separators.css";

/** Where reading stopped: the only filled marigold of a conversation. */
export function New() {
  return (
    <div className="newline">
      <span>{t("timeline.new")}</span>
    </div>
  );
}
