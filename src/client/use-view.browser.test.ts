import { act, createElement as h, StrictMode, useState } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { parseRoomId, type RoomId } from "#api/ids.ts";
import type { Keyed, ListPatch } from "#api/list-patch.ts";
import type { ToCore, ToTab } from "#api/port.ts";
import { core, setCore } from "./core-client.ts";
import { createCoreClient } from "./create-core-client.ts";
import { useListView, useValueView } from "./use-view.ts";

/** A core the test plays by hand. */
let posted: ToCore[] = [];
let deliver: (message: ToTab) => void = () => undefined;
let root: Root;
let place: HTMLElement;

beforeEach(() => {
  Reflect.set(globalThis, "IS_REACT_ACT_ENVIRONMENT", true);
  posted = [];
  setCore(
    createCoreClient({
      build: "test",
      locks: undefined,
      reload: () => "refused",
      renew: () => undefined,
      host: {
        kind: "shared",
        connect: () => ({
          port: {
            postMessage: (message) => posted.push(structuredClone(message)),
            listen: (receive) => {
              deliver = receive;
            },
            close: () => undefined,
          },
          dispose: () => undefined,
        }),
      },
    }),
  );
  core().connect();
  deliver({ t: "hello", protocol: 1, build: "test", lock: "l" });
  place = document.body.appendChild(document.createElement("div"));
  root = createRoot(place);
});

afterEach(() => {
  act(() => root.unmount());
  place.remove();
});

function room(name: string): RoomId {
  const roomId = parseRoomId(`!${name}`);
  if (!roomId) throw new Error(name);
  return roomId;
}

function watches(): Extract<ToCore, { t: "watch" }>[] {
  return posted.filter((message) => message.t === "watch");
}

function lastWatch(view: string): number {
  const found = watches().findLast((message) => message.view === view);
  if (!found) throw new Error(`${view} is not watched`);
  return found.id;
}

function rows(...keys: readonly string[]): ListPatch<Keyed> {
  return { put: keys.map((key) => ({ key })), order: keys, from: 0, total: keys.length };
}

function send(message: ToTab): void {
  act(() => deliver(message));
}

describe("useListView", () => {
  test("StrictMode's double mount watches once; unmounting unwatches after the blink", async () => {
    function List() {
      const list = useListView("timeline", { roomId: room("a"), anchor: "live" });
      return h("p", null, `${list.state} ${list.items.map((item) => item.key).join()}`);
    }
    act(() => root.render(h(StrictMode, null, h(List))));
    expect(watches()).toHaveLength(1);
    expect(place.textContent).toBe("loading ");
    send({ t: "patch", id: lastWatch("timeline"), seq: 1, extent: "full", patch: rows("x", "y") });
    expect(place.textContent).toBe("ready x,y");
    act(() => root.render(h("p")));
    await vi.waitFor(() => expect(posted.at(-1)?.t).toBe("unwatch"));
  });

  test("another room shows its own rows at once, never the old room's; going back shows the kept ones", () => {
    let show: (roomId: RoomId) => void = () => undefined;
    const painted: string[] = [];
    function List() {
      const [roomId, setRoomId] = useState(room("a"));
      show = setRoomId;
      const list = useListView("timeline", { roomId, anchor: "live" });
      painted.push(`${roomId} ${list.items.map((item) => item.key).join()}`);
      return null;
    }
    act(() => root.render(h(List)));
    send({ t: "patch", id: lastWatch("timeline"), seq: 1, extent: "full", patch: rows("a1") });
    act(() => show(room("b")));
    send({ t: "patch", id: lastWatch("timeline"), seq: 1, extent: "full", patch: rows("b1") });
    act(() => show(room("a")));
    for (const line of painted) expect(["!a ", "!a a1", "!b ", "!b b1"]).toContain(line);
    expect(painted.at(-1)).toBe("!a a1");
  });

  test("moving the window updates the same subscription and keeps the old rows meanwhile", () => {
    let move: (from: number) => void = () => undefined;
    function List() {
      const [from, setFrom] = useState(0);
      move = setFrom;
      const list = useListView("roomList", { filter: "", from, count: 2 });
      return h("p", null, list.items.map((item) => item.key).join());
    }
    act(() => root.render(h(List)));
    const id = lastWatch("roomList");
    send({ t: "patch", id, seq: 1, extent: "full", patch: rows("a", "b") });
    act(() => move(2));
    expect(place.textContent).toBe("a,b");
    expect(watches()).toHaveLength(1);
    expect(posted.at(-1)).toEqual({ t: "update", id, params: { filter: "", from: 2, count: 2 } });
    send({ t: "patch", id, seq: 2, extent: "delta", patch: { ...rows("c", "d"), from: 2 } });
    expect(place.textContent).toBe("c,d");
  });

  test("an equal message renders nothing", () => {
    let renders = 0;
    function List() {
      useListView("timeline", { roomId: room("a"), anchor: "live" });
      renders += 1;
      return null;
    }
    act(() => root.render(h(List)));
    const id = lastWatch("timeline");
    send({ t: "patch", id, seq: 1, extent: "full", patch: rows("a") });
    const before = renders;
    send({ t: "patch", id, seq: 1, extent: "full", patch: rows("a") });
    expect(renders).toBe(before);
  });
});

describe("useValueView", () => {
  test("undefined until the answer; a value of another room is never shown", () => {
    let show: (roomId: RoomId) => void = () => undefined;
    function Topic() {
      const [roomId, setRoomId] = useState(room("a"));
      show = setRoomId;
      const value = useValueView("room", { roomId });
      return h("p", null, value === undefined ? "nothing" : value.roomId);
    }
    act(() => root.render(h(Topic)));
    expect(place.textContent).toBe("nothing");
    send({ t: "value", id: lastWatch("room"), seq: 1, value: { state: "unknown", roomId: "!a" } });
    expect(place.textContent).toBe("!a");
    act(() => show(room("b")));
    expect(place.textContent).toBe("nothing");
  });
});
