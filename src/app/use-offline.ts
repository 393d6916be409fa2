import { useEffect, useState } from "react";
import { useValueView } from "#client/use-view.ts";

const SPEAK_AFTER_MS = 5000;

/** When the connection was lost, once that is worth a word: after five seconds. */
export function useOffline(): number | undefined {
  const connection = useValueView("connection", {});
  const since = connection?.state === "offline" ? connection.since : undefined;
  const [told, setTold] = useState<number | undefined>(undefined);
  useEffect(() => {
    if (since === undefined) {
      setTold(undefined);
      return undefined;
    }
    const timer = setTimeout(() => setTold(since), Math.max(0, since + SPEAK_AFTER_MS - Date.now()));
    return () => clearTimeout(timer);
  }, [since]);
  return since === undefined ? undefined : told;
}
