import { expect, test } from "vitest";
import { parseRoomId } from "#api/ids.ts";
import type { RoomListItem, Section, SectionSort } from "#api/room-list.ts";
import { dropAt, type Dragged } from "./drop-place.ts";

function head(section: Section, rows: number, sort: SectionSort = "activity"): RoomListItem {
  const mark = { kind: "none" } as const;
  return {
    kind: "section",
    key: `section:${section}`,
    section,
    total: rows,
    rows,
    sort,
    limit: "all",
    state: "open",
    mark,
  };
}

function row(name: string, section: Section, type: "direct" | "room" = "room"): Dragged {
  const roomId = parseRoomId(`!${name}:example.org`);
  if (!roomId) throw new Error(name);
  return {
    kind: "room",
    key: roomId,
    roomId,
    section,
    type,
    name: { kind: "named", text: name },
    avatar: { kind: "room", letter: "a", hue: 0, mxc: undefined },
    preview: { kind: "none" },
    ts: undefined,
    mark: { kind: "none" },
    unread: "read",
    position: 1,
    size: 1,
  };
}

const a = row("a", "favourites");
const b = row("b", "favourites");
const dm = row("dm", "people", "direct");
const hall = row("hall", "rooms");
const low = row("low", "lowPriority", "direct");
const list = (sort: SectionSort): readonly RoomListItem[] => [
  head("favourites", 2, sort),
  a,
  b,
  head("people", 1),
  dm,
  head("rooms", 1),
  hall,
  head("lowPriority", 1),
  low,
];
const at = (dragged: Dragged, index: number, half: "upper" | "lower" = "upper", sort: SectionSort = "manual") =>
  dropAt({ dragged, items: list(sort), from: 0, index, half });

test("among favourites the half of the row decides", () => {
  expect(at(hall, 0)).toEqual({ to: "favourites", before: a.roomId, line: 1 });
  expect(at(hall, 1, "lower")).toEqual({ to: "favourites", before: b.roomId, line: 2 });
  expect(at(hall, 2, "lower")).toEqual({ to: "favourites", before: undefined, line: 3 });
  expect(at(a, 2, "lower")).toEqual({ to: "favourites", before: undefined, line: 3 });
});

test("beside itself it goes nowhere, nor into the section it is in", () => {
  expect(at(a, 1)).toBeUndefined();
  expect(at(a, 1, "lower")).toBeUndefined();
  expect(at(a, 2)).toBeUndefined();
  expect(at(hall, 4)).toBeUndefined();
});

test("leaving a section it goes home: direct chats to People, rooms to Rooms", () => {
  expect(at(low, 6)).toEqual({ to: "rest", before: undefined, line: 4 });
  expect(at(a, 4)).toEqual({ to: "rest", before: undefined, line: 6 });
  expect(at(dm, 8)).toEqual({ to: "lowPriority", before: undefined, line: 8 });
});

test("favourites in another order take a room in, but not at a place", () => {
  expect(at(hall, 2, "lower", "name")).toEqual({ to: "favourites", before: undefined, line: 1 });
  expect(at(a, 2, "lower", "name")).toBeUndefined();
});

test("sections of one's own take rooms in at a place, empty ones too", () => {
  const work = row("work", "u.Work");
  const items: readonly RoomListItem[] = [
    head("u.Work", 1, "manual"),
    work,
    head("u.Empty", 0, "manual"),
    head("rooms", 1),
    hall,
  ];
  const drop = (dragged: Dragged, index: number, half: "upper" | "lower" = "upper") =>
    dropAt({ dragged, items, from: 0, index, half });
  expect(drop(hall, 1)).toEqual({ to: "u.Work", before: work.roomId, line: 1 });
  expect(drop(hall, 1, "lower")).toEqual({ to: "u.Work", before: undefined, line: 2 });
  expect(drop(hall, 2)).toEqual({ to: "u.Empty", before: undefined, line: 3 });
  expect(drop(work, 2)).toEqual({ to: "u.Empty", before: undefined, line: 3 });
  expect(drop(work, 1, "lower")).toBeUndefined();
  expect(drop(work, 4)).toEqual({ to: "rest", before: undefined, line: 4 });
});
