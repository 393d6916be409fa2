/**
 * What stands in the sheet for a room the account does not know: one behind a link or an address. Nothing is joined before
 * somebody presses the button; an address of a room one is in leads there. A message of the link is opened afterwards.
 */
import { useEffect, useState } from "react";
import type { EventId, RoomAlias, RoomId } from "#api/ids.ts";
import type { RoomPreview } from "#api/rooms.ts";
import { copyAndTell } from "#client/copy-and-tell.ts";
import { t } from "#lib/i18n/t.ts";
import { Avatar } from "#ui/Avatar.tsx";
import { Button } from "#ui/Button.tsx";
import { Empty } from "#ui/Empty.tsx";
import { Field, Note } from "#ui/Field.tsx";
import { redirect } from "#ui/navigation.ts";
import { roomName } from "#ui/room-name.ts";
import { roomLink } from "#ui/routes.ts";
import { linkOf } from "./link-of.ts";
import { useJoin } from "./use-join.ts";
import { useKnock } from "./use-knock.ts";
import { useRoomPreview } from "./use-room-preview.ts";
import "./join-room.css";

export interface RoomDoorProps {
  readonly room: RoomId | RoomAlias;
  readonly eventId?: EventId | undefined;
  readonly via: readonly string[];
}

export function RoomDoor({ room, eventId, via }: RoomDoorProps) {
  const [attempt, setAttempt] = useState(0);
  const preview = useRoomPreview(via.length === 0 ? room : linkOf(room, undefined, via), attempt);
  const inside = preview.state === "found" && preview.room.membership === "join" ? preview.room.roomId : undefined;
  useEffect(() => {
    if (inside !== undefined && inside !== room) redirect(roomLink(inside, eventId));
  }, [eventId, inside, room]);
  switch (preview.state) {
    case "idle":
    case "looking":
      return <section className="door" aria-busy="true" />;
    case "failed":
      return (
        <section className="door">
          <Empty title={t("room.closedDoor")} details={preview.details}>
            <p>{preview.problem}</p>
            <Button onClick={() => setAttempt(attempt + 1)}>{t("errors.tryAgain")}</Button>
            <CopyLink room={room} eventId={eventId} via={via} />
          </Empty>
        </section>
      );
    case "found":
      return <Door found={preview.room} eventId={eventId} via={via.length > 0 ? via : preview.room.via} />;
  }
}

interface DoorProps {
  readonly found: RoomPreview;
  readonly eventId: EventId | undefined;
  readonly via: readonly string[];
}

/** How a stranger comes in: an invite is always a way. */
function wayIn({ membership, joinRule }: RoomPreview): "open" | "join" | "ask" | "invite" {
  if (membership === "join" || membership === "knock") return "open";
  if (membership === "invite") return "join";
  switch (joinRule) {
    case "knock":
    case "knock_restricted":
      return "ask";
    case "invite":
    case "private":
      return "invite";
    default:
      return "join";
  }
}

function Door({ found, eventId, via }: DoorProps) {
  const join = useJoin();
  const knock = useKnock();
  const [reason, setReason] = useState("");
  const way = wayIn(found);
  const problem = join.problem ?? knock.problem;
  const enter = async () => {
    const roomId =
      way === "open"
        ? found.roomId
        : way === "ask"
          ? await knock.run(found.roomId, via, reason)
          : await join.run(found.roomId, via);
    if (roomId !== undefined) redirect(roomLink(roomId, eventId));
  };
  return (
    <section className="door">
      <Avatar avatar={found.avatar} size={64} />
      <h1 dir="auto">{roomName(found.name)}</h1>
      {found.topic === undefined ? null : <p dir="auto">{found.topic}</p>}
      <small>
        {[found.alias ?? "", found.joinedCount === undefined ? "" : t("room.members", { count: found.joinedCount })]
          .filter((fact) => fact !== "")
          .join(" · ")}
      </small>
      {way === "ask" ? (
        <div className="door-ask">
          <Field
            label={t("links.askReason")}
            value={reason}
            maxLength={500}
            note={{ tone: "plain", text: t("links.askHint") }}
            onChange={(event) => setReason(event.target.value)}
          />
        </div>
      ) : null}
      {way === "invite" ? <p className="door-note">{t("links.inviteOnly")}</p> : null}
      <Note note={problem === undefined ? undefined : { tone: "error", text: problem }} />
      <div className="door-acts">
        {way === "invite" ? null : (
          <Button
            look="primary"
            size="large"
            aria-disabled={join.state === "busy" || knock.state === "busy"}
            onClick={() => void enter()}
          >
            {way === "open" ? t("room.open") : way === "ask" ? t("links.askToJoin") : t("room.joinRoom")}
          </Button>
        )}
        <CopyLink room={found.alias ?? found.roomId} eventId={eventId} via={via} size="large" />
      </div>
    </section>
  );
}

function CopyLink({ room, eventId, via, size }: RoomDoorProps & { readonly size?: "large" }) {
  return (
    <Button
      {...(size === undefined ? {} : { size })}
      onClick={() => void copyAndTell(linkOf(room, eventId, via), t("room.linkCopied"))}
    >
      {t("room.copyLink")}
    </Button>
  );
}
