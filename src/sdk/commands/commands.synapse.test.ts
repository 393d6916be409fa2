import { afterEach, describe, expect, it } from "vitest";
import { newUser, uniqueName } from "../../../stack/matrix.mjs";
import { createProxy } from "../../../stack/proxy.mjs";
import { Failure } from "#api/errors.ts";
import { parseEventId, parseMxc, parseRoomAlias, parseRoomId, parseUserId, type RoomId } from "#api/ids.ts";
import type { OutgoingFile } from "#api/messages.ts";
import type { RoomListItem } from "#api/room-list.ts";
import type { MessageItem, TimelineItem } from "#api/timeline.ts";
import { createMemoryStore } from "#sdk/store/memory.ts";
import { openAccount, type TestAccount, type TestAccountOptions } from "#sdk/testing/account.ts";

const A = process.env["HUBBUB_STACK_A"] ?? "http://localhost:8811";
const B = process.env["HUBBUB_STACK_B"] ?? "http://localhost:8812";
const closing: { stop(): Promise<void> }[] = [];

async function account(server = A, options: TestAccountOptions = {}): Promise<TestAccount> {
  const opened = await openAccount(server, options);
  closing.push(opened);
  return opened;
}

afterEach(async () => {
  for (const open of closing.splice(0)) await open.stop();
});

function must<T>(value: T | undefined, what = "value"): T {
  if (value === undefined) throw new Error(`no ${what}`);
  return value;
}

const list = { filter: "", from: 0, count: 50 };
const isMessage = (item: TimelineItem): item is MessageItem => item.kind === "message";
const textsOf = (items: readonly TimelineItem[]): readonly string[] =>
  items
    .filter(isMessage)
    .map(({ body }) =>
      "rich" in body ? body.rich.map((node) => (node.kind === "text" ? node.text : "")).join("") : body.kind,
    );
const rowOf = (items: readonly RoomListItem[], roomId: RoomId) => items.find((item) => item.key === roomId);
const created = {
  name: "",
  topic: "",
  access: "private",
  alias: undefined,
  invite: [],
  encryption: "plain",
} as const;

describe("room verbs", () => {
  it("startDirect creates a direct chat once, marks it, and the other side accepts it as one", async () => {
    const [ada, bo] = await Promise.all([account(A, { displayName: "Ada" }), account(A, { displayName: "Bo" })]);
    await ada.raw.accountData("m.direct", { "@somebody:example.org": ["!old:example.org"] });
    const [first, twin] = await Promise.all([1, 2].map(() => ada.call("room.startDirect", { userId: bo.userId })));
    if (!first) throw new Error("no room");
    expect(first.outcome).toBe("created");
    expect(twin).toEqual(first);
    expect(await ada.raw.getAccountData("m.direct")).toEqual({
      "@somebody:example.org": ["!old:example.org"],
      [bo.userId]: [first.roomId],
    });
    expect(await ada.call("room.startDirect", { userId: bo.userId })).toEqual({
      roomId: first.roomId,
      outcome: "existing",
    });

    const rows = await bo.list("roomList", list).until((items) => rowOf(items, first.roomId) !== undefined);
    expect(rowOf(rows, first.roomId)).toMatchObject({ kind: "invite", type: "direct", inviter: { name: "Ada" } });
    await bo.call("room.join", { room: first.roomId, via: [] });
    expect(await bo.raw.getAccountData("m.direct")).toEqual({ [ada.userId]: [first.roomId] });
    expect(await bo.call("room.startDirect", { userId: ada.userId })).toEqual({
      roomId: first.roomId,
      outcome: "existing",
    });
    const joined = await bo.list("roomList", list).until((items) => rowOf(items, first.roomId)?.kind === "room");
    expect(rowOf(joined, first.roomId)).toMatchObject({ section: "people", name: { kind: "people", names: ["Ada"] } });
  });

  it("private rooms and direct chats begin encrypted, public rooms do not", async () => {
    const [ada, bo] = await Promise.all([account(), newUser(A)]);
    const { encryption: _chosen, ...unsaid } = created;
    const [direct, closed, open] = await Promise.all([
      ada.call("room.startDirect", { userId: must(parseUserId(bo.userId)) }),
      ada.call("room.create", unsaid),
      ada.call("room.create", { ...unsaid, access: "public", alias: uniqueName("open") }),
    ]);
    expect(await ada.call("room.encryptionWishes", {})).toEqual({ initial: "encrypted", choice: "free" });
    for (const { roomId } of [direct, closed])
      expect(await ada.raw.getState(roomId, "m.room.encryption")).toMatchObject({ algorithm: "m.megolm.v1.aes-sha2" });
    await expect(ada.raw.getState(open.roomId, "m.room.encryption")).rejects.toMatchObject({ status: 404 });
  });

  it("startDirect makes a new chat when the other has left", async () => {
    const [ada, bo] = await Promise.all([account(), newUser(A)]);
    const userId = must(parseUserId(bo.userId));
    const first = await ada.call("room.startDirect", { userId });
    await bo.join(first.roomId);
    await bo.leave(first.roomId);
    await ada.value("room", { roomId: first.roomId }).until((room) => room.state === "known" && room.joinedCount === 1);
    const second = await ada.call("room.startDirect", { userId });
    expect(second).toMatchObject({ outcome: "created" });
    expect(second.roomId).not.toBe(first.roomId);
  });

  it("create, setName, setTopic and invite show in the room's view", async () => {
    const [ada, bo] = await Promise.all([account(), newUser(A)]);
    const userId = must(parseUserId(bo.userId));
    const { roomId } = await ada.call("room.create", { ...created, name: "Lamp room", topic: "Night watch" });
    const view = ada.value("room", { roomId });
    expect(await view.until((room) => room.state === "known")).toMatchObject({
      name: { kind: "named", text: "Lamp room" },
      topic: "Night watch",
      membership: "join",
      encryption: "plain",
      can: { send: "yes", invite: "yes", rename: "yes" },
    });
    await ada.call("room.setName", { roomId, name: "Light room" });
    await ada.call("room.setTopic", { roomId, topic: "Day watch" });
    await ada.call("room.invite", { roomId, userId, reason: "come" });
    await view.until(
      (room) =>
        room.state === "known" &&
        room.topic === "Day watch" &&
        room.name.kind === "named" &&
        room.name.text === "Light room",
    );
    await view.until((room) => room.state === "known" && room.invitedCount === 1);
    await ada.call("room.setName", { roomId, name: "" });
    await view.until((room) => room.state === "known" && room.name.kind !== "named");
    await expect(ada.call("room.invite", { roomId, userId: ada.userId, reason: undefined })).rejects.toBeInstanceOf(
      Failure,
    );
  });

  it("preview and join find a public room of the other server by address, link and id", async () => {
    const [ada, wen] = await Promise.all([account(A), account(B)]);
    const local = uniqueName("pier");
    const { roomId } = await wen.call("room.create", {
      ...created,
      name: "The pier",
      topic: "Boats",
      access: "public",
      alias: local,
    });
    const address = `#${local}:localhost:8802`;
    const preview = await ada.call("room.preview", { target: address });
    expect(preview).toMatchObject({
      roomId,
      name: { kind: "named", text: "The pier" },
      topic: "Boats",
      joinRule: "public",
      joinedCount: 1,
    });
    expect(preview.via).toContain("localhost:8802");
    expect(
      await ada.call("room.preview", { target: `https://matrix.to/#/${encodeURIComponent(address)}` }),
    ).toMatchObject({ roomId });
    expect(
      await ada.call("room.preview", { target: `https://matrix.to/#/${roomId}?via=localhost:8802` }),
    ).toMatchObject({ roomId, membership: undefined });
    await expect(ada.call("room.preview", { target: "nonsense" })).rejects.toMatchObject({
      error: { kind: "invalid", reason: "malformed" },
    });
    await expect(ada.call("room.preview", { target: `#${uniqueName("none")}:localhost:8802` })).rejects.toBeInstanceOf(
      Failure,
    );

    expect(await ada.call("room.join", { room: preview.roomId, via: preview.via })).toEqual({ roomId });
    await ada.list("roomList", list).until((items) => rowOf(items, roomId)?.kind === "room");
    expect(await ada.call("room.preview", { target: address })).toMatchObject({ membership: "join" });
    const link = await ada
      .value("room", { roomId })
      .until((room) => room.state === "known" && room.alias !== undefined);
    expect(link).toMatchObject({
      permalink: expect.stringContaining("https://matrix.to/#/%23"),
      can: { rename: "no" },
    });
    const byAddress = await account(A);
    expect(await byAddress.call("room.join", { room: must(parseRoomAlias(address)), via: [] })).toEqual({ roomId });
  });

  it("leave takes the room, its draft and its unsent messages away", async () => {
    const ada = await account();
    const { roomId } = await ada.call("room.create", { ...created, name: "Soon gone" });
    const rows = ada.list("roomList", list);
    await rows.until((items) => rowOf(items, roomId) !== undefined);
    await ada.call("draft.set", { roomId, text: "half a thought" });
    await rows.until((items) => {
      const row = rowOf(items, roomId);
      return row?.kind === "room" && row.preview.kind === "draft";
    });
    await ada.call("room.leave", { roomId });
    await rows.until((items) => rowOf(items, roomId) === undefined);
    expect(await ada.call("draft.get", { roomId })).toBe("");
    await ada.value("room", { roomId }).until((room) => room.state === "unknown" || room.membership === "leave");
  });

  it("leave takes a direct chat out of m.direct, and nothing else", async () => {
    const [ada, bo] = await Promise.all([account(), newUser(A)]);
    await ada.raw.accountData("m.direct", { "@somebody:example.org": ["!old:example.org"] });
    const { roomId } = await ada.call("room.startDirect", { userId: must(parseUserId(bo.userId)) });
    await ada.call("room.leave", { roomId });
    await expect
      .poll(() => ada.raw.getAccountData("m.direct"), { timeout: 10_000 })
      .toEqual({ "@somebody:example.org": ["!old:example.org"] });
  });

  it("leave declines an invite", async () => {
    const [ada, bo] = await Promise.all([newUser(A), account()]);
    const roomId = must(parseRoomId(await ada.create({ invite: [bo.userId] })));
    const rows = bo.list("roomList", list);
    await rows.until((items) => rowOf(items, roomId)?.kind === "invite");
    await bo.call("room.leave", { roomId });
    await rows.until((items) => rowOf(items, roomId) === undefined);
  });
});

describe("reading and typing", () => {
  it("markRead clears the mark at once, tells the server, and never moves back", async () => {
    const [ada, bo] = await Promise.all([account(), newUser(A)]);
    const roomId = must(parseRoomId(await bo.create({ preset: "private_chat", invite: [ada.userId], name: "Unread" })));
    await ada.list("roomList", list).until((items) => rowOf(items, roomId)?.kind === "invite");
    await ada.call("room.join", { room: roomId, via: [] });
    const sent = [];
    for (const body of ["one", "two", "three"]) sent.push(must(parseEventId(await bo.text(roomId, body))));
    const [first, , third] = sent;
    const rows = ada.list("roomList", list);
    await rows.until((items) => {
      const row = rowOf(items, roomId);
      return row?.kind === "room" && row.mark.kind === "count" && row.mark.count === 3;
    });
    await ada.value("badge", {}).until((badge) => badge.unread === 3);
    const why = await ada.call("room.whyUnread", { roomId });
    expect(why.events).toHaveLength(3);
    expect(why.events[0]).toMatchObject({ eventId: third, outcome: "notify" });
    const jump = await ada.call("roomList.neighbour", { roomId: undefined, step: "next", among: "unread" });
    expect(jump).toBe(roomId);

    const status = ada.value("timelineStatus", { roomId });
    await ada.call("room.markRead", { roomId, eventId: must(third) });
    const row = rowOf(
      await rows.until(
        (items) =>
          rowOf(items, roomId)?.kind === "room" && (rowOf(items, roomId) as { unread?: string }).unread === "read",
      ),
      roomId,
    );
    expect(row).toMatchObject({ mark: { kind: "none" } });
    await status.until(({ newCount }) => newCount === 0);
    await ada.call("room.markRead", { roomId, eventId: must(first) });
    const place = `/_matrix/client/v3/user/${encodeURIComponent(ada.userId)}/rooms/${encodeURIComponent(roomId)}`;
    const told = async (): Promise<unknown> => {
      const marker = await ada.raw
        .call("GET", `${place}/account_data/m.fully_read`)
        .catch(() => ({ event_id: undefined }));
      return marker["event_id"];
    };
    await expect.poll(told, { timeout: 10_000 }).toBe(third);
    expect(await ada.call("roomList.neighbour", { roomId: undefined, step: "next", among: "unread" })).toBeUndefined();
  });

  it("markRead is kept while offline and told when the connection is back", async () => {
    const proxy = await createProxy({ target: A });
    closing.push({ stop: () => proxy.close() });
    const [ada, bo] = await Promise.all([account(A, { baseUrl: proxy.url }), newUser(A)]);
    const roomId = must(parseRoomId(await bo.create({ preset: "public_chat", name: "Offline" })));
    await ada.call("room.join", { room: roomId, via: [] });
    const eventId = must(parseEventId(await bo.text(roomId, "hello")));
    const timeline = ada.list("timeline", { roomId, anchor: "live" });
    await timeline.until((items) => textsOf(items).includes("hello"));
    proxy.goOffline();
    await ada.call("room.markRead", { roomId, eventId });
    expect(proxy.requests(/read_markers/).every(({ status }) => status === undefined)).toBe(true);
    proxy.fault(undefined);
    ada.account.reconnect();
    await ada.value("connection", {}).until((connection) => connection.state === "live");
    await expect
      .poll(() => proxy.requests(/read_markers/).some(({ status }) => status === 200), { timeout: 20_000 })
      .toBe(true);
  });

  it("setTyping shows at the other side and ends", async () => {
    const [ada, bo] = await Promise.all([account(), account(A, { displayName: "Bo" })]);
    const { roomId } = await ada.call("room.create", { ...created, access: "public", alias: uniqueName("type") });
    await bo.call("room.join", { room: roomId, via: [] });
    const timeline = ada.list("timeline", { roomId, anchor: "live" });
    await timeline.until((items) => items.length > 0);
    const view = ada.value("room", { roomId });
    await bo.call("room.setTyping", { roomId, typing: "typing" });
    const seen = await view.until((room) => room.state === "known" && room.typing.length === 1);
    expect(seen).toMatchObject({ typing: [{ userId: bo.userId, name: "Bo" }] });
    await bo.call("room.setTyping", { roomId, typing: "stopped" });
    await view.until((room) => room.state === "known" && room.typing.length === 0);
  });
});

describe("finding people and rooms", () => {
  it("people.search merges directory and rooms, and always has a row for a full id", async () => {
    const name = uniqueName("Zoe");
    const [ada, zoe] = await Promise.all([account(), newUser(A, undefined, { displayname: name })]);
    const { roomId } = await ada.call("room.startDirect", { userId: must(parseUserId(zoe.userId)) });
    await zoe.join(roomId);
    const found = await ada.call("people.search", { query: name.slice(0, 8), limit: 10 });
    expect(found[0]).toMatchObject({ kind: "person", person: { userId: zoe.userId, name }, directRoomId: roomId });
    const [exact] = await ada.call("people.search", { query: "@wen:localhost:8802", limit: 10 });
    expect(exact).toMatchObject({ kind: "person", person: { userId: "@wen:localhost:8802" } });
    const [nobody] = await ada.call("people.search", { query: "@nobody-at-all:localhost:8801", limit: 5 });
    expect(nobody).toMatchObject({ person: { name: "nobody-at-all" } });
    const userId = must(parseUserId(zoe.userId));
    // Her joining comes by sync.
    await expect
      .poll(() => ada.call("people.card", { userId, roomId }), { timeout: 10_000 })
      .toMatchObject({ person: { name }, directRoomId: roomId, membership: "join", sharedRooms: [{ roomId }] });
  });

  it("jump.search finds by any word of the name and lists what was active last without a query", async () => {
    const ada = await account();
    const { roomId: garden } = await ada.call("room.create", { ...created, name: "Garden of Zürich" });
    const { roomId: kitchen } = await ada.call("room.create", { ...created, name: "Kitchen" });
    expect(await ada.call("jump.search", { query: "zur", limit: 5 })).toMatchObject([{ kind: "room", roomId: garden }]);
    const all = await ada.call("jump.search", { query: "", limit: 5 });
    expect(all.map((item) => (item.kind === "room" ? item.roomId : ""))).toEqual([kitchen, garden]);
  });

  it("setSection collapses, and members are listed by role", async () => {
    const [ada, bo] = await Promise.all([account(), newUser(A)]);
    const roomId = (
      await ada.call("room.create", { ...created, name: "Section", access: "public", alias: uniqueName("sec") })
    ).roomId;
    await bo.join(roomId);
    const rows = ada.list("roomList", list);
    await rows.until((items) => rowOf(items, roomId) !== undefined);
    await ada.call("roomList.setSection", { section: "rooms", state: "collapsed" });
    expect(await rows.until((items) => rowOf(items, roomId) === undefined)).toMatchObject([
      { kind: "section", total: 1, state: "collapsed" },
    ]);
    await ada.call("roomList.setSection", { section: "rooms", state: "open" });
    await rows.until((items) => rowOf(items, roomId) !== undefined);
    const members = await ada
      .list("members", { roomId, filter: "", from: 0, count: 50 })
      .until((items) => items.length === 4);
    expect(members).toMatchObject([
      { kind: "group", group: "creator" },
      { kind: "member", self: "me" },
      { kind: "group", group: "member" },
      { kind: "member", person: { userId: bo.userId } },
    ]);
  });
});

describe("messages, timeline, media", () => {
  it("fetches a thumbnail of a picture", async () => {
    const ada = await account();
    const pixel =
      "iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAYAAACNMs+9AAAAFUlEQVR42mNk+M9Qz0AEYBxVSF+FABJADveWkH6oAAAAAElFTkSuQmCC";
    const bytes = Uint8Array.from(atob(pixel), (letter) => letter.charCodeAt(0));
    const mxc = must(parseMxc(await ada.raw.upload(bytes, "image/png", "dot.png")));
    const blob = await ada.call("media.fetch", { mxc, thumbnail: { width: 32, height: 32 } });
    expect(blob.type).toMatch(/^image\//);
    expect(blob.size).toBeGreaterThan(0);
  });

  it("gives the original back when its edit is deleted", async () => {
    const [ada, bo] = await Promise.all([account(), newUser(A)]);
    const roomId = must(parseRoomId(await bo.create({ preset: "public_chat" })));
    await ada.call("room.join", { room: roomId, via: ["localhost:8801"] });
    const timeline = ada.list("timeline", { roomId, anchor: "live" });
    const original = await bo.text(roomId, "first words");
    const edit = await bo.send(roomId, "m.room.message", {
      msgtype: "m.text",
      body: "* second words",
      "m.new_content": { msgtype: "m.text", body: "second words" },
      "m.relates_to": { rel_type: "m.replace", event_id: original },
    });
    const edited = await timeline.until((items) => textsOf(items).includes("second words"));
    await bo.redact(roomId, edit);
    const after = await timeline.until((items) => textsOf(items).includes("first words"));
    expect(after).toHaveLength(edited.length);
    const rows = ada.list("roomList", list);
    await rows.until((items) => JSON.stringify(rowOf(items, roomId))?.includes("first words"));
  });

  it("sends text and files that the other side reads, and fetches media back", async () => {
    const [ada, bo] = await Promise.all([account(), account()]);
    const { roomId } = await ada.call("room.create", { ...created, access: "public", alias: uniqueName("talk") });
    await bo.call("room.join", { room: roomId, via: [] });
    const theirs = bo.list("timeline", { roomId, anchor: "live" });
    const mine = ada.list("timeline", { roomId, anchor: "live" });
    const txnId = await ada.call("message.send", { roomId, markdown: "hello **there**" });
    const own = await mine.until((items) =>
      items.some(
        (item) =>
          isMessage(item) && item.key === `txn:${txnId}` && item.send.state === "sent" && item.eventId !== undefined,
      ),
    );
    expect(own.filter(isMessage)).toHaveLength(1);
    const file: OutgoingFile = {
      blob: new Blob(["some bytes"], { type: "text/plain" }),
      name: "note.txt",
      mimetype: "text/plain",
      kind: "file",
      width: undefined,
      height: undefined,
      duration: undefined,
      blurhash: undefined,
      caption: undefined,
    };
    await ada.call("message.sendFiles", { roomId, files: [file, { ...file, name: "other.txt" }] });
    const items = await theirs.until((all) => all.filter(isMessage).length === 3);
    const [text, note] = items.filter(isMessage);
    expect(text?.body).toMatchObject({
      kind: "text",
      rich: [
        { kind: "text", text: "hello " },
        { kind: "element", tag: "strong" },
      ],
    });
    if (note?.body.kind !== "file") throw new Error("not a file");
    const mxc = must(parseMxc(note.body.media.mxc));
    const blob = await bo.call("media.fetch", { mxc, thumbnail: undefined });
    expect(await blob.text()).toBe("some bytes");
    const page = must(parseMxc(await ada.raw.upload(new TextEncoder().encode("<script>"), "text/html", "page.html")));
    expect((await bo.call("media.fetch", { mxc: page, thumbnail: undefined })).type).toBe("application/octet-stream");
    expect(await ada.call("media.limit", {})).toBeGreaterThan(1_000_000);
    const source = await bo.call("event.source", { roomId, eventId: must(text?.eventId) });
    expect(JSON.parse(source)).toMatchObject({ type: "m.room.message", content: { body: "hello **there**" } });
  });

  it("marks a refused message as failed; retry after the reason is gone", async () => {
    const [ada, bo] = await Promise.all([account(), newUser(A)]);
    const roomId = must(
      parseRoomId(await bo.create({ preset: "public_chat", power_level_content_override: { events_default: 50 } })),
    );
    await ada.call("room.join", { room: roomId, via: [] });
    const timeline = ada.list("timeline", { roomId, anchor: "live" });
    await ada.call("message.send", { roomId, markdown: "may I" });
    await timeline.until((items) => items.some((item) => isMessage(item) && item.send.state === "failed"));
    await ada.list("roomList", list).until((items) => {
      const row = rowOf(items, roomId);
      return row?.kind === "room" && row.mark.kind === "failed" && row.preview.kind === "failed";
    });
    const levels = await bo.getState(roomId, "m.room.power_levels");
    await bo.state(roomId, "m.room.power_levels", { ...levels, events_default: 0 });
    await ada.call("message.retry", { roomId, txnId: "all" });
    await timeline.until((items) =>
      items.some((item) => isMessage(item) && item.send.state === "sent" && item.eventId !== undefined),
    );
    const txnId = await ada.call("message.send", { roomId, markdown: "gone" });
    await ada.call("message.discard", { roomId, txnId });
    await expect.poll(() => ada.store.range("outbox", {}), { timeout: 10_000 }).toEqual([]);
  });

  it("writes into a room that was switched to encryption without a word in clear", async () => {
    const ada = await account();
    const { roomId } = await ada.call("room.create", { ...created, name: "Secret" });
    await ada.raw.state(roomId, "m.room.encryption", { algorithm: "m.megolm.v1.aes-sha2" });
    await ada.value("room", { roomId }).until((room) => room.state === "known" && room.encryption === "encrypted");
    const timeline = ada.list("timeline", { roomId, anchor: "live" });
    await ada.call("message.send", { roomId, markdown: "xyzzy" });
    await timeline.until((items) =>
      items.some((item) => item.kind === "message" && item.eventId !== undefined && item.send.state === "sent"),
    );
    expect(textsOf(await timeline.until((items) => textsOf(items).includes("xyzzy")))).toContain("xyzzy");
    const { chunk } = await ada.raw.messages(roomId, { limit: 5 });
    expect(chunk[0]?.type).toBe("m.room.encrypted");
    expect(JSON.stringify(chunk)).not.toContain("xyzzy");
  });

  it("paginates to the beginning and keeps drafts", async () => {
    const [ada, bo] = await Promise.all([account(), newUser(A)]);
    const roomId = must(parseRoomId(await bo.create({ preset: "public_chat", name: "Long" })));
    for (let n = 1; n <= 90; n += 1) await bo.text(roomId, `m${n}`);
    await ada.call("room.join", { room: roomId, via: [] });
    const timeline = ada.list("timeline", { roomId, anchor: "live" });
    await timeline.until((items) => textsOf(items).includes("m90"));
    let reached: "more" | "start" = "more";
    for (let page = 0; page < 10 && reached === "more"; page += 1)
      ({ reached } = await ada.call("timeline.paginate", { roomId }));
    expect(reached).toBe("start");
    const items = await timeline.until((all) => textsOf(all).length === 90);
    expect(textsOf(items)).toEqual(Array.from({ length: 90 }, (_, index) => `m${index + 1}`));
    expect(items[0]).toMatchObject({ kind: "history", state: "start" });
    await ada.call("draft.set", { roomId, text: "draft" });
    expect(await ada.call("draft.get", { roomId })).toBe("draft");
  });

  it("fillGap fetches what was missed while away, page by page", async () => {
    const proxy = await createProxy({ target: A });
    closing.push({ stop: () => proxy.close() });
    const [ada, bo] = await Promise.all([account(A, { baseUrl: proxy.url }), newUser(A)]);
    const roomId = must(parseRoomId(await bo.create({ preset: "public_chat", name: "Gap" })));
    await ada.call("room.join", { room: roomId, via: [] });
    const timeline = ada.list("timeline", { roomId, anchor: "live" });
    await bo.text(roomId, "m0");
    await timeline.until((items) => textsOf(items).includes("m0"));
    proxy.goOffline();
    for (let n = 1; n <= 80; n += 1) await bo.text(roomId, `m${n}`);
    proxy.fault(undefined);
    ada.account.reconnect();
    let items = await timeline.until((all) => textsOf(all).includes("m80"));
    expect(items.some(({ kind }) => kind === "gap")).toBe(true);
    for (let page = 0; page < 10; page += 1) {
      const gap = items.find(({ kind }) => kind === "gap");
      if (!gap) break;
      await ada.call("timeline.fillGap", { roomId, key: gap.key });
      items = await timeline.until((all) => !all.some((item) => item.kind === "gap" && item.state === "loading"));
    }
    const filled = await timeline.until((all) => textsOf(all).length === 81);
    expect(textsOf(filled)).toEqual(Array.from({ length: 81 }, (_, index) => `m${index}`));
  });

  it("delivers in order and once through a proxy that drops, delays and refuses, over a restart", async () => {
    const proxy = await createProxy({ target: A });
    closing.push({ stop: () => proxy.close() });
    const store = createMemoryStore();
    const raw = await newUser(A);
    let ada = await openAccount(A, { baseUrl: proxy.url, raw, store });
    const { roomId } = await ada.call("room.create", { ...created, name: "Flaky" });
    let sends = 0;
    proxy.fault(({ path }) => {
      if (!path.includes("/send/")) return undefined;
      sends += 1;
      if (sends % 5 === 1) return { dropAnswer: true };
      if (sends % 5 === 2) return { status: 429, retryAfterMs: 200, errcode: "M_LIMIT_EXCEEDED" };
      if (sends % 5 === 3) return { delayMs: 100 };
      return undefined;
    });
    const expected = Array.from({ length: 10 }, (_, index) => `flaky ${index + 1}`);
    for (const body of expected.slice(0, 5)) await ada.call("message.send", { roomId, markdown: body });
    await ada.stop();
    ada = await openAccount(A, { baseUrl: proxy.url, raw, store });
    closing.push(ada);
    for (const body of expected.slice(5)) await ada.call("message.send", { roomId, markdown: body });
    const timeline = ada.list("timeline", { roomId, anchor: "live" });
    const done = await timeline.until((items) => {
      const messages = items.filter(isMessage);
      return (
        messages.length === 10 && messages.every((item) => item.eventId !== undefined && item.send.state === "sent")
      );
    });
    expect(textsOf(done)).toEqual(expected);
    const { chunk } = await raw.messages(roomId, { dir: "b", limit: 100 });
    const bodies = chunk.filter(({ type }) => type === "m.room.message").map(({ content }) => content["body"]);
    expect(bodies.toReversed()).toEqual(expected);
    await expect.poll(() => store.range("outbox", {}), { timeout: 20_000 }).toEqual([]);
  });

  it("opens list, conversation and draft from disk while the server is away, and sends what was written then", async () => {
    const proxy = await createProxy({ target: A });
    closing.push({ stop: () => proxy.close() });
    const store = createMemoryStore();
    const raw = await newUser(A);
    let ada = await openAccount(A, { baseUrl: proxy.url, raw, store });
    const { roomId } = await ada.call("room.create", { ...created, name: "From disk" });
    await ada.call("message.send", { roomId, markdown: "before" });
    const sent = (items: readonly TimelineItem[]): boolean =>
      items.filter(isMessage).every(({ eventId, send }) => eventId !== undefined && send.state === "sent");
    await ada
      .list("timeline", { roomId, anchor: "live" })
      .until((items) => textsOf(items).includes("before") && sent(items));
    await expect.poll(() => store.range("outbox", {}), { timeout: 20_000 }).toEqual([]);
    await ada.call("draft.set", { roomId, text: "kept" });
    await ada.stop();

    proxy.goOffline();
    ada = await openAccount(A, { baseUrl: proxy.url, raw, store });
    closing.push(ada);
    const rows = await ada.list("roomList", list).until((items) => rowOf(items, roomId) !== undefined);
    expect(rowOf(rows, roomId)).toMatchObject({
      name: { text: "From disk" },
      preview: { kind: "draft", text: "kept" },
    });
    const timeline = ada.list("timeline", { roomId, anchor: "live" });
    await timeline.until((items) => textsOf(items).includes("before"));
    await ada.call("message.send", { roomId, markdown: "while away" });
    await ada.value("connection", {}).until((connection) => connection.state === "offline");
    proxy.fault(undefined);
    ada.account.reconnect();
    const after = await timeline.until((items) => textsOf(items).length === 2 && sent(items));
    expect(textsOf(after)).toEqual(["before", "while away"]);
  });
});
