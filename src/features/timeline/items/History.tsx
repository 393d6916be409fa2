import type { TimelineItem } from "#api/timeline.ts";
import { useTimelineActions } from "#features/timeline/timeline-context.ts";
import { t } from "#lib/i18n/t.ts";
import { errorText } from "#ui/error-text.ts";
import { Voices } from "#ui/Voices.tsx";
import "./line.css";

type HistoryItem = Extract<TimelineItem, { readonly kind: "history" }>;

/** Above the oldest loaded message. Its height never changes, so what it says moves nothing. */
export function History({ item, room }: { readonly item: HistoryItem; readonly room: string }) {
  const { paginate } = useTimelineActions();
  switch (item.state) {
    case "idle":
      return null;
    case "loading":
      return (
        <div className="run history">
          <span className="stack">
            <Voices size="small" />
          </span>
          <span>{t("timeline.historyLoading")}</span>
        </div>
      );
    case "start":
      return (
        <div className="run history">
          <span className="stack" />
          <span dir="auto">{t("timeline.historyStart", { room })}</span>
        </div>
      );
    case "failed":
      return (
        <div className="run history">
          <span className="stack" />
          <span>{t("timeline.historyFailed", { reason: item.error === undefined ? "" : errorText(item.error) })}</span>
          <button type="button" onClick={paginate}>
            {t("timeline.tryAgain")}
          </button>
        </div>
      );
  }
}
