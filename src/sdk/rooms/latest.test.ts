import { expect, it } from "vitest";
import type { MatrixEvent } from "#sdk/events/envelope.ts";
import { createEvents, user } from "#sdk/testing/event-factory.ts";
import { appendLive } from "./chunks.ts";
import { latestEvent } from "./latest.ts";
import { redactEvent } from "./redact.ts";
import type { TimelineChunk } from "./timeline-chunk.ts";

const make = createEvents();
const nobody = new Set<never>();

function chunksOf(...events: readonly MatrixEvent[]): readonly TimelineChunk[] {
  return appendLive([], { events, before: { kind: "gap", token: "t" } }, "limited").chunks;
}

it("is the newest message, with its edit, not the reaction after it", () => {
  const message = make.text("first");
  const edit = make.edit(message.eventId, "second");
  const latest = latestEvent(
    chunksOf(make.text("older"), message, edit, make.reaction(message.eventId, "x")),
    undefined,
    nobody,
  );
  expect(latest).toMatchObject({ eventId: message.eventId, content: { body: "second" } });
});

it("follows an edit of a message that lies before the gap", () => {
  const message = make.text("first");
  const edit = make.edit(message.eventId, "second");
  const latest = latestEvent(chunksOf(edit), message, nobody);
  expect(latest).toMatchObject({ eventId: message.eventId, content: { body: "second" } });
  expect(latestEvent(chunksOf(edit), latest, nobody)).toBe(latest);
});

it("keeps its identity while nothing changes", () => {
  const message = make.text("first");
  expect(latestEvent(chunksOf(message, make.reaction(message.eventId, "x")), message, nobody)).toBe(message);
});

it("steps back over what is redacted or ignored", () => {
  const older = make.text("older");
  const newer = make.text("newer", { sender: user("troll") });
  const redacted = redactEvent(newer, make.redaction(newer.eventId), "12");
  expect(latestEvent(chunksOf(older, redacted), newer, nobody)).toBe(older);
  expect(latestEvent(chunksOf(older, newer), undefined, new Set([user("troll")]))).toBe(older);
  expect(latestEvent(chunksOf(redacted), newer, nobody)).toBeUndefined();
});

it("is state only while nobody wrote, and a message before the gap outlives newer state", () => {
  const name = make.state("m.room.name", { name: "x" });
  const profile = make.member(user("ada"), "join", "New", { prevContent: { membership: "join" } });
  expect(latestEvent(chunksOf(name, profile), undefined, nobody)).toBe(name);
  const message = make.text("before");
  expect(latestEvent(chunksOf(name), message, nobody)).toBe(message);
});

it("is no step of a verification, even if it was taken for a message until it was opened", () => {
  const older = make.text("older");
  const sealed = make.text("sealed");
  const step: MatrixEvent = { ...sealed, type: "m.key.verification.done", content: { "m.relates_to": {} } };
  const request = make.text("asked", { content: { msgtype: "m.key.verification.request", body: "asked" } });
  expect(latestEvent(chunksOf(older, request, step), sealed, nobody)).toBe(older);
  expect(latestEvent(chunksOf(step), sealed, nobody)).toBeUndefined();
});
