import { afterEach, describe, expect, it } from "vitest";
import { newUser } from "../../../stack/matrix.mjs";
import { createProxy } from "../../../stack/proxy.mjs";
import { parseRoomId, type RoomId } from "#api/ids.ts";
import type { RoomListItem, Section } from "#api/room-list.ts";
import { createMemoryStore } from "#sdk/store/memory.ts";
import { openAccount, type TestAccount, type TestAccountOptions } from "#sdk/testing/account.ts";

const A = process.env["HUBBUB_STACK_A"] ?? "http://localhost:8811";
const closing: { stop(): Promise<void> }[] = [];
const list = { filter: "", from: 0, count: 100 };
const created = { topic: "", access: "private", alias: undefined, invite: [] } as const;

async function account(options: TestAccountOptions = {}): Promise<TestAccount> {
  const opened = await openAccount(A, options);
  closing.push(opened);
  return opened;
}

afterEach(async () => {
  for (const open of closing.splice(0).toReversed()) await open.stop();
});

function namesIn(items: readonly RoomListItem[], section: Section): readonly string[] {
  return items.flatMap((item) =>
    item.kind === "room" && item.section === section && item.name.kind === "named" ? [item.name.text] : [],
  );
}

async function rooms(ada: TestAccount, names: readonly string[]): Promise<readonly RoomId[]> {
  const ids: RoomId[] = [];
  for (const name of names) ids.push((await ada.call("room.create", { ...created, name })).roomId);
  return ids;
}

function nth(ids: readonly RoomId[], index: number): RoomId {
  const id = ids[index];
  if (!id) throw new Error(`no room ${index}`);
  return id;
}

function path(ada: TestAccount, roomId: RoomId, rest: string): string {
  return `/_matrix/client/v3/user/${encodeURIComponent(ada.userId)}/rooms/${encodeURIComponent(roomId)}/${rest}`;
}

async function tagsOf(ada: TestAccount, roomId: RoomId): Promise<readonly string[]> {
  const { tags } = await ada.raw.call("GET", path(ada, roomId, "tags"));
  return Object.keys(tags ?? {}).toSorted();
}

describe("a room's place", () => {
  it("setTag and removeTag move it between sections, here and in another session; the two places exclude each other", async () => {
    const ada = await account();
    const second = await account({ raw: ada.raw });
    const [roomId] = await rooms(ada, ["Pier"]);
    if (!roomId) throw new Error("no room");
    const here = ada.list("roomList", list);
    const there = second.list("roomList", list);
    await there.until((items) => namesIn(items, "rooms").includes("Pier"));

    expect(await ada.call("room.setTag", { roomId, tag: "m.favourite", order: 0.5 })).toEqual({ outcome: "told" });
    await here.until((items) => namesIn(items, "favourites").includes("Pier"));
    await there.until((items) => namesIn(items, "favourites").includes("Pier"));
    await ada.call("room.setTag", { roomId, tag: "m.lowpriority", order: undefined });
    expect(await tagsOf(ada, roomId)).toEqual(["m.lowpriority"]);
    await there.until((items) => namesIn(items, "lowPriority").includes("Pier"));
    await second.call("room.removeTag", { roomId, tag: "m.lowpriority" });
    await here.until((items) => namesIn(items, "rooms").includes("Pier"));
    expect(await tagsOf(ada, roomId)).toEqual([]);
  });

  it("move and step order favourites, also where no order was set before; another session shows the same", async () => {
    const ada = await account();
    const second = await account({ raw: ada.raw });
    const ids = await rooms(ada, ["a", "b", "c"]);
    for (const roomId of ids) await ada.call("room.setTag", { roomId, tag: "m.favourite", order: undefined });
    const here = ada.list("roomList", list);
    const there = second.list("roomList", list);
    const inOrder =
      (...names: string[]) =>
      async (): Promise<void> => {
        const same = (items: readonly RoomListItem[]) => namesIn(items, "favourites").join() === names.join();
        await here.until(same);
        await there.until(same);
      };
    await ada.call("roomList.move", { roomId: nth(ids, 2), to: "favourites", before: undefined });
    await ada.call("roomList.move", { roomId: nth(ids, 0), to: "favourites", before: nth(ids, 2) });
    await ada.call("roomList.move", { roomId: nth(ids, 1), to: "favourites", before: nth(ids, 0) });
    await inOrder("b", "a", "c")();
    expect(await ada.call("roomList.step", { roomId: nth(ids, 1), step: "up" })).toEqual({ outcome: "edge" });
    await second.call("roomList.step", { roomId: nth(ids, 1), step: "down" });
    await inOrder("a", "b", "c")();
    for (let i = 0; i < 40; i += 1)
      await ada.call("roomList.move", { roomId: nth(ids, i % 2), to: "favourites", before: nth(ids, 2) });
    await inOrder("a", "b", "c")();
    await ada.call("roomList.move", { roomId: nth(ids, 2), to: "rest", before: undefined });
    await inOrder("a", "b")();
  });

  it("markUnread and markAllRead reach other sessions, and reading takes the mark off", async () => {
    const ada = await account();
    const second = await account({ raw: ada.raw });
    const bo = await newUser(A);
    const [roomId] = await rooms(ada, ["Tide"]);
    if (!roomId) throw new Error("no room");
    const here = ada.list("roomList", list);
    const there = second.list("roomList", list);
    const unread = (state: "read" | "unread") => (items: readonly RoomListItem[]) =>
      items.some((item) => item.kind === "room" && item.roomId === roomId && item.unread === state);
    await there.until(unread("read"));
    expect(await ada.call("room.markUnread", { roomId, state: "marked" })).toEqual({ outcome: "told" });
    await here.until(unread("unread"));
    await there.until(unread("unread"));
    expect(await ada.raw.call("GET", path(ada, roomId, "account_data/m.marked_unread"))).toEqual({ unread: true });
    await second.call("room.markAllRead", { roomId });
    await here.until(unread("read"));
    expect(await ada.raw.call("GET", path(ada, roomId, "account_data/m.marked_unread"))).toEqual({ unread: false });

    await ada.raw.invite(roomId, bo.userId);
    await bo.join(roomId);
    await bo.text(roomId, "one");
    await bo.text(roomId, "two");
    await here.until((items) =>
      items.some(
        (item) => item.key === roomId && item.kind === "room" && item.mark.kind === "count" && item.mark.count === 2,
      ),
    );
    await ada.call("room.markAllRead", { roomId });
    await here.until(unread("read"));
    await there.until(unread("read"));
  });
});

describe("a server that refuses or is away", () => {
  it("undoes what it refuses, and the verb says why", async () => {
    const proxy = await createProxy({ target: A });
    closing.push({ stop: () => proxy.close() });
    const ada = await account({ baseUrl: proxy.url });
    const [roomId] = await rooms(ada, ["Pier"]);
    if (!roomId) throw new Error("no room");
    const here = ada.list("roomList", list);
    proxy.fault(({ path: asked }) =>
      /\/tags\/|marked_unread/.test(asked) ? { status: 403, errcode: "M_FORBIDDEN" } : undefined,
    );
    await expect(ada.call("room.setTag", { roomId, tag: "m.favourite", order: 0.5 })).rejects.toMatchObject({
      error: { kind: "matrix", errcode: "M_FORBIDDEN" },
    });
    await here.until((items) => namesIn(items, "rooms").includes("Pier"));
    await expect(ada.call("room.markUnread", { roomId, state: "marked" })).rejects.toMatchObject({
      error: { errcode: "M_FORBIDDEN" },
    });
    await here.until((items) => items.some((item) => item.kind === "room" && item.unread === "read"));
  });

  it("keeps a wish made offline over a restart and tells it when the server is back", async () => {
    const proxy = await createProxy({ target: A });
    closing.push({ stop: () => proxy.close() });
    const store = createMemoryStore();
    const raw = await newUser(A);
    let ada = await openAccount(A, { baseUrl: proxy.url, raw, store });
    const [roomId] = await rooms(ada, ["Pier"]);
    if (!roomId) throw new Error("no room");
    proxy.goOffline();
    expect(await ada.call("room.setTag", { roomId, tag: "m.favourite", order: 0.5 })).toEqual({ outcome: "kept" });
    await ada.list("roomList", list).until((items) => namesIn(items, "favourites").includes("Pier"));
    await ada.stop();
    ada = await openAccount(A, { baseUrl: proxy.url, raw, store });
    closing.push(ada);
    await ada.list("roomList", list).until((items) => namesIn(items, "favourites").includes("Pier"));
    expect(await tagsOf(ada, roomId)).toEqual([]);
    proxy.fault(undefined);
    ada.account.reconnect();
    await expect.poll(() => tagsOf(ada, roomId), { timeout: 20_000 }).toEqual(["m.favourite"]);
  });
});

describe("sections", () => {
  it("setSort and setLimit order and cut a section, and outlive the core", async () => {
    const store = createMemoryStore();
    let ada = await openAccount(A, { store });
    const { raw } = ada;
    await rooms(ada, ["Zoo", "Alp", "Mole"]);
    await ada.call("roomList.setSort", { section: "rooms", sort: "name" });
    const sorted = (items: readonly RoomListItem[]) => namesIn(items, "rooms").join() === "Alp,Mole,Zoo";
    await ada.list("roomList", list).until(sorted);
    await ada.call("roomList.setLimit", { section: "rooms", limit: 10 });
    await ada.stop();
    ada = await openAccount(A, { raw, store });
    closing.push(ada);
    const items = await ada.list("roomList", list).until(sorted);
    expect(items[0]).toMatchObject({ kind: "section", sort: "name", limit: 10, rows: 3 });
  });

  it("invites lists what waits, newest first", async () => {
    const ada = await account();
    const bo = await newUser(A);
    const ids: string[] = [];
    for (const name of ["one", "two"]) {
      ids.push(await bo.create({ name, invite: [ada.userId] }));
      const wanted = parseRoomId(ids.at(-1));
      await ada.list("roomList", list).until((items) => items.some((item) => item.key === wanted));
    }
    expect(await ada.call("roomList.invites", {})).toEqual(ids.toReversed());
  });
});
