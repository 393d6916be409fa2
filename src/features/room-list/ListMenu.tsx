/** The menu of a row or of a section's header, where the pointer or the keyboard asked for it. Loaded on demand. */
import type { RefObject } from "react";
import type { RoomId } from "#api/ids.ts";
import type { RoomListItem } from "#api/room-list.ts";
import { useValueView } from "#client/use-view.ts";
import { t } from "#lib/i18n/t.ts";
import { Menu } from "#ui/Menu.tsx";
import { roomName } from "#ui/room-name.ts";
import { rowEntries, type Standing } from "./room-entries.ts";
import { sectionEntries } from "./section-entries.ts";

export interface MenuPlace {
  readonly at: { readonly x: number; readonly y: number };
  /** Gets the focus back. */
  readonly anchor: RefObject<HTMLElement | null>;
  readonly onClose: () => void;
}

export function RowMenu({
  roomId,
  standing,
  ...place
}: MenuPlace & { readonly roomId: RoomId; readonly standing: Standing }) {
  const room = useValueView("room", { roomId });
  if (room?.state !== "known") return null;
  return (
    <Menu label={t("roomList.menuOf", { name: roomName(room.name) })} entries={rowEntries(room, standing)} {...place} />
  );
}

export function SectionMenu({
  head,
  label,
  onDecline,
  ...place
}: MenuPlace & {
  readonly head: Extract<RoomListItem, { kind: "section" }>;
  readonly label: string;
  readonly onDecline: () => void;
}) {
  return <Menu label={label} entries={sectionEntries(head, onDecline)} {...place} />;
}
