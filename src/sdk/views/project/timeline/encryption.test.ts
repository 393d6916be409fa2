import { describe, expect, test } from "vitest";
import type { Shield, UnreadableReason } from "#api/encryption.ts";
import { mintTxnId, type UserId } from "#api/ids.ts";
import type { MessageItem, TimelineItem } from "#api/timeline.ts";
import type { EventCrypto, MatrixEvent } from "#sdk/events/envelope.ts";
import { createMembers, membersFrom } from "#sdk/rooms/members.ts";
import { powerOf } from "#sdk/rooms/power.ts";
import { relationsOf } from "#sdk/rooms/relations.ts";
import { createEvents, room, user } from "#sdk/testing/event-factory.ts";
import type { TimelineInput } from "./input.ts";
import { createTimelineProjection, projectTimeline } from "./timeline.ts";

const me = user("me");
const ada = user("ada");
const bo = user("bo");
const noon = new Date(2024, 4, 10, 12).getTime();
const DAY = 86_400_000;
const make = createEvents("m");
const members = createMembers({
  byId: membersFrom([me, ada, bo].map((id) => make.member(id, "join", id.slice(1, 3)))),
  extent: "complete",
  power: powerOf(undefined, undefined),
});

function input(events: readonly MatrixEvent[], parts: Partial<TimelineInput> = {}): TimelineInput {
  const chunks = [{ order: 0, events, before: { kind: "start" } as const }];
  return {
    me,
    chunks,
    history: { state: "start", error: undefined },
    gaps: new Map(),
    relations: relationsOf(chunks),
    members,
    receipts: [],
    readMarker: undefined,
    outbox: [],
    ignored: new Set(),
    now: noon + 300 * DAY,
    highlight: () => false,
    words: [],
    encrypted: { ts: noon },
    replyTarget: (target) => {
      const event = events.find((one) => one.eventId === target);
      return event ? { state: "known", event } : { state: "missing" };
    },
    ...parts,
  };
}

function open(shield?: Shield, forwarder?: UserId): { readonly crypto: EventCrypto } {
  const wire = { algorithm: "m.megolm.v1.aes-sha2" };
  return { crypto: { state: "open", wire, sessionId: "s", index: 0, shield, senderDevice: "D", forwarder } };
}

function events(prefix: string) {
  const base = createEvents(prefix, noon);
  return {
    ...base,
    closed: (reason: UnreadableReason, parts: Partial<MatrixEvent> = {}): MatrixEvent =>
      base.event({ type: "m.room.encrypted", crypto: { state: "closed", reason, sessionId: "s" }, ...parts }),
  };
}

const rows = (list: readonly MatrixEvent[], parts?: Partial<TimelineInput>): readonly TimelineItem[] =>
  projectTimeline(input(list, parts)).filter(({ kind }) => kind !== "history" && kind !== "day");
const unreadable = (items: readonly TimelineItem[]) => items.filter((item) => item.kind === "unreadable");
const messages = (items: readonly TimelineItem[]): readonly MessageItem[] =>
  items.filter((item) => item.kind === "message");
const PLAIN: Shield = { tone: "red", reason: "plain-in-encrypted" };
const GREY: Shield = { tone: "grey", reason: "imported" };
const RED: Shield = { tone: "red", reason: "identity-changed" };

describe("TL24 what can't be read", () => {
  test("is one row per run of a kind, over midnight, with at most three senders", () => {
    const e = events("u");
    const senders = [ada, bo, user("cleo"), user("dara")];
    const many = Array.from({ length: 200 }, (_, index) =>
      e.closed("before-device", { sender: senders[index % 4] ?? ada, ts: noon + index * DAY }),
    );
    const items = projectTimeline(
      input([
        ...many,
        e.closed("withheld", { ts: noon + 250 * DAY }),
        e.text("hello", { ...open(), ts: noon + 250 * DAY }),
      ]),
    );
    expect(items.map(({ kind }) => kind)).toEqual(["history", "day", "unreadable", "day", "unreadable", "message"]);
    expect(items[2]).toMatchObject({ reason: "before-device", count: 200, ts: noon });
    expect(unreadable(items)[0]?.senders.map(({ userId }) => userId)).toEqual(senders.slice(0, 3));
    expect(unreadable(items)[0]?.eventIds).toHaveLength(200);
  });

  test("waits for keys in one row whatever it waits for, and refusals stand alone", () => {
    const e = events("w");
    const items = rows([
      e.closed("waiting-for-keys"),
      e.closed("backup-locked"),
      e.closed("not-in-backup"),
      e.closed("replayed"),
      e.event({ type: "m.room.encrypted" }),
    ]);
    expect(unreadable(items).map(({ reason, count }) => [reason, count])).toEqual([
      ["waiting-for-keys", 3],
      ["replayed", 1],
      ["opening", 1],
    ]);
  });

  test("keeps its key as history joins it, as more come, and as keys arrive from either end", () => {
    const e = events("k");
    const all = Array.from({ length: 6 }, () => e.closed("before-device"));
    const opened = (event: MatrixEvent): MatrixEvent => ({
      ...event,
      type: "m.room.message",
      content: { msgtype: "m.text", body: "x" },
      ...open(),
    });
    const project = createTimelineProjection();
    const keyOf = (list: readonly MatrixEvent[]): string | undefined => unreadable(project(input(list)))[0]?.key;
    const key = keyOf(all.slice(2, 4));
    expect(key).toBeDefined();
    expect(keyOf(all.slice(0, 4))).toBe(key);
    expect(keyOf(all)).toBe(key);
    expect(keyOf([...all.slice(0, 3), ...all.slice(3).map(opened)])).toBe(key);
    expect(keyOf([...all.slice(0, 1).map(opened), ...all.slice(1, 3), ...all.slice(3).map(opened)])).toBe(key);
    const same = input(all);
    expect(unreadable(project(same))[0]).toBe(unreadable(project({ ...same, words: ["x"] }))[0]);
  });

  test("is no row if its author is ignored, or if it is an edit", () => {
    const e = events("i");
    const edit = e.closed("before-device", { content: { "m.relates_to": { rel_type: "m.replace", event_id: "$x" } } });
    expect(rows([e.closed("withheld", { sender: bo }), edit], { ignored: new Set([bo]) })).toEqual([]);
  });

  test("is said in a quote", () => {
    const e = events("q");
    const target = e.closed("before-device", { sender: bo });
    const reply = e.text("yes", { ...open() });
    const content = { ...reply.content, "m.relates_to": { "m.in_reply_to": { event_id: target.eventId } } };
    expect(messages(rows([target, { ...reply, content }]))[0]?.reply).toMatchObject({ kind: "unreadable" });
  });
});

describe("shields", () => {
  test("TL25 mark what came in clear after the switch, whatever time it claims", () => {
    const e = events("p");
    const before = e.text("before");
    const on = e.state("m.room.encryption", { algorithm: "m.megolm.v1.aes-sha2" });
    const items = rows([before, on, e.text("hidden"), e.text("forged", { ts: noon - DAY }), e.text("fine", open())], {
      encrypted: on,
    });
    expect(messages(items).map(({ shield }) => shield)).toEqual([undefined, PLAIN, PLAIN, undefined]);
  });

  test("TL25 go by what is loaded where the switch is not", () => {
    const e = events("o");
    const old = e.text("old", { ts: noon - DAY });
    const items = rows([old, e.text("secret", open()), e.text("forged", { ts: noon - DAY })]);
    expect(messages(items).map(({ shield }) => shield)).toEqual([undefined, undefined, PLAIN]);
    expect(messages(rows([e.text("after", { ts: noon + 1 })]))[0]?.shield).toEqual(PLAIN);
  });

  test("TL25 are no matter in a room that is not encrypted", () => {
    const e = events("n");
    expect(messages(rows([e.text("a")], { encrypted: undefined }))[0]?.shield).toBeUndefined();
  });

  test("TL26 are the graver ones of message and edit, and name who shared the key", () => {
    const e = events("g");
    const first = e.text("a", open(GREY));
    const shared = e.text("b", open(GREY, bo));
    const own = e.text("c", open(undefined, ada));
    const items = messages(rows([first, e.edit(first.eventId, "a2", open(RED)), shared, own]));
    expect(items.map(({ shield }) => shield)).toEqual([RED, GREY, undefined]);
    expect(items.map(({ sharedBy }) => sharedBy?.userId)).toEqual([undefined, bo, undefined]);
  });

  test("TL27 an edit in clear or by somebody else changes nothing; our own on its way does", () => {
    const e = events("e");
    const text = e.text("a", open());
    const clear = e.edit(text.eventId, "clear");
    const foreign = e.edit(text.eventId, "foreign", { ...open(), sender: bo });
    const [item] = messages(rows([text, clear, foreign]));
    expect(item).toMatchObject({ edited: "original", shield: undefined });
    const mine = { ...e.text("mine", { ...open(), sender: me }) };
    const waiting = {
      sequence: 1,
      txnId: mintTxnId("edit"),
      roomId: room("garden"),
      createdAt: noon,
      eventType: "m.room.message",
      content: e.edit(mine.eventId, "better").content,
      media: undefined,
      state: { state: "queued" } as const,
    };
    expect(messages(rows([mine], { outbox: [waiting] }))[0]).toMatchObject({ edited: "edited", shield: undefined });
  });
});
