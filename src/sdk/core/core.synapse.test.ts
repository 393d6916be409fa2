/** The whole SDK behind its port on a real Synapse, with a store in memory. */
import { afterEach, describe, expect, test, vi } from "vitest";
import { Failure } from "#api/errors.ts";
import { parseRoomId, parseUserId } from "#api/ids.ts";
import { systemClock } from "#lib/system-clock.ts";
import { createMemoryStore } from "#sdk/store/memory.ts";
import type { Store } from "#sdk/store/store.ts";
import { createPortPair } from "#sdk/testing/port-pair.ts";
import { openTestTab, type TestTab } from "#sdk/testing/test-tab.ts";
import { newUser, uniqueName } from "../../../stack/matrix.mjs";
import { PASSWORD } from "../../../stack/servers.mjs";
import { createAccount } from "./account.ts";
import { createCore, type Core } from "./core.ts";
import { createLog } from "./log.ts";

const BASE = process.env["HUBBUB_STACK_A"] ?? "http://localhost:8811";
const running: Core[] = [];

afterEach(async () => {
  for (const core of running.splice(0)) await core.close();
});

interface Device {
  readonly core: Core;
  readonly broken: string[];
  readonly logs: () => string;
  tab(): TestTab;
}

function startCore(openStore: () => Promise<Store>): Device {
  const log = createLog(systemClock);
  const broken: string[] = [];
  const core = createCore({
    build: "test",
    alive: Promise.resolve("core-alive:test"),
    clock: systemClock,
    log,
    buildAccount: createAccount,
    openStore,
    standing: () => "owner",
    onTakeOver: () => undefined,
    waitForDeath: () => new Promise(() => undefined),
    onBroken: (failure) => broken.push(failure.message),
  });
  running.push(core);
  void core.open();
  return {
    core,
    broken,
    logs: () => log.text(),
    tab() {
      const pair = createPortPair();
      core.connect(pair.core);
      return openTestTab(pair.tab);
    },
  };
}

async function signIn(tab: TestTab, user: string): Promise<void> {
  const result = await tab.call("session.signIn", {
    baseUrl: BASE,
    // What discovery by URL takes for the name; the server's ids say otherwise.
    serverName: "localhost:8811",
    user,
    password: PASSWORD,
    deviceName: "test",
  });
  expect(result).toMatchObject({ ok: true });
}

function roomIdOf(text: string) {
  const roomId = parseRoomId(text);
  if (!roomId) throw new Error(`${text} is no room id`);
  return roomId;
}

const within = { timeout: 15_000, interval: 20 };

describe("core on Synapse", () => {
  test("signs in, lists rooms, opens one, sends, sees the echo become the event, signs out of all tabs", async () => {
    const name = uniqueName("core");
    const me = await newUser(BASE, name);
    const other = await newUser(BASE);
    const roomId = roomIdOf(await me.create({ name: "Harbour", preset: "private_chat", invite: [other.userId] }));
    await other.join(roomId);
    await other.text(roomId, "hello there");

    const device = startCore(async () => createMemoryStore());
    const tab = device.tab();
    const second = device.tab();
    const session = tab.value("session", {});
    const secondSession = second.value("session", {});
    await vi.waitFor(() => expect(session()?.state).toBe("signed-out"), within);

    const found = await tab.call("session.discover", { input: BASE });
    expect(found).toMatchObject({ ok: true, value: { baseUrl: BASE } });
    await signIn(tab, name);
    await vi.waitFor(
      () =>
        expect(secondSession()).toMatchObject({ state: "signed-in", userId: me.userId, serverName: "localhost:8801" }),
      within,
    );

    const list = second.list("roomList", { filter: "", from: 0, count: 20 });
    await vi.waitFor(() => expect(list().items.some((item) => item.key === roomId)).toBe(true), within);
    const timeline = tab.list("timeline", { roomId, anchor: "live" });
    const same = second.list("timeline", { roomId, anchor: "live" });
    await vi.waitFor(() => expect(JSON.stringify(timeline().items)).toContain("hello there"), within);

    const sent = await tab.call("message.send", { roomId, markdown: "from the core" });
    expect(sent.ok).toBe(true);
    if (!sent.ok) return;
    const own = (view: typeof timeline) => view().items.filter((item) => item.kind === "message" && item.from === "me");
    await vi.waitFor(() => {
      expect(own(timeline)).toMatchObject([{ key: `txn:${sent.value}`, send: { state: "sent" } }]);
      expect(own(same)).toHaveLength(1);
    }, within);
    const { chunk } = await other.messages(roomId, { dir: "b", limit: 5 });
    expect(chunk.filter((event) => event.content["body"] === "from the core")).toHaveLength(1);

    const out = await second.call("session.signOut", {});
    expect(out).toEqual({ ok: true, value: { server: "told" } });
    await vi.waitFor(() => expect(session()).toEqual({ state: "signed-out", reason: "by-user", lost: 0 }), within);
    await vi.waitFor(() => expect(timeline().items).toEqual([]), within);
    expect(device.broken).toEqual([]);
    const logs = device.logs();
    for (const secret of [me.userId, roomId, "hello there", "from the core", PASSWORD])
      expect(logs).not.toContain(secret);
  });

  test("a wrong password fails in the server's words and leaves nothing behind", async () => {
    const store = createMemoryStore();
    const tab = startCore(async () => store).tab();
    const result = await tab.call("session.signIn", {
      baseUrl: BASE,
      serverName: "localhost:8801",
      user: (await newUser(BASE)).userId,
      password: "not this one",
      deviceName: "test",
    });
    expect(result).toMatchObject({ ok: false, error: { kind: "matrix", errcode: "M_FORBIDDEN" } });
    expect(await store.get("meta", ["session"])).toBeUndefined();
  });

  test("a full disk refuses messages in plain words and pauses sync; with room again everything goes on", async () => {
    const name = uniqueName("full");
    const me = await newUser(BASE, name);
    const roomId = roomIdOf(await me.create({ name: "Attic" }));
    const store = createMemoryStore();
    let disk: "roomy" | "full" = "roomy";
    const full = new Failure({ kind: "storage", code: "quota" });
    const device = startCore(async () => ({
      ...store,
      commit: (writes) => (disk === "full" ? Promise.reject(full) : store.commit(writes)),
    }));
    const tab = device.tab();
    await signIn(tab, name);
    const timeline = tab.list("timeline", { roomId, anchor: "live" });
    const connection = tab.value("connection", {});
    await vi.waitFor(() => expect(connection()).toEqual({ state: "live" }), within);
    disk = "full";
    const refused = await tab.call("message.send", { roomId, markdown: "no room" });
    expect(refused).toEqual({ ok: false, error: { kind: "storage", code: "quota" } });
    await me.text(roomId, "arrives later");
    await vi.waitFor(() => expect(connection()).toMatchObject({ state: "offline", error: full.error }), within);
    disk = "roomy";
    await tab.call("session.reconnect", {});
    await vi.waitFor(() => expect(JSON.stringify(timeline().items)).toContain("arrives later"), within);
    const sent = await tab.call("message.send", { roomId, markdown: "room again" });
    expect(sent.ok).toBe(true);
    await vi.waitFor(() => expect(JSON.stringify(timeline().items)).toContain("room again"), within);
    expect(device.broken).toEqual([]);
  });

  test("a sign-in that can't be saved leaves no session on the server", async () => {
    const name = uniqueName("unsaved");
    const me = await newUser(BASE, name);
    const store = createMemoryStore();
    const full = new Failure({ kind: "storage", code: "quota" });
    const tab = startCore(async () => ({ ...store, commit: () => Promise.reject(full) })).tab();
    const result = await tab.call("session.signIn", {
      baseUrl: BASE,
      serverName: "localhost:8801",
      user: name,
      password: PASSWORD,
      deviceName: "unsaved",
    });
    expect(result).toEqual({ ok: false, error: full.error });
    const { devices } = (await me.call("GET", "/_matrix/client/v3/devices")) as {
      devices: readonly { display_name: unknown }[];
    };
    expect(devices.map((device) => device.display_name)).not.toContain("unsaved");
  });

  test("a sign-out that can't clear the disk ends the core instead of leaving it half alive", async () => {
    const name = uniqueName("stuck");
    await newUser(BASE, name);
    const store = createMemoryStore();
    const failed = new Failure({ kind: "storage", code: "failed" });
    const device = startCore(async () => ({ ...store, destroy: () => Promise.reject(failed) }));
    const tab = device.tab();
    await signIn(tab, name);
    expect(await tab.call("session.signOut", {})).toEqual({ ok: false, error: failed.error });
    expect(device.broken).toHaveLength(1);
  });

  test("a token the server revoked signs out by-server", async () => {
    const name = uniqueName("revoked");
    const me = await newUser(BASE, name);
    const tab = startCore(async () => createMemoryStore()).tab();
    await signIn(tab, name);
    const session = tab.value("session", {});
    await vi.waitFor(() => expect(session()?.state).toBe("signed-in"), within);
    await me.logoutAll();
    // Any request will find out; the waiting sync would only when it returns.
    await tab.call("people.search", { query: uniqueName("nobody"), limit: 5 });
    await vi.waitFor(() => expect(session()).toEqual({ state: "signed-out", reason: "by-server", lost: 0 }), within);
  });

  test("a second core on the same store begins where the first one stopped, before any network", async () => {
    const name = uniqueName("again");
    const me = await newUser(BASE, name);
    const userId = parseUserId(me.userId);
    const roomId = roomIdOf(await me.create({ name: "Lighthouse" }));
    await me.text(roomId, "kept on disk");
    const store = createMemoryStore();
    const kept: Store = { ...store, close: () => undefined };
    const first = startCore(async () => kept);
    const tab = first.tab();
    await signIn(tab, name);
    const timeline = tab.list("timeline", { roomId, anchor: "live" });
    await vi.waitFor(() => expect(JSON.stringify(timeline().items)).toContain("kept on disk"), within);
    await first.core.close();

    const again = startCore(async () => kept).tab();
    const session = again.value("session", {});
    const list = again.list("roomList", { filter: "", from: 0, count: 20 });
    const old = again.list("timeline", { roomId, anchor: "live" });
    await vi.waitFor(() => {
      expect(session()).toMatchObject({ state: "signed-in", userId });
      expect(list().items.some((item) => item.key === roomId)).toBe(true);
      expect(JSON.stringify(old().items)).toContain("kept on disk");
    }, within);
  });
});
