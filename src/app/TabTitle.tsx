import { useEffect } from "react";
import type { RoomId } from "#api/ids.ts";
import { useConfig } from "#client/config.ts";
import { setAppBadge, setFavicon } from "#client/favicon.ts";
import { setTabTitle } from "#client/tab-title.ts";
import { useValueView } from "#client/use-view.ts";
import { roomName } from "#ui/room-name.ts";

/** The tab's title and icon: how much is for me, and where I am. Draws nothing. */
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
  }, [app, place, badge]);
  // Whoever comes after the shell (the door) has no room to speak of. Not between two rooms: a title costs a millisecond.
  useEffect(() => () => setTabTitle({ app, place: undefined, forMe: 0, unread: 0 }), [app]);
  const forMe = badge?.forMe ?? 0;
  useEffect(() => {
    setFavicon(forMe > 0 ? "forMe" : "plain");
    setAppBadge(forMe);
    return () => {
      setFavicon("plain");
      setAppBadge(0);
    };
  }, [forMe]);
  return null;
}
