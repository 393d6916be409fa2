import { useEffect, useLayoutEffect, useMemo, useRef, useState, type Ref } from "react";
import type { RoomId } from "#api/ids.ts";
import { useSetting } from "#client/use-setting.ts";
import { useListView, useValueView } from "#client/use-view.ts";
import { t } from "#lib/i18n/t.ts";
import { Skeleton } from "#ui/Skeleton.tsx";
import { lookKey, type FeedLook } from "./feed-look.ts";
import { recall } from "./room-memory.ts";
import { TargetNote } from "./TargetNote.tsx";
import type { TimelineActions } from "./timeline-context.ts";
import { TimelineList, type TimelineHandle } from "./TimelineList.tsx";
import type { Aim } from "./aim.ts";
import { useAim } from "./use-aim.ts";

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
  const aiming = useAim(roomId, list.state === "loading" ? undefined : list.items);
  const { look, aim } = useLook(roomId, aiming.state === "ready" ? aiming.aim : undefined);
  const timestamps = useSetting("timestamps", roomId);
  const key = `${roomId} ${lookKey(look)}`;
  const [shown, setShown] = useState(key);
  useLayoutEffect(() => setShown(key), [key]);
  const drawn = useRef<"yes" | "no">("no");
  // Without the status nobody knows where to open, except where the room was left.
  const unknown = list.state === "loading" || (status === undefined && recall(roomId) === undefined);
  // A room that is on screen stays there while the message is looked for.
  if (unknown || (aiming.state === "looking" && drawn.current === "no")) return <Waiting />;
  drawn.current = "yes";
  // The list of another look must have gone, and said where it stood, before the next one opens. No frame shows this.
  if (shown !== key && shown.startsWith(`${roomId} `)) return <div className="timeline-pane" />;
  return (
    <>
      <TargetNote aiming={aiming} onLatest={actions.toLatest} onCopy={actions.copyLink} />
      <TimelineList
        key={key}
        roomId={roomId}
        room={room}
        items={list.items}
        status={status}
        aim={aim}
        look={look}
        timestamps={timestamps}
        actions={actions}
        ref={ref}
      />
    </>
  );
}

/** The look of the list. Another look is another list, and that opens where the one before stood, not at its old aim. */
function useLook(roomId: RoomId, aim: Aim | undefined): { readonly look: FeedLook; readonly aim: Aim | undefined } {
  const layout = useSetting("layout", roomId);
  const fontSize = useSetting("fontSize");
  const look = useMemo(() => ({ layout, scale: fontSize / 100 }), [fontSize, layout]);
  const known = useRef<{ readonly key: string; readonly spent: Aim | undefined }>(undefined);
  const key = `${roomId} ${lookKey(look)}`;
  known.current ??= { key, spent: undefined };
  if (known.current.key !== key) {
    const sameRoom = known.current.key.startsWith(`${roomId} `);
    known.current = { key, spent: sameRoom ? aim : undefined };
  }
  return { look, aim: aim === known.current.spent ? undefined : aim };
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
