/** All sections of the user's own, top to bottom: those that were made here, and those other clients tagged rooms with. */
import { isUserSection, type UserSection } from "#api/room-list.ts";
import type { SectionOrder } from "#sdk/account/sections.ts";
import type { Rooms } from "#sdk/rooms/rooms.ts";
import { compareSections } from "./section.ts";

export function allUserSections(rooms: Pick<Rooms, "records">, order: SectionOrder): readonly UserSection[] {
  const all = new Set<UserSection>(order.keys());
  for (const { membership, tags } of rooms.records().values()) {
    if (membership !== "join") continue;
    for (const tag in tags) if (isUserSection(tag)) all.add(tag);
  }
  return [...all].sort((a, b) => compareSections(a, b, order));
}
