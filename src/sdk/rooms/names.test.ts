import { describe, expect, it } from "vitest";
import { createEvents, room, user } from "#sdk/testing/event-factory.ts";
import { cleanName, inviterOf, nameText, roomAvatar, roomName, roomType } from "./names.ts";
import { newRecord } from "./new-record.ts";
import type { RoomRecord } from "./room-record.ts";

const me = user("me");
const make = createEvents();

function record(parts: Partial<RoomRecord>): RoomRecord {
  return { ...newRecord(room("r"), "join"), joinedCount: 3, ...parts };
}

function hero(name: string, displayName?: string): RoomRecord["heroes"][number] {
  return { userId: user(name), name: displayName, avatar: undefined };
}

describe("roomName", () => {
  it("prefers the name, then the alias, then the people", () => {
    const name = make.state("m.room.name", { name: "  Garden\n party " });
    const alias = make.state("m.room.canonical_alias", { alias: "#garden:example.org" });
    expect(roomName(record({ essential: { "m.room.name": name, "m.room.canonical_alias": alias } }), me)).toEqual({
      kind: "named",
      text: "Garden party",
    });
    expect(
      roomName(
        record({
          essential: { "m.room.name": make.state("m.room.name", { name: " " }), "m.room.canonical_alias": alias },
        }),
        me,
      ),
    ).toEqual({
      kind: "named",
      text: "#garden:example.org",
    });
    expect(roomName(record({ heroes: [hero("ada", "Ada"), hero("bo", "Bo")] }), me)).toEqual({
      kind: "people",
      names: ["Ada", "Bo"],
      others: 0,
    });
  });

  it("counts those who are not named, and leaves me out", () => {
    const heroes = [hero("me"), hero("ada", "Ada")];
    expect(roomName(record({ heroes, joinedCount: 6, invitedCount: 2 }), me)).toEqual({
      kind: "people",
      names: ["Ada"],
      others: 6,
    });
  });

  it("tells equal names apart, and uses ids where there are none", () => {
    const heroes = [hero("ada", "A"), hero("ava", "A"), hero("bo")];
    expect(roomName(record({ heroes }), me)).toMatchObject({
      names: ["A (@ada:example.org)", "A (@ava:example.org)", "@bo:example.org"],
    });
  });

  it("is empty when everybody left, and remembers who was there", () => {
    expect(roomName(record({ heroes: [hero("ada", "Ada")], joinedCount: 1 }), me)).toEqual({
      kind: "empty",
      was: ["Ada"],
    });
    expect(roomName(record({ joinedCount: 1 }), me)).toEqual({ kind: "empty", was: [] });
  });

  it("names an invite after its inviter", () => {
    const stripped = [
      { type: "m.room.member", stateKey: me, sender: user("bo"), content: { membership: "invite", is_direct: true } },
      {
        type: "m.room.member",
        stateKey: user("bo"),
        sender: user("bo"),
        content: { membership: "join", displayname: "Bo" },
      },
    ];
    const invite = record({ membership: "invite", stripped, joinedCount: 0 });
    expect(roomName(invite, me)).toEqual({ kind: "people", names: ["Bo"], others: 0 });
    expect(inviterOf(invite, me)?.userId).toBe(user("bo"));
    expect(roomType(invite, me)).toBe("direct");
  });

  it("survives names of the wrong type", () => {
    expect(cleanName({ toString: "x" })).toBeUndefined();
    const odd = record({
      essential: {
        "m.room.name": make.state("m.room.name", { name: 7 }),
        "m.room.avatar": make.state("m.room.avatar", { url: [] }),
      },
      joinedCount: 1,
    });
    expect(nameText(roomName(odd, me))).toBe("");
    expect(roomAvatar(odd, me)).toMatchObject({ kind: "room", mxc: undefined });
  });
});

describe("roomAvatar", () => {
  it("shows the person of a direct chat, and two faces for several", () => {
    const ada = { ...hero("ada", "Ada"), avatar: "mxc://example.org/ada" };
    expect(roomAvatar(record({ heroes: [ada], directWith: [user("ada")] }), me)).toMatchObject({
      kind: "person",
      mxc: "mxc://example.org/ada",
      letter: "A",
    });
    expect(roomAvatar(record({ heroes: [ada, hero("bo", "Bo")], directWith: [user("ada")] }), me)).toMatchObject({
      kind: "pair",
    });
    expect(roomAvatar(record({ heroes: [ada, hero("bo", "Bo")] }), me)).toMatchObject({ kind: "room" });
  });

  it("knows spaces", () => {
    expect(
      roomType(record({ essential: { "m.room.create": make.state("m.room.create", { type: "m.space" }) } }), me),
    ).toBe("space");
  });
});
