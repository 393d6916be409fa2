/** What is seen while a row is dragged: the row under the pointer, and strips for sections that do not exist yet. */
import type { RefObject } from "react";
import { createPortal } from "react-dom";
import { t } from "#lib/i18n/t.ts";
import { Avatar } from "#ui/Avatar.tsx";
import { roomName } from "#ui/room-name.ts";
import type { Drag } from "./use-row-drag.ts";
import "./drag.css";

export function DragGhost({ drag, ghost }: { readonly drag: Drag; readonly ghost: RefObject<HTMLDivElement | null> }) {
  // Outside of the list, whose edges fade what is in it.
  return createPortal(
    <div ref={ghost} className="row row-lift" aria-hidden="true">
      <Avatar avatar={drag.item.avatar} size={36} />
      <span className="row-name" dir="auto">
        {roomName(drag.item.name)}
      </span>
    </div>,
    document.body,
  );
}

export function DropStrip({ to, over }: { readonly to: "favourites" | "lowPriority"; readonly over: "over" | "away" }) {
  return (
    <div className={over === "over" ? `drop-strip ${to} over` : `drop-strip ${to}`} data-drop={to} aria-hidden="true">
      {to === "favourites" ? t("roomList.dropFavourites") : t("roomList.dropLowPriority")}
    </div>
  );
}
