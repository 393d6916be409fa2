import { useEffect, useState, type Ref } from "react";
import type { RoomId } from "#api/ids.ts";
import { useListView, useValueView } from "#client/use-view.ts";
import { t } from "#lib/i18n/t.ts";
import { Skeleton } from "#ui/Skeleton.tsx";
import { recall } from "./room-memory.ts";
import type { TimelineActions } from "./timeline-context.ts";
import { TimelineList, type TimelineHandle } from "./TimelineList.tsx";

export interface TimelineProps {
  readonly roomId: RoomId;
  readonly room: string;
  readonly actions: TimelineActions;
  readonly ref: Ref<TimelineHandle>;
}

/** The messages of a room; before the first of them are known, their places. */
export function Timeline({ roomId, room, actions, ref }: TimelineProps) {
  const list = useListView("timeline", { roomId, anchor: "live" });
  const status = useValueView("timelineStatus", { roomId });
  // Without the status nobody knows where to open, except where the room was left.
  if (list.state === "loading" || (status === undefined && recall(roomId) === undefined)) return <Waiting />;
  return (
    <TimelineList
      key={roomId}
      roomId={roomId}
      room={room}
      items={list.items}
      status={status}
      actions={actions}
      ref={ref}
    />
  );
}

const QUIET_MS = 300;
const LONG_MS = 10_000;

/** Nothing at first, then skeletons, then a sentence. */
function Waiting() {
  const [since, setSince] = useState<"quiet" | "waiting" | "long">("quiet");
  useEffect(() => {
    const first = setTimeout(() => setSince("waiting"), QUIET_MS);
    const second = setTimeout(() => setSince("long"), LONG_MS);
    return () => {
      clearTimeout(first);
      clearTimeout(second);
    };
  }, []);
  return (
    <div className="tl-wait" role="status" aria-label={t("timeline.loading")}>
      {since === "long" ? <p>{t("timeline.loadingLong")}</p> : null}
      {since === "quiet" ? null : <Skeleton rows={6} />}
    </div>
  );
}
