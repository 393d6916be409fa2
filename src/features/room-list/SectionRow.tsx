import caretDown from "virtual:icon/bold/caret-down";
import caretRight from "virtual:icon/bold/caret-right";
import dots from "virtual:icon/bold/dots-three";
import plus from "virtual:icon/regular/plus";
import { memo } from "react";
import type { RoomListItem, Section } from "#api/room-list.ts";
import { t } from "#lib/i18n/t.ts";
import { Icon } from "#ui/icons/Icon.tsx";
import { IconButton } from "#ui/IconButton.tsx";
import { DotForMe, Mark } from "#ui/Mark.tsx";
import { navigate } from "#ui/navigation.ts";
import { useInviteRun } from "./invite-run.ts";
import { sectionMenuName, sectionName } from "#ui/section-name.ts";

export interface SectionRowProps {
  readonly item: Extract<RoomListItem, { kind: "section" }>;
  readonly top: number;
  readonly cursor: "here" | "elsewhere";
  readonly position: number;
  readonly onToggle: (section: Section, state: "open" | "collapsed") => void;
  readonly onMenu: (key: string, at: { readonly x: number; readonly y: number }) => void;
}

function SectionRowInner({ item, top, cursor, position, onToggle, onMenu }: SectionRowProps) {
  const name = sectionName(item.section);
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
      <IconButton
        size="small"
        className="quiet"
        icon={dots}
        label={sectionMenuName(item.section)}
        aria-haspopup="menu"
        tabIndex={-1}
        onClick={(event) => {
          const { left, bottom } = event.currentTarget.getBoundingClientRect();
          onMenu(item.key, { x: left, y: bottom });
        }}
      />
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
  const run = useInviteRun();
  if (item.section === "invites" && item.total > 0) {
    return (
      <span className="sect-n" role={run.state === "running" ? "status" : undefined}>
        {run.state === "running" && run.total > 0 ? (
          <span className="sect-run">{t("roomList.answering", { done: run.done, total: run.total })}</span>
        ) : null}
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
