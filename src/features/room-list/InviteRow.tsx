import check from "virtual:icon/bold/check";
import x from "virtual:icon/regular/x";
import { memo, useState } from "react";
import type { RoomListItem } from "#api/room-list.ts";
import { t } from "#lib/i18n/t.ts";
import { Avatar } from "#ui/Avatar.tsx";
import { IconButton } from "#ui/IconButton.tsx";
import { roomName } from "#ui/room-name.ts";
import { roomLink } from "#ui/routes.ts";
import { rowLabel } from "./row-label.ts";
import type { RowPlace } from "./RoomRow.tsx";
import { useInviteAnswer } from "./use-invite-answer.ts";
import "./room-row.css";

export interface InviteRowProps extends RowPlace {
  readonly item: Extract<RoomListItem, { kind: "invite" }>;
}

function invitation(item: InviteRowProps["item"]): string {
  if (item.type === "direct") return t("roomList.wantsToChat");
  const who = item.inviter?.name ?? item.inviterId;
  return who === undefined ? t("roomList.invitedSomebody") : t("roomList.invitedBy", { name: who });
}

function InviteRowInner({ item, top, current, cursor }: InviteRowProps) {
  const [state, setState] = useState<"waiting" | "answering">("waiting");
  const name = roomName(item.name);
  const answer = useInviteAnswer(item.roomId, name);
  const act = (how: "accept" | "decline") => {
    setState("answering");
    void answer(how).then(() => setState("waiting"));
  };
  const names = ["row", "invite"];
  if (current === "current") names.push("current");
  if (cursor === "here") names.push("at-cursor");
  return (
    <div
      id={`rl-${item.key}`}
      className={names.join(" ")}
      role="treeitem"
      aria-level={2}
      aria-posinset={item.position}
      aria-setsize={item.size}
      aria-selected={current === "current"}
      aria-label={rowLabel(item)}
      style={{ insetBlockStart: top }}
    >
      {/* A stranger's picture stays hidden until the invite is accepted. */}
      <Avatar avatar={item.avatar} size={36} picture="hidden" />
      <a className="row-text row-cover" href={roomLink(item.roomId)} tabIndex={-1} draggable={false}>
        <span className="row-name" dir="auto">
          {name}
        </span>
        <span className="row-prev">{invitation(item)}</span>
      </a>
      <span className="row-acts">
        <IconButton
          size="small"
          look="filled"
          icon={check}
          label={t("roomList.accept", { name })}
          disabled={state === "answering"}
          onClick={() => act("accept")}
        />
        <IconButton
          size="small"
          icon={x}
          label={t("roomList.decline", { name })}
          disabled={state === "answering"}
          onClick={() => act("decline")}
        />
      </span>
    </div>
  );
}

export const InviteRow = memo(InviteRowInner);
