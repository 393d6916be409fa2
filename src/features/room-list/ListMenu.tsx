/** The menu of a row or of a section's header, where the pointer or the keyboard asked for it. Loaded on demand. */
import type { RefObject } from "react";
import type { RoomId } from "#api/ids.ts";
import type { RoomListItem } from "#api/room-list.ts";
import { useValueView } from "#client/use-view.ts";
import { t } from "#lib/i18n/t.ts";
import { Menu } from "#ui/Menu.tsx";
import { roomName } from "#ui/room-name.ts";
import { rowEntries } from "./room-entries.ts";
import { sectionEntries } from "./section-entries.ts";

export interface MenuPlace {
  readonly at: { readonly x: number; readonly y: number };
  /** Gets the focus back. */
  readonly anchor: RefObject<HTMLElement | null>;
  readonly onClose: () => void;
}

export function RowMenu({ roomId, ...place }: MenuPlace & { readonly roomId: RoomId }) {
  const room = useValueView("room", { roomId });
  const where = useValueView("roomPlace", { roomId });
  if (room?.state !== "known" || !where) return null;
  return (
    <Menu label={t("roomList.menuOf", { name: roomName(room.name) })} entries={rowEntries(room, where)} {...place} />
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
  const sections = useValueView("sections", {});
  if (!sections) return null;
  return <Menu label={label} entries={sectionEntries(head, sections, onDecline)} {...place} />;
}
