/** What machines and networks do to the queue: clocks that jump, disks that fill up midway, answers that make no sense. */
import { expect, it } from "vitest";
import { Failure } from "#api/errors.ts";
import type { OutgoingFile } from "#api/messages.ts";
import { settle } from "#sdk/testing/fake-clock.ts";
import { bodies, createHarness, limited, ROOM } from "#sdk/testing/outbox-harness.ts";

const DAY = 86_400_000;

function file(name: string): OutgoingFile {
  return {
    blob: new Blob(["0123456789"]),
    name,
    mimetype: "",
    kind: "file",
    width: undefined,
    height: undefined,
    duration: undefined,
    blurhash: undefined,
    caption: undefined,
  };
}

it("SQ5 a clock set back makes a rate limit no longer than the server said", async () => {
  const harness = await createHarness();
  let back = 0;
  const now = harness.clock.now.bind(harness.clock);
  harness.clock.now = () => now() - back;
  harness.server.script.push(limited(2_000));
  await harness.outbox.enqueueText(ROOM, "a");
  await settle();
  back = DAY;
  await harness.outbox.enqueueText(ROOM, "b");
  await harness.clock.advance(10_000);
  expect(bodies(harness.server)).toEqual(["a", "b"]);
});

it("SQ7 a clock set back does not keep an echo whose event lies in a gap", async () => {
  const harness = await createHarness();
  await harness.outbox.enqueueText(ROOM, "a");
  await settle();
  expect(harness.outbox.items(ROOM)[0]?.state.state).toBe("sent");
  const now = harness.clock.now.bind(harness.clock);
  harness.clock.now = () => now() - DAY;
  harness.outbox.wake("live");
  await settle();
  expect(harness.outbox.items(ROOM)).toEqual([]);
});

it("SQ3 an answer that makes no sense is no answer: asked again under the same id, sent once", async () => {
  const harness = await createHarness();
  const { request } = harness.server;
  const nonsense: unknown[] = [{}, { event_id: 7 }, null, [], "ok", 200];
  Object.assign(harness.server, {
    request: async (asked: Parameters<typeof request>[0]) => {
      const answer = await request(asked);
      return nonsense.length > 0 ? nonsense.shift() : answer;
    },
  });
  await harness.outbox.enqueueText(ROOM, "a");
  await harness.drain();
  expect(nonsense).toEqual([]);
  expect(bodies(harness.server)).toEqual(["a"]);
  expect(harness.outbox.items(ROOM)[0]?.state.state).toBe("sent");
});

it("SQ1 SQ8 files are staged one at a time; a disk that fills up midway leaves nothing behind", async () => {
  const harness = await createHarness();
  const { commit } = harness.store;
  const staged: number[] = [];
  harness.store.commit = async (writes) => {
    const bytes = writes.filter((write) => write.kind === "put" && write.table === "staged").length;
    if (bytes > 0) staged.push(bytes);
    if (bytes > 0 && staged.length === 3) throw new Failure({ kind: "storage", code: "quota" });
    await commit(writes);
  };
  const files = ["a", "b", "c", "d"].map(file);
  await expect(harness.outbox.enqueueFiles(ROOM, files)).rejects.toMatchObject({ error: { code: "quota" } });
  expect(staged).toEqual([1, 1, 1]);
  harness.store.commit = commit;
  expect(await harness.store.range("meta", { prefix: ["staging"] })).toEqual([]);
  expect(await harness.store.range("outbox", {})).toEqual([]);
});

it("SQ8 bytes staged by a core that died before their items are thrown away by the next", async () => {
  const harness = await createHarness();
  const { commit } = harness.store;
  harness.store.commit = async (writes) => {
    if (writes.some((write) => write.table === "outbox")) throw new Failure({ kind: "storage", code: "failed" });
    if (writes.some((write) => write.kind === "delete")) throw new Failure({ kind: "storage", code: "failed" });
    await commit(writes);
  };
  await expect(harness.outbox.enqueueFiles(ROOM, [file("a"), file("b")])).rejects.toThrow();
  expect(await harness.store.range("staged", {})).toHaveLength(2);
  harness.store.commit = commit;
  await harness.restart();
  expect(await harness.store.range("staged", {})).toEqual([]);
  await harness.outbox.enqueueFiles(ROOM, [file("a"), file("b")]);
  await harness.drain();
  expect(harness.server.uploads.map(({ name }) => name)).toEqual(["a", "b"]);
});
