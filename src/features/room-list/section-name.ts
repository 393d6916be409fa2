import type { Section } from "#api/room-list.ts";
import { t, type MessageKey } from "#lib/i18n/t.ts";

const NAMES: Readonly<Record<Section, MessageKey>> = {
  invites: "roomList.section.invites",
  favourites: "roomList.section.favourites",
  people: "roomList.section.people",
  rooms: "roomList.section.rooms",
  lowPriority: "roomList.section.lowPriority",
};

export function sectionName(section: Section): string {
  return t(NAMES[section]);
}

export function sectionMenuName(section: Section): string {
  return section === "invites" ? t("roomList.inviteMenu") : t("roomList.sectionMenu", { name: sectionName(section) });
}
