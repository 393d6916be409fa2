import { describe, expect, it } from "vitest";
import type { MatrixEvent } from "#sdk/events/envelope.ts";
import { createEvents, user } from "#sdk/testing/event-factory.ts";
import { appendLive } from "./chunks.ts";
import { redactEvent } from "./redact.ts";
import { relationsOf, withEdit } from "./relations.ts";
import type { TimelineChunk } from "./timeline-chunk.ts";

const make = createEvents();
const [ada, bo] = [user("ada"), user("bo")];

function chunksOf(...events: readonly MatrixEvent[]): readonly TimelineChunk[] {
  return appendLive([], { events, before: { kind: "start" } }, "complete").chunks;
}

describe("edits", () => {
  it("count from the same sender only, the newest wins, never of state or of edits", () => {
    const message = make.text("first", { sender: ada });
    const mine = make.edit(message.eventId, "second", { sender: ada });
    const later = make.edit(message.eventId, "third", { sender: ada });
    const forged = make.edit(message.eventId, "forged", { sender: bo });
    const ofEdit = make.edit(mine.eventId, "edit of an edit", { sender: ada });
    const relations = relationsOf(chunksOf(message, later, mine, forged, ofEdit));
    expect(relations.edit(message.eventId)).toBe(later);
    expect(relations.edit(mine.eventId)).toBeUndefined();
    expect(withEdit(message, later).content["body"]).toBe("third");
  });

  it("are undone by their redaction", () => {
    const message = make.text("first", { sender: ada });
    const edit = make.edit(message.eventId, "second", { sender: ada });
    const redacted = redactEvent(edit, make.redaction(edit.eventId), "12");
    expect(relationsOf(chunksOf(message, redacted)).edit(message.eventId)).toBeUndefined();
  });

  it("keep the reply they were written as", () => {
    const reply = make.text("answer", {
      content: { msgtype: "m.text", body: "answer", "m.relates_to": { "m.in_reply_to": { event_id: "$q" } } },
    });
    const edit = make.edit(reply.eventId, "better answer");
    expect(withEdit(reply, edit).content).toEqual({
      msgtype: "m.text",
      body: "better answer",
      "m.relates_to": { "m.in_reply_to": { event_id: "$q" } },
    });
  });

  it("without new content change nothing", () => {
    const message = make.text("first");
    const broken = make.event({
      content: { body: "x", "m.relates_to": { rel_type: "m.replace", event_id: message.eventId } },
    });
    expect(relationsOf(chunksOf(message, broken)).edit(message.eventId)).toBeUndefined();
  });
});

describe("reactions", () => {
  it("count once per sender and key, in the order of the first", () => {
    const message = make.text("hi");
    const one = make.reaction(message.eventId, "👍", { sender: ada });
    const again = make.reaction(message.eventId, "👍", { sender: ada });
    const other = make.reaction(message.eventId, "🎉", { sender: ada });
    const bos = make.reaction(message.eventId, "👍", { sender: bo });
    const relations = relationsOf(chunksOf(message, one, again, other, bos));
    expect(relations.reactions(message.eventId)).toEqual([
      {
        key: "👍",
        senders: [
          { userId: ada, eventId: one.eventId },
          { userId: bo, eventId: bos.eventId },
        ],
      },
      { key: "🎉", senders: [{ userId: ada, eventId: other.eventId }] },
    ]);
    expect(relations.reactions(one.eventId)).toEqual([]);
  });

  it("are found across chunks and memoised by them", () => {
    const message = make.text("hi");
    const chunks = chunksOf(message, ...make.texts(100), make.reaction(message.eventId, "👍"));
    expect(chunks.length).toBe(2);
    expect(relationsOf(chunks)).toBe(relationsOf(chunks));
    expect(relationsOf(chunks).reactions(message.eventId).length).toBe(1);
  });
});
