import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { applyPatch, emptyList, type Keyed, type ListSnapshot } from "#api/list-patch.ts";
import type { ToTab } from "#api/port.ts";
import { settle } from "#sdk/testing/fake-clock.ts";
import type { Changes } from "#sdk/store/writer.ts";
import { createLiveViews, type OpenResult } from "./live-views.ts";

interface Row extends Keyed {
  readonly n: number;
}

const quiet = { error: () => undefined, info: () => undefined, debug: () => undefined };
const timelineChanged: Changes = { kinds: new Set(["timeline"]), rooms: new Map() };

/** One view whose rows the test writes, and the tab's half of the port. */
function harness(options: { readonly acknowledge: "at once" | "by hand" } = { acknowledge: "at once" }) {
  const facts = { rows: [] as Row[], broken: false, computed: 0, closed: 0 };
  const received: ToTab[] = [];
  let refresh: () => void = () => undefined;
  let opening: "ready" | "pending" | "absent" = "ready";
  let list: ListSnapshot<Keyed> = emptyList();

  const views = createLiveViews({
    log: quiet,
    visibility: "visible",
    open: (kind, _name, _params, again): OpenResult => {
      if (opening !== "ready") return opening;
      refresh = again;
      const common = {
        update: () => undefined,
        affectedBy: (changes: Changes) => changes.kinds.has("timeline"),
        close: () => {
          facts.closed += 1;
        },
      };
      const check = () => {
        facts.computed += 1;
        if (facts.broken) throw new Error("broken view");
      };
      if (kind === "value")
        return {
          kind,
          view: {
            ...common,
            compute: () => {
              check();
              return facts.rows.length;
            },
          },
        };
      return {
        kind,
        view: {
          ...common,
          compute: async () => {
            check();
            await Promise.resolve();
            return { items: [...facts.rows], from: 0, total: facts.rows.length };
          },
        },
      };
    },
    send: (message) => {
      received.push(message);
      if (message.t === "patch") {
        list = applyPatch(message.extent === "full" ? emptyList() : list, message.patch);
        if (options.acknowledge === "at once") views.ack(message.id, message.seq);
      }
      if (message.t === "value" && options.acknowledge === "at once") views.ack(message.id, message.seq);
    },
  });

  return {
    facts,
    received,
    views,
    rows: () => list.items,
    refresh: () => refresh(),
    setOpening: (next: typeof opening) => {
      opening = next;
    },
    ackLast: () => {
      const last = received.at(-1);
      if (last && (last.t === "patch" || last.t === "value" || last.t === "viewFailed")) views.ack(last.id, last.seq);
    },
  };
}

describe("live views", () => {
  test("RV1 first a full patch, then only what changed, and nothing for nothing", async () => {
    const { facts, views, received } = harness();
    facts.rows = [
      { key: "a", n: 1 },
      { key: "b", n: 1 },
    ];
    views.watch(1, "list", "timeline", {});
    await settle();
    facts.rows = [
      { key: "a", n: 1 },
      { key: "b", n: 2 },
    ];
    views.changed(timelineChanged);
    await settle();
    views.changed(timelineChanged);
    await settle();
    expect(received).toEqual([
      {
        t: "patch",
        id: 1,
        seq: 1,
        extent: "full",
        patch: {
          put: [
            { key: "a", n: 1 },
            { key: "b", n: 1 },
          ],
          order: ["a", "b"],
          from: 0,
          total: 2,
        },
      },
      {
        t: "patch",
        id: 1,
        seq: 2,
        extent: "delta",
        patch: { put: [{ key: "b", n: 2 }], order: undefined, from: undefined, total: undefined },
      },
    ]);
  });

  test("RV2 while a patch is unacknowledged changes wait, and one next patch says all of them", async () => {
    const { facts, views, received, ackLast, rows } = harness({ acknowledge: "by hand" });
    views.watch(1, "list", "timeline", {});
    await settle();
    for (let n = 1; n <= 5; n += 1) {
      facts.rows = [...facts.rows, { key: `k${n}`, n }];
      views.changed(timelineChanged);
      await settle();
    }
    expect(received).toHaveLength(1);
    ackLast();
    await settle();
    expect(received).toHaveLength(2);
    expect(rows()).toEqual(facts.rows);
    views.ack(1, 1);
    views.changed(timelineChanged);
    await settle();
    expect(received, "a stale acknowledgement frees nothing").toHaveLength(2);
  });

  test("RV3 any order of changes, acknowledgements and visibility ends with what the view says", async () => {
    const step = fc.oneof(
      fc.record({
        kind: fc.constant("rows" as const),
        rows: fc.uniqueArray(fc.record({ key: fc.constantFrom("a", "b", "c", "d"), n: fc.nat({ max: 2 }) }), {
          selector: (item) => item.key,
        }),
      }),
      fc.constant({ kind: "ack" as const }),
      fc.constant({ kind: "hide" as const }),
      fc.constant({ kind: "show" as const }),
      fc.constant({ kind: "reset" as const }),
      fc.constant({ kind: "turn" as const }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const { facts, views, ackLast, rows } = harness({ acknowledge: "by hand" });
        views.watch(1, "list", "timeline", {});
        for (const one of steps) {
          switch (one.kind) {
            case "rows":
              facts.rows = one.rows;
              views.changed(timelineChanged);
              break;
            case "ack":
              ackLast();
              break;
            case "hide":
              views.setVisibility("hidden");
              break;
            case "show":
              views.setVisibility("visible");
              break;
            case "reset":
              views.reset();
              break;
            case "turn":
              await Promise.resolve();
              break;
            default:
              one satisfies never;
          }
        }
        views.setVisibility("visible");
        for (let turn = 0; turn < 4; turn += 1) {
          for (let tick = 0; tick < 6; tick += 1) await Promise.resolve();
          ackLast();
        }
        expect(rows()).toEqual(facts.rows);
      }),
      { numRuns: 300 },
    );
  });

  test("RV4 a hidden tab gets nothing but badge and session, and one message when it is back", async () => {
    const { facts, views, received } = harness();
    views.watch(1, "list", "timeline", {});
    views.watch(2, "value", "badge", {});
    await settle();
    views.setVisibility("hidden");
    const before = received.length;
    for (let n = 1; n <= 3; n += 1) {
      facts.rows = [...facts.rows, { key: `k${n}`, n }];
      views.changed(timelineChanged);
      await settle();
    }
    const hidden = received.slice(before);
    expect(hidden.map((message) => message.t === "value" && message.value)).toEqual([1, 2, 3]);
    views.setVisibility("visible");
    await settle();
    expect(received.slice(before + hidden.length)).toMatchObject([{ t: "patch", id: 1, extent: "delta" }]);
  });

  test("RV5 a view that throws tells its own tab, and recovers in full at the next change", async () => {
    const { facts, views, received, ackLast } = harness();
    facts.rows = [{ key: "a", n: 1 }];
    views.watch(1, "list", "timeline", {});
    await settle();
    facts.broken = true;
    views.changed(timelineChanged);
    await settle();
    expect(received.at(-1)).toEqual({
      t: "viewFailed",
      id: 1,
      seq: 2,
      error: { kind: "bug", message: "Error: broken view" },
    });
    ackLast();
    facts.broken = false;
    views.changed(timelineChanged);
    await settle();
    expect(received.at(-1)).toMatchObject({ t: "patch", extent: "full" });
  });

  test("RV6 pending views wait for the session; without one lists are empty and values undefined", async () => {
    const { facts, views, received, setOpening } = harness();
    facts.rows = [{ key: "a", n: 1 }];
    setOpening("pending");
    views.watch(1, "list", "timeline", {});
    views.watch(2, "value", "room", {});
    await settle();
    expect(received).toEqual([]);
    setOpening("ready");
    views.reset();
    await settle();
    expect(received.map((message) => message.t)).toEqual(expect.arrayContaining(["patch", "value"]));
    setOpening("absent");
    views.reset();
    await settle();
    expect(received.slice(-2)).toEqual([
      { t: "patch", id: 1, seq: 2, extent: "delta", patch: { put: [], order: [], from: undefined, total: 0 } },
      { t: "value", id: 2, seq: 2, value: undefined },
    ]);
    expect(facts.closed).toBe(2);
  });

  test("RV7 an unwatched view is closed and a computation under way is dropped", async () => {
    const { facts, views, received } = harness();
    views.watch(1, "list", "timeline", {});
    await Promise.resolve();
    views.unwatch(1);
    await settle();
    expect(facts.closed).toBe(1);
    expect(received).toEqual([]);
  });

  test("RV8 several commits in one turn cause one computation, and refresh causes one without a commit", async () => {
    const { facts, views, refresh } = harness();
    views.watch(1, "list", "timeline", {});
    await settle();
    facts.computed = 0;
    for (let n = 0; n < 10; n += 1) views.changed(timelineChanged);
    await settle();
    expect(facts.computed).toBe(1);
    refresh();
    await settle();
    expect(facts.computed).toBe(2);
  });
});
