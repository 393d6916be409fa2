import { useCallback, useEffect, useRef } from "react";
import type { RoomId } from "#api/ids.ts";
import { callVerb } from "#client/use-verb.ts";

const PAUSE_MS = 300;

/** Keeps what is written but not sent. `found` gets the draft of the last visit, once. */
export function useDraft(roomId: RoomId, found: (text: string) => void): (text: string) => void {
  const waiting = useRef<string>(undefined);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const flush = useCallback(() => {
    clearTimeout(timer.current);
    const text = waiting.current;
    waiting.current = undefined;
    if (text !== undefined) void callVerb("draft.set", { roomId, text }, { onError: "caller" });
  }, [roomId]);

  useEffect(() => {
    let wanted = true;
    void callVerb("draft.get", { roomId }, { onError: "caller" }).then((result) => {
      if (wanted && result.ok && result.value !== "") found(result.value);
    });
    window.addEventListener("pagehide", flush);
    return () => {
      wanted = false;
      window.removeEventListener("pagehide", flush);
      flush();
    };
  }, [flush, found, roomId]);

  return useCallback(
    (text: string) => {
      waiting.current = text;
      clearTimeout(timer.current);
      // An empty draft was sent or deleted: it must not come back with a reload.
      if (text === "") flush();
      else timer.current = setTimeout(flush, PAUSE_MS);
    },
    [flush],
  );
}
