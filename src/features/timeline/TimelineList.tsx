/**
 * The windowed list of a conversation. It owns the scrolling element and everything that follows from where it stands:
 * what is drawn, loaded, marked as read, and which pills are shown. Mounted anew for every room.
 */
import {
  useCallback,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useMemo,
  useReducer,
  useRef,
  useState,
  type Ref,
} from "react";
import type { VirtualItem } from "@tanstack/react-virtual";
import type { EventId, RoomId } from "#api/ids.ts";
import type { TimelineStatus } from "#api/messages.ts";
import type { MessageItem, TimelineItem } from "#api/timeline.ts";
import { t } from "#lib/i18n/t.ts";
import { isRowOf, type Aim } from "./aim.ts";
import { LayoutContext, lookKey, type FeedLook } from "./feed-look.ts";
import { History } from "./items/History.tsx";
import { LiveRegion } from "./LiveRegion.tsx";
import { JumpPill, StickyDate, UnreadBar } from "./overlays.tsx";
import { lastPane, recall, remember } from "./room-memory.ts";
import { Row } from "./Row.tsx";
import { TimelineContext, type TimelineActions } from "./timeline-context.ts";
import { useHistory, type HistoryItem } from "./use-history.ts";
import { useLateMarker } from "./use-late-marker.ts";
import { useMarkRead } from "./use-mark-read.ts";
import { usePosition } from "./use-position.ts";
import { useRoving } from "./use-roving.ts";
import { useSeen } from "./use-seen.ts";
import {
  END_SLACK,
  HEAD,
  useTimelineVirtualizer,
  type OpenAt,
  type TimelineVirtualizer,
} from "./use-timeline-virtualizer.ts";
import { useClock } from "#ui/use-clock.ts";
import "./timeline.css";
import "./layouts.css";

/** What the rest of the conversation may ask of the list. */
export interface TimelineHandle {
  readonly scrollPage: (direction: 1 | -1) => void;
  readonly toEnd: () => void;
  /** The newest message that may be edited, among those loaded. */
  readonly lastEditable: () => MessageItem | undefined;
  /** The editable message next to another one, in time. */
  readonly editableBeside: (eventId: EventId, direction: 1 | -1) => MessageItem | undefined;
  /** All loaded rows. */
  readonly rows: () => readonly TimelineItem[];
}

export interface TimelineListProps {
  readonly roomId: RoomId;
  readonly room: string;
  readonly items: readonly TimelineItem[];
  readonly status: TimelineStatus | undefined;
  /** Where one was sent to, or had been before. */
  readonly aim: Aim | undefined;
  /** A list of its own for every look: rows, heights and all. */
  readonly look: FeedLook;
  readonly timestamps: "hover" | "always";
  readonly actions: TimelineActions;
  readonly ref: Ref<TimelineHandle>;
}

const SEEK_PAGES = 40;
const TARGET_MS = 1800;
const DATE_MS = 900;
/** Fractions of a pixel are no distance. */
const AT_END = 1.5;
/** How far from the end the way back to it is offered. */
const PILL_FROM = 240;

function split(all: readonly TimelineItem[]): {
  readonly history: HistoryItem | undefined;
  readonly items: readonly TimelineItem[];
} {
  const first = all[0];
  return first?.kind === "history" ? { history: first, items: all.slice(1) } : { history: undefined, items: all };
}

function opening(
  roomId: RoomId,
  items: readonly TimelineItem[],
  status: TimelineStatus | undefined,
  aim: Aim | undefined,
): OpenAt {
  // Who left it at the end comes back to the end.
  if (aim && aim.eventId === undefined) return { at: "end" };
  const aimed = aim?.eventId === undefined ? -1 : items.findIndex((item) => isRowOf(item, aim.eventId));
  if (aim && aimed >= 0) return { at: "index", index: aimed, above: aim.above ?? -Math.round(lastPane.height / 3) };
  const place = recall(roomId)?.place;
  const left = place === undefined ? -1 : items.findIndex((item) => item.key === place.key);
  if (place !== undefined && left >= 0) return { at: "index", index: left, above: place.above };
  const fresh = status?.openAt === "end" ? -1 : items.findIndex((item) => item.kind === "new");
  return fresh < 0 ? { at: "end" } : { at: "index", index: fresh, above: -Math.round(lastPane.height / 3) };
}

export function TimelineList(props: TimelineListProps) {
  const { roomId, room, items: all, status, aim, look, timestamps, actions, ref } = props;
  const clock = useClock();
  const { history, items } = useMemo(() => split(all), [all]);
  const scroller = useRef<HTMLDivElement>(null);
  const [memory] = useState(() => recall(roomId));
  const virtualizer = useTimelineVirtualizer({
    items,
    scroller,
    look,
    memory,
    openAt: () => opening(roomId, items, status, aim),
  });

  const latestItems = useRef(items);
  const latestHistory = useRef(history);
  const latestStatus = useRef(status);
  useLayoutEffect(() => {
    latestItems.current = items;
    latestHistory.current = history;
    latestStatus.current = status;
  });

  const hold = useLateMarker(items, latestStatus, virtualizer, aim === undefined ? "marker" : "elsewhere");
  const { look: lookForRead, markUpTo } = useMarkRead(roomId, latestItems, virtualizer, hold);
  const { look: lookBack, paginate } = useHistory(roomId, latestItems, latestHistory, virtualizer);
  const roving = useRoving(latestItems, scroller, virtualizer, memory?.focus);

  // Every change of the range, of the rows or of their heights renders this component; that is when to look around.
  useEffect(() => {
    lookBack();
    lookForRead();
  });

  useFollowOwn(items, virtualizer);
  useStayAtEnd(scroller, virtualizer);
  useRememberPlace(roomId, latestItems, virtualizer, scroller, look);
  usePosition(aim, items, virtualizer);

  const [target, setTarget] = useState<string>();
  useEffect(() => {
    if (aim?.eventId === undefined || aim.above !== undefined) return;
    setTarget(latestItems.current.find((item) => isRowOf(item, aim.eventId))?.key);
  }, [aim]);
  useEffect(() => {
    if (target === undefined) return undefined;
    const timer = setTimeout(() => setTarget(undefined), TARGET_MS);
    return () => clearTimeout(timer);
  }, [target]);

  const showIndex = useCallback(
    (index: number) => {
      virtualizer.scrollToIndex(index, { align: "start" });
      setTarget(latestItems.current[index]?.key);
    },
    [virtualizer],
  );

  const seek = useCallback(
    async (matches: (item: TimelineItem) => boolean) => {
      for (let page = 0; page <= SEEK_PAGES; page++) {
        const index = latestItems.current.findIndex(matches);
        if (index >= 0) {
          showIndex(index);
          return "found";
        }
        if ((await paginate()) === "failed") return "missing";
        await nextFrame();
        if (latestHistory.current?.state === "start" && !latestItems.current.some(matches)) return "missing";
      }
      return "missing";
    },
    [paginate, showIndex],
  );

  const toEnd = useCallback(() => virtualizer.scrollToEnd(), [virtualizer]);
  const seen = useSeen(items, status, virtualizer, latestItems);
  const { dismiss } = seen;
  const markAll = (): void => {
    const latest = latestStatus.current?.latest;
    if (latest !== undefined) markUpTo(latest);
    dismiss();
  };

  useImperativeHandle(
    ref,
    () => ({
      scrollPage: (direction) => scroller.current?.scrollBy({ top: direction * scroller.current.clientHeight * 0.9 }),
      toEnd,
      rows: () => latestItems.current,
      editableBeside: (eventId, direction) => {
        const own = latestItems.current.filter(
          (item): item is MessageItem => item.kind === "message" && item.can.edit === "yes",
        );
        const at = own.findIndex((item) => item.eventId === eventId);
        return at < 0 ? undefined : own[at + direction];
      },
      lastEditable: () =>
        latestItems.current.findLast((item): item is MessageItem => item.kind === "message" && item.can.edit === "yes"),
    }),
    [toEnd],
  );

  const rows = virtualizer.getVirtualItems();
  const away = virtualizer.getDistanceFromEnd() > PILL_FROM;

  return (
    <TimelineContext value={actions}>
      <LayoutContext value={look.layout}>
        <div className="timeline-pane">
          <div
            ref={scroller}
            className="timeline"
            data-layout={look.layout}
            data-timestamps={timestamps}
            data-clock={clock}
            role="feed"
            aria-label={t("timeline.feed", { room })}
            aria-busy={history?.state === "loading"}
            tabIndex={-1}
            onKeyDown={(event) => {
              if (event.key === "Escape") {
                markAll();
                toEnd();
              } else roving.onKeyDown(event);
            }}
            onFocus={roving.onFocus}
          >
            <div className="lane" style={{ blockSize: virtualizer.getTotalSize() }}>
              {history ? (
                <div className="tl-head" style={{ insetBlockStart: virtualizer.options.paddingStart - HEAD }}>
                  <History item={history} room={room} />
                </div>
              ) : null}
              <div className="tl-rows" style={{ transform: `translateY(${rows[0]?.start ?? 0}px)` }}>
                {rows.map((row) => {
                  const item = items[row.index];
                  return item === undefined ? null : (
                    <Row
                      key={item.key}
                      item={item}
                      index={row.index}
                      clock={clock}
                      tail={endsGroup(items, row.index) ? "last" : "inside"}
                      tab={item.key === roving.stop ? "stop" : "skip"}
                      mark={item.key === target ? "target" : "none"}
                      measure={virtualizer.measureElement}
                    />
                  );
                })}
              </div>
            </div>
          </div>
          <ScrollDate items={items} virtualizer={virtualizer} />
          {seen.marker === "above" && status ? (
            <UnreadBar
              status={status}
              onJump={() => void seek((item) => item.kind === "new" || item.key === latestStatus.current?.firstNew)}
              onMarkAll={markAll}
            />
          ) : null}
          {away ? (
            <JumpPill
              count={seen.below}
              onJump={() => {
                toEnd();
                // The pill goes; the focus must not go with it.
                scroller.current?.focus({ preventScroll: true });
              }}
            />
          ) : null}
          <LiveRegion items={items} />
        </div>
      </LayoutContext>
    </TimelineContext>
  );
}

/** Whether the message is the last of its group. */
function endsGroup(items: readonly TimelineItem[], index: number): boolean {
  const next = items[index + 1];
  return next?.kind !== "message" || next.group === "first";
}

function nextFrame(): Promise<void> {
  return new Promise((resolve) => requestAnimationFrame(() => resolve()));
}

/** A message of one's own brings the end into view, wherever one was reading. */
function useFollowOwn(items: readonly TimelineItem[], virtualizer: TimelineVirtualizer): void {
  const last = items.at(-1);
  const known = useRef(last?.key);
  useLayoutEffect(() => {
    if (last?.key === known.current) return;
    known.current = last?.key;
    if (last?.kind === "message" && last.from === "me" && last.send.state !== "sent") virtualizer.scrollToEnd();
  }, [last, virtualizer]);
}

/**
 * The end stays in view whatever grows: the pane gets lower while the composer grows, narrower when a panel opens, the last
 * messages higher when they fail. Who has scrolled up is left alone.
 */
function useStayAtEnd(scroller: { readonly current: HTMLDivElement | null }, virtualizer: TimelineVirtualizer): void {
  const [, drawAgain] = useReducer((count: number) => count + 1, 0);
  const place = useRef<{ held: "end" | "free"; top: number; bottom: number }>({ held: "free", top: 0, bottom: 0 });

  const look = useCallback((element: HTMLDivElement): number => {
    const { scrollTop, scrollHeight, clientHeight } = element;
    const bottom = scrollTop + clientHeight;
    const { top: topBefore, bottom: bottomBefore } = place.current;
    // Both edges: a pane that gets higher or lower moves one of them.
    const up = scrollTop < topBefore - AT_END && bottom < bottomBefore - AT_END;
    if (scrollHeight - bottom <= AT_END) place.current.held = "end";
    else if (up) place.current.held = "free";
    place.current.top = scrollTop;
    place.current.bottom = bottom;
    return scrollHeight - bottom;
  }, []);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (element && look(element) > AT_END && place.current.held === "end") virtualizer.scrollToEnd();
  });

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    let { clientHeight: height, clientWidth: width } = element;
    const onScroll = (): void => void look(element);
    const observer = new ResizeObserver(() => {
      lastPane.width = element.clientWidth;
      lastPane.height = element.clientHeight;
      if (height === element.clientHeight && width === element.clientWidth) return;
      height = element.clientHeight;
      width = element.clientWidth;
      const { held } = place.current;
      drawAgain();
      if (held === "end") virtualizer.scrollToEnd();
    });
    element.addEventListener("scroll", onScroll, { passive: true });
    observer.observe(element);
    return () => {
      element.removeEventListener("scroll", onScroll);
      observer.disconnect();
    };
  }, [look, scroller, virtualizer]);
}

function useRememberPlace(
  roomId: RoomId,
  items: { readonly current: readonly TimelineItem[] },
  virtualizer: TimelineVirtualizer,
  scroller: { readonly current: HTMLDivElement | null },
  look: FeedLook,
): void {
  useLayoutEffect(() => {
    const element = scroller.current;
    return () => {
      const top = element?.scrollTop ?? 0;
      const focus = element?.contains(document.activeElement) ? focusedKey() : undefined;
      // By the element: the virtualizer has let go of it by now, and takes everything for the end.
      const end = !element || element.scrollHeight - element.scrollTop - element.clientHeight <= END_SLACK;
      const span = end ? undefined : (spanOf(virtualizer, focus, top) ?? virtualizer.getVirtualItemForOffset(top));
      // What was on screen last.
      // eslint-disable-next-line react-hooks/exhaustive-deps
      const key = span && items.current[span.index]?.key;
      const above = span === undefined ? 0 : top - span.start;
      remember(roomId, {
        width: lastPane.width,
        look: lookKey(look),
        focus,
        sizes: virtualizer.takeSnapshot(),
        // The row that has the focus stays whole.
        place: key === undefined ? undefined : { key, above: key === focus ? Math.min(above, 0) : above },
      });
    };
  }, [items, look, roomId, scroller, virtualizer]);
}

/** The row of a key, if it is drawn and any of it is in the pane. */
function spanOf(virtualizer: TimelineVirtualizer, key: string | undefined, top: number): VirtualItem | undefined {
  const bottom = top + (virtualizer.scrollRect?.height ?? 0);
  return virtualizer.getVirtualItems().find((row) => row.key === key && row.end > top && row.start < bottom);
}

function focusedKey(): string | undefined {
  return document.activeElement?.closest<HTMLElement>("[data-key]")?.dataset["key"];
}

function ScrollDate({
  items,
  virtualizer,
}: {
  readonly items: readonly TimelineItem[];
  readonly virtualizer: TimelineVirtualizer;
}) {
  const [shown, setShown] = useState(false);
  const scrolling = virtualizer.isScrolling;
  useEffect(() => {
    if (scrolling) {
      setShown(true);
      return undefined;
    }
    const timer = setTimeout(() => setShown(false), DATE_MS);
    return () => clearTimeout(timer);
  }, [scrolling]);
  const first = virtualizer.range?.startIndex ?? 0;
  const away = virtualizer.getDistanceFromEnd() > PILL_FROM;
  return <StickyDate ts={dayOf(items, first)} state={shown && away ? "shown" : "hidden"} />;
}

/** The day a row belongs to: the last separator at or before it. */
function dayOf(items: readonly TimelineItem[], index: number): number | undefined {
  for (let at = Math.min(index, items.length - 1); at >= 0; at--) {
    const item = items[at];
    if (item?.kind === "day") return item.ts;
  }
  return undefined;
}
