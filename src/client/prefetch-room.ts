/** What a room's screen will ask for, asked before it is drawn: the answers are under way while React works. */
import type { RoomId } from "#api/ids.ts";
import { prefetchList, prefetchValue } from "./use-view.ts";

/** Long enough for the screen to take over. */
const WANTED_MS = 1500;

export function prefetchRoom(roomId: RoomId, ms: number = WANTED_MS): void {
  prefetchValue("room", { roomId }, ms);
  prefetchList("timeline", { roomId, anchor: "live" }, ms);
  prefetchValue("timelineStatus", { roomId }, ms);
}
