import { expect, test } from "vitest";
import type { MemberItem } from "#api/rooms.ts";
import { createMembers, membersFrom } from "#sdk/rooms/members.ts";
import { powerOf } from "#sdk/rooms/power.ts";
import { createEvents, makeEvent, user } from "#sdk/testing/event-factory.ts";
import { projectMembers } from "./members.ts";

const me = user("me");
const make = createEvents();
const create = makeEvent({
  type: "m.room.create",
  stateKey: "",
  sender: user("founder"),
  content: { room_version: "12" },
});
const levels = makeEvent({
  type: "m.room.power_levels",
  stateKey: "",
  content: { users: { [user("zoe")]: 100, [user("mo")]: 50 } },
});
const members = createMembers({
  byId: membersFrom([
    make.member(me, "join", "me"),
    make.member(user("founder"), "join", "Founder"),
    make.member(user("zoe"), "join", "Zoë"),
    make.member(user("mo"), "join", "Mo"),
    make.member(user("ada"), "join", "Ada"),
    make.member(user("new"), "invite", "Newcomer"),
    make.member(user("gone"), "leave", "Gone"),
  ]),
  extent: "complete",
  power: powerOf(create, levels),
});

const outline = (items: readonly MemberItem[]): readonly string[] =>
  items.map((item) => (item.kind === "group" ? `# ${item.group} ${item.total}` : item.person.name));

test("people stand by role, then name, the invited last", () => {
  const { items, total } = projectMembers({ me, members, filter: "" }, 0, 100);
  expect(outline(items)).toEqual([
    "# creator 1",
    "Founder",
    "# admin 1",
    "Zoë",
    "# moderator 1",
    "Mo",
    "# member 2",
    "Ada",
    "me",
    "# invited 1",
    "Newcomer",
  ]);
  expect(total).toBe(11);
  expect(items.find((item) => item.kind === "member" && item.self === "me")).toMatchObject({ key: me });
});

test("the filter knows names without accents, and ids", () => {
  expect(outline(projectMembers({ me, members, filter: "ZOE" }, 0, 9).items)).toEqual(["# admin 1", "Zoë"]);
  expect(outline(projectMembers({ me, members, filter: "@ada:" }, 0, 9).items)).toEqual(["# member 1", "Ada"]);
  expect(projectMembers({ me, members, filter: "nobody" }, 0, 9)).toEqual({ items: [], from: 0, total: 0 });
});

test("a window keeps its place, rows their identity", () => {
  const whole = projectMembers({ me, members, filter: "" }, 0, 100).items;
  const part = projectMembers({ me, members, filter: "" }, 3, 2);
  expect(part.from).toBe(3);
  expect(part.items[0]).toBe(whole[3]);
});
