/**
 * The list of conversations: one flat tree, drawn only where it is in sight. The view may hold rows from the last visit
 * until the core answers; equal rows are equal afterwards, so nothing flickers.
 */
import { lazy, Suspense, useCallback, useEffect, useRef, useState, type PointerEvent } from "react";
import type { Section } from "#api/room-list.ts";
import { useVerb } from "#client/use-verb.ts";
import { t } from "#lib/i18n/t.ts";
import { roomName } from "#ui/room-name.ts";
import { Skeleton } from "#ui/Skeleton.tsx";
import { PHONE, useMediaQuery } from "#ui/use-media-query.ts";
import { DragGhost, DropStrip } from "./DragLayer.tsx";
import { dropAt, type Drop } from "./drop-place.ts";
import { InviteRow } from "./InviteRow.tsx";
import { heightAt, indexAt, offsetAt, type Metrics } from "./list-geometry.ts";
import { ListEmpty } from "./ListEmpty.tsx";
import { MoreRow } from "./MoreRow.tsx";
import { moveRoom } from "./place-actions.ts";
import { RoomRow } from "./RoomRow.tsx";
import { sectionMenuName } from "#ui/section-name.ts";
import { SectionRow } from "./SectionRow.tsx";
import { useListKeys } from "./use-list-keys.ts";
import { rowKeyOf, useListMenu } from "./use-list-menu.ts";
import { useListWindow } from "./use-list-window.ts";
import { useRowDrag } from "./use-row-drag.ts";
import { useToday } from "./use-today.ts";
import { useViewport } from "./use-viewport.ts";
import "./room-list.css";

const RowMenu = lazy(() => import("./ListMenu.tsx").then((module) => ({ default: module.RowMenu })));
const SectionMenu = lazy(() => import("./ListMenu.tsx").then((module) => ({ default: module.SectionMenu })));
const DeclineAll = lazy(() => import("./DeclineAll.tsx").then((module) => ({ default: module.DeclineAll })));

const DESK: Metrics = { row: 48, head: 26, gap: 10 };
const HAND: Metrics = { row: 60, head: 36, gap: 10 };
const OVERSCAN = 8;
/** The list fades out above the account; the last row must stand clear of that. */
const FADE = 20;

export interface RoomListProps {
  readonly filter: string;
  /** Room that is open in the sheet. */
  readonly current: string | undefined;
}

function remScale(): number {
  return Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / 16 || 1;
}

export function RoomList({ filter, current }: RoomListProps) {
  const body = useRef<HTMLDivElement>(null);
  const ghost = useRef<HTMLDivElement>(null);
  const [expanded, setExpanded] = useState<readonly Section[]>([]);
  const list = useListWindow(filter, expanded);
  const viewport = useViewport(body);
  const today = useToday();
  const phone = useMediaQuery(PHONE);
  const [scale] = useState(remScale);
  const [question, setQuestion] = useState<"none" | "decline-all">("none");
  const base = phone ? HAND : DESK;
  const metrics: Metrics = { row: base.row * scale, head: base.head * scale, gap: base.gap * scale };
  const { heads, total, from, items, sections } = list;

  const first = Math.max(0, indexAt(viewport.top, total, heads, metrics) - OVERSCAN);
  const last = Math.min(total - 1, indexAt(viewport.top + viewport.height, total, heads, metrics) + OVERSCAN);
  const { look } = list;
  useEffect(() => {
    if (total > 0) look(first, last);
    // `look` is new on every render but says the same; only the rows in sight matter.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [first, last, total]);

  // A filter shows its best matches first.
  useEffect(() => {
    if (body.current) body.current.scrollTop = 0;
  }, [filter]);

  const setSection = useVerb("roomList.setSection");
  const toggle = useCallback(
    (section: Section, state: "open" | "collapsed") => void setSection({ section, state }),
    [setSection],
  );
  const expand = useCallback(
    (section: Section) =>
      setExpanded((now) => (now.includes(section) ? now.filter((one) => one !== section) : [...now, section])),
    [],
  );
  const { menu, open: openMenu, openAt, close, handlers } = useListMenu();
  const closeMenu = () => {
    close();
    // The keyboard goes on where it was, unless the entry took it somewhere.
    requestAnimationFrame(() => {
      if (document.activeElement === document.body) body.current?.focus({ preventScroll: true });
    });
  };
  const openHeadMenu = useCallback(
    (key: string, at: { readonly x: number; readonly y: number }) => openMenu({ key, at }),
    [openMenu],
  );
  const { cursor, setCursor, onKeyDown } = useListKeys({
    body,
    list,
    metrics,
    fade: FADE,
    current,
    onToggle: toggle,
    onExpand: expand,
    onMenu: (item) => openAt(item.key),
  });

  const { drag, begin } = useRowDrag({
    body,
    ghost,
    dropAt: (dragged, x, y): Drop | undefined => {
      const element = body.current;
      const strip = document.elementFromPoint(x, y)?.closest<HTMLElement>("[data-drop]")?.dataset["drop"];
      if (strip === "favourites" || strip === "lowPriority") return { to: strip, before: undefined, line: -1 };
      if (!element) return undefined;
      const { top, bottom, left, right } = element.getBoundingClientRect();
      if (x < left || x > right || y < top || y > bottom) return undefined;
      const offset = y - top + element.scrollTop;
      const index = indexAt(offset, total, heads, metrics);
      const middle = offsetAt(index, heads, metrics) + heightAt(index, heads, metrics) / 2;
      return dropAt({ dragged, items, from, index, half: offset < middle ? "upper" : "lower" });
    },
    onDrop: (item, drop) => moveRoom(item.roomId, roomName(item.name), drop.to, drop.before),
  });

  const onPointerDown = (event: PointerEvent) => {
    handlers.onPointerDown(event);
    const key = rowKeyOf(event.target);
    const item = filter === "" ? items.find((one) => one.key === key) : undefined;
    if (item?.kind === "room") begin(event, item);
  };

  const rows = [];
  for (let index = first; index <= last; index += 1) {
    const item = items[index - from];
    const height = heightAt(index, heads, metrics);
    const full = heads.includes(index) ? metrics.head : metrics.row;
    const top = offsetAt(index, heads, metrics) + (height - full);
    if (!item) continue;
    const at = item.key === cursor ? "here" : "elsewhere";
    const place = { top, cursor: at, today, current: item.key === current ? "current" : "other" } as const;
    switch (item.kind) {
      case "section": {
        const position = heads.indexOf(index) + 1;
        const acts = { onToggle: toggle, onMenu: openHeadMenu };
        rows.push(<SectionRow key={item.key} item={item} top={top} cursor={at} position={position} {...acts} />);
        break;
      }
      case "more":
        rows.push(<MoreRow key={item.key} item={item} top={top} cursor={at} onExpand={expand} />);
        break;
      case "room": {
        const hold = drag?.item.key === item.key ? ({ hold: "lifted" } as const) : {};
        rows.push(<RoomRow key={item.key} item={item} {...place} {...hold} />);
        break;
      }
      case "invite":
        rows.push(<InviteRow key={item.key} item={item} {...place} />);
        break;
      default:
        item satisfies never;
    }
  }
  const cursorShown = items.slice(Math.max(0, first - from), last + 1 - from).some((item) => item.key === cursor);
  const asked = menu && items.find((item) => item.key === menu.key);
  const invites = items.find((item) => item.kind === "section" && item.section === "invites");
  const line = drag?.drop && drag.drop.line >= 0 ? offsetAt(drag.drop.line, heads, metrics) : undefined;
  const strip = (to: "favourites" | "lowPriority") =>
    drag && !sections.has(to) ? <DropStrip to={to} over={drag.drop?.to === to ? "over" : "away"} /> : null;

  return (
    <>
      <div
        ref={body}
        className={drag ? "list-body dragging" : "list-body"}
        role="tree"
        tabIndex={0}
        data-landmark="list"
        aria-label={t("roomList.label")}
        aria-busy={list.state === "loading"}
        aria-activedescendant={cursorShown ? `rl-${cursor}` : undefined}
        onKeyDown={onKeyDown}
        {...handlers}
        onPointerDown={onPointerDown}
        onFocus={(event) => {
          if (event.target === event.currentTarget && cursor === undefined) setCursor(current ?? items[0]?.key);
        }}
      >
        {list.state === "ready" && total === 0 ? <ListEmpty filter={filter} /> : null}
        {list.state === "loading" ? <LateSkeleton /> : null}
        {strip("favourites")}
        <div
          className="list-rows"
          role="none"
          style={{ blockSize: offsetAt(total, heads, metrics) + (total > 0 ? FADE : 0) }}
        >
          {rows}
          {line === undefined ? null : <div className="drop-line" role="none" style={{ insetBlockStart: line }} />}
        </div>
        {strip("lowPriority")}
      </div>
      {/* Beside the tree: what happens in them must not bubble to its keys. */}
      {drag ? <DragGhost drag={drag} ghost={ghost} /> : null}
      <Suspense>
        {menu && asked?.kind === "room" ? (
          <RowMenu roomId={asked.roomId} at={menu.at} anchor={body} onClose={closeMenu} />
        ) : null}
        {menu && asked?.kind === "section" ? (
          <SectionMenu
            head={asked}
            label={sectionMenuName(asked.section)}
            at={menu.at}
            anchor={body}
            onClose={closeMenu}
            onDecline={() => setQuestion("decline-all")}
          />
        ) : null}
        {question === "decline-all" ? (
          <DeclineAll count={invites?.kind === "section" ? invites.total : 0} onClose={() => setQuestion("none")} />
        ) : null}
      </Suspense>
    </>
  );
}

/** Places of rows, but only if the rows take longer than anybody notices. */
function LateSkeleton() {
  const [state, setState] = useState<"early" | "late">("early");
  useEffect(() => {
    const timer = setTimeout(() => setState("late"), 300);
    return () => clearTimeout(timer);
  }, []);
  return state === "late" ? <Skeleton rows={9} /> : null;
}
