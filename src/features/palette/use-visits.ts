import { useEffect } from "react";
import type { RoomId } from "#api/ids.ts";
import { callVerb } from "#client/use-verb.ts";

/** Who only passes by, from room to room with a key, was not there. */
const STAY_MS = 1_500;

/** Tells the core which rooms one goes to: the palette ranks by that. */
export function useVisits(roomId: RoomId | undefined): void {
  useEffect(() => {
    if (roomId === undefined) return undefined;
    const timer = setTimeout(() => void callVerb("jump.used", { id: roomId }, { onError: "caller" }), STAY_MS);
    return () => clearTimeout(timer);
  }, [roomId]);
}
