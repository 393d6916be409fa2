/**
 * The order within one section. All rooms come sorted by activity (or, among favourites, by hand); other orders are made
 * from that. By name, the last order is where the next one starts, so sorting again is nearly a walk.
 */
import type { RoomId } from "#api/ids.ts";
import type { SectionSort } from "#api/room-list.ts";
import { fold } from "#lib/fold.ts";
import { compareActivity, type Place } from "./section.ts";

export interface SortFacts {
  /** `sortKey` of its name. */
  keyOf(place: Place): string;
  unreadOf(place: Place): "read" | "unread";
}

/** What names are compared by: without case and accents, numbers by their value. Much cheaper than a collator. */
export function sortKey(name: string): string {
  return fold(name).replaceAll(/\d+/g, (digits) => digits.padStart(12, "0"));
}

function compareNames(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

export function createSectionSort(): (
  places: readonly Place[],
  sort: SectionSort,
  facts: SortFacts,
) => readonly Place[] {
  let byName: readonly RoomId[] = [];

  function alphabetical(places: readonly Place[], facts: SortFacts): readonly Place[] {
    const waiting = new Map(places.map((place) => [place.roomId, place]));
    const list: Place[] = [];
    for (const roomId of byName) {
      const place = waiting.get(roomId);
      if (!place) continue;
      list.push(place);
      waiting.delete(roomId);
    }
    list.push(...waiting.values());
    list.sort((a, b) => compareNames(facts.keyOf(a), facts.keyOf(b)) || (a.roomId < b.roomId ? -1 : 1));
    byName = list.map((place) => place.roomId);
    return list;
  }

  return (places, sort, facts) => {
    switch (sort) {
      case "manual":
        return places;
      case "activity":
        return places.some((place) => place.rank !== 0) ? places.toSorted(compareActivity) : places;
      case "unread": {
        const list = places.some((place) => place.rank !== 0) ? places.toSorted(compareActivity) : places;
        const unread = list.filter((place) => facts.unreadOf(place) === "unread");
        return unread.length === 0 ? list : [...unread, ...list.filter((place) => facts.unreadOf(place) === "read")];
      }
      case "name":
        return alphabetical(places, facts);
      default:
        return sort satisfies never;
    }
  };
}
