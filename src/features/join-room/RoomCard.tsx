import type { RoomPreview } from "#api/rooms.ts";
import { t } from "#lib/i18n/t.ts";
import { Avatar } from "#ui/Avatar.tsx";
import { roomName } from "#ui/room-name.ts";
import "./join-room.css";

/** A room as seen from outside: picture, name, address, topic, how many are in. */
export function RoomCard({ room }: { readonly room: RoomPreview }) {
  const facts = [
    room.joinedCount === undefined ? "" : t("room.members", { count: room.joinedCount }),
    room.membership === "join" ? t("room.youAreIn") : "",
  ].filter((fact) => fact !== "");
  return (
    <div className="res">
      <Avatar avatar={room.avatar} size={40} />
      <span className="res-t">
        <span className="res-h">
          <b dir="auto">{roomName(room.name)}</b>
          {room.alias === undefined ? null : <code>{room.alias}</code>}
        </span>
        {room.topic === undefined || room.topic === "" ? null : (
          <span className="res-p" dir="auto">
            {room.topic}
          </span>
        )}
        <small>{facts.join(" · ")}</small>
      </span>
    </div>
  );
}
