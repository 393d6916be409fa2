import caretDown from "virtual:icon/bold/caret-down";
import caretUp from "virtual:icon/bold/caret-up";
import { memo } from "react";
import type { RoomListItem, Section } from "#api/room-list.ts";
import { Icon } from "#ui/icons/Icon.tsx";
import { Mark } from "#ui/Mark.tsx";
import { moreText } from "#ui/section-name.ts";

export interface MoreRowProps {
  readonly item: Extract<RoomListItem, { kind: "more" }>;
  readonly top: number;
  readonly cursor: "here" | "elsewhere";
  readonly onExpand: (section: Section) => void;
}

/** The end of a section that is cut off: shows the rest, or hides it again. */
function MoreRowInner({ item, top, cursor, onExpand }: MoreRowProps) {
  const label = moreText(item.state, item.hidden);
  return (
    <div
      id={`rl-${item.key}`}
      className={cursor === "here" ? "row more-row at-cursor" : "row more-row"}
      role="treeitem"
      aria-level={2}
      aria-selected={false}
      style={{ insetBlockStart: top }}
    >
      <button
        type="button"
        className="row-cover more-text"
        tabIndex={-1}
        title={label}
        onClick={() => onExpand(item.section)}
      >
        <Icon d={item.state === "cut" ? caretDown : caretUp} />
        <span className="more-label">{label}</span>
      </button>
      <Mark mark={item.mark} />
    </div>
  );
}

export const MoreRow = memo(MoreRowInner);
