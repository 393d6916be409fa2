import bellSlash from "virtual:icon/regular/bell-slash";
import warningCircle from "virtual:icon/fill/warning-circle";
import type { Mark as MarkData } from "#api/room-list.ts";
import { t } from "#lib/i18n/t.ts";
import { Icon } from "./icons/Icon.tsx";
import { markText } from "./mark-text.ts";
import { VisuallyHidden } from "./VisuallyHidden.tsx";
import "./mark.css";

/** The one mark of a row, with its meaning in words. */
export function Mark({ mark }: { readonly mark: MarkData }) {
  switch (mark.kind) {
    case "none":
    case "activity":
      return null;
    case "muted":
      return (
        <span className="mutedmark">
          <Icon d={bellSlash} />
          <VisuallyHidden>{t("roomList.muted")}</VisuallyHidden>
        </span>
      );
    case "failed":
      return (
        <span className="failed">
          <Icon d={warningCircle} />
          <VisuallyHidden>{t("roomList.failed")}</VisuallyHidden>
        </span>
      );
    case "count":
      return (
        <span className={mark.whom === "room" ? "count" : "count forme"}>
          <span aria-hidden="true">
            {mark.whom === "mention" ? <span className="at">{"@"}</span> : null}
            {shortCount(mark.count, mark.bound)}
          </span>
          <VisuallyHidden>{markText(mark)}</VisuallyHidden>
        </span>
      );
  }
}

function shortCount(count: number, bound: "exact" | "atLeast"): string {
  if (count > 99) return "99+";
  return bound === "atLeast" ? `${count}+` : String(count);
}

/** "Somebody wants you", without a number. */
export function DotForMe({ label }: { readonly label: string }) {
  return (
    <span className="dot-me">
      <VisuallyHidden>{label}</VisuallyHidden>
    </span>
  );
}
