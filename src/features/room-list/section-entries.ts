/** The menu at a section's header: how it is ordered and how much of it is shown; for invites, all of them at once. */
import check from "virtual:icon/bold/check";
import stop from "virtual:icon/regular/hand-palm";
import x from "virtual:icon/regular/x";
import type { RoomListItem, SectionLimit, SectionSort } from "#api/room-list.ts";
import { callVerb } from "#client/use-verb.ts";
import { t } from "#lib/i18n/t.ts";
import type { MenuEntry } from "#ui/Menu.tsx";
import { answerAll, stopAnswering, useInviteRun } from "./invite-run.ts";

type Head = Extract<RoomListItem, { kind: "section" }>;

const LIMITS: readonly SectionLimit[] = [10, 25, "all"];

function sortsOf(head: Head): readonly { readonly value: SectionSort; readonly label: string }[] {
  const usual = [
    { value: "activity", label: t("roomList.sort.activity") },
    { value: "unread", label: t("roomList.sort.unread") },
    { value: "name", label: t("roomList.sort.name") },
  ] as const;
  return head.section === "favourites" ? [{ value: "manual", label: t("roomList.sort.manual") }, ...usual] : usual;
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

export function sectionEntries(head: Head, askToDecline: () => void): readonly MenuEntry[] {
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
  ];
}
