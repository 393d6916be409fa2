import { useEffect } from "react";
import type { RoomId } from "#api/ids.ts";
import { useConfig } from "#client/config.ts";
import { setTabTitle } from "#client/tab-title.ts";
import { useValueView } from "#client/use-view.ts";
import { roomName } from "#ui/room-name.ts";

/** The tab's title: how much is for me, and where I am. Draws nothing. */
export function TabTitle({ roomId }: { readonly roomId: RoomId | undefined }) {
  return roomId === undefined ? <Title place={undefined} /> : <RoomTitle roomId={roomId} />;
}

function RoomTitle({ roomId }: { readonly roomId: RoomId }) {
  const room = useValueView("room", { roomId });
  return <Title place={room?.state === "known" ? roomName(room.name) : undefined} />;
}

function Title({ place }: { readonly place: string | undefined }) {
  const badge = useValueView("badge", {});
  const { brand: app } = useConfig();
  useEffect(() => {
    setTabTitle({ app, place, forMe: badge?.forMe ?? 0, unread: badge?.unread ?? 0 });
    // Whoever comes after the shell (the door) has no room to speak of.
    return () => setTabTitle({ app, place: undefined, forMe: 0, unread: 0 });
  }, [app, place, badge]);
  return null;
}
