/**
 * Records to the rows of the list. Cheap where it matters: the place of a room is kept per record, the order starts from
 * the last one (so sorting 10,000 rooms again is nearly a walk), and full rows are made for the window only. A row whose
 * inputs did not change is the same object as before.
 */
import type { RoomId } from "#api/ids.ts";
import type { Avatar, RoomName } from "#api/people.ts";
import {
  isUserSection,
  type Mark,
  type Preview,
  type RoomListItem,
  type Section,
  type UserSection,
} from "#api/room-list.ts";
import { structuralEqual } from "#lib/structural-equal.ts";
import { fold } from "#lib/fold.ts";
import { inviterOf } from "#sdk/rooms/names.ts";
import { personFace } from "#sdk/rooms/faces.ts";
import type { RoomRecord } from "#sdk/rooms/room-record.ts";
import type { SectionOrder } from "#sdk/account/sections.ts";
import { defaultLayout, type SectionLayout } from "#sdk/account/section-layout.ts";
import type { ViewWindow } from "#sdk/views/view.ts";
import type { RoomListInput } from "./input.ts";
import { markOf, sumMarks, unreadOf } from "./mark.ts";
import { latestPreview, previewOf } from "./preview.ts";
import { nameText, searchText, textMatches, wordsOf } from "./search-text.ts";
import { comparePlaces, compareSections, placeOf, type Place } from "./section.ts";
import { createSectionSort, sortKey } from "./sort.ts";
import { localpartOf } from "#api/ids.ts";

export interface RoomListProjection {
  window(input: RoomListInput, from: number, count: number): ViewWindow<RoomListItem>;
  /** Rooms in the order they are shown, without those of collapsed sections but with those that are cut off. */
  order(input: RoomListInput): readonly { readonly roomId: RoomId; readonly unread: "read" | "unread" }[];
}

interface SectionRows {
  readonly section: Section;
  readonly state: "open" | "collapsed";
  readonly layout: SectionLayout;
  readonly places: readonly Place[];
  /** How many of them are shown. */
  readonly shown: number;
  /** Says what is cut off, or offers to cut it off. */
  readonly more: "none" | "cut" | "expanded";
}

/** List rows of a section, its header aside. */
function rowsOf({ shown, more }: SectionRows): number {
  return shown + (more === "none" ? 0 : 1);
}

const NO_SECTIONS: SectionOrder = new Map();
const ABOVE: readonly Section[] = ["invites", "favourites"];
const BELOW: readonly Section[] = ["people", "rooms", "lowPriority"];

export function createRoomListProjection(): RoomListProjection {
  let places = new WeakMap<RoomRecord, Place | "hidden">();
  let sectionOrder: SectionOrder = NO_SECTIONS;
  const faces = new WeakMap<RoomRecord, { readonly name: RoomName; readonly avatar: Avatar }>();
  const previews = new WeakMap<RoomRecord, Preview>();
  const texts = new WeakMap<RoomRecord, string>();
  let order: readonly RoomId[] = [];
  let shown = new Map<string, RoomListItem>();

  function place(record: RoomRecord, input: RoomListInput): Place | undefined {
    let known = places.get(record);
    if (known === undefined) {
      known = placeOf(record, input.rooms.type(record), sectionOrder) ?? "hidden";
      places.set(record, known);
    }
    return known === "hidden" ? undefined : known;
  }

  function face(record: RoomRecord, input: RoomListInput): { readonly name: RoomName; readonly avatar: Avatar } {
    let known = faces.get(record);
    if (!known) {
      known = { name: input.rooms.name(record), avatar: input.rooms.avatar(record) };
      faces.set(record, known);
    }
    return known;
  }

  function preview(record: RoomRecord, input: RoomListInput): Preview {
    let known = previews.get(record);
    if (!known) {
      known = latestPreview(record, input.me);
      previews.set(record, known);
    }
    return known;
  }

  function text(record: RoomRecord, input: RoomListInput): string {
    let known = texts.get(record);
    if (known === undefined) {
      known = searchText(face(record, input).name, record.directWith);
      texts.set(record, known);
    }
    return known;
  }

  const keys = new WeakMap<RoomRecord, string>();
  const sorters = new Map<Section, ReturnType<typeof createSectionSort>>();

  function sorterOf(section: Section): ReturnType<typeof createSectionSort> {
    const known = sorters.get(section);
    if (known) return known;
    const made = createSectionSort();
    sorters.set(section, made);
    return made;
  }

  function nameKey(record: RoomRecord, input: RoomListInput): string {
    let known = keys.get(record);
    if (known === undefined) {
      known = sortKey(nameText(face(record, input).name));
      keys.set(record, known);
    }
    return known;
  }

  /** All rooms of the list in order, starting from the order of last time. */
  function sorted(input: RoomListInput): readonly Place[] {
    const records = input.rooms.records();
    const wanted = input.userSections ?? NO_SECTIONS;
    if (wanted !== sectionOrder) {
      // Which of several tags counts may be another one now.
      places = new WeakMap();
      sectionOrder = wanted;
    }
    const list: Place[] = [];
    const known = new Set<RoomId>();
    for (const roomId of order) {
      const record = records.get(roomId);
      if (!record) continue;
      known.add(roomId);
      const found = place(record, input);
      if (found) list.push(found);
    }
    for (const [roomId, record] of records) {
      if (known.has(roomId)) continue;
      const found = place(record, input);
      if (found) list.push(found);
    }
    list.sort(comparePlaces);
    order = list.map((one) => one.roomId);
    return list;
  }

  function sections(input: RoomListInput): readonly SectionRows[] {
    const words = wordsOf(fold(input.filter));
    const bySection = new Map<Section, Place[]>();
    for (const one of sorted(input)) {
      if (words.length > 0 && !textMatches(text(one.record, input), words)) continue;
      const list = bySection.get(one.section);
      if (list) list.push(one);
      else bySection.set(one.section, [one]);
    }
    // One that was just made is there to be filled; only a filter hides it.
    const made = words.length === 0 ? sectionOrder.keys() : [];
    const own = [...new Set<UserSection>([...made, ...[...bySection.keys()].filter(isUserSection)])];
    own.sort((a, b) => compareSections(a, b, sectionOrder));
    // Who searches wants to see what was found, also in a collapsed section.
    const collapsed = (section: Section): boolean => words.length === 0 && input.collapsed.has(section);
    const all: SectionRows[] = [];
    for (const section of [...ABOVE, ...own, ...BELOW]) {
      const found = bySection.get(section) ?? [];
      if (found.length === 0 && !isUserSection(section)) continue;
      const layout = input.layouts?.get(section) ?? defaultLayout(section);
      const state = collapsed(section) ? "collapsed" : "open";
      const list = sorterOf(section)(found, layout.sort, {
        keyOf: (one) => nameKey(one.record, input),
        unreadOf: (one) => unreadOf(one.record, input.muted.has(one.roomId) ? "muted" : "heard"),
      });
      const limit = layout.limit === "all" || words.length > 0 ? Infinity : layout.limit;
      const long = state === "open" && found.length > limit;
      const more = !long ? "none" : input.expanded?.has(section) ? "expanded" : "cut";
      const shown = state === "collapsed" ? 0 : more === "cut" ? limit : found.length;
      all.push({ section, state, layout, places: list, shown, more });
    }
    return all;
  }

  function facts(one: Place, input: RoomListInput): Parameters<typeof markOf>[1] {
    return {
      type: one.type,
      delivery: input.failedText(one.roomId) === undefined ? "fine" : "failed",
      sound: input.muted.has(one.roomId) ? "muted" : "heard",
    };
  }

  function sumOf(rows: readonly Place[], input: RoomListInput): Mark {
    return sumMarks(rows.map((one) => markOf(one.record, facts(one, input))));
  }

  function header(one: SectionRows, input: RoomListInput): RoomListItem {
    const { section, state, places: all, layout } = one;
    const mark = sumOf(state === "collapsed" ? all : [], input);
    const { sort, limit } = layout;
    return {
      kind: "section",
      key: `section:${section}`,
      section,
      total: all.length,
      rows: rowsOf(one),
      sort,
      limit,
      state,
      mark,
    };
  }

  function moreRow({ section, places: all, shown, more }: SectionRows, input: RoomListInput): RoomListItem {
    return {
      kind: "more",
      key: `more:${section}`,
      section,
      hidden: all.length - shown,
      mark: sumOf(all.slice(shown), input),
      state: more === "expanded" ? "expanded" : "cut",
    };
  }

  function row(one: Place, position: number, size: number, input: RoomListInput): RoomListItem {
    const { record, roomId, type } = one;
    const { name, avatar } = face(record, input);
    if (one.section === "invites") {
      const inviter = inviterOf(record, input.me);
      const inviterName = inviter && (inviter.name ?? localpartOf(inviter.userId));
      return {
        kind: "invite",
        key: roomId,
        roomId,
        section: "invites",
        type,
        name,
        avatar,
        inviter: inviter && {
          userId: inviter.userId,
          name: inviterName ?? inviter.userId,
          avatar: personFace(inviter.userId, inviterName, inviter.avatar),
        },
        inviterId: inviter?.userId,
        position,
        size,
      };
    }
    const known = facts(one, input);
    return {
      kind: "room",
      key: roomId,
      roomId,
      section: one.section,
      type,
      name,
      avatar,
      preview: previewOf(record, input, (latest) => preview(latest, input)),
      ts: record.latest?.at,
      mark: markOf(record, known),
      unread: unreadOf(record, known.sound),
      position,
      size,
    };
  }

  return {
    window(input, from, count) {
      const all = sections(input);
      const total = all.reduce((sum, one) => sum + 1 + rowsOf(one), 0);
      const start = Math.max(0, Math.min(Math.trunc(from), Math.max(0, total - 1)));
      const end = Math.min(total, start + Math.max(0, Math.trunc(count)));
      const items: RoomListItem[] = [];
      let at = 0;
      for (const one of all) {
        if (at >= start && at < end) items.push(header(one, input));
        at += 1;
        const { shown: size } = one;
        for (let index = Math.max(0, start - at); index < size && at + index < end; index += 1) {
          const found = one.places[index];
          if (found) items.push(row(found, index + 1, one.places.length, input));
        }
        at += size;
        if (one.more === "none") continue;
        if (at >= start && at < end) items.push(moreRow(one, input));
        at += 1;
      }
      const kept = items.map((item) => {
        const before = shown.get(item.key);
        return before && structuralEqual(before, item) ? before : item;
      });
      shown = new Map(kept.map((item) => [item.key, item]));
      return { items: kept, from: start, total };
    },
    order(input) {
      return sections(input)
        .filter(({ state }) => state === "open")
        .flatMap(({ places: rows }) => rows)
        .map((one) => ({
          roomId: one.roomId,
          unread: unreadOf(one.record, input.muted.has(one.roomId) ? "muted" : "heard"),
        }));
    },
  };
}
