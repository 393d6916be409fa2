import { afterEach, describe, expect, it } from "vitest";
import { createProxy } from "../../../stack/proxy.mjs";
import { parseEventId, type RoomId } from "#api/ids.ts";
import { resolveSetting } from "#api/settings.ts";
import { createMemoryStore } from "#sdk/store/memory.ts";
import { openAccount, type TestAccount, type TestAccountOptions } from "#sdk/testing/account.ts";

const A = process.env["HUBBUB_STACK_A"] ?? "http://localhost:8811";
const closing: { stop(): Promise<void> }[] = [];

async function account(options: TestAccountOptions = {}): Promise<TestAccount> {
  const opened = await openAccount(A, options);
  closing.push(opened);
  return opened;
}

afterEach(async () => {
  for (const open of closing.splice(0).toReversed()) await open.stop();
});

describe("settings", () => {
  it("of the account reach another session, of the device do not", async () => {
    const ada = await account();
    const second = await account({ raw: ada.raw });
    const there = second.value("settings", {});
    await ada.call("settings.set", { key: "clock", value: "24h", level: "account" });
    await ada.call("settings.set", { key: "theme", value: "dark", level: "device" });
    const layers = await there.until(({ account: said }) => said.clock === "24h");
    expect(layers).toMatchObject({ account: { clock: "24h" }, device: {} });
    await second.call("settings.reset", { key: "clock", level: "account" });
    const here = ada.value("settings", {});
    const back = await here.until(({ account: said }) => said.clock === undefined);
    expect(resolveSetting(back, "clock")).toEqual({ value: "system", from: "default" });
  });

  it("said in two sessions at once all hold in the end", async () => {
    const ada = await account();
    const second = await account({ raw: ada.raw });
    const here = ada.value("settings", {});
    const there = second.value("settings", {});
    await Promise.all([
      ada.call("settings.set", { key: "layout", value: "irc", level: "account" }),
      second.call("settings.set", { key: "sendKey", value: "modEnter", level: "account" }),
      ada.call("settings.set", { key: "clock", value: "12h", level: "account" }),
      second.call("settings.set", { key: "timestamps", value: "always", level: "account" }),
    ]);
    const all = { layout: "irc", sendKey: "modEnter", clock: "12h", timestamps: "always" };
    const holds = ({ account: said }: { readonly account: object }): boolean => Object.keys(said).length === 4;
    expect((await here.until(holds)).account).toEqual(all);
    expect((await there.until(holds)).account).toEqual(all);
  });

  it("of a room reach another session and hold there only", async () => {
    const ada = await account();
    const { roomId } = await ada.call("room.create", {
      name: "Pier",
      topic: "",
      access: "private",
      alias: undefined,
      invite: [],
    });
    const second = await account({ raw: ada.raw });
    const there = second.value("settings", {});
    await ada.call("settings.set", { key: "layout", value: "bubbles", level: "room", roomId });
    const layers = await there.until(({ rooms }) => rooms[roomId]?.layout === "bubbles");
    expect(resolveSetting(layers, "layout", roomId).value).toBe("bubbles");
    expect(resolveSetting(layers, "layout").value).toBe("modern");
  });

  it("said without a network hold here, outlive the core and are told when the network is back", async () => {
    const proxy = await createProxy({ target: A });
    closing.push({ stop: () => proxy.close() });
    const store = createMemoryStore();
    const ada = await account({ baseUrl: proxy.url, store });
    await ada.value("connection", {}).until(({ state }) => state === "live");
    proxy.goOffline();
    await ada.call("settings.set", { key: "highlightCode", value: "off", level: "account" });
    await ada.value("settings", {}).until(({ account: said }) => said.highlightCode === "off");
    await ada.stop();
    const second = await account({ raw: ada.raw });
    const there = second.value("settings", {});
    proxy.fault(undefined);
    const again = await account({ baseUrl: proxy.url, raw: ada.raw, store });
    await again.value("settings", {}).until(({ account: said }) => said.highlightCode === "off");
    await there.until(({ account: said }) => said.highlightCode === "off");
  });

  it("refuse a value or a level they do not have", async () => {
    const ada = await account();
    const wrong = ada.call("settings.set", { key: "layout", value: "sideways", level: "account" });
    await expect(wrong).rejects.toMatchObject({ error: { kind: "invalid", field: "value" } });
    const level = ada.call("settings.set", { key: "theme", value: "dark", level: "room" });
    await expect(level).rejects.toMatchObject({ error: { kind: "invalid", field: "level" } });
  });
});

describe("privacy", () => {
  it("private receipts are not told to others, and no typing notice goes out", async () => {
    const ada = await account();
    const bo = await account();
    const { roomId } = await ada.call("room.create", {
      name: "Quiet",
      topic: "",
      access: "private",
      alias: undefined,
      invite: [bo.userId],
    });
    await bo.call("room.join", { room: roomId, via: [] });
    await bo.call("settings.set", { key: "readReceipts", value: "private", level: "account" });
    await bo.call("settings.set", { key: "typingNotices", value: "off", level: "account" });
    const there = bo.value("settings", {});
    await there.until(({ account: said }) => said.readReceipts === "private");
    const first = parseEventId(await ada.raw.text(roomId, "read me"));
    if (!first) throw new Error("no event");
    await bo.value("room", { roomId }).until((room) => room.state === "known" && room.unread === "unread");
    await bo.call("room.setTyping", { roomId, typing: "typing" });
    await bo.call("room.markRead", { roomId, eventId: first });

    // The own sessions hear of it; once they have, others would have too.
    await expect.poll(() => ephemeralOf(bo, roomId)).toContain("m.read.private");
    const seen = await ephemeralOf(ada, roomId);
    expect(seen).not.toContain(first);
    expect(seen).not.toContain(bo.userId);
  });
});

/** Receipts and typing as the server tells them to somebody. */
async function ephemeralOf({ raw }: TestAccount, roomId: RoomId): Promise<string> {
  const nothing = { types: [] };
  const room = { rooms: [roomId], state: nothing, timeline: nothing, account_data: nothing };
  const filter = JSON.stringify({ room, account_data: nothing, presence: nothing });
  const answer = await raw.call("GET", `/_matrix/client/v3/sync?timeout=0&filter=${encodeURIComponent(filter)}`);
  return JSON.stringify(answer, (key, value: unknown) => (key === "summary" ? undefined : value));
}
