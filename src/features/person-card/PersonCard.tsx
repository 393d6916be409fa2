import chat from "virtual:icon/regular/chat-circle";
import copy from "virtual:icon/regular/copy";
import { useEffect, useState } from "react";
import type { RoomId, UserId } from "#api/ids.ts";
import type { PersonCard as Card, Role } from "#api/people.ts";
import { callVerb } from "#client/use-verb.ts";
import { useValueView } from "#client/use-view.ts";
import { copyAndTell } from "#client/copy-and-tell.ts";
import { t, type MessageKey } from "#lib/i18n/t.ts";
import { Avatar } from "#ui/Avatar.tsx";
import { Button } from "#ui/Button.tsx";
import { Dialog, DialogFoot } from "#ui/Dialog.tsx";
import { errorText } from "#ui/error-text.ts";
import { Note } from "#ui/Field.tsx";
import { Icon } from "#ui/icons/Icon.tsx";
import { IconButton } from "#ui/IconButton.tsx";
import { closeOverlay, redirect } from "#ui/navigation.ts";
import { roomName } from "#ui/room-name.ts";
import { roomLink } from "#ui/routes.ts";
import { PersonTrust } from "./PersonTrust.tsx";
import "#ui/group.css";
import "./person-card.css";

const ROLES: Readonly<Record<Role, MessageKey | undefined>> = {
  creator: "room.roleCreator",
  admin: "room.roleAdmin",
  moderator: "room.roleModerator",
  member: undefined,
};

/** Who somebody is, where one meets them, and the way to a chat with them. */
export function PersonCard({ userId, roomId }: { readonly userId: UserId; readonly roomId: RoomId | undefined }) {
  const session = useValueView("session", {});
  const [card, setCard] = useState<Card | undefined>(undefined);
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const [state, setState] = useState<"idle" | "busy">("idle");
  const self = session?.state === "signed-in" && session.userId === userId;

  useEffect(() => {
    let wanted = true;
    void callVerb("people.card", { userId, roomId }, { onError: "caller" }).then((result) => {
      if (!wanted) return;
      if (result.ok) setCard(result.value);
      else setProblem(errorText(result.error));
    });
    return () => {
      wanted = false;
    };
  }, [userId, roomId]);

  const talk = async () => {
    if (state === "busy") return;
    setState("busy");
    setProblem(undefined);
    const result = await callVerb("room.startDirect", { userId }, { onError: "caller" });
    setState("idle");
    if (result.ok) redirect(roomLink(result.value.roomId));
    else setProblem(errorText(result.error));
  };
  const copyId = () => {
    void copyAndTell(userId, t("room.idCopied"));
  };
  const role = card?.role === undefined ? undefined : ROLES[card.role];

  return (
    <Dialog title={t("room.personTitle")} className="d-ask person" onClose={closeOverlay}>
      <div className="person-head">
        {card ? <Avatar avatar={card.person.avatar} size={64} /> : <span className="av av-64" />}
        <span>
          <b dir="auto">{card?.person.name ?? userId}</b>
          <span className="person-id">
            <small>{userId}</small>
            <IconButton size="small" icon={copy} label={t("room.copyId")} onClick={copyId} />
          </span>
          {role === undefined ? null : <small>{t(role)}</small>}
        </span>
      </div>
      {self ? null : <PersonTrust userId={userId} />}
      <div className="person-rooms">
        {card && card.sharedRooms.length > 0 && !self ? (
          <>
            <h3 className="grp">
              {t("room.sharedRooms")}
              <span>{card.sharedRooms.length}</span>
            </h3>
            {card.sharedRooms.map((room) => (
              <a
                className="per"
                key={room.roomId}
                href={roomLink(room.roomId)}
                onClick={(event) => {
                  event.preventDefault();
                  redirect(roomLink(room.roomId));
                }}
              >
                <Avatar avatar={room.avatar} size={28} />
                <span>
                  <b dir="auto">{roomName(room.name)}</b>
                </span>
              </a>
            ))}
          </>
        ) : null}
      </div>
      <div className="person-note">
        <Note note={problem === undefined ? undefined : { tone: "error", text: problem }} />
      </div>
      {self ? (
        <DialogFoot note={t("room.thisIsYou")}>
          <Button onClick={closeOverlay}>{t("shell.close")}</Button>
        </DialogFoot>
      ) : (
        <DialogFoot>
          <Button look="primary" aria-disabled={state === "busy"} onClick={() => void talk()}>
            <Icon d={chat} size="s" />
            {card?.directRoomId === undefined ? t("room.message") : t("room.openChat")}
          </Button>
        </DialogFoot>
      )}
    </Dialog>
  );
}
