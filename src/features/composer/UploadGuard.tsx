import { useEffect } from "react";
import type { RoomId } from "#api/ids.ts";
import { useListView } from "#client/use-view.ts";

/** Asks before the page goes while a file is on its way, and only then. */
export function UploadGuard({ roomId }: { readonly roomId: RoomId }) {
  const { items } = useListView("timeline", { roomId, anchor: "live" });
  const uploading = items.some((item) => item.kind === "message" && item.send.state === "uploading");
  useEffect(() => {
    if (!uploading) return undefined;
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [uploading]);
  return null;
}
