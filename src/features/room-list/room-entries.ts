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
import type { RoomView } from "#api/rooms.ts";
import { copyAndTell } from "#client/copy-and-tell.ts";
import { openDialog } from "#client/ui-store.ts";
import { t } from "#lib/i18n/t.ts";
import type { MenuEntry } from "#ui/Menu.tsx";
import { roomName } from "#ui/room-name.ts";
import { favourite, markRead, markUnread, moveRoom, stepRoom } from "./place-actions.ts";

type Known = Extract<RoomView, { state: "known" }>;

/** `middle`: it can go both ways; `fixed`: its section is not ordered by hand. */
export type Standing = "first" | "middle" | "last" | "only" | "fixed";

export function placeEntries(room: Known, standing: Standing): readonly MenuEntry[] {
  const { roomId, place, unread } = room;
  const name = roomName(room.name);
  const entries: MenuEntry[] = [
    unread === "unread"
      ? { kind: "action", label: t("roomList.markRead"), icon: checks, onChoose: () => markRead(roomId, name) }
      : { kind: "action", label: t("roomList.markUnread"), icon: envelope, onChoose: () => markUnread(roomId, name) },
    place === "favourites"
      ? {
          kind: "action",
          label: t("roomList.unfavourite"),
          icon: starFill,
          onChoose: () => moveRoom(roomId, name, "rest"),
        }
      : { kind: "action", label: t("roomList.favourite"), icon: star, onChoose: () => favourite(roomId, name) },
    place === "lowPriority"
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
  ];
  const movable = place === "favourites" && (standing === "first" || standing === "middle" || standing === "last");
  if (movable && standing !== "first") {
    entries.push({
      kind: "action",
      label: t("roomList.moveUp"),
      icon: arrowUp,
      onChoose: () => stepRoom(roomId, name, "up"),
    });
  }
  if (movable && standing !== "last") {
    entries.push({
      kind: "action",
      label: t("roomList.moveDown"),
      icon: arrowDown,
      onChoose: () => stepRoom(roomId, name, "down"),
    });
  }
  return entries;
}

/** All of a row's menu. */
export function rowEntries(room: Known, standing: Standing): readonly MenuEntry[] {
  return [
    ...placeEntries(room, standing),
    {
      kind: "action",
      label: t("room.copyLink"),
      icon: link,
      onChoose: () => void copyAndTell(room.permalink, t("room.linkCopied")),
    },
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
