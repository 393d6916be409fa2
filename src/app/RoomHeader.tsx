import dots from "virtual:icon/bold/dots-three";
import arrowLeft from "virtual:icon/regular/arrow-left";
import info from "virtual:icon/regular/info";
import link from "virtual:icon/regular/link-simple";
import sidebar from "virtual:icon/regular/sidebar-simple";
import signOut from "virtual:icon/regular/sign-out";
import userPlus from "virtual:icon/regular/user-plus";
import users from "virtual:icon/regular/users";
import type { RoomPlace } from "#api/room-list.ts";
import type { RoomView } from "#api/rooms.ts";
import { openDialog } from "#client/ui-store.ts";
import { copyAndTell } from "#client/copy-and-tell.ts";
import { useValueView } from "#client/use-view.ts";
import { placeEntries } from "#features/room-list/room-entries.ts";
import { t } from "#lib/i18n/t.ts";
import { Avatar } from "#ui/Avatar.tsx";
import { IconButton } from "#ui/IconButton.tsx";
import type { MenuEntry } from "#ui/Menu.tsx";
import { MenuButton } from "#ui/MenuButton.tsx";
import { leavePlace, navigate } from "#ui/navigation.ts";
import { roomName } from "#ui/room-name.ts";
import { formatRoute, type PanelTab } from "#ui/routes.ts";
import { shortcut } from "#ui/shortcut.ts";
import { EncryptionLock } from "./EncryptionLock.tsx";
import "./room-header.css";

type Known = Extract<RoomView, { state: "known" }>;

export interface RoomHeaderProps {
  /** Undefined for the blink in which it is not known yet: the bar keeps its place. */
  readonly room: Known | undefined;
  /** What stands there for a room that nothing is known of. */
  readonly fallback: string;
  readonly panel: "open" | "closed";
  readonly onTogglePanel: () => void;
  readonly onShowPanel: (tab: PanelTab) => void;
}

/** Which room this is, and what can be done with it. */
export function RoomHeader({ room, fallback, panel, onTogglePanel, onShowPanel }: RoomHeaderProps) {
  const name = room ? roomName(room.name) : fallback;
  const inside = room?.membership === "join";
  return (
    <header className="bar conv-head">
      <IconButton className="back" icon={arrowLeft} label={t("shell.back")} onClick={() => leavePlace("#/home")} />
      {room ? <Avatar avatar={room.avatar} size={32} picture={inside ? "shown" : "hidden"} /> : null}
      <div className="title">
        <h1 dir="auto">{name}</h1>
        {room?.encryption === "encrypted" && inside ? <EncryptionLock /> : null}
        {room?.topic === undefined ? null : (
          <p dir="auto" title={room.topic}>
            {room.topic}
          </p>
        )}
        {room && inside ? <small>{subtitle(room)}</small> : null}
      </div>
      {room && inside ? (
        <div className="acts">
          <RoomMenu room={room} name={name} onShowPanel={onShowPanel} />
          <IconButton
            className="flip opt"
            icon={sidebar}
            label={t(panel === "open" ? "shell.closePanelKey" : "shell.openPanelKey", { key: shortcut(".") })}
            look={panel === "open" ? "on" : "plain"}
            aria-expanded={panel === "open"}
            aria-controls="panel"
            onClick={onTogglePanel}
          />
        </div>
      ) : null}
    </header>
  );
}

interface RoomMenuProps {
  readonly room: Known;
  readonly name: string;
  readonly onShowPanel: (tab: PanelTab) => void;
}

function RoomMenu({ room, name, onShowPanel }: RoomMenuProps) {
  const place = useValueView("roomPlace", { roomId: room.roomId });
  return <MenuButton label={t("shell.roomMenu")} icon={dots} entries={() => menuOf(room, place, name, onShowPanel)} />;
}

function subtitle(room: Known): string {
  const values = { count: room.joinedCount };
  return room.encryption === "encrypted" ? t("room.membersEncrypted", values) : t("room.members", values);
}

function menuOf(
  room: Known,
  place: RoomPlace | undefined,
  name: string,
  onShowPanel: (tab: PanelTab) => void,
): readonly MenuEntry[] {
  const { roomId, permalink } = room;
  return [
    ...placeEntries(room, place),
    { kind: "line" },
    { kind: "action", label: t("shell.tab.members"), icon: users, onChoose: () => onShowPanel("members") },
    { kind: "action", label: t("shell.tab.info"), icon: info, onChoose: () => onShowPanel("info") },
    ...(room.can.invite === "yes"
      ? [
          {
            kind: "action",
            label: t("room.invitePeople"),
            icon: userPlus,
            onChoose: () => navigate(formatRoute({ kind: "invite", roomId })),
          } as const,
        ]
      : []),
    {
      kind: "action",
      label: t("room.copyLink"),
      icon: link,
      onChoose: () => void copyAndTell(permalink, t("room.linkCopied")),
    },
    { kind: "line" },
    {
      kind: "action",
      label: t("shell.leaveNamed", { name }),
      icon: signOut,
      tone: "danger",
      onChoose: () => openDialog("leave-room", roomId),
    },
  ];
}
