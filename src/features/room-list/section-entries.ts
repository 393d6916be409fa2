/** The menu at a section's header: how it is ordered and how much of it is shown; for invites, all of them at once. */
import check from "virtual:icon/bold/check";
import arrowDown from "virtual:icon/regular/arrow-down";
import arrowUp from "virtual:icon/regular/arrow-up";
import stop from "virtual:icon/regular/hand-palm";
import pencil from "virtual:icon/regular/pencil-simple";
import plus from "virtual:icon/regular/plus";
import trash from "virtual:icon/regular/trash";
import x from "virtual:icon/regular/x";
import {
  isUserSection,
  type RoomListItem,
  type SectionLimit,
  type SectionSort,
  type UserSection,
} from "#api/room-list.ts";
import { openDialog } from "#client/ui-store.ts";
import { callVerb } from "#client/use-verb.ts";
import { t } from "#lib/i18n/t.ts";
import type { MenuEntry } from "#ui/Menu.tsx";
import { answerAll, stopAnswering, useInviteRun } from "./invite-run.ts";
import { deleteSection } from "./section-actions.ts";

const DISABLED = { state: "disabled" } as const;

type Head = Extract<RoomListItem, { kind: "section" }>;

const LIMITS: readonly SectionLimit[] = [10, 25, "all"];

function sortsOf(head: Head): readonly { readonly value: SectionSort; readonly label: string }[] {
  const usual = [
    { value: "activity", label: t("roomList.sort.activity") },
    { value: "unread", label: t("roomList.sort.unread") },
    { value: "name", label: t("roomList.sort.name") },
  ] as const;
  return head.section === "favourites" || isUserSection(head.section)
    ? [{ value: "manual", label: t("roomList.sort.manual") }, ...usual]
    : usual;
}

function inviteEntries(head: Head, askToDecline: () => void): readonly MenuEntry[] {
  if (useInviteRun.getState().state === "running") {
    return [{ kind: "action", label: t("roomList.stopAnswering"), icon: stop, onChoose: stopAnswering }];
  }
  const count = head.total;
  return [
    {
      kind: "action",
      label: t("roomList.acceptAll", { count }),
      icon: check,
      onChoose: () => void answerAll("accept"),
    },
    { kind: "line" },
    { kind: "action", label: t("roomList.declineAll", { count }), icon: x, tone: "danger", onChoose: askToDecline },
  ];
}

function ownEntries(section: UserSection, all: readonly UserSection[]): readonly MenuEntry[] {
  const step = (to: "up" | "down") => void callVerb("roomList.stepSection", { section, step: to });
  return [
    { kind: "line" },
    {
      kind: "action",
      label: t("roomList.renameSection"),
      icon: pencil,
      onChoose: () => openDialog("rename-section", section),
    },
    {
      kind: "action",
      label: t("roomList.sectionUp"),
      icon: arrowUp,
      ...(all[0] === section ? DISABLED : {}),
      onChoose: () => step("up"),
    },
    {
      kind: "action",
      label: t("roomList.sectionDown"),
      icon: arrowDown,
      ...(all.at(-1) === section ? DISABLED : {}),
      onChoose: () => step("down"),
    },
    {
      kind: "action",
      label: t("roomList.deleteSection"),
      icon: trash,
      tone: "danger",
      onChoose: () => void deleteSection(section),
    },
  ];
}

export function sectionEntries(
  head: Head,
  all: readonly UserSection[],
  askToDecline: () => void,
): readonly MenuEntry[] {
  const { section, sort, limit } = head;
  if (section === "invites") return inviteEntries(head, askToDecline);
  const sorts = sortsOf(head);
  return [
    {
      kind: "choice",
      label: t("roomList.sortBy"),
      heading: "shown",
      value: sort,
      options: sorts,
      onChoose: (value) => {
        const next = sorts.find((one) => one.value === value)?.value;
        if (next) void callVerb("roomList.setSort", { section, sort: next });
      },
    },
    { kind: "line" },
    {
      kind: "choice",
      label: t("roomList.show"),
      heading: "shown",
      value: String(limit),
      options: LIMITS.map((one) => ({
        value: String(one),
        label: one === "all" ? t("roomList.limit.all") : t("roomList.limit.some", { count: one }),
      })),
      onChoose: (value) => {
        const next = LIMITS.find((one) => String(one) === value);
        if (next !== undefined) void callVerb("roomList.setLimit", { section, limit: next });
      },
    },
    ...(isUserSection(section) ? ownEntries(section, all) : []),
    { kind: "line" },
    { kind: "action", label: t("roomList.newSection"), icon: plus, onChoose: () => openDialog("new-section") },
  ];
}
