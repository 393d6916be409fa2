import { describe, expect, test } from "vitest";
import { Failure, type Result } from "#api/errors.ts";
import { PROTOCOL, type ToCore, type ToTab } from "#api/port.ts";
import type { CallContext } from "#sdk/commands/command.ts";
import { createFakeClock, settle } from "#sdk/testing/fake-clock.ts";
import { serveTab } from "./rpc.ts";

type Verb = (args: unknown, context: CallContext) => Promise<unknown>;

function harness(verbs: Record<string, Verb> = {}) {
  const clock = createFakeClock();
  const sent: ToTab[] = [];
  const errors: string[] = [];
  let post: (message: ToCore) => void = () => undefined;
  let die: () => void = () => undefined;
  const state = { gone: 0, portClosed: 0, opened: 0, closed: 0 };
  const tab = serveTab({
    port: {
      postMessage: (message) => sent.push(structuredClone(message)),
      listen: (receive) => {
        post = receive;
      },
      close: () => {
        state.portClosed += 1;
      },
    },
    build: "b1",
    alive: Promise.resolve("core-alive:1"),
    clock,
    log: { error: (message) => errors.push(message), info: () => undefined, debug: () => undefined },
    call: async (verb, args, context) => {
      const handler = new Map(Object.entries(verbs)).get(verb);
      if (!handler) throw new Error(`there is no verb ${verb}`);
      return handler(args, context);
    },
    openView: () => {
      state.opened += 1;
      return {
        kind: "value",
        view: {
          compute: () => 1,
          update: () => undefined,
          affectedBy: () => true,
          close: () => void (state.closed += 1),
        },
      };
    },
    onServers: () => undefined,
    standing: () => "owner",
    onTakeOver: () => undefined,
    waitForDeath: () =>
      new Promise((resolve) => {
        die = resolve;
      }),
    onGone: () => {
      state.gone += 1;
    },
  });
  const call = (id: number, verb: string, args: unknown = {}, deadlineMs = 1000) =>
    post({ t: "call", id, verb, args, deadlineMs, key: `k${id}` });
  const results = (): (readonly [number, Result<unknown>])[] =>
    sent.flatMap((message) => (message.t === "result" ? [[message.id, message.result] as const] : []));
  return { clock, sent, errors, post: (message: ToCore) => post(message), call, results, state, tab, die: () => die() };
}

function never(context: CallContext, stopped: string[], name: string): Promise<never> {
  return new Promise(() => context.signal.addEventListener("abort", () => stopped.push(name)));
}

describe("rpc", () => {
  test("hello is answered with protocol, build and lock; another build is told to reload", async () => {
    const { post, sent } = harness();
    post({ t: "hello", protocol: PROTOCOL, build: "b1", visibility: "visible" });
    await settle();
    expect(sent).toEqual([{ t: "hello", protocol: PROTOCOL, build: "b1", lock: "core-alive:1" }]);
    post({ t: "hello", protocol: PROTOCOL, build: "b2", visibility: "visible" });
    expect(sent).toContainEqual({ t: "reload", reason: "skew" });
  });

  test("RP1 every call is answered once, in whatever order they finish", async () => {
    let release: (value: string) => void = () => undefined;
    const { call, results } = harness({
      slow: () => new Promise((resolve) => (release = resolve)),
      quick: async (args) => args,
    });
    call(1, "slow");
    call(2, "quick", { x: 1 });
    await settle();
    release("late");
    await settle();
    expect(results()).toEqual([
      [2, { ok: true, value: { x: 1 } }],
      [1, { ok: true, value: "late" }],
    ]);
  });

  test("RP2 the deadline answers with timeout, tells the work to stop, and a late result says nothing more", async () => {
    const stopped: string[] = [];
    let release: () => void = () => undefined;
    const { call, clock, results } = harness({
      hang: (_args, context) => never(context, stopped, "hang"),
      late: () => new Promise<void>((resolve) => (release = resolve)),
    });
    call(1, "hang", {}, 1000);
    call(2, "late", {}, 1000);
    await clock.advance(999);
    expect(results()).toEqual([]);
    await clock.advance(1);
    release();
    await settle();
    const timeout = { ok: false, error: { kind: "timeout" } };
    expect(results()).toEqual([
      [1, timeout],
      [2, timeout],
    ]);
    expect(stopped).toEqual(["hang"]);
    expect(clock.sleeping().count).toBe(0);
  });

  test("RP3 a cancelled call is answered at once and its work told to stop", async () => {
    const stopped: string[] = [];
    const { call, post, results } = harness({ hang: (_args, context) => never(context, stopped, "hang") });
    call(1, "hang");
    post({ t: "cancel", id: 1 });
    await settle();
    expect(results()).toEqual([[1, { ok: false, error: { kind: "cancelled" } }]]);
    expect(stopped).toEqual(["hang"]);
  });

  test("RP4 failures arrive as thrown, bugs as bug, logged; unknown verbs and unclonable results harm nobody", async () => {
    const { call, results, errors } = harness({
      refuse: () => Promise.reject(new Failure({ kind: "offline" })),
      bug: () => Promise.reject(new TypeError("x is not a function")),
      unclonable: async () => () => undefined,
      fine: async () => 1,
    });
    call(1, "refuse");
    call(2, "bug");
    call(3, "constructor");
    call(4, "unclonable");
    call(5, "fine");
    await settle();
    const byId = new Map(results());
    expect(byId.get(1)).toEqual({ ok: false, error: { kind: "offline" } });
    expect(byId.get(2)).toEqual({ ok: false, error: { kind: "bug", message: "TypeError: x is not a function" } });
    expect(byId.get(3)).toMatchObject({ ok: false, error: { kind: "bug" } });
    expect(byId.get(4)).toMatchObject({ ok: false, error: { kind: "bug" } });
    expect(byId.get(5)).toEqual({ ok: true, value: 1 });
    expect(errors.length).toBeGreaterThanOrEqual(3);
  });

  test("RP4 a message nobody understands is dropped", async () => {
    const { post, sent, errors } = harness();
    post({ t: "nonsense" } as unknown as ToCore);
    post({ t: "ping", id: 7 });
    expect(sent).toEqual([{ t: "pong", id: 7 }]);
    expect(errors).toHaveLength(1);
  });

  test("RL6 a dead tab's views are closed and its calls stopped", async () => {
    const stopped: string[] = [];
    const { call, post, sent, state, die } = harness({ hang: (_args, context) => never(context, stopped, "hang") });
    post({ t: "alive", lock: "tab:1" });
    post({ t: "watch", id: 1, kind: "value", view: "room", params: {} });
    call(2, "hang");
    await settle();
    const before = sent.length;
    die();
    await settle();
    expect(state).toEqual({ gone: 1, portClosed: 1, opened: 1, closed: 1 });
    expect(stopped).toEqual(["hang"]);
    post({ t: "ping", id: 9 });
    expect(sent).toHaveLength(before);
  });
});
