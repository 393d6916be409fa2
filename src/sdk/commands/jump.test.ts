import { expect, it } from "vitest";
import type { RoomId } from "#api/ids.ts";
import type { AccountContext } from "#sdk/account/context.ts";
import { roomAvatar, roomName, roomType } from "#sdk/rooms/names.ts";
import type { RoomRecord } from "#sdk/rooms/room-record.ts";
import { createMemoryStore } from "#sdk/store/memory.ts";
import { createWriter } from "#sdk/store/writer.ts";
import { createEvents, silentLog, user } from "#sdk/testing/event-factory.ts";
import { createFakeClock } from "#sdk/testing/fake-clock.ts";
import { recordOf, roomOf } from "#sdk/testing/outbox-harness.ts";
import { jumpCommands } from "./jump.ts";

const me = user("me");
const events = createEvents();

function search(names: readonly string[], { store = createMemoryStore(), clock = createFakeClock() } = {}) {
  const records = new Map<RoomId, RoomRecord>();
  names.forEach((name, index) => {
    const roomId = roomOf(String(index));
    const essential = { "m.room.name": events.state("m.room.name", { name }) };
    const heroes = [{ userId: user(`guest${index}`), name: `Guest ${index}`, avatar: undefined }];
    records.set(roomId, { ...recordOf(roomId), essential, heroes, bump: index });
  });
  const rooms = {
    me,
    ready: Promise.resolve(),
    records: () => records,
    name: (record: RoomRecord) => roomName(record, me),
    avatar: (record: RoomRecord) => roomAvatar(record, me),
    type: (record: RoomRecord) => roomType(record, me),
    members: () => undefined,
  };
  const ctx = { rooms, store, writer: createWriter(store), clock, log: silentLog } as unknown as AccountContext;
  const commands = jumpCommands(ctx);
  const call = { signal: new AbortController().signal };
  const find = async (query: string, limit = 5) =>
    (await commands["jump.search"]({ query, limit }, call)).map((item) =>
      item.kind === "person" ? item.person.name : item.name.kind === "named" ? item.name.text : "",
    );
  const use = (index: number) => commands["jump.used"]({ id: roomOf(String(index)) }, call);
  return Object.assign(find, { use });
}

it("puts the best match first, the most recent among equals", async () => {
  const find = search(["Old garden", "The garden", "Garden", "Kitchen"]);
  expect(await find("garden")).toEqual(["Garden", "The garden", "Old garden"]);
  expect(await find("", 2)).toEqual(["Kitchen", "Garden"]);
  expect(await find("nothing at all")).toEqual([]);
});

it("answers a key press over 500 rooms within 5 ms", async () => {
  const find = search(Array.from({ length: 500 }, (_, index) => `Room number ${index} of the big house`));
  await find("warm");
  let best = Number.POSITIVE_INFINITY;
  // The best of many: what the code takes, not what else the machine does.
  for (const query of ["b", "bi", "big", "big h", "house 12", "numb", "xyz", "rm", "of the", "499"]) {
    const start = performance.now();
    await find(query);
    best = Math.min(best, performance.now() - start);
  }
  expect(best).toBeLessThan(5);
});

it("lifts what is used often and lately, over a restart, and for this account alone", async () => {
  const store = createMemoryStore();
  const clock = createFakeClock();
  const names = ["Garden north", "Garden south", "The garden", "Kitchen"];
  const find = search(names, { store, clock });
  await find.use(2);
  for (let times = 0; times < 4; times += 1) await find.use(0);
  expect(await find("garden")).toEqual(["Garden north", "Garden south", "The garden"]);
  expect(await find("", 3)).toEqual(["Garden north", "The garden", "Kitchen"]);
  // Often, but long ago, is less than once today.
  await clock.advance(60 * 24 * 3_600_000);
  await find.use(3);
  const again = search(names, { store, clock });
  expect(await again("", 2)).toEqual(["Kitchen", "Garden north"]);
  expect(await search(names, { clock })("", 2)).toEqual(["Kitchen", "The garden"]);
});

it("finds people met in rooms", async () => {
  const find = search(["Garden", "Kitchen"]);
  expect(await find("guest 1")).toEqual(["Guest 1"]);
  expect(await find("@guest0")).toEqual(["Guest 0"]);
});
