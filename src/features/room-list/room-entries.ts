/** The entries about a room's place in the list: the same in the menu of its row and of its header. */
import arrowDown from "virtual:icon/regular/arrow-down";
import arrowUp from "virtual:icon/regular/arrow-up";
import checks from "virtual:icon/regular/checks";
import envelope from "virtual:icon/regular/envelope-simple";
import link from "virtual:icon/regular/link-simple";
import lineDown from "virtual:icon/regular/arrow-line-down";
import signOut from "virtual:icon/regular/sign-out";
import star from "virtual:icon/regular/star";
import starFill from "virtual:icon/fill/star";
import folder from "virtual:icon/regular/folder-simple";
import x from "virtual:icon/regular/x";
import type { RoomPlace } from "#api/room-list.ts";
import type { RoomView } from "#api/rooms.ts";
import { copyAndTell } from "#client/copy-and-tell.ts";
import { openDialog } from "#client/ui-store.ts";
import { t } from "#lib/i18n/t.ts";
import type { MenuEntry } from "#ui/Menu.tsx";
import { roomName } from "#ui/room-name.ts";
import { dismissRoom, markRead, markUnread, moveRoom, stepRoom, tagRoom } from "./place-actions.ts";

const DISABLED = { state: "disabled" } as const;

type Known = Extract<RoomView, { state: "known" }>;

export function placeEntries(room: Known, place: RoomPlace | undefined): readonly MenuEntry[] {
  const { roomId, unread } = room;
  const section = place?.section;
  const name = roomName(room.name);
  const entries: MenuEntry[] = [
    unread === "unread"
      ? { kind: "action", label: t("roomList.markRead"), icon: checks, onChoose: () => markRead(roomId, name) }
      : { kind: "action", label: t("roomList.markUnread"), icon: envelope, onChoose: () => markUnread(roomId, name) },
    section === "favourites"
      ? {
          kind: "action",
          label: t("roomList.unfavourite"),
          icon: starFill,
          onChoose: () => moveRoom(roomId, name, "rest"),
        }
      : {
          kind: "action",
          label: t("roomList.favourite"),
          icon: star,
          onChoose: () => tagRoom(roomId, name, "m.favourite"),
        },
    section === "lowPriority"
      ? {
          kind: "action",
          label: t("roomList.normalPriority"),
          icon: lineDown,
          onChoose: () => moveRoom(roomId, name, "rest"),
        }
      : {
          kind: "action",
          label: t("roomList.lowPriority"),
          icon: lineDown,
          onChoose: () => moveRoom(roomId, name, "lowPriority"),
        },
    { kind: "action", label: t("roomList.moveTo"), icon: folder, onChoose: () => openDialog("move-room", roomId) },
  ];
  const standing = place?.standing ?? "fixed";
  if (standing === "fixed" || standing === "only") return entries;
  return [
    ...entries,
    {
      kind: "action",
      label: t("roomList.moveUp"),
      icon: arrowUp,
      ...(standing === "first" ? DISABLED : {}),
      onChoose: () => stepRoom(roomId, name, "up"),
    },
    {
      kind: "action",
      label: t("roomList.moveDown"),
      icon: arrowDown,
      ...(standing === "last" ? DISABLED : {}),
      onChoose: () => stepRoom(roomId, name, "down"),
    },
  ];
}

/** All of a row's menu. */
export function rowEntries(room: Known, place: RoomPlace | undefined): readonly MenuEntry[] {
  const copy: MenuEntry = {
    kind: "action",
    label: t("room.copyLink"),
    icon: link,
    onChoose: () => void copyAndTell(room.permalink, t("room.linkCopied")),
  };
  if (room.membership !== "join") {
    // Somebody took one out of it: there is nothing left to order or to leave.
    return [
      copy,
      { kind: "line" },
      { kind: "action", label: t("roomList.dismiss"), icon: x, onChoose: () => dismissRoom(room.roomId) },
    ];
  }
  return [
    ...placeEntries(room, place),
    copy,
    { kind: "line" },
    {
      kind: "action",
      label: t("room.leave"),
      icon: signOut,
      tone: "danger",
      onChoose: () => openDialog("leave-room", room.roomId),
    },
  ];
}
