import type { Mark } from "#api/room-list.ts";
import { t } from "#lib/i18n/t.ts";

/** A mark in words, for names of rows and for the palette; empty where there is nothing to say. */
export function markText(mark: Mark): string {
  switch (mark.kind) {
    case "none":
      return "";
    case "activity":
      return t("roomList.activity");
    case "muted":
      return t("roomList.muted");
    case "failed":
      return t("roomList.failed");
    case "count": {
      const values = { count: mark.count };
      if (mark.whom === "mention") {
        return mark.bound === "atLeast" ? t("roomList.mentionsAtLeast", values) : t("roomList.mentions", values);
      }
      return mark.bound === "atLeast" ? t("roomList.unreadAtLeast", values) : t("roomList.unread", values);
    }
  }
}
