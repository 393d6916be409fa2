import { expect, test } from "vitest";
import { createWriter } from "#sdk/store/writer.ts";
import { createMemoryStore } from "#sdk/store/memory.ts";
import { bodies, createHarness, ROOM } from "#sdk/testing/outbox-harness.ts";
import { createAnswers, forgetAnswers, listAnswers } from "#sdk/store/answered.ts";

test("RP6 a call asked again of the same or the next core gets the answer of the first time", async () => {
  const store = createMemoryStore();
  const writer = createWriter(store);
  const first = createAnswers(store);
  expect(await first.read("k1")).toBeUndefined();
  await writer.write((txn) => first.note(txn, "k1", ["hb.1"]));
  expect(await first.read("k1")).toEqual(["hb.1"]);
  const next = createAnswers(store);
  expect(await next.read("k1")).toEqual(["hb.1"]);
  expect(await next.read("k2")).toBeUndefined();
  await forgetAnswers(writer, await listAnswers(store));
  expect(await createAnswers(store).read("k1")).toBeUndefined();
});

test("RP6 a send asked again after the core died is queued and sent once", async () => {
  const harness = await createHarness();
  harness.server.script.push({ kind: "offline" });
  const first = await harness.outbox.enqueueText(ROOM, "once", "call-1");
  await harness.restart();
  expect(await harness.outbox.enqueueText(ROOM, "once", "call-1")).toBe(first);
  await harness.drain();
  await harness.restart();
  expect(await harness.outbox.enqueueText(ROOM, "once", "call-1")).toBe(first);
  await harness.outbox.enqueueText(ROOM, "another", "call-2");
  await harness.drain();
  expect(bodies(harness.server)).toEqual(["once", "another"]);
});

test("RP6 a write that failed has answered nothing", async () => {
  const store = createMemoryStore();
  const answers = createAnswers(store);
  await answers.read("k1");
  store.fence();
  const failing = createWriter(store).write((txn) => answers.note(txn, "k1", ["hb.1"]));
  await expect(failing).rejects.toThrow();
  expect(await answers.read("k1")).toBeUndefined();
});
