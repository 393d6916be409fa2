/** The panel's page about the room itself: what it is, who may change what, and the way out. */
import code from "virtual:icon/regular/code";
import link from "virtual:icon/regular/link-simple";
import pencil from "virtual:icon/regular/pencil-simple";
import signOut from "virtual:icon/regular/sign-out";
import sliders from "virtual:icon/regular/sliders-horizontal";
import userPlus from "virtual:icon/regular/user-plus";
import { lazy, Suspense, useState } from "react";
import type { RoomId } from "#api/ids.ts";
import type { RoomView } from "#api/rooms.ts";
import { openDialog } from "#client/ui-store.ts";
import { useValueView } from "#client/use-view.ts";
import { copyAndTell } from "#client/copy-and-tell.ts";
import { t } from "#lib/i18n/t.ts";
import { Avatar } from "#ui/Avatar.tsx";
import { Button } from "#ui/Button.tsx";
import { Icon } from "#ui/icons/Icon.tsx";
import { IconButton } from "#ui/IconButton.tsx";
import { navigate } from "#ui/navigation.ts";
import { roomName } from "#ui/room-name.ts";
import { formatRoute, roomLink } from "#ui/routes.ts";
import { RoomEncryption } from "./RoomEncryption.tsx";
import { roomFacts } from "./room-facts.ts";
import "#ui/group.css";
import "#ui/menu.css";
import "./room-info.css";

const EditDetails = lazy(() => import("./EditDetails.tsx").then((module) => ({ default: module.EditDetails })));
const EncryptRoom = lazy(() => import("./EncryptRoom.tsx").then((module) => ({ default: module.EncryptRoom })));
const LeaveRoom = lazy(() => import("./LeaveRoom.tsx").then((module) => ({ default: module.LeaveRoom })));

export function RoomInfo({ roomId }: { readonly roomId: RoomId }) {
  const room = useValueView("room", { roomId });
  const [dialog, setDialog] = useState<"none" | "edit" | "encrypt" | "leave">("none");
  if (room?.state !== "known") return null;
  const name = roomName(room.name);
  const mayEdit = room.can.rename === "yes" || room.can.setTopic === "yes";
  const close = () => setDialog("none");

  return (
    <div className="panel-body info">
      <header className="info-head">
        <Avatar avatar={room.avatar} size={64} />
        <h2 dir="auto">{name}</h2>
        {room.alias === undefined ? null : <small>{room.alias}</small>}
        {mayEdit ? (
          <IconButton className="info-edit" icon={pencil} label={t("room.edit")} onClick={() => setDialog("edit")} />
        ) : null}
      </header>
      <Topic room={room} onAdd={() => setDialog("edit")} />
      {room.replacement === undefined ? null : (
        <p className="info-topic">
          {t("room.replaced")}{" "}
          <a className="link" href={roomLink(room.replacement)}>
            {t("room.goToNew")}
          </a>
        </p>
      )}
      <div className="info-acts">
        {room.can.invite === "yes" ? (
          <Button span="wide" onClick={() => navigate(formatRoute({ kind: "invite", roomId }))}>
            <Icon d={userPlus} />
            {t("room.invitePeople")}
          </Button>
        ) : null}
        <Button span="wide" onClick={() => copyLink(room.permalink)}>
          <Icon d={link} />
          {t("room.copyLink")}
        </Button>
        <Button span="wide" onClick={() => openDialog("room-look", roomId)}>
          <Icon d={sliders} />
          {t("settings.roomTitle")}
        </Button>
        <Button span="wide" onClick={() => navigate(formatRoute({ kind: "devtools", roomId }))}>
          <Icon d={code} />
          {t("devtools.title")}
        </Button>
      </div>
      <h3 className="grp">{t("room.facts")}</h3>
      <dl className="info-facts">
        {roomFacts(room).map((fact) => (
          <div key={fact.label}>
            <dt>{fact.label}</dt>
            <dd>{fact.value}</dd>
          </div>
        ))}
      </dl>
      {room.membership === "join" ? <RoomEncryption room={room} onEncrypt={() => setDialog("encrypt")} /> : null}
      <button type="button" className="mi danger info-leave" onClick={() => setDialog("leave")}>
        <Icon d={signOut} />
        <span className="mi-label">{t("room.leave")}</span>
      </button>
      <Suspense>
        {dialog === "edit" ? <EditDetails room={room} onClose={close} /> : null}
        {dialog === "encrypt" ? <EncryptRoom room={room} onClose={close} /> : null}
        {dialog === "leave" ? <LeaveRoom roomId={roomId} name={name} joinRule={room.joinRule} onClose={close} /> : null}
      </Suspense>
    </div>
  );
}

type Known = Extract<RoomView, { state: "known" }>;

function Topic({ room, onAdd }: { readonly room: Known; readonly onAdd: () => void }) {
  if (room.topic !== undefined && room.topic !== "") {
    return (
      <p className="info-topic" dir="auto">
        {room.topic}
      </p>
    );
  }
  if (room.can.setTopic === "no" || room.type === "direct") return null;
  return (
    <p className="info-topic">
      <button type="button" className="link" onClick={onAdd}>
        {t("room.addTopic")}
      </button>
    </p>
  );
}

function copyLink(permalink: string): void {
  void copyAndTell(permalink, t("room.linkCopied"));
}
