import { expect, it } from "vitest";
import { createEvents, user } from "#sdk/testing/event-factory.ts";
import { hueOf, letterOf } from "./faces.ts";
import { createMembers, membersFrom } from "./members.ts";
import { powerOf } from "./power.ts";

const make = createEvents();
const [ada, bo, cleo] = [user("ada"), user("bo"), user("cleo")];
const power = powerOf(undefined, undefined);

function list(...events: Parameters<typeof membersFrom>[0]) {
  return createMembers({ byId: membersFrom(events), extent: "partial", power });
}

it("tells equal names apart, also those that only look equal", () => {
  const members = list(
    make.member(ada, "join", "Ada"),
    make.member(bo, "join", "ada\u200b"),
    make.member(cleo, "leave", "Ada"),
  );
  expect(members.person(ada).name).toBe(`Ada (${ada})`);
  expect(members.person(bo).name).toContain(bo);
  expect(list(make.member(ada, "join", "Ada"), make.member(cleo, "leave", "Ada")).person(ada).name).toBe("Ada");
});

it("does not let a name pass for an id", () => {
  expect(list(make.member(ada, "join", bo)).person(ada).name).toBe(`${bo} (${ada})`);
});

it("knows unknown people, and keeps a person's identity while nothing changes", () => {
  const members = list(make.member(ada, "join", "Ada"));
  expect(members.person(cleo)).toMatchObject({ name: cleo, avatar: { letter: "C" } });
  const before = members.person(ada);
  const next = members.with([make.member(bo, "join", "Bo")], power, "complete");
  expect(next.person(ada)).toBe(before);
  expect(next.extent).toBe("complete");
  expect(next.with([make.member(cleo, "join", "Ada")], power, "complete").person(ada)).not.toBe(before);
  expect(next.with([], power, "complete")).toBe(next);
  expect(next.with([], power, "complete", [bo]).byId.has(bo)).toBe(false);
});

it("survives broken member events", () => {
  const odd = [
    make.state("m.room.member", { membership: 3 }, ada),
    make.state("m.room.member", { membership: "join", displayname: {}, avatar_url: 5 }, bo),
    make.state("m.room.member", { membership: "join" }, "nobody"),
  ];
  const members = list(...odd);
  expect([...members.byId.keys()]).toEqual([bo]);
  expect(members.person(bo).name).toBe(bo);
});

it("gives everybody a hue and a letter", () => {
  expect(hueOf("")).toBe(1);
  expect(new Set(Array.from({ length: 200 }, (_, index) => hueOf(`@u${index}:x`))).size).toBe(10);
  expect([letterOf("#general"), letterOf("élan"), letterOf("👨‍👩‍👧 family"), letterOf("  "), letterOf("@bo:x")]).toEqual([
    "G",
    "É",
    "👨‍👩‍👧",
    " ",
    "B",
  ]);
});
