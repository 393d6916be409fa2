import { deleteDB } from "idb";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Session } from "#api/session.ts";
import { channelName, type Broadcast, type ToTab } from "#api/port.ts";
import { createCoreClient, type CoreClient } from "./create-core-client.ts";
import type { Host, HostConnection } from "./host/host.ts";

let slot = "";
const hosts: MortalHost[] = [];
const clients: CoreClient[] = [];

interface MortalHost extends Host {
  /** Ends the worker as a crash would: no goodbye. */
  kill(): void;
  readonly connections: HostConnection[];
}

beforeEach(() => {
  slot = `life-${crypto.randomUUID()}`;
});

afterEach(async () => {
  // First the tabs, or they would start the next core when theirs dies.
  for (const client of clients.splice(0)) client.fatal({ kind: "cancelled" });
  for (const host of hosts.splice(0)) {
    host.kill();
    for (const connection of host.connections) connection.dispose();
  }
  await navigator.locks.request(`core:${slot}`, () => undefined);
  await deleteDB(`hubbub/${slot}`);
});

function sharedHost(build: string): MortalHost {
  const connections: HostConnection[] = [];
  const host: MortalHost = {
    kind: "shared",
    connections,
    connect() {
      const { port } = new SharedWorker(new URL("../sdk/testing/mortal-worker.ts", import.meta.url), {
        type: "module",
        name: `core/${slot}/${build}/shared`,
      });
      const connection: HostConnection = {
        port: {
          postMessage: (message) => port.postMessage(message),
          listen: (receive) => (port.onmessage = (event: MessageEvent<ToTab>) => receive(event.data)),
          close: () => port.close(),
        },
        dispose() {
          port.postMessage({ t: "bye" });
          port.onmessage = null;
          port.close();
        },
      };
      connections.push(connection);
      return connection;
    },
    kill: () => new BroadcastChannel(`mortal:${slot}`).postMessage("die"),
  };
  hosts.push(host);
  return host;
}

function dedicatedHost(build: string): MortalHost {
  const connections: HostConnection[] = [];
  const workers: Worker[] = [];
  const host: MortalHost = {
    kind: "dedicated",
    connections,
    connect() {
      const worker = new Worker(new URL("../sdk/testing/mortal-worker.ts", import.meta.url), {
        type: "module",
        name: `core/${slot}/${build}/dedicated`,
      });
      workers.push(worker);
      const connection: HostConnection = {
        port: {
          postMessage: (message) => worker.postMessage(message),
          listen: (receive) => (worker.onmessage = (event: MessageEvent<ToTab>) => receive(event.data)),
          close: () => undefined,
        },
        dispose: () => worker.terminate(),
      };
      connections.push(connection);
      return connection;
    },
    kill: () => {
      for (const worker of workers) worker.terminate();
    },
  };
  hosts.push(host);
  return host;
}

interface Tab {
  readonly client: CoreClient;
  readonly reloads: () => number;
  /** Session states as they came. */
  readonly seen: string[];
  session(): Session | undefined;
}

function openTab(host: Host, build = "b1"): Tab {
  let reloads = 0;
  const client = createCoreClient({
    host,
    build,
    locks: navigator.locks,
    reload: () => {
      reloads += 1;
      return "refused";
    },
    renew: () => undefined,
  });
  clients.push(client);
  const seen: string[] = [];
  const subscription = client.views.acquire("value", "session", {});
  const session = () => subscription.value as Session | undefined;
  subscription.listeners.add(() => seen.push(session()?.state ?? "none"));
  client.connect();
  return { client, reloads: () => reloads, seen, session };
}

function signedOut(tab: Tab): Promise<void> {
  return vi.waitFor(() => expect(tab.session()?.state).toBe("signed-out"), { timeout: 10_000, interval: 20 });
}

describe("core in a SharedWorker", () => {
  test("RP5 the first tab learns that nobody is signed in, and account verbs say so", async () => {
    const tab = openTab(sharedHost("b1"));
    const draft = tab.client.call("draft.get", { roomId: "!a" as never });
    expect(await draft).toEqual({ ok: false, error: { kind: "signed-out" } });
    await signedOut(tab);
    expect(tab.client.status()).toEqual({ state: "ready" });
    expect(await tab.client.ping(1000)).toBe("pong");
    const logs = await tab.client.call("core.logs", {});
    expect(logs.ok && logs.value).toContain("core b1 starts in a shared host");
  });

  test("two tabs share one core", async () => {
    const first = openTab(sharedHost("b1"));
    const second = openTab(sharedHost("b1"));
    await Promise.all([signedOut(first), signedOut(second)]);
    expect(second.client.coreLock()).toBe(first.client.coreLock());
  });

  test("RL4 a core that dies is replaced, and views are watched again", async () => {
    const host = sharedHost("b1");
    const tab = openTab(host);
    await signedOut(tab);
    const before = tab.client.coreLock();
    host.kill();
    await vi.waitFor(() => expect(tab.client.coreLock()).not.toBe(before), { timeout: 10_000 });
    await vi.waitFor(() => expect(tab.client.status().state).toBe("ready"), { timeout: 10_000 });
    expect(await tab.client.ping(5000)).toBe("pong");
    expect(await tab.client.call("draft.get", { roomId: "!a" as never })).toMatchObject({ ok: false });
    expect(tab.seen, "the session never went back to unknown").not.toContain("opening");
  });

  test("RP6 calls that may be asked twice are asked again; others say core-restarted", async () => {
    const host = sharedHost("b1");
    const tab = openTab(host);
    await signedOut(tab);
    host.kill();
    const repeated = tab.client.call("core.logs", {});
    const failed = tab.client.call("session.signOut", {});
    expect(await repeated).toMatchObject({ ok: true });
    const outcome = await failed;
    if (!outcome.ok) expect(outcome.error.kind).toBe("core-restarted");
  });

  test("a call that can't be cloned fails, and harms neither the tab nor its next core", async () => {
    const host = sharedHost("b1");
    const tab = openTab(host);
    await signedOut(tab);
    const odd = tab.client.call("draft.set", { roomId: "!a" as never, text: (() => "x") as never });
    expect(await odd).toMatchObject({ ok: false, error: { kind: "bug" } });
    const before = tab.client.coreLock();
    host.kill();
    await vi.waitFor(() => expect(tab.client.coreLock()).not.toBe(before), { timeout: 10_000 });
    await vi.waitFor(() => expect(tab.client.status().state).toBe("ready"), { timeout: 10_000 });
  });

  test("RL5 a core that dies again and again is given up", async () => {
    const host = sharedHost("b1");
    const tab = openTab(host);
    for (let round = 0; round < 4; round += 1) {
      await vi.waitFor(() => expect(tab.client.status().state).toBe("ready"), { timeout: 10_000 });
      const before = tab.client.coreLock();
      host.kill();
      await vi.waitFor(() => expect(tab.client.coreLock()).not.toBe(before), { timeout: 10_000 });
    }
    expect(tab.client.status().state).toBe("fatal");
    expect(await tab.client.call("core.logs", {})).toMatchObject({ ok: false });
  });

  test("RL2 a newer build's core gets the store; tabs of the old one are told to reload", async () => {
    const old = openTab(sharedHost("b1"), "b1");
    await signedOut(old);
    const next = openTab(sharedHost("b2"), "b2");
    await signedOut(next);
    await vi.waitFor(() => expect(old.reloads()).toBe(1), { timeout: 10_000 });
    expect(old.client.status()).toEqual({ state: "stale" });
    expect(next.client.status()).toEqual({ state: "ready" });
  });

  test("RL3 a schema that superseded the core's ends it", async () => {
    const tab = openTab(sharedHost("b1"));
    await signedOut(tab);
    const request = indexedDB.open(`hubbub/${slot}`, 99);
    await new Promise((resolve, reject) => {
      request.onsuccess = resolve;
      request.onerror = reject;
    });
    request.result.close();
    await vi.waitFor(() => expect(tab.reloads()).toBe(1), { timeout: 10_000 });
  });
});

describe("core in a dedicated Worker", () => {
  test("RL1 a second tab's core waits without taking anything, until told to take over", async () => {
    const first = openTab(dedicatedHost("b1"));
    await signedOut(first);
    const second = openTab(dedicatedHost("b1"));
    await vi.waitFor(() => expect(second.client.status().state).toBe("elsewhere"), { timeout: 10_000 });
    expect(second.session()).toBeUndefined();
    second.client.takeOver();
    await signedOut(second);
    expect(second.client.status().state).toBe("ready");
    await vi.waitFor(() => expect(first.client.status().state).toBe("elsewhere"), { timeout: 10_000 });
    expect(first.reloads()).toBe(0);
  });

  test("RL1 when the first tab's core is gone the waiting one goes on by itself", async () => {
    const host = dedicatedHost("b1");
    const first = openTab(host);
    await signedOut(first);
    const second = openTab(dedicatedHost("b1"));
    await vi.waitFor(() => expect(second.client.status().state).toBe("elsewhere"), { timeout: 10_000 });
    first.client.fatal({ kind: "cancelled" });
    await signedOut(second);
  });

  test("a core that only waits does not answer for the store when asked", async () => {
    const first = openTab(dedicatedHost("b1"));
    await signedOut(first);
    const second = openTab(dedicatedHost("b1"));
    await vi.waitFor(() => expect(second.client.status().state).toBe("elsewhere"), { timeout: 10_000 });
    const third = openTab(dedicatedHost("b1"));
    await vi.waitFor(() => expect(third.client.status().state).toBe("elsewhere"), { timeout: 10_000 });
    const heard = vi.fn();
    const channel = new BroadcastChannel(channelName(slot));
    channel.onmessage = (event: MessageEvent<Broadcast>) => heard(event.data.t);
    third.client.takeOver();
    await signedOut(third);
    await vi.waitFor(() => expect(second.client.status().state).toBe("elsewhere"), { timeout: 10_000 });
    await vi.waitFor(() => expect(first.client.status().state).toBe("elsewhere"), { timeout: 10_000 });
    expect(heard).toHaveBeenCalledWith("handOver");
    channel.close();
  });
});
