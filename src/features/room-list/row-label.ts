/** What a row is called by a screen reader: "Bob, direct chat, 3 unread, muted". */
import type { RoomListItem } from "#api/room-list.ts";
import { t } from "#lib/i18n/t.ts";
import { markText } from "#ui/mark-text.ts";
import { roomName } from "#ui/room-name.ts";

export function rowLabel(item: Extract<RoomListItem, { kind: "room" | "invite" }>): string {
  const parts = [roomName(item.name)];
  if (item.type === "direct") parts.push(t("roomList.direct"));
  parts.push(item.kind === "invite" ? t("roomList.invite") : markText(item.mark));
  return parts.filter((part) => part !== "").join(", ");
}
