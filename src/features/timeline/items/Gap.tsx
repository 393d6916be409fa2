import type { TimelineItem } from "#api/timeline.ts";
import { useTimelineActions } from "#features/timeline/timeline-context.ts";
import { t } from "#lib/i18n/t.ts";
import { errorText } from "#ui/error-text.ts";
import { Voices } from "#ui/Voices.tsx";
import "./line.css";

type GapItem = Extract<TimelineItem, { readonly kind: "gap" }>;

/** Messages are missing here. Coming near loads them; the button is for when that failed. */
export function Gap({ item }: { readonly item: GapItem }) {
  const { fillGap } = useTimelineActions();
  return (
    <div className="run gap">
      <span className="stack">{item.state === "loading" ? <Voices size="small" /> : null}</span>
      <span>{gapText(item)}</span>
      {item.state === "loading" ? null : (
        <button type="button" onClick={() => fillGap(item.key)}>
          {item.state === "failed" ? t("timeline.tryAgain") : t("timeline.gapLoad")}
        </button>
      )}
    </div>
  );
}

function gapText(item: GapItem): string {
  switch (item.state) {
    case "idle":
      return t("timeline.gapIdle");
    case "loading":
      return t("timeline.gapLoading");
    case "failed":
      return t("timeline.gapFailed", { reason: item.error === undefined ? "" : errorText(item.error) });
  }
}
