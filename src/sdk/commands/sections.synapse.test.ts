import { afterEach, describe, expect, it } from "vitest";
import { newUser } from "../../../stack/matrix.mjs";
import { createProxy } from "../../../stack/proxy.mjs";
import { parseUserId, type RoomId } from "#api/ids.ts";
import type { RoomListItem } from "#api/room-list.ts";
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

/** Headers and names, top to bottom. */
function outline(items: readonly RoomListItem[]): string {
  return items
    .map((item) =>
      item.kind === "section"
        ? `# ${item.section}`
        : item.kind !== "more" && item.name.kind === "named"
          ? item.name.text
          : "?",
    )
    .join(" ");
}

const shows = (wanted: string) => (items: readonly RoomListItem[]) => outline(items) === wanted;

async function room(ada: TestAccount, name: string): Promise<RoomId> {
  const { roomId } = await ada.call("room.create", { ...created, name });
  await ada.list("roomList", list).until((items) => items.some((item) => item.key === roomId));
  return roomId;
}

async function tagsOf(ada: TestAccount, roomId: RoomId): Promise<readonly string[]> {
  const user = encodeURIComponent(ada.userId);
  const { tags } = await ada.raw.call(
    "GET",
    `/_matrix/client/v3/user/${user}/rooms/${encodeURIComponent(roomId)}/tags`,
  );
  return Object.keys(tags ?? {}).toSorted();
}

describe("sections of the user's own", () => {
  it("are made, renamed, put in order, deleted and brought back; another session shows the same", async () => {
    const ada = await account();
    const second = await account({ raw: ada.raw });
    const pier = await room(ada, "Pier");
    const here = ada.list("roomList", list);
    const there = second.list("roomList", list);

    await ada.call("roomList.createSection", { name: " Night   watch ", rooms: [pier] });
    await here.until(shows("# u.Night watch Pier"));
    await there.until(shows("# u.Night watch Pier"));
    await second.call("roomList.createSection", { name: "Home", rooms: [] });
    await here.until(shows("# u.Night watch Pier # u.Home"));
    await expect(ada.call("roomList.createSection", { name: "home", rooms: [] })).rejects.toMatchObject({
      error: { kind: "invalid", reason: "malformed" },
    });
    expect(await second.call("roomList.stepSection", { section: "u.Home", step: "up" })).toBe("moved");
    expect(await second.call("roomList.stepSection", { section: "u.Home", step: "up" })).toBe("edge");
    await here.until(shows("# u.Home # u.Night watch Pier"));

    await ada.call("roomList.setSort", { section: "u.Night watch", sort: "name" });
    await ada.call("roomList.renameSection", { section: "u.Night watch", name: "Day" });
    await there.until(shows("# u.Home # u.Day Pier"));
    expect((await here.until(shows("# u.Home # u.Day Pier")))[1]).toMatchObject({ sort: "name" });
    await expect.poll(() => tagsOf(ada, pier)).toEqual(["u.Day"]);

    const deleted = await ada.call("roomList.deleteSection", { section: "u.Day" });
    await there.until(shows("# u.Home # rooms Pier"));
    await ada.call("roomList.restoreSection", deleted);
    await there.until(shows("# u.Home # u.Day Pier"));
    await expect.poll(() => tagsOf(ada, pier)).toEqual(["u.Day"]);
  });

  it("two sessions that write at once, one of them offline, lose nothing", async () => {
    const proxy = await createProxy({ target: A });
    closing.push({ stop: () => proxy.close() });
    const raw = await newUser(A);
    const ada = await account({ raw, baseUrl: proxy.url });
    const second = await account({ raw });
    await room(second, "Pier");
    proxy.goOffline();
    await ada.call("roomList.createSection", { name: "Mine", rooms: [] });
    await second.call("roomList.createSection", { name: "Yours", rooms: [] });
    proxy.fault(undefined);
    ada.account.reconnect();
    const both = (items: readonly RoomListItem[]) => /u\.Mine/.test(outline(items)) && /u\.Yours/.test(outline(items));
    await ada.list("roomList", list).until(both);
    await second.list("roomList", list).until(both);
  });

  it("a tag of another client is a section; a move leaves one place", async () => {
    const ada = await account();
    const pier = await room(ada, "Pier");
    const user = encodeURIComponent(ada.userId);
    const path = `/_matrix/client/v3/user/${user}/rooms/${encodeURIComponent(pier)}/tags/`;
    await ada.raw.call("PUT", `${path}u.Elsewhere`, {});
    const here = ada.list("roomList", list);
    await here.until(shows("# u.Elsewhere Pier"));
    const place = ada.value("roomPlace", { roomId: pier });
    await place.until((value) => value?.section === "u.Elsewhere" && value.standing === "only");
    await ada.call("roomList.move", { roomId: pier, to: "favourites", before: undefined });
    expect(await tagsOf(ada, pier)).toEqual(["m.favourite"]);
    await place.until((value) => value?.section === "favourites");
  });
});

describe("what the server says late", () => {
  it("a refusal nobody waits for is kept over a restart until it is said; the change is undone", async () => {
    const proxy = await createProxy({ target: A });
    closing.push({ stop: () => proxy.close() });
    const store = createMemoryStore();
    const raw = await newUser(A);
    let ada = await openAccount(A, { baseUrl: proxy.url, raw, store });
    const pier = await room(ada, "Pier");
    proxy.goOffline();
    expect(await ada.call("room.setTag", { roomId: pier, tag: "m.favourite", order: undefined })).toEqual({
      outcome: "kept",
    });
    proxy.fault(({ path }) => (/\/tags\//.test(path) ? { status: 403, errcode: "M_FORBIDDEN" } : undefined));
    ada.account.reconnect();
    await ada.value("refusals", {}).until((all) => all.length === 1);
    await ada.list("roomList", list).until(shows("# rooms Pier"));
    await ada.stop();

    ada = await openAccount(A, { baseUrl: proxy.url, raw, store });
    closing.push(ada);
    const [refusal] = await ada.value("refusals", {}).until((all) => all.length === 1);
    expect(refusal).toMatchObject({
      roomId: pier,
      what: "place",
      name: { text: "Pier" },
      error: { errcode: "M_FORBIDDEN" },
    });
    await ada.call("roomList.heardRefusals", { upTo: refusal?.id ?? 0 });
    await ada.value("refusals", {}).until((all) => all.length === 0);
  });

  it("trouble of the server's is waited out while sync goes on", async () => {
    const proxy = await createProxy({ target: A });
    closing.push({ stop: () => proxy.close() });
    const ada = await account({ baseUrl: proxy.url });
    const pier = await room(ada, "Pier");
    let asked = 0;
    // More often than one run tries.
    proxy.fault(({ path }) => (/\/tags\//.test(path) && ++asked <= 3 ? { status: 502 } : undefined));
    await ada.call("room.setTag", { roomId: pier, tag: "m.favourite", order: undefined });
    await expect.poll(() => tagsOf(ada, pier), { timeout: 30_000 }).toEqual(["m.favourite"]);
    expect(asked).toBeGreaterThan(3);
  });

  it("m.direct that another client wrote over is merged again", async () => {
    const ada = await account();
    const bo = await newUser(A);
    const userId = parseUserId(bo.userId);
    if (!userId) throw new Error(bo.userId);
    const { roomId } = await ada.call("room.startDirect", { userId });
    // A client that read before we wrote, and writes after.
    const path = `/_matrix/client/v3/user/${encodeURIComponent(ada.userId)}/account_data/m.direct`;
    await ada.raw.call("PUT", path, { "@else:example.org": ["!other:example.org"] });
    await expect
      .poll(() => ada.raw.call("GET", path))
      .toEqual({ "@else:example.org": ["!other:example.org"], [userId]: [roomId] });
  });

  it("who removed one and why stands in the list until it is dismissed, and does not come back", async () => {
    const store = createMemoryStore();
    const raw = await newUser(A);
    let ada = await openAccount(A, { raw, store });
    const bo = await newUser(A);
    const pier = await bo.create({ name: "Pier", invite: [raw.userId] });
    await raw.join(pier);
    const here = ada.list("roomList", list);
    await here.until(shows("# rooms Pier"));
    await bo.call("POST", `/_matrix/client/v3/rooms/${encodeURIComponent(pier)}/kick`, {
      user_id: raw.userId,
      reason: "too loud",
    });
    const removed = (items: readonly RoomListItem[]) =>
      items.find((item) => item.kind === "room" && item.preview.kind === "removed");
    const items = await here.until((now) => removed(now) !== undefined);
    const row = removed(items);
    expect(row).toMatchObject({ preview: { how: "kicked", reason: "too loud" }, mark: { kind: "none" } });
    await ada.stop();
    ada = await openAccount(A, { raw, store });
    closing.push(ada);
    await ada.list("roomList", list).until((now) => removed(now) !== undefined);
    if (row?.kind === "room") await ada.call("roomList.dismiss", { roomId: row.roomId });
    await ada.list("roomList", list).until((now) => now.length === 0);
    const fresh = await account({ raw });
    await fresh.value("connection", {}).until((connection) => connection.state === "live");
    await fresh.list("roomList", list).until((now) => now.length === 0);
  });

  it("who is ignored neither stands in the row nor counts, nor holds the room up", async () => {
    const ada = await account();
    const [bo, mal] = [await newUser(A), await newUser(A)];
    const ids: string[] = [];
    for (const name of ["Pier", "Kitchen"]) {
      const id = await ada.raw.create({ name, invite: [bo.userId, mal.userId] });
      for (const one of [bo, mal]) await one.join(id);
      ids.push(id);
    }
    const [pier = "", kitchen = ""] = ids;
    await bo.text(pier, "from bo");
    await bo.text(kitchen, "later");
    await mal.text(pier, "from mal");
    const here = ada.list("roomList", list);
    const lines = (items: readonly RoomListItem[]) =>
      items.flatMap((item) => {
        if (item.kind !== "room" || item.preview.kind !== "message" || !("text" in item.preview.body)) return [];
        return [`${item.preview.body.text} ${item.mark.kind === "count" ? item.mark.count : 0}`];
      });
    const says =
      (...wanted: string[]) =>
      (items: readonly RoomListItem[]) =>
        lines(items).join() === wanted.join();
    await here.until(says("from mal 2", "later 1"));
    await ada.raw.call(
      "PUT",
      `/_matrix/client/v3/user/${encodeURIComponent(ada.userId)}/account_data/m.ignored_user_list`,
      { ignored_users: { [mal.userId]: {} } },
    );
    await here.until(says("later 1", "from bo 1"));
    await mal.text(pier, "again");
    await bo.text(kitchen, "and on");
    await here.until(says("and on 2", "from bo 1"));
  });
});
