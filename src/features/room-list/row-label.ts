/** What a row is called by a screen reader: "Bob, direct chat, 3 unread, muted". */
import type { RoomListItem } from "#api/room-list.ts";
import { t } from "#lib/i18n/t.ts";
import { markText } from "#ui/mark-text.ts";
import { roomName } from "#ui/room-name.ts";
import { removedText } from "./preview-text.ts";

export function rowLabel(item: Extract<RoomListItem, { kind: "room" | "invite" }>): string {
  const parts = [roomName(item.name)];
  if (item.kind === "room" && item.preview.kind === "removed") parts.push(removedText(item.preview));
  if (item.type === "direct") parts.push(t("roomList.direct"));
  parts.push(item.kind === "invite" ? t("roomList.invite") : markText(item.mark));
  return parts.filter((part) => part !== "").join(", ");
}

/** What a pointer that rests on a row is told: the whole name, and why one was taken out where that is cut off too. */
export function rowTitle(item: Extract<RoomListItem, { kind: "room" }>): string {
  const name = roomName(item.name);
  return item.preview.kind === "removed" ? `${name}\n${removedText(item.preview)}` : name;
}
