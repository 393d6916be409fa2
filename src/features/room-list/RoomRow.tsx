import { memo } from "react";
import type { RoomListItem } from "#api/room-list.ts";
import { prefetchRoom } from "#client/prefetch-room.ts";
import { Avatar } from "#ui/Avatar.tsx";
import { listTime, machineTime } from "#ui/format-time.ts";
import { useClock } from "#ui/use-clock.ts";
import { Mark } from "#ui/Mark.tsx";
import { roomName } from "#ui/room-name.ts";
import { roomLink } from "#ui/routes.ts";
import { RowPreview } from "./RowPreview.tsx";
import { rowLabel, rowTitle } from "./row-label.ts";
import "./room-row.css";

export interface RowPlace {
  readonly top: number;
  /** The row of the room that is open. */
  readonly current: "current" | "other";
  /** The row the keyboard is at. */
  readonly cursor: "here" | "elsewhere";
  /** Start of today: a row's time reads differently tomorrow. */
  readonly today: number;
}

export interface RoomRowProps extends RowPlace {
  readonly item: Extract<RoomListItem, { kind: "room" }>;
  /** `lifted`: it is being dragged; its place stays visible. */
  readonly hold?: "lifted";
}

function RoomRowInner({ item, top, current, cursor, hold }: RoomRowProps) {
  useClock();
  const names = ["row"];
  if (hold === "lifted") names.push("lifted");
  if (current === "current") names.push("current");
  if (cursor === "here") names.push("at-cursor");
  if (item.unread === "unread") names.push("unread");
  if (item.mark.kind === "muted") names.push("muted");
  if (item.preview.kind === "failed") names.push("unsent");
  return (
    <a
      id={`rl-${item.key}`}
      className={names.join(" ")}
      href={roomLink(item.roomId)}
      role="treeitem"
      aria-level={2}
      aria-posinset={item.position}
      aria-setsize={item.size}
      aria-selected={current === "current"}
      aria-label={rowLabel(item)}
      title={rowTitle(item)}
      tabIndex={-1}
      draggable={false}
      onPointerDown={() => prefetchRoom(item.roomId)}
      style={{ insetBlockStart: top }}
    >
      <Avatar avatar={item.avatar} size={36} />
      <span className="row-text">
        <span className="row-line">
          <span className="row-name" dir="auto">
            {roomName(item.name)}
          </span>
          {item.ts === undefined ? null : <time dateTime={machineTime(item.ts)}>{listTime(item.ts, Date.now())}</time>}
        </span>
        <span className="row-line">
          <RowPreview preview={item.preview} type={item.type} />
          <Mark mark={item.mark} />
        </span>
      </span>
    </a>
  );
}

export const RoomRow = memo(RoomRowInner);
