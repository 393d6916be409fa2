import { describe, expect, it } from "vitest";
import type { SdkError } from "#api/errors.ts";
import { eventId } from "#sdk/testing/event-factory.ts";
import { settle } from "#sdk/testing/fake-clock.ts";
import { createHarness, FORBIDDEN, OFFLINE, recordOf, ROOM } from "#sdk/testing/outbox-harness.ts";

const TARGET = eventId("said");
const DUPLICATE: SdkError = {
  kind: "matrix",
  status: 400,
  errcode: "M_DUPLICATE_ANNOTATION",
  message: "",
  retryAfterMs: undefined,
};

describe("reactions and redactions in the send queue", () => {
  it("SQ2 go out in their place among the messages, by their own endpoint, and say why", async () => {
    const { outbox, server, drain } = await createHarness();
    server.script.push(OFFLINE);
    await outbox.enqueueText(ROOM, "one");
    await outbox.enqueueRedaction(ROOM, { eventId: TARGET }, " wrong room ");
    await outbox.enqueueReaction(ROOM, TARGET, "👍");
    await outbox.enqueueText(ROOM, "two");
    await drain();
    expect(server.accepted).toMatchObject([
      { content: { body: "one" } },
      { redacts: TARGET, content: { reason: "wrong room" } },
      { content: { "m.relates_to": { rel_type: "m.annotation", event_id: TARGET, key: "👍" } } },
      { content: { body: "two" } },
    ]);
  });

  it("SQ11 a redaction of what is on its way learns the event from the answer", async () => {
    const harness = await createHarness();
    const { outbox, server } = harness;
    server.script.push(OFFLINE);
    const txnId = await outbox.enqueueReaction(ROOM, TARGET, "👍");
    await outbox.enqueueRedaction(ROOM, { txnId }, "");
    await harness.drain();
    expect(server.accepted[1]).toMatchObject({ redacts: server.accepted[0]?.eventId, content: {} });
  });

  it("SQ11 or from sync, where the answer was lost, also over a restart", async () => {
    const harness = await createHarness();
    const { server } = harness;
    server.script.push("lost", OFFLINE, OFFLINE);
    const txnId = await harness.outbox.enqueueReaction(ROOM, TARGET, "👍");
    await harness.outbox.enqueueRedaction(ROOM, { txnId }, "");
    await settle();
    const [reaction] = server.accepted;
    if (!reaction) throw new Error("the server has no reaction");
    await harness.arrive(reaction, "named");
    expect(harness.outbox.items(ROOM)).toMatchObject([{ redacts: { eventId: reaction.eventId } }]);
    await harness.restart();
    await harness.drain();
    expect(server.accepted).toHaveLength(2);
    expect(server.accepted[1]).toMatchObject({ redacts: reaction.eventId });
  });

  it("SQ11 and is moot with what was refused or thrown away", async () => {
    const harness = await createHarness();
    const { outbox, server } = harness;
    server.script.push(FORBIDDEN);
    const refused = await outbox.enqueueReaction(ROOM, TARGET, "👍");
    await outbox.enqueueRedaction(ROOM, { txnId: refused }, "");
    await harness.drain();
    expect(outbox.items(ROOM)).toEqual([]);

    server.script.push(OFFLINE);
    const discarded = await outbox.enqueueReaction(ROOM, TARGET, "🎉");
    await outbox.enqueueRedaction(ROOM, { txnId: discarded }, "");
    await outbox.discard(ROOM, discarded);
    expect(outbox.items(ROOM)).toEqual([]);
    await harness.drain();
    expect(server.accepted).toEqual([]);
    expect(await harness.store.range("outbox", {})).toEqual([]);
  });

  it("SQ12 a reaction that is there already is no failure", async () => {
    const harness = await createHarness();
    harness.server.script.push(DUPLICATE);
    await harness.outbox.enqueueReaction(ROOM, TARGET, "👍");
    await harness.drain();
    expect(harness.outbox.items(ROOM)).toEqual([]);
    expect(harness.outbox.failedRooms().size).toBe(0);
  });

  it("SQ9 of an encrypted room, redactions and reactions go out in clear", async () => {
    const harness = await createHarness();
    harness.records.set(ROOM, recordOf(ROOM, "encrypted"));
    await harness.outbox.enqueueReaction(ROOM, TARGET, "👍");
    await harness.outbox.enqueueRedaction(ROOM, { eventId: TARGET }, "");
    await harness.drain();
    expect(harness.server.accepted).toMatchObject([{ type: "m.reaction" }, { redacts: TARGET }]);
  });

  it("a call that comes again under its key queues nothing twice", async () => {
    const harness = await createHarness();
    harness.server.script.push(OFFLINE);
    const first = await harness.outbox.enqueueRedaction(ROOM, { eventId: TARGET }, "", "call");
    await harness.restart();
    expect(await harness.outbox.enqueueRedaction(ROOM, { eventId: TARGET }, "", "call")).toBe(first);
    await harness.drain();
    expect(harness.server.accepted).toHaveLength(1);
  });
});
