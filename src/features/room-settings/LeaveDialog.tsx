import type { RoomId } from "#api/ids.ts";
import { useValueView } from "#client/use-view.ts";
import { roomName } from "#ui/room-name.ts";
import { LeaveRoom } from "./LeaveRoom.tsx";

/** The question before leaving, for callers that know only which room. */
export function LeaveDialog({ roomId, onClose }: { readonly roomId: RoomId; readonly onClose: () => void }) {
  const room = useValueView("room", { roomId });
  if (room?.state !== "known") return null;
  return <LeaveRoom roomId={roomId} name={roomName(room.name)} joinRule={room.joinRule} onClose={onClose} />;
}
