import type { TimelineItem } from "#api/timeline.ts";
import { messageLabel } from "#features/timeline/item-text.ts";
import { runText } from "#features/timeline/run-text.ts";
import { stateText } from "#features/timeline/state-text.ts";
import { t } from "#lib/i18n/t.ts";
import { unreadableText } from "#features/timeline/unreadable-text.ts";
import { noticeText } from "./Notice.tsx";

/** Rows that are articles of the feed have a label; separators have none. */
export function rowLabel(item: TimelineItem): string | undefined {
  switch (item.kind) {
    case "message":
      return messageLabel(item);
    case "state":
      return stateText(item.sender.name, item.change);
    case "run":
      return runText(item.parts);
    case "notice":
      return noticeText(item);
    case "unreadable":
      return unreadableText(item);
    case "new":
      return t("timeline.newLabel");
    case "day":
    case "gap":
    case "history":
      return undefined;
  }
}
