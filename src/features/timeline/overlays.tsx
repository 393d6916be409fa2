import arrowDown from "virtual:icon/regular/arrow-down";
import arrowUp from "virtual:icon/regular/arrow-up";
import type { TimelineStatus } from "#api/messages.ts";
import { t } from "#lib/i18n/t.ts";
import { Icon } from "#ui/icons/Icon.tsx";
import { dayText } from "./day-text.ts";
import { systemNow } from "./now.ts";
import "./overlays.css";

/** The day of the topmost message, while one scrolls. */
export function StickyDate({ ts, state }: { readonly ts: number | undefined; readonly state: "shown" | "hidden" }) {
  return (
    <div className={state === "shown" ? "sticky-date" : "sticky-date off"} aria-hidden="true">
      {ts === undefined ? null : <span>{dayText(ts, systemNow())}</span>}
    </div>
  );
}

export interface JumpPillProps {
  /** Messages below that have not been on screen. */
  readonly count: number;
  readonly onJump: () => void;
}

/** The way back to the newest message. */
export function JumpPill({ count, onJump }: JumpPillProps) {
  return (
    <button type="button" className={count > 0 ? "jump-pill some" : "jump-pill"} onClick={onJump}>
      <Icon d={arrowDown} />
      {count > 0 ? t("timeline.newPill", { count }) : t("timeline.latestPill")}
    </button>
  );
}

export interface UnreadBarProps {
  readonly status: TimelineStatus;
  readonly onJump: () => void;
  readonly onMarkAll: () => void;
}

/** Stands at the top while the first unread message is above the pane. */
export function UnreadBar({ status, onJump, onMarkAll }: UnreadBarProps) {
  return (
    <div className="unread-bar">
      <Icon d={arrowUp} />
      <span>{barText(status)}</span>
      <button type="button" className="link" onClick={onJump}>
        {t("timeline.jumpUnread")}
      </button>
      <button type="button" className="link" onClick={onMarkAll}>
        {t("timeline.markAllRead")}
      </button>
    </div>
  );
}

function barText({ newCount, newBound }: TimelineStatus): string {
  if (newCount === 0) return t("timeline.unreadBarPlain");
  return newBound === "exact"
    ? t("timeline.unreadBar", { count: newCount })
    : t("timeline.unreadBarAtLeast", { count: newCount });
}
