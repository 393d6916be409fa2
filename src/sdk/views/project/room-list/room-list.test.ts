import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { RoomId, UserId } from "#api/ids.ts";
import type { RoomListItem, Section, SectionLimit, SectionSort, UserSection } from "#api/room-list.ts";
import type { StrippedEvent } from "#sdk/events/envelope.ts";
import { roomAvatar, roomName, roomType } from "#sdk/rooms/names.ts";
import { NOTHING_UNREAD, type RoomRecord, type UnreadState } from "#sdk/rooms/room-record.ts";
import { createEvents, makeEvent, room, user } from "#sdk/testing/event-factory.ts";
import type { RoomListInput } from "./input.ts";
import { createRoomListProjection } from "./room-list.ts";

const me = user("me");
const ada = user("ada");
const make = createEvents("e", 1_000);

function record(name: string, parts: Partial<RoomRecord> = {}): RoomRecord {
  return {
    roomId: room(name.normalize("NFKD").replace(/[^a-z0-9]/gi, "")),
    membership: "join",
    essential: { "m.room.name": makeEvent({ type: "m.room.name", stateKey: "", content: { name } }) },
    stripped: [],
    ownMember: undefined,
    heroes: [],
    joinedCount: 3,
    invitedCount: 0,
    bump: 1,
    arrivedAt: undefined,
    latest: undefined,
    receipts: [],
    fullyRead: undefined,
    markedUnread: "no",
    tags: {},
    directWith: [],
    unread: NOTHING_UNREAD,
    ...parts,
  };
}

function input(records: readonly RoomRecord[], parts: Partial<RoomListInput> = {}): RoomListInput {
  const map = new Map<RoomId, RoomRecord>(records.map((one) => [one.roomId, one]));
  return {
    me,
    rooms: {
      records: () => map,
      name: (one) => roomName(one, me),
      avatar: (one) => roomAvatar(one, me),
      type: (one) => roomType(one, me),
    },
    muted: new Set(),
    failedText: () => undefined,
    draft: () => undefined,
    typing: () => [],
    collapsed: new Set(),
    filter: "",
    now: 10_000,
    ...parts,
  };
}

function list(records: readonly RoomRecord[], parts: Partial<RoomListInput> = {}): readonly RoomListItem[] {
  return createRoomListProjection().window(input(records, parts), 0, 100).items;
}

const outline = (items: readonly RoomListItem[]): readonly string[] =>
  items.map((item) => (item.kind === "section" ? `# ${item.section}` : item.key.slice(1, item.key.indexOf(":"))));

function row(one: RoomRecord, parts: Partial<RoomListInput> = {}): Extract<RoomListItem, { kind: "room" }> {
  const found = list([one], parts).find((item) => item.kind === "room");
  if (!found) throw new Error("no row");
  return found;
}

const unread = (parts: Partial<UnreadState>): Partial<RoomRecord> => ({ unread: { ...NOTHING_UNREAD, ...parts } });
const invite: Partial<RoomRecord> = {
  membership: "invite",
  essential: {},
  stripped: [
    { type: "m.room.member", sender: ada, stateKey: me, content: { membership: "invite", is_direct: true } },
    { type: "m.room.member", sender: ada, stateKey: ada, content: { membership: "join", displayname: "Ada" } },
  ] satisfies StrippedEvent[],
};

describe("sections", () => {
  test("stand in order, empty ones and rooms not in the list are left out", () => {
    const items = list([
      record("low", { tags: { "m.lowpriority": { order: undefined } } }),
      record("plain"),
      record("chat", { directWith: [ada] }),
      record("star", { tags: { "m.favourite": { order: 0.1 }, "m.lowpriority": { order: undefined } } }),
      record("invite", invite),
      record("left", { membership: "leave" }),
      record("knocked", { membership: "knock" }),
      record("space", {
        essential: {
          "m.room.create": makeEvent({ type: "m.room.create", stateKey: "", content: { type: "m.space" } }),
        },
      }),
    ]);
    expect(outline(items)).toEqual([
      "# invites",
      "invite",
      "# favourites",
      "star",
      "# people",
      "chat",
      "# rooms",
      "plain",
      "# lowPriority",
      "low",
    ]);
  });

  test("favourites go by their order, the rest by activity, invites by arrival", () => {
    const star = (name: string, order: number | undefined, bump: number): RoomRecord =>
      record(name, { tags: { "m.favourite": { order } }, bump });
    expect(
      outline(
        list([
          star("c", undefined, 9),
          star("b", 0.5, 1),
          star("a", 0.5, 2),
          star("d", undefined, 3),
          star("first", 0.1, 0),
        ]),
      ),
    ).toEqual(["# favourites", "first", "a", "b", "c", "d"]);
    expect(outline(list([record("old", { bump: 1 }), record("new", { bump: 3 }), record("mid", { bump: 2 })]))).toEqual(
      ["# rooms", "new", "mid", "old"],
    );
    expect(
      outline(list([record("old", { ...invite, arrivedAt: 1 }), record("new", { ...invite, arrivedAt: 2 })])),
    ).toEqual(["# invites", "new", "old"]);
  });

  test("rows are in the order of the times they show; the server's order breaks ties, rooms without one come last", () => {
    const at = (name: string, time: number | undefined, bump: number): RoomRecord =>
      record(name, {
        bump,
        latest: time === undefined ? undefined : { event: make.text("x"), senderName: undefined, at: time },
      });
    const records = [at("sunday", 5, 99), at("today", 9, 1), at("tie", 5, 100), at("silent", undefined, 1_000)];
    expect(outline(list(records))).toEqual(["# rooms", "today", "tie", "sunday", "silent"]);
  });

  test("collapsed ones keep their header with the sum of their marks", () => {
    const records = [
      record("a", unread({ notify: 3, activity: "some" })),
      record("b", unread({ notify: 2, highlight: 1, activity: "some", bound: "atLeast" })),
      record("c", unread({ activity: "some" })),
    ];
    expect(list(records, { collapsed: new Set(["rooms"]) })).toEqual([
      {
        kind: "section",
        key: "section:rooms",
        section: "rooms",
        total: 3,
        rows: 0,
        sort: "activity",
        limit: "all",
        state: "collapsed",
        mark: { kind: "count", count: 4, bound: "atLeast", whom: "mention" },
      },
    ]);
    expect(list(records)[0]).toMatchObject({ state: "open", mark: { kind: "none" } });
  });

  test("a window cuts across sections and says where it is", () => {
    const records = Array.from({ length: 10 }, (_, index) =>
      record(`r${index}`, { bump: 10 - index, ...(index < 3 ? { directWith: [ada] } : {}) }),
    );
    const projection = createRoomListProjection();
    const { items, from, total } = projection.window(input(records), 2, 4);
    expect(outline(items)).toEqual(["r1", "r2", "# rooms", "r3"]);
    expect({ from, total }).toEqual({ from: 2, total: 12 });
    expect(items[3]).toMatchObject({ position: 1, size: 7 });
    expect(projection.window(input(records), 99, 4).items).toHaveLength(1);
    expect(createRoomListProjection().window(input([]), 0, 50)).toEqual({ items: [], from: 0, total: 0 });
  });
});

describe("filter", () => {
  const records = [record("Café Zürich"), record("Ferry spotters"), record("Adas room", { directWith: [ada] })];

  test.each([
    ["cafe", ["Café Zürich"]],
    ["ZUR caf", ["Café Zürich"]],
    ["spot", ["Ferry spotters"]],
    ["@ada", ["Adas room"]],
    ["f", ["Ferry spotters"]],
    ["nothing", []],
  ])("%s", (filter, names) => {
    const found = list(records, { filter, collapsed: new Set(["rooms", "people"]) }).filter(
      (item) => item.kind === "room",
    );
    expect(found.map((item) => (item.name.kind === "named" ? item.name.text : ""))).toEqual(names);
  });
});

describe("marks and previews", () => {
  test.each([
    ["failed", unread({ notify: 2 }), { failedText: () => "x" }, { kind: "failed" }, "unread"],
    [
      "mention",
      unread({ notify: 5, highlight: 2, bound: "atLeast" }),
      {},
      { kind: "count", count: 2, bound: "atLeast", whom: "mention" },
      "unread",
    ],
    ["room", unread({ notify: 5 }), {}, { kind: "count", count: 5, bound: "exact", whom: "room" }, "unread"],
    [
      "direct",
      { ...unread({ notify: 5, highlight: 1 }), directWith: [ada] },
      {},
      { kind: "count", count: 5, bound: "exact", whom: "direct" },
      "unread",
    ],
    ["muted", unread({ notify: 5, activity: "some" }), { muted: new Set([room("a")]) }, { kind: "muted" }, "read"],
    ["activity", unread({ activity: "some" }), {}, { kind: "activity" }, "unread"],
    ["marked unread", { markedUnread: "marked" }, {}, { kind: "activity" }, "unread"],
    ["read", {}, {}, { kind: "none" }, "read"],
  ] as const)("%s", (_, parts, more, mark, state) => {
    expect(row(record("a", parts), more)).toMatchObject({ mark, unread: state });
  });

  const latest = (event: ReturnType<typeof make.text>, senderName?: string): Partial<RoomRecord> => ({
    latest: { event, senderName, at: event.ts },
  });

  test("the newest message with the sender's short name", () => {
    expect(row(record("a", latest(make.text("two\nlines"), "Ada Lovelace")))).toMatchObject({
      preview: { kind: "message", from: "other", name: "Ada", body: { kind: "text", text: "two lines" } },
      ts: make.text("").ts - 1000,
    });
    expect(row(record("a", latest(make.text("x", { sender: me })))).preview).toMatchObject({ from: "me", name: "me" });
    expect(row(record("a", latest(make.event({ type: "m.room.encrypted" })))).preview).toMatchObject({
      body: { kind: "encrypted" },
    });
    expect(
      row(record("a", latest(make.event({ content: { msgtype: "m.image", body: "tide.jpg" } })))).preview,
    ).toMatchObject({ body: { kind: "image", text: "tide.jpg" } });
    expect(row(record("a", latest(make.event({ content: {} })))).preview).toMatchObject({ body: { kind: "unknown" } });
    expect(row(record("a", latest(make.state("m.room.topic", { topic: "x" })))).preview).toMatchObject({
      body: { kind: "state", change: { kind: "topic", to: "x" } },
    });
  });

  test("what is unsent, typing and drafts come before it", () => {
    const one = record("a", latest(make.text("x")));
    expect(row(one, { draft: () => "half a\nthought" }).preview).toEqual({ kind: "draft", text: "half a thought" });
    expect(row(one, { draft: () => "x", typing: () => ["Bo"] }).preview).toEqual({ kind: "typing", names: ["Bo"] });
    expect(row(one, { failedText: () => "lost", typing: () => ["Bo"] }).preview).toEqual({
      kind: "failed",
      text: "lost",
    });
    expect(row(one, { draft: () => " \n" }).preview.kind).toBe("message");
  });

  test("an invite says who invites", () => {
    expect(list([record("i", invite)])[1]).toMatchObject({
      kind: "invite",
      type: "direct",
      inviterId: ada,
      inviter: { name: "Ada" },
      position: 1,
      size: 1,
    });
  });
});

describe("cost", () => {
  const records = Array.from({ length: 10_000 }, (_, index) =>
    record(`r${index}`, { bump: (index * 7919) % 10_007, unread: { ...NOTHING_UNREAD, notify: index % 3 } }),
  );

  test("rows keep their identity, a moved room renews what it passes", () => {
    const projection = createRoomListProjection();
    const first = projection.window(input(records), 0, 50).items;
    expect(projection.window(input(records), 0, 50).items.every((item, index) => item === first[index])).toBe(true);
    const [top, second] = [first[1]?.key, first[2]?.key];
    const moved = records.map((one) => (one.roomId === second ? { ...one, bump: 20_000 } : one));
    const next = projection.window(input(moved), 0, 50).items;
    expect(next.slice(1, 3).map((item) => item.key)).toEqual([second, top]);
    expect(next.slice(3).every((item, index) => item === first[index + 3])).toBe(true);
  });

  test("of ten thousand rooms only the changed one and the window are looked at", () => {
    const projection = createRoomListProjection();
    let looked = 0;
    const counting = (list: readonly RoomRecord[]): RoomListInput => {
      const { rooms, ...rest } = input(list);
      const count = <T>(look: (one: RoomRecord) => T) => {
        return (one: RoomRecord): T => {
          looked += 1;
          return look(one);
        };
      };
      return {
        ...rest,
        rooms: { ...rooms, name: count(rooms.name), avatar: count(rooms.avatar), type: count(rooms.type) },
      };
    };
    projection.window(counting(records), 0, 50);
    expect(looked).toBeLessThanOrEqual(10_000 + 2 * 50);
    looked = 0;
    projection.window(counting(records.map((one, index) => (index === 5_000 ? { ...one, bump: 20_000 } : one))), 0, 50);
    expect(looked).toBeLessThanOrEqual(1 + 2 * 50);
  });

  test("the order leaves collapsed sections out", () => {
    const two = [record("a", { bump: 2, ...unread({ notify: 1 }) }), record("b", { directWith: [ada] })];
    const order = (parts: Partial<RoomListInput>) => createRoomListProjection().order(input(two, parts));
    expect(order({})).toEqual([
      { roomId: room("b"), unread: "read" },
      { roomId: room("a"), unread: "unread" },
    ]);
    expect(order({ collapsed: new Set(["people"]) })).toEqual([{ roomId: room("a"), unread: "unread" }]);
  });
});

describe("order and size of a section", () => {
  const layouts = (sort: SectionSort, limit: SectionLimit = "all") =>
    new Map<Section, { sort: SectionSort; limit: SectionLimit }>([["rooms", { sort, limit }]]);
  const named = (items: readonly RoomListItem[]): readonly string[] =>
    items.flatMap((item) => (item.kind === "room" && item.name.kind === "named" ? [item.name.text] : []));

  test("by name, with numbers in their order, and unread first", () => {
    const rooms = [
      record("Zoo", { bump: 9 }),
      record("room 10", { bump: 8 }),
      record("Room 2", { bump: 7, ...unread({ notify: 1, activity: "some" }) }),
      record("Älm", { bump: 6 }),
    ];
    expect(named(list(rooms, { layouts: layouts("name") }))).toEqual(["Älm", "Room 2", "room 10", "Zoo"]);
    expect(named(list(rooms, { layouts: layouts("unread") }))).toEqual(["Room 2", "Zoo", "room 10", "Älm"]);
  });

  test("a cut section ends in a row that says what is hidden; a filter and an expansion show all", () => {
    const rooms = Array.from({ length: 13 }, (_, i) =>
      record(`Room${i}`, { bump: 100 - i, ...(i === 12 ? unread({ notify: 3, activity: "some" }) : {}) }),
    );
    const cut = list(rooms, { layouts: layouts("activity", 10) });
    expect(cut).toHaveLength(12);
    expect(cut[0]).toMatchObject({ kind: "section", total: 13, rows: 11, limit: 10 });
    expect(cut.at(-1)).toEqual({
      kind: "more",
      key: "more:rooms",
      section: "rooms",
      hidden: 3,
      mark: { kind: "count", count: 3, bound: "exact", whom: "room" },
      state: "cut",
    });
    const all = list(rooms, { layouts: layouts("activity", 10), expanded: new Set(["rooms"]) });
    expect(all.at(-1)).toMatchObject({ kind: "more", hidden: 0, state: "expanded" });
    expect(all).toHaveLength(15);
    expect(list(rooms, { layouts: layouts("activity", 10), filter: "room" })).toHaveLength(14);
  });

  test("a window that begins anywhere is a part of the whole", () => {
    const rooms = Array.from({ length: 30 }, (_, i) => record(`Room${i}`, { bump: 100 - i }));
    const people = [record("Ada", { directWith: [ada], bump: 1 })];
    const projection = createRoomListProjection();
    const given = input([...rooms, ...people], { layouts: layouts("name", 25) });
    const whole = projection.window(given, 0, 100).items.map((item) => item.key);
    expect(whole).toHaveLength(29);
    for (let from = 0; from < whole.length; from += 1) {
      const part = projection.window(given, from, 4);
      expect(part.items.map((item) => item.key)).toEqual(whole.slice(from, from + 4));
    }
  });
});

describe("sections of the user's own", () => {
  const tagged = (name: string, tags: RoomRecord["tags"], parts: Partial<RoomRecord> = {}): RoomRecord =>
    record(name, { tags, ...parts });
  const plain = { order: undefined };
  const order: ReadonlyMap<UserSection, number> = new Map([
    ["u.Work", 1],
    ["u.Empty", 2],
    ["u.Home", 3],
  ]);

  test("stand below the favourites in their order, empty ones too, those of other clients last", () => {
    const rooms = [
      tagged("star", { "m.favourite": plain, "u.Work": plain }),
      tagged("home", { "u.Home": plain, "m.lowpriority": plain }),
      tagged("both", { "u.Home": plain, "u.Work": plain }),
      tagged("other", { "u.Elsewhere": plain }),
      record("chat", { directWith: [ada] }),
    ];
    expect(outline(list(rooms, { userSections: order }))).toEqual([
      "# favourites",
      "star",
      "# u.Work",
      "both",
      "# u.Empty",
      "# u.Home",
      "home",
      "# u.Elsewhere",
      "other",
      "# people",
      "chat",
    ]);
    expect(outline(list(rooms, { userSections: order, filter: "home" }))).toEqual(["# u.Home", "home"]);
  });

  test("a room with two tags follows the sections when they change places", () => {
    const projection = createRoomListProjection();
    const rooms = [tagged("both", { "u.Home": plain, "u.Work": plain })];
    const at = (sections: ReadonlyMap<UserSection, number>): readonly string[] =>
      outline(projection.window(input(rooms, { userSections: sections }), 0, 20).items);
    expect(at(new Map([["u.Work", 1]]))).toEqual(["# u.Work", "both"]);
    expect(at(new Map([["u.Home", 1]]))).toEqual(["# u.Home", "both"]);
  });

  test("are ordered by hand like favourites", () => {
    const rooms = [
      tagged("b", { "u.Work": { order: 0.5 } }),
      tagged("c", { "u.Work": plain }, { bump: 9 }),
      tagged("a", { "u.Work": { order: 0.1 } }),
    ];
    const items = list(rooms, { userSections: order });
    expect(outline(items).slice(0, 4)).toEqual(["# u.Work", "a", "b", "c"]);
    expect(items[0]).toMatchObject({ kind: "section", sort: "manual" });
  });
});

describe("a room the user was taken out of", () => {
  const out = (membership: "leave" | "ban", sender: UserId, was = "join"): Partial<RoomRecord> => ({
    membership,
    ownMember: makeEvent({
      type: "m.room.member",
      sender,
      stateKey: me,
      content: { membership, reason: "  too   loud " },
      prevContent: { membership: was },
    }),
  });

  test("stays in the list and says who and why; one that was left, or an invite taken back, does not", () => {
    const items = list([
      record("kicked", out("leave", ada)),
      record("banned", out("ban", ada)),
      record("left", out("leave", me)),
      record("takenback", out("leave", ada, "invite")),
    ]);
    const previews = items.flatMap((item) => (item.kind === "room" ? [item.preview] : []));
    expect(previews).toHaveLength(2);
    expect(previews).toEqual(
      expect.arrayContaining([
        { kind: "removed", how: "kicked", by: "ada", reason: "too loud" },
        { kind: "removed", how: "banned", by: "ada", reason: "too loud" },
      ]),
    );
    expect(items.every((item) => item.kind !== "room" || item.mark.kind === "none")).toBe(true);
  });
});

describe("order, whatever happens", () => {
  const change = fc.record({
    room: fc.nat({ max: 7 }),
    bump: fc.nat({ max: 3 }),
    notify: fc.nat({ max: 2 }),
    tag: fc.constantFrom(undefined, "m.favourite", "m.lowpriority", "u.Work", "u.Home"),
    tagOrder: fc.constantFrom(undefined, 0.2, 0.7),
  });
  const sort = fc.constantFrom<SectionSort>("activity", "unread", "name");

  test("a projection that followed every change shows what a fresh one does, and no room twice", () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 25 }), sort, (changes, by) => {
        const map = new Map<RoomId, RoomRecord>();
        const names = ["Ash", "ash 10", "ash 2", "Birch", "birch", "Cedar", "Dune", "Elm"];
        for (const name of names) {
          const one = record(name);
          map.set(one.roomId, one);
        }
        const layouts = new Map<Section, { sort: SectionSort; limit: SectionLimit }>([
          ["rooms", { sort: by, limit: "all" }],
          ["u.Work", { sort: by, limit: 10 }],
        ]);
        const followed = createRoomListProjection();
        const ids = [...map.keys()];
        const keys = (projection: ReturnType<typeof createRoomListProjection>): readonly string[] => {
          const given = input([...map.values()], { layouts });
          return projection.window(given, 0, 100).items.map((item) => item.key);
        };
        keys(followed);
        for (const { room: at, bump, notify, tag, tagOrder } of changes) {
          const roomId = ids[at];
          const before = roomId && map.get(roomId);
          if (!before) continue;
          map.set(roomId, {
            ...before,
            bump,
            tags: tag === undefined ? {} : { [tag]: { order: tagOrder } },
            unread: { ...NOTHING_UNREAD, notify, activity: notify > 0 ? "some" : "none" },
          });
          const now = keys(followed);
          expect(now).toEqual(keys(createRoomListProjection()));
          expect(new Set(now).size).toBe(now.length);
          expect(now.filter((key) => key.startsWith("!"))).toHaveLength(ids.length);
        }
      }),
    );
  });
});
