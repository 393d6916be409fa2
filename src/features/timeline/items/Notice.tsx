import info from "virtual:icon/regular/info";
import trash from "virtual:icon/regular/trash";
import { memo } from "react";
import type { TimelineItem } from "#api/timeline.ts";
import { useTimelineActions } from "#features/timeline/timeline-context.ts";
import { t } from "#lib/i18n/t.ts";
import { fullTime } from "#ui/format-time.ts";
import { useClock } from "#ui/use-clock.ts";
import { Icon } from "#ui/icons/Icon.tsx";
import "./line.css";

type NoticeItem = Extract<TimelineItem, { readonly kind: "notice" }>;

/** What a grey line says. */
export function noticeText(item: NoticeItem): string {
  const { notice } = item;
  const name = item.sender.name;
  switch (notice.kind) {
    case "redacted":
      if (notice.by === undefined) return t("timeline.redacted");
      return notice.reason === undefined
        ? t("timeline.redactedBy", { name: notice.by.name })
        : t("timeline.redactedWhy", { name: notice.by.name, reason: notice.reason });
    case "unknown":
      return notice.text === undefined
        ? t("timeline.unknown", { name, type: notice.type })
        : t("timeline.unknownText", { name, type: notice.type, text: notice.text });
    case "invalid":
      return t("timeline.invalid", { name, type: notice.type, reason: notice.reason });
  }
}

function iconOf(kind: NoticeItem["notice"]["kind"]): string {
  switch (kind) {
    case "redacted":
      return trash;
    case "unknown":
    case "invalid":
      return info;
  }
}

/** Deleted, unknown or broken: one grey line with at most one action. */
export const Notice = memo(function Notice({ item }: { readonly item: NoticeItem }) {
  useClock();
  const { viewSource } = useTimelineActions();
  const { kind } = item.notice;
  return (
    <div className="run" title={fullTime(item.ts)}>
      <span className="stack">
        <Icon d={iconOf(kind)} size="s" />
      </span>
      <span dir="auto">{noticeText(item)}</span>
      {kind === "unknown" || kind === "invalid" ? (
        <button type="button" onClick={() => viewSource(item.eventId)}>
          {t("timeline.viewSource")}
        </button>
      ) : null}
    </div>
  );
});
