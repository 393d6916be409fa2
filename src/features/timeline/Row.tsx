import { memo, useState, type FocusEvent, type KeyboardEvent } from "react";
import type { TimelineItem } from "#api/timeline.ts";
import type { Clock } from "#ui/format-time.ts";
import { drawItem } from "./items/registry.tsx";
import { HoverBar, type BarState } from "./items/HoverBar.tsx";
import { rowLabel } from "./items/row-label.ts";
import { useLongPress } from "./items/use-long-press.ts";
import { useTimelineActions } from "./timeline-context.ts";

export interface RowProps {
  readonly item: TimelineItem;
  readonly index: number;
  /** Its label and its times read that way. */
  readonly clock: Clock;
  /** Whether it ends its group. */
  readonly tail: "last" | "inside";
  /** `stop`: the one row that Tab reaches. */
  readonly tab: "stop" | "skip";
  readonly mark: "target" | "none";
  readonly measure: (element: HTMLElement | null) => void;
}

/** A feed may own articles only: separators, gaps and the like are plain text between them. */
type Role = "article" | undefined;

function roleOf(item: TimelineItem): Role {
  switch (item.kind) {
    case "message":
    case "state":
    case "run":
    case "notice":
    case "unreadable":
      return "article";
    case "day":
    case "new":
    case "gap":
    case "history":
      return undefined;
  }
}

/** The box of a row: what is measured, what takes the focus, what is pointed at. Its content is drawn once. */
export const Row = memo(function Row({ item, index, tail, tab, mark, measure }: RowProps) {
  const [pointed, setPointed] = useState(false);
  const [focused, setFocused] = useState(false);
  const role = roleOf(item);
  const article = role === "article";
  const { reply, edit, askDelete } = useTimelineActions();
  const [opened, setOpened] = useState<BarState>("closed");
  const longPress = useLongPress(() => setOpened("menu"));
  const bar = item.kind === "message" && (pointed || focused || opened !== "closed");
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    if (item.kind !== "message" || event.target !== event.currentTarget) return;
    if (event.ctrlKey || event.metaKey || event.altKey || event.getModifierState("AltGraph")) return;
    switch (event.key) {
      case "r":
      case "R":
        reply(item);
        break;
      case "e":
      case "E":
        edit(item);
        break;
      case "+":
        if (item.can.react === "yes") setOpened("react");
        break;
      case "Delete":
        askDelete(item);
        break;
      default:
        return;
    }
    event.preventDefault();
  };
  const names = ["tl-row"];
  if (mark === "target") names.push("is-target");
  if (item.kind === "message" && item.group === "continued") names.push("cont-row");
  if (item.kind === "message" && item.from === "me") names.push("own-row");
  return (
    <div
      ref={measure}
      className={names.join(" ")}
      data-index={index}
      data-key={item.key}
      role={role}
      {...(article
        ? {
            "aria-label": rowLabel(item),
            tabIndex: tab === "stop" ? 0 : -1,
            "aria-posinset": index + 1,
            "aria-setsize": -1,
          }
        : {})}
      {...(item.kind === "message" ? { ...longPress, onKeyDown } : {})}
      onPointerEnter={() => setPointed(true)}
      onPointerLeave={() => setPointed(false)}
      onFocus={() => setFocused(true)}
      onBlur={(event: FocusEvent<HTMLDivElement>) => {
        if (!event.currentTarget.contains(event.relatedTarget)) setFocused(false);
      }}
    >
      {drawItem(item, tail)}
      {bar ? <HoverBar item={item} state={opened} onState={setOpened} /> : null}
    </div>
  );
});
