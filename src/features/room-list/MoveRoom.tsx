/** Where a room may stand: all sections, whatever of the list is in sight. The way without a mouse. */
import check from "virtual:icon/bold/check";
import plus from "virtual:icon/regular/plus";
import type { RoomId } from "#api/ids.ts";
import type { Section } from "#api/room-list.ts";
import { openDialog } from "#client/ui-store.ts";
import { useValueView } from "#client/use-view.ts";
import { t } from "#lib/i18n/t.ts";
import { Dialog } from "#ui/Dialog.tsx";
import { Icon } from "#ui/icons/Icon.tsx";
import { roomName } from "#ui/room-name.ts";
import { moveRoom, tagRoom } from "./place-actions.ts";
import { sectionName } from "#ui/section-name.ts";
import "./move-room.css";

export function MoveRoom({ roomId, onClose }: { readonly roomId: RoomId; readonly onClose: () => void }) {
  const room = useValueView("room", { roomId });
  const place = useValueView("roomPlace", { roomId });
  if (room?.state !== "known" || !place) return null;
  const name = roomName(room.name);
  const home = room.type === "direct" ? "people" : "rooms";
  const sections: readonly Section[] = ["favourites", ...place.sections, home, "lowPriority"];

  const move = (to: Section) => {
    onClose();
    if (to === place.section) return;
    switch (to) {
      case "favourites":
        tagRoom(roomId, name, "m.favourite");
        return;
      case "lowPriority":
        moveRoom(roomId, name, "lowPriority");
        return;
      case "people":
      case "rooms":
        moveRoom(roomId, name, "rest");
        return;
      case "invites":
        return;
      default:
        tagRoom(roomId, name, to);
    }
  };

  return (
    <Dialog title={t("roomList.moveTitle", { name })} onClose={onClose}>
      <ul className="move-list">
        {sections.map((section) => (
          <li key={section}>
            <button
              type="button"
              className="move-row"
              aria-current={section === place.section ? "true" : undefined}
              onClick={() => move(section)}
            >
              <span className="move-name" dir="auto">
                {sectionName(section)}
              </span>
              {section === place.section ? <Icon d={check} /> : null}
            </button>
          </li>
        ))}
        <li className="move-new">
          <button type="button" className="move-row" onClick={() => openDialog("new-section", roomId)}>
            <Icon d={plus} />
            <span className="move-name">{t("roomList.newSection")}</span>
          </button>
        </li>
      </ul>
    </Dialog>
  );
}
