import { useVerb } from "#client/use-verb.ts";
import { showToast } from "#client/ui-store.ts";
import type { RoomId } from "#api/ids.ts";
import { t } from "#lib/i18n/t.ts";
import { navigate, currentLocation, redirect } from "#ui/navigation.ts";
import { roomLink } from "#ui/routes.ts";

/** Accepts (and opens) or declines an invite; failures are told by the verbs' own toasts. */
export function useInviteAnswer(roomId: RoomId, name: string): (how: "accept" | "decline") => Promise<void> {
  const join = useVerb("room.join");
  const leave = useVerb("room.leave");
  return async (how) => {
    if (how === "accept") {
      const result = await join({ room: roomId, via: [] });
      if (result.ok) navigate(roomLink(result.value.roomId));
      return;
    }
    const result = await leave({ roomId });
    if (!result.ok) return;
    const { place } = currentLocation();
    if (place.kind === "room" && place.room === roomId) redirect("#/home");
    showToast({ text: t("roomList.declined", { name }) });
  };
}
