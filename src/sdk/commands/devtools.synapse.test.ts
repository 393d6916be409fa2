import { afterEach, expect, it } from "vitest";
import { newUser } from "../../../stack/matrix.mjs";
import { parseRoomId, type RoomId } from "#api/ids.ts";
import { openAccount, type TestAccount } from "#sdk/testing/account.ts";

const A = process.env["HUBBUB_STACK_A"] ?? "http://localhost:8811";
const closing: TestAccount[] = [];

afterEach(async () => {
  for (const open of closing.splice(0).toReversed()) await open.stop();
});

async function workshop(): Promise<{ readonly ada: TestAccount; readonly roomId: RoomId }> {
  const ada = await openAccount(A, {});
  closing.push(ada);
  const roomId = parseRoomId(await ada.raw.create({ name: "Workshop", topic: "Old topic" }));
  if (!roomId) throw new Error("no room");
  await ada
    .list("roomList", { filter: "", from: 0, count: 10 })
    .until((items) => items.some(({ kind }) => kind === "room"));
  return { ada, roomId };
}

it("state is listed by type and key, read with its power, and changed on the server", async () => {
  const { ada, roomId } = await workshop();
  const types = await ada.call("devtools.stateTypes", { roomId });
  expect(types.find(({ type }) => type === "m.room.member")?.keys).toEqual([ada.userId]);
  const topic = { roomId, type: "m.room.topic", stateKey: "" };
  const event = await ada.call("devtools.stateEvent", topic);
  expect(JSON.parse(event.content)).toMatchObject({ topic: "Old topic" });
  expect(event.power.may).toBe("yes");
  await ada.call("devtools.send", { ...topic, content: '{"topic":"New topic"}' });
  expect(await ada.raw.getState(roomId, "m.room.topic")).toMatchObject({ topic: "New topic" });
});

it("any event is sent; what is not an object is refused before anything is sent", async () => {
  const { ada, roomId } = await workshop();
  const send = (content: string) =>
    ada.call("devtools.send", { roomId, type: "org.example.odd", stateKey: undefined, content });
  const { eventId } = await send('{"a":1}');
  expect(await ada.raw.event(roomId, eventId)).toMatchObject({ type: "org.example.odd", content: { a: 1 } });
  for (const wrong of ["{", "[]", "null", '"x"'])
    await expect(send(wrong)).rejects.toMatchObject({ error: { kind: "invalid", field: "content" } });
});

it("account data of the account and of a room is read and written", async () => {
  const { ada, roomId } = await workshop();
  const note = { type: "org.example.note", content: '{"colour":"green"}' };
  for (const where of [undefined, roomId]) {
    await ada.call("devtools.setAccountData", { roomId: where, ...note });
    await expect
      .poll(async () => (await ada.call("devtools.accountData", { roomId: where })).map(({ type }) => type), {
        timeout: 10_000,
      })
      .toContain("org.example.note");
  }
});

it("diagnostics count and name, but hold no words; a recount agrees with the server's truth", async () => {
  const { ada, roomId } = await workshop();
  const bo = await newUser(A);
  await ada.raw.invite(roomId, bo.userId);
  await bo.join(roomId);
  await bo.text(roomId, "a secret word");
  await expect.poll(async () => (await ada.call("devtools.recount", { roomId })).notify, { timeout: 10_000 }).toBe(1);
  const facts = await ada.call("devtools.diagnostics", {});
  expect(facts).toMatchObject({ userId: ada.userId, rooms: 1, outbox: [] });
  expect(facts.rows.find(({ table }) => table === "chunks")?.count).toBeGreaterThan(0);
  expect(JSON.stringify(facts)).not.toContain("secret");
});
