import { describe, expect, it } from "vitest";
import type { OutgoingFile } from "#api/messages.ts";
import { Failure } from "#api/errors.ts";
import { parseEventId, parseTxnId } from "#api/ids.ts";
import { settle } from "#sdk/testing/fake-clock.ts";
import {
  bodies,
  createHarness,
  FORBIDDEN,
  limited,
  OFFLINE,
  OTHER,
  recordOf,
  ROOM,
  roomOf,
  UNWELL,
} from "#sdk/testing/outbox-harness.ts";

function file(name: string, size = 3, caption?: string): OutgoingFile {
  return {
    blob: new Blob([new Uint8Array(size)]),
    name,
    mimetype: "image/png",
    kind: "image",
    width: 4,
    height: 2,
    duration: undefined,
    blurhash: undefined,
    caption,
  };
}

const failure = (error: object) => expect.objectContaining({ error: expect.objectContaining(error) });

describe("send queue", () => {
  it("SQ1 is on disk before enqueue resolves, also while nothing can be sent", async () => {
    const harness = await createHarness();
    harness.server.script.push(OFFLINE);
    const txnId = await harness.outbox.enqueueText(ROOM, "hello");
    const rows = await harness.store.range("outbox", {});
    expect(rows.map(({ value }) => value)).toMatchObject([
      { txnId, content: { body: "hello" }, state: { state: "queued" } },
    ]);
  });

  it("SQ1 writes nothing at all when the disk refuses", async () => {
    const harness = await createHarness();
    harness.store.fence();
    await expect(harness.outbox.enqueueFiles(ROOM, [file("a"), file("b")])).rejects.toEqual(
      failure({ kind: "storage" }),
    );
    expect(harness.outbox.items(ROOM)).toEqual([]);
    expect(await harness.store.range("outbox", {})).toEqual([]);
    expect(await harness.store.range("staged", {})).toEqual([]);
  });

  it("SQ2 keeps the order of calls, though preparing them takes differently long", async () => {
    const harness = await createHarness();
    await Promise.all(["**one**", "two", "_three_", "four"].map((text) => harness.outbox.enqueueText(ROOM, text)));
    await harness.drain();
    expect(bodies(harness.server)).toEqual(["**one**", "two", "_three_", "four"]);
  });

  it("SQ2 has one item of a room in flight, and rooms don't wait for each other", async () => {
    const harness = await createHarness();
    let open = (): void => undefined;
    harness.server.hold = new Promise((resolve) => (open = resolve));
    await harness.outbox.enqueueText(ROOM, "one");
    await harness.outbox.enqueueText(ROOM, "two");
    await harness.outbox.enqueueText(OTHER, "else");
    await settle();
    expect(harness.server.tries).toBe(2);
    expect(harness.outbox.items(ROOM).map(({ state }) => state.state)).toEqual(["sending", "queued"]);
    open();
    await harness.drain();
    expect(bodies(harness.server)).toEqual(["one", "two"]);
    expect(bodies(harness.server, OTHER)).toEqual(["else"]);
  });

  it("SQ3 repeats under the same transaction id when the answer was lost, so nothing doubles", async () => {
    const harness = await createHarness();
    harness.server.script.push("lost");
    await harness.outbox.enqueueText(ROOM, "once");
    await harness.outbox.enqueueText(ROOM, "then");
    await harness.drain();
    expect(bodies(harness.server)).toEqual(["once", "then"]);
    expect(harness.server.tries).toBe(3);
  });

  it("SQ4 tries again for ever, with growing waits, and keeps the order", async () => {
    const harness = await createHarness();
    harness.server.script.push(...Array.from({ length: 30 }, (_, index) => (index % 2 ? OFFLINE : UNWELL)));
    await harness.outbox.enqueueText(ROOM, "one");
    await harness.outbox.enqueueText(ROOM, "two");
    await settle();
    expect(harness.outbox.items(ROOM).map(({ state }) => state.state)).toEqual(["queued", "queued"]);
    await harness.clock.advance(60 * 60_000);
    expect(bodies(harness.server)).toEqual(["one", "two"]);
  });

  it("SQ4 wakes at once when the connection is back, but not while the server is unwell", async () => {
    const harness = await createHarness();
    harness.server.script.push(OFFLINE, OFFLINE, OFFLINE, OFFLINE);
    await harness.outbox.enqueueText(ROOM, "one");
    await harness.clock.advance(5_000);
    const before = harness.server.tries;
    harness.server.script.length = 0;
    harness.outbox.wake();
    await settle();
    expect(harness.server.tries).toBe(before + 1);
    expect(bodies(harness.server)).toEqual(["one"]);
    harness.server.script.push(UNWELL);
    await harness.outbox.enqueueText(ROOM, "two");
    await settle();
    harness.outbox.wake();
    await settle();
    expect(bodies(harness.server)).toEqual(["one"]);
  });

  it("SQ5 obeys the server's waiting time in all rooms", async () => {
    const harness = await createHarness();
    harness.server.script.push(limited(20_000));
    await harness.outbox.enqueueText(ROOM, "one");
    await settle();
    await harness.outbox.enqueueText(OTHER, "two");
    harness.outbox.wake();
    await harness.clock.advance(19_000);
    expect(harness.server.tries).toBe(1);
    await harness.clock.advance(3_000);
    expect(harness.server.accepted).toHaveLength(2);
  });

  it("SQ6 marks what is refused and goes on; retry sends it after all", async () => {
    const harness = await createHarness();
    harness.server.script.push(FORBIDDEN);
    const txnId = await harness.outbox.enqueueText(ROOM, "no");
    await harness.outbox.enqueueText(ROOM, "yes");
    await settle();
    expect(bodies(harness.server)).toEqual(["yes"]);
    expect(harness.outbox.items(ROOM)[0]).toMatchObject({ txnId, state: { state: "failed", error: FORBIDDEN } });
    expect([...harness.outbox.failedRooms()]).toEqual([ROOM]);
    await harness.restart();
    expect(harness.outbox.items(ROOM)[0]).toMatchObject({ state: { state: "failed" } });
    await harness.outbox.retry(ROOM, "all");
    await settle();
    expect(bodies(harness.server)).toEqual(["yes", "no"]);
    expect([...harness.outbox.failedRooms()]).toEqual([]);
  });

  it("SQ6 discards one or all failed items", async () => {
    const harness = await createHarness();
    harness.server.script.push(FORBIDDEN, FORBIDDEN, FORBIDDEN);
    const first = await harness.outbox.enqueueText(ROOM, "a");
    await harness.outbox.enqueueText(ROOM, "b");
    await harness.outbox.enqueueText(ROOM, "c");
    await settle();
    await harness.outbox.discard(ROOM, first);
    expect(harness.outbox.items(ROOM)).toHaveLength(2);
    await harness.outbox.discard(ROOM, "all");
    expect(harness.outbox.items(ROOM)).toEqual([]);
    expect(await harness.store.range("outbox", {})).toEqual([]);
    expect(harness.server.accepted).toEqual([]);
  });

  it("SQ7 an accepted item stays until its event comes, by transaction or by event id", async () => {
    const harness = await createHarness();
    await harness.outbox.enqueueText(ROOM, "a");
    await harness.outbox.enqueueText(ROOM, "b");
    await settle();
    expect(harness.outbox.items(ROOM).map(({ state }) => state.state)).toEqual(["sent", "sent"]);
    await harness.restart();
    expect(harness.outbox.items(ROOM).map(({ state }) => state.state)).toEqual(["sent", "sent"]);
    expect(harness.server.tries).toBe(2);
    const [a, b] = harness.server.accepted;
    if (!a || !b) throw new Error("not accepted");
    await harness.arrive(a, "named");
    await harness.arrive(b, "anonymous");
    expect(harness.outbox.items(ROOM)).toEqual([]);
    expect(await harness.store.range("outbox", {})).toEqual([]);
  });

  it("SQ7 an event that overtakes the answer removes the item, whatever the answer is", async () => {
    const harness = await createHarness();
    harness.server.script.push("lost");
    await harness.outbox.enqueueText(ROOM, "a");
    await settle();
    const [a] = harness.server.accepted;
    if (!a) throw new Error("not accepted");
    await harness.arrive(a, "named");
    await harness.drain();
    expect(harness.outbox.items(ROOM)).toEqual([]);
    expect(harness.server.tries).toBe(1);
    // Without a transaction id the answer must recognise the event it names.
    harness.server.script.push("lost");
    await harness.outbox.enqueueText(ROOM, "b");
    await settle();
    const [, b] = harness.server.accepted;
    if (!b) throw new Error("not accepted");
    await harness.arrive(b, "anonymous");
    await harness.drain();
    expect(harness.outbox.items(ROOM)).toEqual([]);
  });

  it("SQ7 an echo that a later one overtook gives way: its event lies in a gap", async () => {
    const harness = await createHarness();
    for (const text of ["a", "b", "c"]) await harness.outbox.enqueueText(ROOM, text);
    await settle();
    const b = harness.server.accepted[1];
    if (!b) throw new Error("not accepted");
    await harness.arrive(b, "named");
    expect(harness.outbox.items(ROOM).map(({ content }) => content["body"])).toEqual(["c"]);
    expect(await harness.store.range("outbox", {})).toHaveLength(1);
  });

  it("SQ7 an echo whose event never comes gives way to sync's account of the room", async () => {
    const harness = await createHarness();
    await harness.outbox.enqueueText(ROOM, "a");
    await settle();
    harness.outbox.wake();
    await settle();
    expect(harness.outbox.items(ROOM)).toHaveLength(1);
    await harness.clock.advance(31_000);
    harness.outbox.wake();
    await settle();
    expect(harness.outbox.items(ROOM)).toEqual([]);
  });

  it("SQ7 being asked to try now does not give up echoes that sync has not had a chance to bring", async () => {
    const harness = await createHarness();
    await harness.outbox.enqueueText(ROOM, "a");
    await harness.clock.advance(31_000);
    harness.outbox.wake("asked");
    await settle();
    expect(harness.outbox.items(ROOM)).toHaveLength(1);
  });

  it("SQ7 an event that could not be saved has not arrived: its echo stays", async () => {
    const harness = await createHarness();
    let open = (): void => undefined;
    harness.server.hold = new Promise((resolve) => (open = resolve));
    const txnId = await harness.outbox.enqueueText(ROOM, "a");
    await settle();
    const commit = harness.store.commit;
    harness.store.commit = () => Promise.reject(new Failure({ kind: "storage", code: "quota" }));
    const eventId = parseEventId("$1");
    if (!eventId) throw new Error("no event id");
    await expect(harness.writer.write((txn) => harness.outbox.arrived(txn, ROOM, txnId, eventId))).rejects.toThrow();
    harness.store.commit = commit;
    open();
    await settle();
    expect(harness.outbox.items(ROOM)).toMatchObject([{ state: { state: "sent", eventId } }]);
  });

  it("SQ10 goes on when the server takes the token again", async () => {
    const harness = await createHarness();
    harness.server.script.push({
      kind: "matrix",
      status: 401,
      errcode: "M_USER_LOCKED",
      message: "",
      retryAfterMs: undefined,
    });
    await harness.outbox.enqueueText(ROOM, "a");
    await harness.drain();
    expect(harness.server.tries).toBe(1);
    expect(harness.outbox.items(ROOM)).toMatchObject([{ state: { state: "queued" } }]);
    harness.outbox.wake();
    await settle();
    expect(bodies(harness.server)).toEqual(["a"]);
    harness.outbox.stop();
    await harness.outbox.enqueueText(ROOM, "b");
    harness.outbox.wake();
    await settle();
    expect(bodies(harness.server)).toEqual(["a"]);
  });

  it("SQ1 a disk that can't be read once is read again", async () => {
    const fresh = await createHarness();
    const range = fresh.store.range;
    fresh.store.range = () => Promise.reject(new Failure({ kind: "storage", code: "failed" }));
    await expect(fresh.outbox.enqueueText(ROOM, "a", "key")).rejects.toThrow();
    fresh.store.range = range;
    await fresh.outbox.enqueueText(ROOM, "a", "key");
    await settle();
    expect(bodies(fresh.server)).toEqual(["a"]);
  });

  it("SQ1 a full disk refuses the message, and the queue lives on", async () => {
    const harness = await createHarness();
    const commit = harness.store.commit;
    harness.store.commit = () => Promise.reject(new Failure({ kind: "storage", code: "quota" }));
    await expect(harness.outbox.enqueueText(ROOM, "a")).rejects.toMatchObject({
      error: { kind: "storage", code: "quota" },
    });
    expect(harness.outbox.items(ROOM)).toEqual([]);
    harness.store.commit = commit;
    await harness.outbox.enqueueText(ROOM, "b");
    await settle();
    expect(bodies(harness.server)).toEqual(["b"]);
  });

  it("SQ8 uploads, then sends; shows progress; a restart doesn't upload twice", async () => {
    const harness = await createHarness();
    harness.server.script.push(OFFLINE);
    await harness.outbox.enqueueFiles(ROOM, [file("a.png", 10, "look **here**")]);
    await settle();
    expect(harness.server.uploads).toEqual([{ name: "a.png", size: 10 }]);
    expect(await harness.store.range("staged", {})).toEqual([]);
    await harness.restart();
    await harness.drain();
    expect(harness.server.uploads).toHaveLength(1);
    expect(harness.server.accepted[0]?.content).toEqual({
      msgtype: "m.image",
      body: "look **here**",
      format: "org.matrix.custom.html",
      formatted_body: "look <strong>here</strong>",
      filename: "a.png",
      info: { size: 10, mimetype: "image/png", w: 4, h: 2 },
      "m.mentions": {},
      url: "mxc://example.org/m1",
    });
  });

  it("SQ8 shows the upload's progress, and discarding aborts it", async () => {
    const harness = await createHarness();
    harness.server.hold = new Promise(() => undefined);
    const [txnId] = await harness.outbox.enqueueFiles(ROOM, [file("a", 10), file("b", 4)]);
    await settle();
    expect(harness.outbox.items(ROOM)[0]?.state).toMatchObject({ state: "uploading", total: 10 });
    harness.server.hold = undefined;
    await harness.outbox.discard(ROOM, parseTxnId(txnId) ?? "all");
    await harness.drain();
    expect(harness.server.uploads).toEqual([{ name: "b", size: 4 }]);
    expect(harness.server.accepted).toHaveLength(1);
    expect(await harness.store.range("staged", {})).toEqual([]);
  });

  it("SQ8 refuses files above the server's limit before anything is queued", async () => {
    const harness = await createHarness();
    harness.server.limit = 5;
    await expect(harness.outbox.enqueueFiles(ROOM, [file("ok", 5), file("big", 6)])).rejects.toEqual(
      failure({ kind: "invalid", reason: "too-large" }),
    );
    expect(harness.outbox.items(ROOM)).toEqual([]);
    await harness.outbox.enqueueFiles(ROOM, [file("ok", 5)]);
  });

  it("SQ9 never puts plaintext into an encrypted room", async () => {
    const harness = await createHarness();
    harness.records.set(ROOM, recordOf(ROOM, "encrypted"));
    await harness.outbox.enqueueText(ROOM, "a");
    await harness.drain();
    // Encrypted after it was queued.
    harness.server.script.push(OFFLINE);
    await harness.outbox.enqueueText(OTHER, "b");
    harness.records.set(OTHER, recordOf(OTHER, "encrypted"));
    await harness.drain();
    // Not synced yet: the server is asked.
    const fresh = roomOf("fresh");
    harness.server.encrypted.add(fresh);
    await harness.outbox.enqueueText(fresh, "c");
    const plain = roomOf("plain");
    await harness.outbox.enqueueText(plain, "d");
    await harness.drain();
    // How it encrypts comes by sync.
    expect(harness.outbox.items(fresh)[0]?.state).toMatchObject({ state: "queued" });
    harness.records.set(fresh, recordOf(fresh, "encrypted"));
    harness.outbox.wake();
    await harness.drain();
    const sent = harness.server.accepted.map(({ type, content }) => [type, content["body"] ?? content["sealed"]]);
    const sealed = (body: string) => [
      "m.room.encrypted",
      { type: "m.room.message", content: { msgtype: "m.text", body } },
    ];
    expect(sent).toMatchObject([sealed("a"), sealed("b"), ["m.room.message", "d"], sealed("c")]);
  });

  it("SQ10 stops when the token is gone and keeps everything", async () => {
    const harness = await createHarness();
    harness.server.script.push({ kind: "signed-out" });
    await harness.outbox.enqueueText(ROOM, "a");
    await harness.drain();
    expect(harness.server.tries).toBe(1);
    expect(harness.outbox.items(ROOM)[0]?.state).toEqual({ state: "queued" });
    await harness.restart();
    expect(bodies(harness.server)).toEqual(["a"]);
  });

  it("refuses nothing but white space, and what no event can hold", async () => {
    const harness = await createHarness();
    await expect(harness.outbox.enqueueText(ROOM, " \n ")).rejects.toEqual(
      failure({ kind: "invalid", reason: "empty" }),
    );
    await expect(harness.outbox.enqueueText(ROOM, "x".repeat(70_000))).rejects.toEqual(
      failure({ reason: "too-large" }),
    );
  });
});
