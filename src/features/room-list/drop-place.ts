/** Where a row that is dragged would go, by the row under the pointer. Pure. */
import type { RoomId } from "#api/ids.ts";
import { isUserSection, type RoomListItem, type Section } from "#api/room-list.ts";
import type { Place } from "./place-actions.ts";

export type Dragged = Extract<RoomListItem, { kind: "room" }>;

export interface Drop {
  readonly to: Place;
  /** In a section ordered by hand: the one it goes before; undefined: last. */
  readonly before: RoomId | undefined;
  /** Index of the row whose upper edge is the place. */
  readonly line: number;
}

export interface DropTarget {
  readonly dragged: Dragged;
  readonly items: readonly RoomListItem[];
  /** Index of the first of them in the whole list. */
  readonly from: number;
  /** Index of the row under the pointer. */
  readonly index: number;
  readonly half: "upper" | "lower";
}

function placeOf(section: Section): Place | undefined {
  switch (section) {
    case "favourites":
    case "lowPriority":
      return section;
    case "people":
    case "rooms":
      return "rest";
    case "invites":
      return undefined;
    default:
      return section;
  }
}

/** Undefined where it cannot go, or is already. */
export function dropAt({ dragged, items, from, index, half }: DropTarget): Drop | undefined {
  const over = items[index - from];
  if (!over) return undefined;
  const to = placeOf(over.section);
  if (to === undefined) return undefined;
  if (to === "favourites" || isUserSection(to)) {
    const head = items.find((item) => item.kind === "section" && item.section === to);
    if (head?.kind !== "section" || head.sort === "manual") return amongOthers({ dragged, items, from, index, half });
    // Another order than one's own: it goes where that order says.
    return dragged.section === to ? undefined : { to, before: undefined, line: below(items, from, to) };
  }
  if (placeOf(dragged.section) === to) return undefined;
  const home = to === "lowPriority" ? "lowPriority" : dragged.type === "direct" ? "people" : "rooms";
  return { to, before: undefined, line: below(items, from, home) };
}

/** The first row below a section's header. */
function below(items: readonly RoomListItem[], from: number, section: Section): number {
  const at = items.findIndex((item) => item.kind === "section" && item.section === section);
  return at < 0 ? -1 : from + at + 1;
}

function amongOthers({ dragged, items, from, index, half }: DropTarget): Drop | undefined {
  const over = items[index - from];
  const section = over?.section;
  if (section !== "favourites" && !(section && isUserSection(section))) return undefined;
  const below = over?.kind === "section" || (over?.kind === "room" && half === "lower");
  const gap = below ? index + 1 : index;
  const next = items[gap - from];
  const previous = items[gap - 1 - from];
  if (dragged.section === section && (next?.key === dragged.key || previous?.key === dragged.key)) return undefined;
  const before = next?.kind === "room" && next.section === section ? next.roomId : undefined;
  return { to: section, before, line: gap };
}
