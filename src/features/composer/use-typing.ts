import { useCallback, useEffect, useRef } from "react";
import type { RoomId } from "#api/ids.ts";
import { callVerb } from "#client/use-verb.ts";

const REPEAT_MS = 4000;

/** Tells the room that somebody types, while the tab can be seen. */
export function useTyping(roomId: RoomId): (text: string) => void {
  const told = useRef<{ readonly at: number } | undefined>(undefined);

  const tell = useCallback(
    (typing: "typing" | "stopped") => {
      void callVerb("room.setTyping", { roomId, typing }, { onError: "caller" });
    },
    [roomId],
  );

  const stop = useCallback(() => {
    if (!told.current) return;
    told.current = undefined;
    tell("stopped");
  }, [tell]);

  useEffect(() => stop, [stop]);

  return useCallback(
    (text: string) => {
      if (text.trim() === "") {
        stop();
        return;
      }
      const now = performance.now();
      if (document.visibilityState !== "visible" || (told.current && now - told.current.at < REPEAT_MS)) return;
      told.current = { at: now };
      tell("typing");
    },
    [stop, tell],
  );
}
