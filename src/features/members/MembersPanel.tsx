/** The people of a room by role. Only the rows on screen (and some around them) exist, here and in the port. */
import search from "virtual:icon/regular/magnifying-glass";
import userPlus from "virtual:icon/regular/user-plus";
import x from "virtual:icon/regular/x";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useDeferredValue, useEffect, useId, useRef, useState, type KeyboardEvent } from "react";
import type { RoomId, UserId } from "#api/ids.ts";
import type { MemberItem } from "#api/rooms.ts";
import { useListView, useValueView } from "#client/use-view.ts";
import { t } from "#lib/i18n/t.ts";
import { Button } from "#ui/Button.tsx";
import { Icon } from "#ui/icons/Icon.tsx";
import { IconButton } from "#ui/IconButton.tsx";
import { Skeleton } from "#ui/Skeleton.tsx";
import { Voices } from "#ui/Voices.tsx";
import { GroupHead, MemberRow } from "./MemberRow.tsx";
import "#ui/find.css";
import "./members.css";

export interface MembersPanelProps {
  readonly roomId: RoomId;
  readonly onPerson: (userId: UserId) => void;
  /** Without it, or without the power to invite, there is no button for it. */
  readonly onInvite?: () => void;
}

const ROW = 38;
const GROUP = 36;
const PAGE = 60;
const MARGIN = 20;

export function MembersPanel({ roomId, onPerson, onInvite }: MembersPanelProps) {
  const [query, setQuery] = useState("");
  const filter = useDeferredValue(query.trim());
  const room = useValueView("room", { roomId });
  const count = room?.state === "known" ? room.joinedCount : 0;
  const canInvite = onInvite !== undefined && room?.state === "known" && room.can.invite === "yes";
  return (
    <>
      <div className="panel-body members">
        <label className="find wide">
          <Icon d={search} />
          <input
            type="search"
            value={query}
            placeholder={t("members.find", { count })}
            aria-label={t("members.find", { count })}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => setQuery(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key !== "Escape" || query === "") return;
              event.stopPropagation();
              setQuery("");
            }}
          />
          {query === "" ? null : (
            <IconButton size="small" icon={x} label={t("members.clear")} onClick={() => setQuery("")} />
          )}
        </label>
        <MemberList key={roomId} roomId={roomId} filter={filter} onPerson={onPerson} />
      </div>
      {canInvite ? (
        <footer className="panel-foot">
          <Button span="wide" onClick={onInvite}>
            <Icon d={userPlus} />
            {t("members.invite")}
          </Button>
        </footer>
      ) : null}
    </>
  );
}

interface MemberListProps {
  readonly roomId: RoomId;
  readonly filter: string;
  readonly onPerson: (userId: UserId) => void;
}

function MemberList({ roomId, filter, onPerson }: MemberListProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const [from, setFrom] = useState(0);
  const list = useListView("members", { roomId, filter, from, count: PAGE });
  const trust = useValueView("roomTrust", { roomId });
  const [active, setActive] = useState(0);
  const labelId = useId();

  const itemAt = (index: number): MemberItem | undefined => list.items[index - list.from];
  const virtualizer = useVirtualizer<HTMLDivElement, HTMLDivElement>({
    count: list.total,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (itemAt(index)?.kind === "group" ? GROUP : ROW),
    getItemKey: (index) => itemAt(index)?.key ?? index,
    overscan: 8,
  });

  const rows = virtualizer.getVirtualItems();
  const first = rows[0]?.index ?? 0;
  const last = rows.at(-1)?.index ?? 0;
  useEffect(() => {
    // Moves in steps, so that a slow scroll does not ask for a new window with every row.
    if (first >= from && last < from + PAGE - 1) return;
    setFrom(Math.max(0, first - MARGIN));
  }, [first, last, from]);
  useEffect(() => {
    setFrom(0);
    setActive(0);
    scroller.current?.scrollTo({ top: 0 });
  }, [filter]);

  if (list.state === "loading") return <LoadingMembers />;
  if (list.total === 0) return <NoMembers filter={filter} />;

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    let next = active + step;
    while (itemAt(next)?.kind === "group") next += step;
    if (itemAt(next) === undefined) return;
    setActive(next);
    virtualizer.scrollToIndex(next, { align: "auto" });
    requestAnimationFrame(() => scroller.current?.querySelector<HTMLElement>(`[data-at="${next}"]`)?.focus());
  };
  const stop =
    itemAt(active)?.kind === "member" ? active : list.items.findIndex((item) => item.kind === "member") + list.from;

  return (
    // The rows are buttons; the list only moves the focus between them.
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions
    <div ref={scroller} className="mem-scroll" onKeyDown={onKeyDown}>
      <span id={labelId} hidden>
        {t("members.label")}
      </span>
      <div className="mem-lane" role="list" aria-labelledby={labelId} style={{ blockSize: virtualizer.getTotalSize() }}>
        {rows.map((row) => {
          const item = itemAt(row.index);
          return (
            <div
              key={row.key}
              ref={virtualizer.measureElement}
              data-index={row.index}
              role="listitem"
              className="mem-place"
              style={{ transform: `translateY(${row.start}px)`, minBlockSize: item === undefined ? ROW : undefined }}
            >
              {item === undefined ? null : item.kind === "group" ? (
                <GroupHead group={item.group} total={item.total} />
              ) : (
                <MemberRow
                  item={item}
                  at={row.index}
                  tab={row.index === stop ? "stop" : "skip"}
                  verified={trust?.verified.includes(item.person.userId) ? "yes" : "no"}
                  onPerson={onPerson}
                />
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}

const QUIET_MS = 300;

function LoadingMembers() {
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), QUIET_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className="mem-scroll" role="status" aria-label={t("members.loading")}>
      {shown ? <Skeleton rows={8} /> : null}
    </div>
  );
}

function NoMembers({ filter }: { readonly filter: string }) {
  return (
    <div className="empty" role="status">
      <Voices size="large" motion="still" />
      <b>{filter === "" ? t("members.emptyTitle") : t("members.noneTitle", { query: filter })}</b>
      <p>{filter === "" ? t("members.emptyBody") : t("members.noneBody")}</p>
    </div>
  );
}
