/**
 * The list of conversations: one flat tree, drawn only where it is in sight. The view may hold rows from the last visit
 * until the core answers; equal rows are equal afterwards, so nothing flickers. It owns the keyboard of the tree.
 */
import { useEffect, useRef, useState, type KeyboardEvent } from "react";
import type { Section } from "#api/room-list.ts";
import { useVerb } from "#client/use-verb.ts";
import { t } from "#lib/i18n/t.ts";
import { navigate } from "#ui/navigation.ts";
import { roomLink } from "#ui/routes.ts";
import { Skeleton } from "#ui/Skeleton.tsx";
import { PHONE, useMediaQuery } from "#ui/use-media-query.ts";
import { InviteRow } from "./InviteRow.tsx";
import { heightAt, indexAt, offsetAt, type Metrics } from "./list-geometry.ts";
import { ListEmpty } from "./ListEmpty.tsx";
import { RoomRow } from "./RoomRow.tsx";
import { SectionRow } from "./SectionRow.tsx";
import { useListWindow } from "./use-list-window.ts";
import { useToday } from "./use-today.ts";
import { useViewport } from "./use-viewport.ts";
import "./room-list.css";

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
  const list = useListWindow(filter);
  const viewport = useViewport(body);
  const today = useToday();
  const phone = useMediaQuery(PHONE);
  const [scale] = useState(remScale);
  const base = phone ? HAND : DESK;
  const metrics: Metrics = { row: base.row * scale, head: base.head * scale, gap: base.gap * scale };
  const { heads, total, from, items } = list;
  const [cursor, setCursor] = useState<string | undefined>(undefined);

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
  const toggle = useRef((section: Section, state: "open" | "collapsed") => {
    void setSection({ section, state });
  });

  const indexOf = (key: string | undefined) => items.findIndex((item) => item.key === key) + from;

  const moveTo = (index: number) => {
    const target = Math.min(Math.max(0, index), total - 1);
    const element = body.current;
    if (!element || total === 0) return;
    const top = offsetAt(target, heads, metrics);
    const bottom = top + heightAt(target, heads, metrics);
    if (top < element.scrollTop) element.scrollTop = target === 0 ? 0 : top;
    else if (bottom > element.scrollTop + element.clientHeight)
      element.scrollTop = bottom - element.clientHeight + FADE;
    const item = items[target - from];
    if (item) setCursor(item.key);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey || total === 0) return;
    const inside = event.target instanceof HTMLButtonElement;
    const at = items.some((item) => item.key === cursor) ? indexOf(cursor) : -1;
    const item = at < 0 ? undefined : items[at - from];
    switch (event.key) {
      case "ArrowDown":
        moveTo(at < 0 ? Math.max(0, current === undefined ? 0 : indexOf(current) + 1) : at + 1);
        break;
      case "ArrowUp":
        moveTo(at < 0 ? 0 : at - 1);
        break;
      case "Home":
        moveTo(0);
        break;
      case "End":
        moveTo(total - 1);
        break;
      case "ArrowLeft":
        if (item?.kind === "section") toggle.current(item.section, "collapsed");
        else if (item) moveTo(Math.max(0, ...heads.filter((head) => head < at)));
        break;
      case "ArrowRight":
        if (item?.kind !== "section") return;
        if (item.state === "collapsed") toggle.current(item.section, "open");
        else moveTo(at + 1);
        break;
      case "Enter":
      case " ":
        if (inside || !item) return;
        if (item.kind === "section") toggle.current(item.section, item.state === "open" ? "collapsed" : "open");
        else navigate(roomLink(item.roomId));
        break;
      default:
        return;
    }
    event.preventDefault();
    if (!inside) body.current?.focus({ preventScroll: true });
  };

  const rows = [];
  for (let index = first; index <= last; index += 1) {
    const item = items[index - from];
    const height = heightAt(index, heads, metrics);
    const full = heads.includes(index) ? metrics.head : metrics.row;
    const top = offsetAt(index, heads, metrics) + (height - full);
    if (!item) continue;
    const at = item.key === cursor ? "here" : "elsewhere";
    if (item.kind === "section") {
      const position = heads.indexOf(index) + 1;
      rows.push(
        <SectionRow key={item.key} item={item} top={top} cursor={at} position={position} onToggle={toggle.current} />,
      );
      continue;
    }
    const place = { top, cursor: at, today, current: item.key === current ? "current" : "other" } as const;
    rows.push(
      item.kind === "room" ? (
        <RoomRow key={item.key} item={item} {...place} />
      ) : (
        <InviteRow key={item.key} item={item} {...place} />
      ),
    );
  }
  const cursorShown = items.slice(Math.max(0, first - from), last + 1 - from).some((item) => item.key === cursor);

  return (
    <div
      ref={body}
      className="list-body"
      role="tree"
      tabIndex={0}
      data-landmark="list"
      aria-label={t("roomList.label")}
      aria-busy={list.state === "loading"}
      aria-activedescendant={cursorShown ? `rl-${cursor}` : undefined}
      onKeyDown={onKeyDown}
      onFocus={(event) => {
        if (event.target === event.currentTarget && cursor === undefined) setCursor(current ?? items[0]?.key);
      }}
    >
      {list.state === "ready" && total === 0 ? <ListEmpty filter={filter} /> : null}
      {list.state === "loading" ? <LateSkeleton /> : null}
      <div
        className="list-rows"
        role="none"
        style={{ blockSize: offsetAt(total, heads, metrics) + (total > 0 ? FADE : 0) }}
      >
        {rows}
      </div>
    </div>
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
