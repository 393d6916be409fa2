/**
 * What stands in the sheet for a room the account does not know: one behind a link or an address. Nothing is joined before
 * somebody presses the button; an address of a room one is in leads there.
 */
import { useEffect, useState } from "react";
import type { RoomAlias, RoomId } from "#api/ids.ts";
import { t } from "#lib/i18n/t.ts";
import { Avatar } from "#ui/Avatar.tsx";
import { Button } from "#ui/Button.tsx";
import { Empty } from "#ui/Empty.tsx";
import { Note } from "#ui/Field.tsx";
import { redirect } from "#ui/navigation.ts";
import { roomName } from "#ui/room-name.ts";
import { roomLink } from "#ui/routes.ts";
import { useJoin } from "./use-join.ts";
import { useRoomPreview } from "./use-room-preview.ts";
import "./join-room.css";

export interface RoomDoorProps {
  readonly room: RoomId | RoomAlias;
  readonly via: readonly string[];
}

export function RoomDoor({ room, via }: RoomDoorProps) {
  const [attempt, setAttempt] = useState(0);
  const preview = useRoomPreview(targetOf(room, via), attempt);
  const join = useJoin();
  const inside = preview.state === "found" && preview.room.membership === "join" ? preview.room.roomId : undefined;
  useEffect(() => {
    if (inside !== undefined && inside !== room) redirect(roomLink(inside));
  }, [inside, room]);
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
          </Empty>
        </section>
      );
    case "found": {
      const found = preview.room;
      const enter = async () => {
        const roomId =
          found.membership === "join" ? found.roomId : await join.run(found.roomId, via.length > 0 ? via : found.via);
        if (roomId !== undefined) redirect(roomLink(roomId));
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
          <Note note={join.problem === undefined ? undefined : { tone: "error", text: join.problem }} />
          <div className="door-acts">
            <Button look="primary" size="large" aria-disabled={join.state === "busy"} onClick={() => void enter()}>
              {found.membership === "join" ? t("room.open") : t("room.joinRoom")}
            </Button>
          </div>
        </section>
      );
    }
  }
}

/** A link carries the servers that can help; the core reads them from it. */
function targetOf(room: RoomId | RoomAlias, via: readonly string[]): string {
  if (via.length === 0) return room;
  const query = new URLSearchParams(via.map((server): [string, string] => ["via", server]));
  return `https://matrix.to/#/${encodeURIComponent(room)}?${query.toString()}`;
}
