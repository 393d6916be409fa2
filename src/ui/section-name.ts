import { isUserSection, userSectionName, type BuiltInSection, type Section } from "#api/room-list.ts";
import { t, type MessageKey } from "#lib/i18n/t.ts";

const NAMES: Readonly<Record<BuiltInSection, MessageKey>> = {
  invites: "roomList.section.invites",
  favourites: "roomList.section.favourites",
  people: "roomList.section.people",
  rooms: "roomList.section.rooms",
  lowPriority: "roomList.section.lowPriority",
};

export function sectionName(section: Section): string {
  return isUserSection(section) ? userSectionName(section) : t(NAMES[section]);
}

export function sectionMenuName(section: Section): string {
  if (section === "invites") return t("roomList.inviteMenu");
  return t(isUserSection(section) ? "roomList.menuOf" : "roomList.sectionMenu", { name: sectionName(section) });
}

/** The row at the end of a section that is cut off. */
export function moreText(state: "cut" | "expanded", hidden: number): string {
  return state === "cut" ? t("roomList.showMore", { count: hidden }) : t("roomList.showFewer");
}
