import { useSyncExternalStore } from "react";
import { currentClock, subscribeClock, type Clock } from "./format-time.ts";

/** Draws its component again when times are to be read the other way. */
export function useClock(): Clock {
  return useSyncExternalStore(subscribeClock, currentClock);
}
