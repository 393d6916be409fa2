import caretDown from "virtual:icon/bold/caret-down";
import caretRight from "virtual:icon/bold/caret-right";
import plus from "virtual:icon/regular/plus";
import { memo } from "react";
import type { RoomListItem, Section } from "#api/room-list.ts";
import { t, type MessageKey } from "#lib/i18n/t.ts";
import { Icon } from "#ui/icons/Icon.tsx";
import { IconButton } from "#ui/IconButton.tsx";
import { DotForMe, Mark } from "#ui/Mark.tsx";
import { navigate } from "#ui/navigation.ts";

const NAMES: Readonly<Record<Section, MessageKey>> = {
  invites: "roomList.section.invites",
  favourites: "roomList.section.favourites",
  people: "roomList.section.people",
  rooms: "roomList.section.rooms",
  lowPriority: "roomList.section.lowPriority",
};

export interface SectionRowProps {
  readonly item: Extract<RoomListItem, { kind: "section" }>;
  readonly top: number;
  readonly cursor: "here" | "elsewhere";
  readonly position: number;
  readonly onToggle: (section: Section, state: "open" | "collapsed") => void;
}

function SectionRowInner({ item, top, cursor, position, onToggle }: SectionRowProps) {
  const name = t(NAMES[item.section]);
  const toggle = () => onToggle(item.section, item.state === "open" ? "collapsed" : "open");
  const names = ["sect-head"];
  if (item.state === "collapsed") names.push("closed");
  if (cursor === "here") names.push("at-cursor");
  return (
    <div
      id={`rl-${item.key}`}
      className={names.join(" ")}
      role="treeitem"
      aria-level={1}
      aria-posinset={position}
      aria-expanded={item.state === "open"}
      aria-selected={false}
      aria-label={`${name}, ${t("roomList.sectionTotal", { count: item.total })}`}
      style={{ insetBlockStart: top }}
    >
      <button type="button" className="sect-name" tabIndex={-1} onClick={toggle}>
        {name}
        <Icon d={item.state === "open" ? caretDown : caretRight} />
      </button>
      <SectionSum item={item} />
      {item.section === "people" ? (
        <IconButton
          size="small"
          className="quiet"
          icon={plus}
          label={t("roomList.addPeople")}
          onClick={() => navigate("#/dm")}
        />
      ) : null}
      {item.section === "rooms" ? (
        <IconButton
          size="small"
          className="quiet"
          icon={plus}
          label={t("roomList.addRooms")}
          onClick={() => navigate("#/new")}
        />
      ) : null}
    </div>
  );
}

export const SectionRow = memo(SectionRowInner);

function SectionSum({ item }: { readonly item: SectionRowProps["item"] }) {
  if (item.section === "invites" && item.total > 0) {
    return (
      <span className="sect-n">
        <DotForMe label={t("roomList.forYou")} />
      </span>
    );
  }
  if (item.state === "open") return null;
  if (item.mark.kind === "none" || item.mark.kind === "muted") return <span className="sect-n">{item.total}</span>;
  return (
    <span className="sect-n">
      <Mark mark={item.mark} />
    </span>
  );
}
