import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mintTxnId, type EventId } from "#api/ids.ts";
import type { TimelineItem } from "#api/timeline.ts";
import type { JsonObject, MatrixEvent } from "#sdk/events/envelope.ts";
import { createMembers, membersFrom } from "#sdk/rooms/members.ts";
import { powerOf } from "#sdk/rooms/power.ts";
import { redactEvent } from "#sdk/rooms/redact.ts";
import { relationsOf } from "#sdk/rooms/relations.ts";
import type { OutboxItem } from "#sdk/send/outbox.ts";
import { reactionContent } from "#sdk/send/relation-content.ts";
import { createEvents, eventId, makeEvent, room, user } from "#sdk/testing/event-factory.ts";
import type { RoomPowers } from "./abilities.ts";
import type { TimelineInput } from "./input.ts";
import { createTimelineProjection, projectTimeline } from "./timeline.ts";

const me = user("me");
const ada = user("ada");
const noon = new Date(2024, 4, 10, 12).getTime();
const ALL: RoomPowers = { send: "yes", react: "yes", redactOwn: "yes", redactOthers: "yes" };
const FORBIDDEN = {
  kind: "matrix",
  status: 403,
  errcode: "M_FORBIDDEN",
  message: "",
  retryAfterMs: undefined,
} as const;

const people = createEvents("p");
const members = createMembers({
  byId: membersFrom([people.member(me, "join", "Me"), people.member(ada, "join", "Ada")]),
  extent: "complete",
  power: powerOf(undefined, undefined),
});

function input(events: readonly MatrixEvent[], outbox: readonly OutboxItem[] = []): TimelineInput {
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
    outbox,
    ignored: new Set(),
    now: noon + 86_400_000,
    highlight: () => false,
    words: [],
    powers: ALL,
    replyTarget: (target) => {
      const event = events.find((one) => one.eventId === target);
      return event ? { state: "known", event } : { state: "missing" };
    },
  };
}

const rows = (events: readonly MatrixEvent[], outbox: readonly OutboxItem[] = []): readonly TimelineItem[] =>
  projectTimeline(input(events, outbox));

function item(sequence: number, parts: Partial<OutboxItem>): OutboxItem {
  return {
    sequence,
    txnId: mintTxnId(`t${sequence}`),
    roomId: room("garden"),
    createdAt: noon + 3_600_000,
    eventType: "m.room.message",
    content: {},
    media: undefined,
    state: { state: "queued" },
    ...parts,
  };
}

function editContent(target: EventId, body: string): JsonObject {
  return {
    msgtype: "m.text",
    body: `* ${body}`,
    "m.new_content": { msgtype: "m.text", body },
    "m.relates_to": { rel_type: "m.replace", event_id: target },
  };
}
const edit = (sequence: number, target: EventId, body: string, parts: Partial<OutboxItem> = {}) =>
  item(sequence, { content: editContent(target, body), ...parts });
const reaction = (sequence: number, target: EventId, key: string, parts: Partial<OutboxItem> = {}) =>
  item(sequence, { eventType: "m.reaction", content: reactionContent(target, key), ...parts });
const redaction = (sequence: number, target: OutboxItem["redacts"] & object, parts: Partial<OutboxItem> = {}) =>
  item(sequence, { eventType: "m.room.redaction", content: { reason: "oops" }, redacts: target, ...parts });

const said = (body: string) => ({ rich: [{ kind: "text", text: body }] });

describe("changes on their way", () => {
  const make = createEvents("e", noon);
  const own = make.text("first", { sender: me });
  const other = make.text("hello", { sender: ada });
  const events = [own, other];

  test("an edit shows at once, the last one wins, also over a newer clock of the server", () => {
    const late = make.edit(own.eventId, "from elsewhere", { sender: me, ts: noon + 86_000_000 });
    const [, , first] = rows([...events, late], [edit(1, own.eventId, "second"), edit(2, own.eventId, "third")]);
    expect(first).toMatchObject({ key: own.eventId, edited: "edited", body: said("third") });
  });

  test("a reaction joins the others, and is not doubled when its event is there before the answer", () => {
    const theirs = make.reaction(other.eventId, "👍", { sender: ada });
    const mine = make.reaction(other.eventId, "👍", { sender: me });
    const waiting = [reaction(1, other.eventId, "👍")];
    for (const loaded of [
      [...events, theirs],
      [...events, theirs, mine],
    ])
      expect(rows(loaded, waiting).at(-1)).toMatchObject({ reactions: [{ emoji: "👍", count: 2, mine: "mine" }] });
  });

  test("taking a reaction back shows at once, at the server or not", () => {
    const mine = make.reaction(other.eventId, "👍", { sender: me });
    expect(rows([...events, mine], [redaction(1, { eventId: mine.eventId })]).at(-1)).toMatchObject({ reactions: [] });
    const sending = reaction(1, other.eventId, "👍", { state: { state: "sending" } });
    expect(rows(events, [sending, redaction(2, { txnId: sending.txnId })]).at(-1)).toMatchObject({ reactions: [] });
  });

  test("a deletion shows at once, and quotes of the message know it", () => {
    const answer = make.text("re", {
      content: { msgtype: "m.text", body: "re", "m.relates_to": { "m.in_reply_to": { event_id: own.eventId } } },
    });
    const items = rows([...events, answer], [redaction(1, { eventId: own.eventId })]);
    expect(items[2]).toMatchObject({ kind: "notice", key: own.eventId, notice: { kind: "redacted", reason: "oops" } });
    expect(items.at(-1)).toMatchObject({ reply: { kind: "missing" } });
  });

  test("what was refused is as if it had not been asked for, and is told at its message", () => {
    const state = { state: "failed", error: FORBIDDEN } as const;
    const mine = make.reaction(other.eventId, "👍", { sender: me });
    const items = rows(
      [...events, mine],
      [
        edit(1, own.eventId, "second", { state }),
        redaction(2, { eventId: own.eventId }, { state }),
        reaction(3, other.eventId, "🎉", { state }),
        redaction(4, { eventId: mine.eventId }, { state }),
      ],
    );
    expect(items[2]).toMatchObject({
      body: said("first"),
      refused: [{ change: "edit" }, { change: "redaction" }],
    });
    expect(items[3]).toMatchObject({
      reactions: [{ emoji: "👍", mine: "mine" }],
      refused: [{ change: "reaction" }, { change: "reaction" }],
    });
  });

  test("TL19 rows that are not concerned stay the same, and so do all while only the state of sending changes", () => {
    const project = createTimelineProjection();
    const before = project(input(events));
    const waiting = edit(1, own.eventId, "second");
    const after = project(input(events, [waiting]));
    expect(after[3]).toBe(before[3]);
    expect(after[2]).not.toBe(before[2]);
    expect(project(input(events, [{ ...waiting, state: { state: "sending" } }]))).toBe(after);
  });

  test("abilities follow from the powers and from whose message it is", () => {
    expect(rows(events)[2]).toMatchObject({ can: { reply: "yes", edit: "yes", react: "yes", redact: "yes" } });
    expect(rows(events)[3]).toMatchObject({ can: { edit: "no", redact: "yes" } });
    const few: RoomPowers = { send: "no", react: "yes", redactOwn: "yes", redactOthers: "no" };
    const items = projectTimeline({ ...input(events), powers: few });
    expect(items[2]).toMatchObject({ can: { reply: "no", edit: "no", react: "yes", redact: "yes" } });
    expect(items[3]).toMatchObject({ can: { redact: "no" } });
  });
});

type Step =
  | { readonly kind: "edit"; readonly target: number; readonly body: string }
  | { readonly kind: "react"; readonly target: number; readonly key: string }
  | { readonly kind: "redact"; readonly target: number };

const TARGETS = 3;
const target = fc.integer({ min: 0, max: TARGETS - 1 });
const steps = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant("edit" as const), target, body: fc.constantFrom("x", "y", "z") }),
    fc.record({ kind: fc.constant("react" as const), target, key: fc.constantFrom("👍", "🎉") }),
    fc.record({ kind: fc.constant("redact" as const), target }),
  ),
  { maxLength: 8 },
);

const base = Array.from({ length: TARGETS }, (_, index) =>
  makeEvent({
    eventId: eventId(`b${index}`),
    sender: me,
    ts: noon + index,
    content: { msgtype: "m.text", body: `message ${index}` },
  }),
);
const idOf = (index: number): EventId => base[index]?.eventId ?? eventId("none");

function asEvent(step: Step, index: number): MatrixEvent {
  const common = { eventId: eventId(`s${index}`), sender: me, ts: noon + 60_000 + index };
  switch (step.kind) {
    case "edit":
      return makeEvent({ ...common, content: editContent(idOf(step.target), step.body) });
    case "react":
      return makeEvent({ ...common, type: "m.reaction", content: reactionContent(idOf(step.target), step.key) });
    case "redact":
      return makeEvent({
        ...common,
        type: "m.room.redaction",
        content: { reason: "oops" },
        redacts: idOf(step.target),
      });
  }
}

function asItem(step: Step, index: number): OutboxItem {
  switch (step.kind) {
    case "edit":
      return edit(index + 1, idOf(step.target), step.body);
    case "react":
      return reaction(index + 1, idOf(step.target), step.key);
    case "redact":
      return redaction(index + 1, { eventId: idOf(step.target) });
  }
}

/** As the store has them: a redaction takes the content of what it is about, whichever came first. */
function arrived(events: readonly MatrixEvent[]): readonly MatrixEvent[] {
  return events.map((event) => {
    const by = events
      .filter((one) => one.redacts === event.eventId)
      .toSorted((a, b) => a.ts - b.ts)
      .at(0);
    return by ? redactEvent(event, by, "11") : event;
  });
}

/** Reactions stand in the order of their coming: that is not what is compared. */
function seen(items: readonly TimelineItem[]): readonly unknown[] {
  return items.map((row) =>
    row.kind === "message"
      ? { ...row, reactions: row.reactions.toSorted((a, b) => (a.emoji < b.emoji ? -1 : 1)) }
      : row,
  );
}

describe("any order", () => {
  test("edits, reactions and redactions in any order give the same timeline", () => {
    fc.assert(
      fc.property(
        steps.chain((list) =>
          fc.tuple(
            fc.constant(list),
            fc.shuffledSubarray(
              list.map((_, index) => index),
              { minLength: list.length },
            ),
          ),
        ),
        ([list, order]) => {
          const events = list.map(asEvent);
          const shuffled = order.flatMap((index) => events[index] ?? []);
          expect(seen(rows(arrived([...base, ...shuffled])))).toEqual(seen(rows(arrived([...base, ...events]))));
        },
      ),
      { numRuns: 200 },
    );
  });

  test("what is on its way reads as it will when it has arrived, wherever the cut between the two lies", () => {
    fc.assert(
      fc.property(steps, fc.nat(8), (list, cut) => {
        const all = seen(rows(arrived([...base, ...list.map(asEvent)])));
        const events = list.slice(0, cut).map(asEvent);
        const waiting = list.map(asItem).slice(cut);
        expect(seen(rows(arrived([...base, ...events]), waiting))).toEqual(all);
      }),
      { numRuns: 200 },
    );
  });
});
