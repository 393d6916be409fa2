import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { EventId } from "#api/ids.ts";
import type { MatrixEvent } from "#sdk/events/envelope.ts";
import { NOTHING_UNREAD, type OwnReceipt } from "#sdk/rooms/room-record.ts";
import { createEvents, eventId, room, user, type EventParts } from "#sdk/testing/event-factory.ts";
import type { PushRoom } from "./push-room.ts";
import { parsePushRules } from "./rules.ts";
import { computeUnread, type Unread, type UnreadInput } from "./unread.ts";

const me = user("me");
const bo = user("bo");
const pushRoom: PushRoom = {
  roomId: room("garden"),
  me,
  displayName: "Me",
  memberCount: 5,
  power: () => 0,
  notificationLevel: () => 50,
  ignored: new Set([user("pest")]),
};
const rules = parsePushRules(undefined);

function compute(events: readonly MatrixEvent[], parts: Partial<UnreadInput> = {}): Unread {
  return computeUnread({
    me,
    events,
    reaches: "start",
    receipts: [],
    rules,
    room: pushRoom,
    previous: NOTHING_UNREAD,
    ...parts,
  });
}

function read(event: EventId, parts: Partial<OwnReceipt> = {}): OwnReceipt {
  return { type: "m.read", eventId: event, ts: 1, thread: undefined, ...parts };
}

function inThread(root: EventId): EventParts {
  return { content: { msgtype: "m.text", body: "x", "m.relates_to": { rel_type: "m.thread", event_id: root } } };
}

const make = createEvents();
const [a, b, c, d] = [make.text("a"), make.text("hi me"), make.text("c"), make.text("d")];
const all = [a, b, c, d];

describe("what counts", () => {
  test("messages after the receipt, highlights among them", () => {
    expect(compute(all, { receipts: [read(a.eventId)] }).unread).toEqual({
      notify: 3,
      highlight: 1,
      activity: "some",
      bound: "exact",
    });
    expect(compute(all, { receipts: [read(d.eventId)] }).unread).toEqual(NOTHING_UNREAD);
  });

  test("everything in a room that was never read", () => {
    expect(compute(all).unread).toEqual({ notify: 4, highlight: 1, activity: "some", bound: "exact" });
  });

  test("not own, edited, redacted, ignored or invisible events", () => {
    const events = [
      a,
      make.edit(a.eventId, "me"),
      make.text("x", { sender: user("pest") }),
      make.text("", { content: {}, redactedBy: { eventId: undefined, sender: undefined, reason: undefined } }),
      make.reaction(a.eventId, "👍"),
      make.member(bo, "join"),
      c,
      make.redaction(c.eventId),
    ];
    expect(compute(events, { receipts: [read(a.eventId)] }).unread).toEqual(NOTHING_UNREAD);
  });

  test("a bot's notice is activity, not a notification", () => {
    const notice = make.event({ content: { msgtype: "m.notice", body: "x" } });
    expect(compute([a, notice], { receipts: [read(a.eventId)] }).unread).toEqual({
      notify: 0,
      highlight: 0,
      activity: "some",
      bound: "exact",
    });
  });
});

describe("what clears", () => {
  test("the later of public and private receipts, in any order", () => {
    const receipts = [read(c.eventId, { type: "m.read.private" }), read(a.eventId)];
    expect(compute(all, { receipts }).unread.notify).toBe(1);
    expect(compute(all, { receipts: receipts.toReversed() }).unread.notify).toBe(1);
  });

  test("an own message clears what it was written below, own reactions don't", () => {
    expect(compute([a, b, make.text("mine", { sender: me }), c]).unread.notify).toBe(1);
    expect(compute([a, make.reaction(a.eventId, "👍", { sender: me })]).unread.notify).toBe(1);
  });

  test("joining clears all before, saving the profile doesn't", () => {
    expect(compute([a, b, make.member(me, "join"), c]).unread.notify).toBe(1);
    expect(compute([a, make.member(me, "join", "New", { prevContent: { membership: "join" } })]).unread.notify).toBe(1);
  });

  describe("in threads", () => {
    const root = make.text("root");
    const one = make.text("", inThread(root.eventId));
    const main = make.text("main");
    const two = make.text("", inThread(root.eventId));
    const events = [root, one, main, two];

    test("a threaded receipt clears only its thread", () => {
      expect(compute(events, { receipts: [read(two.eventId, { thread: root.eventId })] }).unread.notify).toBe(2);
      expect(compute(events, { receipts: [read(main.eventId, { thread: "main" })] }).unread.notify).toBe(2);
    });

    test("an unthreaded receipt clears all", () => {
      expect(compute(events, { receipts: [read(two.eventId)] }).unread).toEqual(NOTHING_UNREAD);
      expect(compute(events, { receipts: [read(main.eventId)] }).unread.notify).toBe(1);
    });

    test("both together clear the sum", () => {
      expect(
        compute(events, {
          receipts: [read(main.eventId, { thread: "main" }), read(two.eventId, { thread: root.eventId })],
        }).unread.notify,
      ).toBe(0);
    });

    test("an own reply clears its thread only", () => {
      const mine = make.text("", { ...inThread(root.eventId), sender: me });
      expect(compute([...events, mine]).unread.notify).toBe(2);
    });
  });
});

describe("where history is missing", () => {
  const far = read(eventId("far"));

  test("a receipt before the loaded tail gives a lower bound", () => {
    expect(compute(all, { reaches: "gap", receipts: [far] }).unread).toEqual({
      notify: 4,
      highlight: 1,
      activity: "some",
      bound: "atLeast",
    });
  });

  test("a gap never lowers a count", () => {
    const previous = { notify: 9, highlight: 2, activity: "some", bound: "exact" } as const;
    expect(compute([d], { reaches: "gap", receipts: [far], previous }).unread).toEqual({
      notify: 9,
      highlight: 2,
      activity: "some",
      bound: "atLeast",
    });
    expect(compute([], { reaches: "gap", previous }).unread.notify).toBe(9);
  });

  test("a known position makes it exact again, whatever was before", () => {
    const previous = { notify: 9, highlight: 2, activity: "some", bound: "atLeast" } as const;
    expect(compute(all, { reaches: "gap", receipts: [far, read(c.eventId)], previous }).unread).toEqual({
      notify: 1,
      highlight: 0,
      activity: "some",
      bound: "exact",
    });
  });

  test("with all of history here, a receipt for an event we may not see reads by time", () => {
    expect(compute(all, { receipts: [read(eventId("hidden"), { ts: c.ts })] }).unread).toMatchObject({
      notify: 1,
      bound: "exact",
    });
  });
});

test("the trace says which receipts and which events, newest first", () => {
  const receipts = [read(eventId("far")), read(a.eventId, { type: "m.read.private" })];
  const { trace } = compute([a, make.text("mine", { sender: me }), b, c], { receipts, reaches: "gap" });
  expect(trace.receipts.map((line) => line.type)).toEqual(["implied", "m.read.private", "m.read"]);
  expect(trace.events).toEqual([
    { eventId: c.eventId, rule: ".m.rule.message", outcome: "notify" },
    { eventId: b.eventId, rule: ".m.rule.contains_display_name", outcome: "highlight" },
  ]);
  expect(trace.bound).toBe("exact");
});

describe("always", () => {
  const events = fc.array(
    fc.constantFrom("other", "mine", "thread", "notice", "join").map((kind) => kind),
    { maxLength: 20 },
  );

  function build(kinds: readonly string[]): MatrixEvent[] {
    const factory = createEvents("p");
    return kinds.map((kind) => {
      if (kind === "mine") return factory.text("x", { sender: me });
      if (kind === "thread") return factory.text("", inThread(eventId("p1")));
      if (kind === "notice") return factory.event({ content: { msgtype: "m.notice", body: "x" } });
      return kind === "join" ? factory.member(bo, "join") : factory.text("x");
    });
  }

  test("moving an unthreaded receipt forward never raises a count, and the end clears all", () => {
    fc.assert(
      fc.property(events, fc.nat(20), fc.nat(20), (kinds, x, y) => {
        const list = build(kinds);
        const at = (index: number): OwnReceipt[] => {
          const event = list[Math.min(index, list.length - 1)];
          return event ? [read(event.eventId)] : [];
        };
        const earlier = compute(list, { receipts: at(Math.min(x, y)) }).unread;
        const later = compute(list, { receipts: at(Math.max(x, y)) }).unread;
        expect(later.notify).toBeLessThanOrEqual(earlier.notify);
        expect(compute(list, { receipts: at(99) }).unread).toEqual(NOTHING_UNREAD);
      }),
    );
  });

  test("seeing less of history gives a lower bound of the truth", () => {
    fc.assert(
      fc.property(events, fc.nat(20), fc.nat(20), (kinds, position, loaded) => {
        const list = build(kinds);
        const event = list[Math.min(position, list.length - 1)];
        const receipts = event ? [read(event.eventId)] : [];
        const truth = compute(list, { receipts }).unread;
        const part = compute(list.slice(Math.min(loaded, position + 1)), { receipts, reaches: "gap" }).unread;
        expect(part.notify).toBeLessThanOrEqual(truth.notify + 0);
        if (part.bound === "exact") expect(part.notify).toBe(truth.notify);
      }),
    );
  });
});
