import { expect, it } from "vitest";
import { room, user } from "#sdk/testing/event-factory.ts";
import { directRooms, directRoomWith, withDirect, withoutDirect } from "./direct.ts";
import { newRecord } from "./new-record.ts";

const [ada, bo, me] = [user("ada"), user("bo"), user("me")];
const [one, two] = [room("one"), room("two")];

it("adds and removes rooms and leaves everything else alone", () => {
  const before = { [ada]: [one], odd: "kept" };
  expect(withDirect(before, ada, two)).toEqual({ [ada]: [one, two], odd: "kept" });
  expect(withDirect(before, ada, one)).toEqual(before);
  expect(withDirect(undefined, bo, two)).toEqual({ [bo]: [two] });
  expect(withoutDirect({ [ada]: [one, two], [bo]: [two] }, two)).toEqual({ [ada]: [one] });
  const odd = JSON.parse(`{"__proto__":["${one}"],"${ada}":["${two}"]}`) as Record<string, unknown>;
  expect(JSON.stringify(withoutDirect(odd, two))).toBe(`{"__proto__":["${one}"]}`);
});

it("reads people per room and survives nonsense", () => {
  const rooms = directRooms({ [ada]: [one, two, 3], [bo]: [two], [me]: [two], "@bad": [one], [user("x")]: "no" }, me);
  expect(rooms.get(one)).toEqual([ada]);
  expect(rooms.get(two)).toEqual([ada, bo]);
});

it("finds the chat that exists: joined before invited, newest first, not one that was left", () => {
  const base = { directWith: [ada], joinedCount: 2 };
  const joined = { ...newRecord(one, "join"), ...base, bump: 1 };
  const invited = { ...newRecord(two, "invite"), ...base, bump: 9 };
  const alone = { ...newRecord(room("alone"), "join"), directWith: [ada], joinedCount: 1, bump: 99 };
  const group = { ...newRecord(room("group"), "join"), directWith: [ada, bo], joinedCount: 3, bump: 99 };
  expect(directRoomWith([invited, joined, alone, group], ada)).toBe(joined);
  expect(directRoomWith([invited], ada)).toBe(invited);
  expect(directRoomWith([alone, group], ada)).toBeUndefined();
});
