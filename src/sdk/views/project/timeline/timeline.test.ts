import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mintTxnId, type EventId } from "#api/ids.ts";
import type { MessageItem, TimelineItem } from "#api/timeline.ts";
import type { JsonObject, MatrixEvent } from "#sdk/events/envelope.ts";
import { createMembers, membersFrom } from "#sdk/rooms/members.ts";
import { powerOf } from "#sdk/rooms/power.ts";
import { redactEvent } from "#sdk/rooms/redact.ts";
import { relationsOf } from "#sdk/rooms/relations.ts";
import type { TimelineChunk } from "#sdk/rooms/timeline-chunk.ts";
import type { OutboxItem } from "#sdk/send/outbox.ts";
import { createEvents, eventId, makeEvent, room, user } from "#sdk/testing/event-factory.ts";
import type { TimelineInput } from "./input.ts";
import { createTimelineProjection, projectTimeline } from "./timeline.ts";

const me = user("me");
const ada = user("ada");
const bo = user("bo");
const cleo = user("cleo");
const dara = user("dara");
const noon = new Date(2024, 4, 10, 12).getTime();
const MINUTE = 60_000;
const DAY = 86_400_000;

const people = createEvents("m");
const members = createMembers({
  byId: membersFrom([
    people.member(me, "join", "Me"),
    people.member(ada, "join", "Ada"),
    people.member(bo, "join", "Bo"),
    people.member(cleo, "join", "Cleo"),
    people.member(dara, "join", "Dara"),
  ]),
  extent: "complete",
  power: powerOf(undefined, undefined),
});

function chunk(
  events: readonly MatrixEvent[],
  order = 0,
  before: TimelineChunk["before"] = { kind: "start" },
): TimelineChunk {
  return { order, events, before };
}

const never = (): boolean => false;

function input(events: readonly MatrixEvent[], parts: Partial<TimelineInput> = {}): TimelineInput {
  const chunks = parts.chunks ?? [chunk(events)];
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
    now: noon + 30 * DAY,
    highlight: never,
    words: [],
    replyTarget: (target) => {
      const event = chunks.flatMap((one) => one.events).find((one) => one.eventId === target);
      return event ? { state: "known", event } : { state: "missing" };
    },
    ...parts,
  };
}

function rows(events: readonly MatrixEvent[], parts: Partial<TimelineInput> = {}): readonly TimelineItem[] {
  return projectTimeline(input(events, parts));
}

const kinds = (items: readonly TimelineItem[]): readonly string[] => items.map((item) => item.kind);
const messages = (items: readonly TimelineItem[]): readonly MessageItem[] =>
  items.filter((item) => item.kind === "message");

function textOf(item: TimelineItem | undefined): string {
  if (item?.kind !== "message" || !("rich" in item.body)) return "";
  return item.body.rich.map((node) => (node.kind === "text" || node.kind === "mark" ? node.text : "")).join("");
}

function outboxItem(name: string, parts: Partial<OutboxItem> = {}): OutboxItem {
  return {
    sequence: 1,
    txnId: mintTxnId(name),
    roomId: room("garden"),
    createdAt: noon + DAY,
    eventType: "m.room.message",
    content: { msgtype: "m.text", body: name },
    media: undefined,
    state: { state: "queued" },
    ...parts,
  };
}

function reply(target: EventId, extra: JsonObject = {}): JsonObject {
  return {
    msgtype: "m.text",
    body: "> <@ada:example.org> quoted\n\nanswer",
    "m.relates_to": { "m.in_reply_to": { event_id: target }, ...extra },
  };
}

describe("rows", () => {
  test("TL1 begins with the state of history and shows gaps between chunks", () => {
    const make = createEvents("e", noon);
    const chunks = [
      chunk([make.text("a")], 1, { kind: "gap", token: "t" }),
      chunk([make.text("b")], 2, { kind: "joined" }),
      chunk([make.text("c")], 3, { kind: "gap", token: "u" }),
    ];
    const items = rows([], {
      chunks,
      history: { state: "idle", error: undefined },
      gaps: new Map([[3, { state: "loading", error: undefined }]]),
    });
    expect(kinds(items)).toEqual(["history", "day", "message", "message", "gap", "message"]);
    expect(items[4]).toEqual({ kind: "gap", key: "gap:3", state: "loading", error: undefined });
    expect(messages(items).map((item) => item.group)).toEqual(["first", "continued", "first"]);
  });

  test("TL2 starts each local day once, and numbers days that come again", () => {
    const at = [0, 1000, DAY, 2000, DAY + 1000].map((offset, index) =>
      makeEvent({ eventId: eventId(`d${index}`), ts: noon + offset, content: { msgtype: "m.text", body: "x" } }),
    );
    const items = rows(at).filter((item) => item.kind === "day");
    const today = new Date(2024, 4, 10).getTime();
    const tomorrow = new Date(2024, 4, 11).getTime();
    expect(items.map((item) => item.key)).toEqual([
      `day:${today}`,
      `day:${tomorrow}`,
      `day:${today}:2`,
      `day:${tomorrow}:2`,
    ]);
  });

  test("TL3 clamps times from the future", () => {
    const [item] = messages(rows([makeEvent({ ts: 8e15, content: { msgtype: "m.text", body: "x" } })], { now: noon }));
    expect(item?.ts).toBe(noon + MINUTE);
  });

  test("TL4 shows no row for events that change others", () => {
    const make = createEvents("e", noon);
    const first = make.text("a");
    const items = rows([
      first,
      make.reaction(first.eventId, "👍"),
      make.edit(first.eventId, "b"),
      make.redaction(eventId("x")),
      make.event({ type: "m.poll.response" }),
    ]);
    expect(kinds(items)).toEqual(["history", "day", "message"]);
  });

  test("TL5 makes notices of what can't be shown", () => {
    const make = createEvents("e", noon);
    const items = rows([
      make.text("gone", { content: {}, redactedBy: { eventId: eventId("r"), sender: bo, reason: " spam " } }),
      make.event({ type: "m.room.encrypted", content: { ciphertext: "x" } }),
      make.event({ type: "org.example.dice", content: { body: "rolled\na 6" } }),
      make.text("", { content: { msgtype: "m.text", body: { toString: 1 } } }),
      make.state("m.room.member", { membership: 5 }, ada),
      make.state("m.room.member", { membership: "join" }, "nobody"),
      make.text("fine"),
    ]);
    expect(items.slice(2).map((item) => (item.kind === "notice" ? item.notice : item.kind))).toEqual([
      { kind: "redacted", by: members.person(bo), reason: "spam" },
      "unreadable",
      { kind: "unknown", type: "org.example.dice", text: "rolled a 6" },
      { kind: "invalid", type: "m.room.message", reason: "body: expected text" },
      { kind: "invalid", type: "m.room.member", reason: "membership: expected a membership" },
      { kind: "invalid", type: "m.room.member", reason: "state_key: expected a user id" },
      "message",
    ]);
  });

  test("TL6 hides ignored senders and events that came twice", () => {
    const make = createEvents("e", noon);
    const twice = make.text("twice");
    const items = rows([twice, make.text("x", { sender: bo }), twice], { ignored: new Set([bo]) });
    expect(messages(items).map(textOf)).toEqual(["twice"]);
  });
});

describe("messages", () => {
  test("TL7 keeps the key when the echo arrives", () => {
    const echo = outboxItem("hello");
    const project = createTimelineProjection();
    const [before] = messages(project(input([], { outbox: [echo] })));
    const arrived = makeEvent({
      eventId: eventId("real"),
      sender: me,
      ts: noon + DAY,
      transactionId: echo.txnId,
      content: echo.content,
    });
    const [after] = messages(project(input([arrived], { outbox: [echo] })));
    expect(before).toMatchObject({ key: `txn:${echo.txnId}`, eventId: undefined, send: { state: "queued" } });
    expect(after).toMatchObject({ key: `txn:${echo.txnId}`, eventId: "$real", send: { state: "sent" } });
  });

  test("TL7 trusts transaction ids of own events only", () => {
    const stolen = makeEvent({
      eventId: eventId("real"),
      sender: ada,
      transactionId: mintTxnId("x"),
      content: { msgtype: "m.text", body: "x" },
    });
    expect(messages(rows([stolen]))[0]?.key).toBe("$real");
  });

  test("TL8 shows echoes at the end, and each message exactly once", () => {
    const make = createEvents("e", noon);
    const arrived = make.text("one", { sender: me });
    const items = rows([make.text("other"), arrived], {
      outbox: [
        outboxItem("one", { state: { state: "sent", eventId: arrived.eventId } }),
        outboxItem("two", { state: { state: "failed", error: { kind: "offline" } } }),
        outboxItem("three", { state: { state: "sent", eventId: eventId("later") } }),
        outboxItem("react", { eventType: "m.reaction" }),
      ],
    });
    expect(messages(items).map(textOf)).toEqual(["other", "one", "two", "three"]);
    expect(messages(items).map((item) => item.send.state)).toEqual(["sent", "sent", "failed", "sent"]);
  });

  test("TL8 an upload shows the file its tab measured", () => {
    const media = {
      mxc: undefined,
      name: "a.png",
      mimetype: "image/png",
      size: 3,
      width: 4,
      height: 5,
      blurhash: undefined,
      duration: undefined,
      thumbnail: undefined,
    };
    const items = rows([], {
      outbox: [
        outboxItem("a.png", {
          content: { msgtype: "m.image", body: "a.png" },
          media,
          state: { state: "uploading", sent: 1, total: 3 },
        }),
      ],
    });
    expect(messages(items)[0]).toMatchObject({
      body: { kind: "image", media },
      send: { state: "uploading", sent: 1, total: 3 },
    });
  });

  test("TL9 groups messages of one sender within five minutes", () => {
    const at = (name: string, minutes: number, sender = ada): MatrixEvent =>
      makeEvent({
        eventId: eventId(name),
        sender,
        ts: noon + minutes * MINUTE,
        content: { msgtype: "m.text", body: name },
      });
    const topic = makeEvent({
      eventId: eventId("t"),
      type: "m.room.topic",
      stateKey: "",
      ts: noon + 17 * MINUTE,
      content: { topic: "x" },
    });
    const items = rows([
      at("a", 0),
      at("b", 5),
      at("c", 10.1),
      at("d", 11, bo),
      at("e", 12, bo),
      at("f", 16, ada),
      topic,
      at("g", 18),
    ]);
    expect(messages(items).map((item) => item.group)).toEqual([
      "first",
      "continued",
      "first",
      "first",
      "continued",
      "first",
      "first",
    ]);
  });

  test("TL10 applies edits of the same sender, and only readable ones", () => {
    const make = createEvents("e", noon);
    const [a, b, c] = [make.text("a"), make.text("b"), make.text("c")];
    const items = rows([
      a,
      b,
      c,
      make.edit(a.eventId, "a2"),
      make.edit(a.eventId, "a3"),
      make.edit(b.eventId, "evil", { sender: bo }),
      make.event({
        content: {
          "m.new_content": { msgtype: "m.text", body: 1 },
          "m.relates_to": { rel_type: "m.replace", event_id: c.eventId },
        },
      }),
    ]);
    expect(messages(items).map(textOf)).toEqual(["a3", "b", "c"]);
    expect(messages(items).map((item) => item.edited)).toEqual(["edited", "original", "edited"]);
  });

  test("TL11 quotes the answered message and takes the old quote off", () => {
    const make = createEvents("e", noon);
    const target = make.text("> quote\n\nlong\nstory");
    const items = messages(
      rows([
        target,
        make.edit(target.eventId, "short story"),
        make.text("", { sender: bo, content: reply(target.eventId) }),
      ]),
    );
    expect(items[1]?.reply).toEqual({
      kind: "message",
      eventId: target.eventId,
      sender: members.person(ada),
      text: "short story",
    });
    expect(textOf(items[1])).toBe("answer");
  });

  test("TL11 says what is missing, loading or deleted", () => {
    const make = createEvents("e", noon);
    const gone = make.text("x", {
      content: {},
      redactedBy: { eventId: undefined, sender: undefined, reason: undefined },
    });
    const root = make.text("root");
    const answers = [eventId("far"), gone.eventId].map((target) => make.text("", { content: reply(target) }));
    const inThread = make.text("", {
      content: reply(root.eventId, { rel_type: "m.thread", event_id: root.eventId, is_falling_back: true }),
    });
    const items = messages(
      rows([gone, root, ...answers, inThread], {
        replyTarget: (target) => (target === gone.eventId ? { state: "known", event: gone } : { state: "loading" }),
      }),
    );
    expect(items.map((item) => item.reply?.kind)).toEqual([undefined, "loading", "missing", undefined]);
    expect(items[3]?.thread).toBe(root.eventId);
  });

  test("TL12 marks my words in messages that name me", () => {
    const make = createEvents("e", noon);
    const [quiet, loud] = [make.text("Me again"), make.text("hey Me, come")];
    const items = messages(rows([quiet, loud], { highlight: (event) => event === loud, words: ["me"] }));
    expect(items.map((item) => item.names)).toEqual(["nobody", "me"]);
    expect(items[1]?.body).toMatchObject({ rich: [{ kind: "text" }, { kind: "mark", text: "Me" }, { kind: "text" }] });
    expect(items[0]?.body).toMatchObject({ rich: [{ kind: "text", text: "Me again" }] });
  });

  test("TL13 puts readers at the newest message they have seen", () => {
    const make = createEvents("e", noon);
    const a = make.text("a");
    const topic = make.state("m.room.topic", { topic: "x" });
    const b = make.text("b", { sender: bo });
    const at = (userId: typeof ada, event: MatrixEvent, ts: number) => ({
      userId,
      eventId: event.eventId,
      ts,
      thread: undefined,
    });
    const items = messages(
      rows([a, topic, b], {
        receipts: [
          at(cleo, topic, 1),
          at(dara, a, 2),
          at(bo, a, 3),
          at(me, b, 4),
          at(ada, topic, 5),
          at(user("x"), makeEvent({ eventId: eventId("far") }), 6),
        ],
      }),
    );
    expect(items.map((item) => [item.readers.map((reader) => reader.name), item.readerCount])).toEqual([
      [["Dara", "Cleo"], 2],
      [[], 0],
    ]);
  });

  test("TL13 shows five faces and counts the rest", () => {
    const a = createEvents("e", noon).text("a");
    const receipts = Array.from({ length: 8 }, (_, index) => ({
      userId: user(`u${index}`),
      eventId: a.eventId,
      ts: index,
      thread: undefined,
    }));
    const [item] = messages(rows([a], { receipts }));
    expect(item?.readers).toHaveLength(5);
    expect(item?.readerCount).toBe(8);
  });

  test("reactions are counted once per person, ignored people left out", () => {
    const make = createEvents("e", noon);
    const a = make.text("a");
    const react = (sender: typeof ada, key: string): MatrixEvent => make.reaction(a.eventId, key, { sender });
    const [item] = messages(
      rows([a, react(bo, "👍"), react(bo, "👍"), react(me, "👍"), react(cleo, "🎉")], { ignored: new Set([cleo]) }),
    );
    expect(item?.reactions).toEqual([{ emoji: "👍", count: 2, mine: "mine", names: ["Bo", "Me"] }]);
  });
});

describe("reading", () => {
  const make = createEvents("e", noon);
  const [a, mine, b] = [make.text("a"), make.text("mine", { sender: me }), make.text("b")];
  const join = make.member(cleo, "join", "Cleo");

  test("TL14 puts the new row before the first unread message of somebody else", () => {
    expect(kinds(rows([a, b], { readMarker: a.eventId }))).toEqual(["history", "day", "message", "new", "message"]);
    expect(kinds(rows([a, mine, b], { readMarker: a.eventId }))).toEqual([
      "history",
      "day",
      "message",
      "message",
      "new",
      "message",
    ]);
  });

  test("TL14 own messages and state alone never bring it up", () => {
    for (const events of [[a], [a, mine], [a, join], [a, b, mine]])
      expect(kinds(rows(events, { readMarker: a.eventId }))).not.toContain("new");
    expect(kinds(rows([a, b], { readMarker: eventId("far") }))).not.toContain("new");
    expect(kinds(rows([a, b]))).not.toContain("new");
  });
});

describe("state", () => {
  const was = (membership: string, displayname?: string): JsonObject => ({
    membership,
    ...(displayname === undefined ? {} : { displayname }),
  });

  test.each([
    ["join", undefined, ada, "joined"],
    ["leave", "join", ada, "left"],
    ["leave", "join", bo, "kicked"],
    ["invite", undefined, bo, "invited"],
    ["leave", "invite", ada, "declined"],
    ["leave", "invite", bo, "withdrawn"],
    ["ban", "join", bo, "banned"],
    ["leave", "ban", bo, "unbanned"],
    ["knock", "leave", ada, "knocked"],
    ["leave", "knock", ada, "knockWithdrawn"],
    ["leave", "knock", bo, "knockDenied"],
  ])("TL15 %s after %s is told as %4$s", (membership, before, sender, change) => {
    const event = makeEvent({
      type: "m.room.member",
      stateKey: ada,
      sender,
      ts: noon,
      content: was(membership, "Ada"),
      prevContent: before === undefined ? undefined : was(before, "Ada"),
    });
    expect(rows([event])[2]).toMatchObject({
      kind: "state",
      change: { kind: "membership", change, target: { userId: ada } },
    });
  });

  test("TL15 tells renames and pictures, and nothing where nothing changed", () => {
    const saved = (content: JsonObject, prevContent: JsonObject): MatrixEvent =>
      makeEvent({
        type: "m.room.member",
        stateKey: ada,
        ts: noon,
        content: { membership: "join", ...content },
        prevContent: { membership: "join", ...prevContent },
      });
    expect(rows([saved({ displayname: "B" }, { displayname: "A" })])[2]).toMatchObject({
      change: { change: "renamed", from: "A", to: "B" },
    });
    expect(rows([saved({ avatar_url: "mxc://a/b" }, {})])[2]).toMatchObject({ change: { change: "newPicture" } });
    expect(kinds(rows([saved({}, {})]))).toEqual(["history"]);
  });

  test("TL15 tells other state in words", () => {
    const make = createEvents("e", noon);
    const items = rows([
      make.state("m.room.name", { name: "New" }, "", { prevContent: { name: "Old" } }),
      make.state("m.room.topic", { topic: "x", "m.topic": { "m.text": [{ body: "rich" }] } }),
      make.state("m.room.power_levels", { users: { [bo]: "50" } }, "", { prevContent: { users: {} } }),
      make.state("m.room.pinned_events", { pinned: ["$a", "$b"] }, "", { prevContent: { pinned: ["$a"] } }),
      make.state("m.room.tombstone", { replacement_room: "!next" }),
      make.state("m.room.encryption", {}),
      make.state("org.example.widget", {}),
    ]);
    expect(items.slice(2).map((item) => item.kind === "state" && item.change)).toEqual([
      { kind: "name", from: "Old", to: "New" },
      { kind: "topic", from: undefined, to: "rich" },
      { kind: "power", changes: [{ person: members.person(bo), from: 0, to: 50 }] },
      { kind: "pinned", pinned: ["$b"], change: "pinned" },
      { kind: "upgraded", replacement: "!next" },
      { kind: "encrypted" },
      { kind: "other", type: "org.example.widget" },
    ]);
  });

  test("TL16 leaves out the settings a room begins with", () => {
    const make = createEvents("e", noon);
    const events = [
      make.state("m.room.create", { room_version: "12" }),
      make.member(ada, "join"),
      make.state("m.room.power_levels", {}),
      make.state("m.room.join_rules", { join_rule: "invite" }),
      make.state("m.room.name", { name: "Garden" }),
      make.member(bo, "invite", "Bo", { sender: ada }),
      make.text("hi"),
      make.state("m.room.join_rules", { join_rule: "public" }),
    ];
    expect(
      rows(events)
        .slice(2)
        .map((item) => (item.kind === "state" ? item.change.kind : item.kind)),
    ).toEqual(["created", "name", "membership", "message", "joinRule"]);
  });

  test("TL17 makes runs of three or more, ended by anything visible, a day or a gap", () => {
    const make = createEvents("e", noon);
    const joins = [ada, bo, cleo, dara].map((one) => make.member(one, "join", one));
    expect(kinds(rows(joins.slice(0, 2)))).toEqual(["history", "day", "state", "state"]);
    expect(rows(joins.slice(0, 3))[2]).toMatchObject({ kind: "run", key: "run:$e1" });
    expect(rows(joins)[2]).toMatchObject({ kind: "run", key: "run:$e1", entries: { length: 4 } });
    const [first, second, third, fourth] = joins;
    if (!first || !second || !third || !fourth) throw new Error("four joins");
    expect(kinds(rows([first, second, make.text("x"), third, fourth]))).toEqual([
      "history",
      "day",
      "state",
      "state",
      "message",
      "state",
      "state",
    ]);
    expect(kinds(rows([first, second, { ...third, ts: noon + DAY }, fourth]))).not.toContain("run");
    expect(kinds(rows([first, second, make.reaction(first.eventId, "x"), third]))).toContain("run");
    expect(
      kinds(rows([], { chunks: [chunk([first, second]), chunk([third, fourth], 1, { kind: "gap", token: "t" })] })),
    ).not.toContain("run");
  });

  test("TL18 sums up by person and names the victim of a kick", () => {
    const make = createEvents("e", noon);
    const left = (who: typeof ada, sender = who): MatrixEvent =>
      make.event({
        type: "m.room.member",
        sender,
        stateKey: who,
        content: { membership: "leave" },
        prevContent: { membership: "join", displayname: who },
      });
    const joined = (who: typeof ada): MatrixEvent =>
      make.member(who, "join", undefined, { prevContent: { membership: "leave" } });
    const [item] = rows([
      joined(ada),
      joined(bo),
      left(bo),
      joined(bo),
      left(bo),
      left(cleo, me),
      joined(dara),
      left(dara),
      joined(dara),
    ]).filter((one) => one.kind === "run");
    expect(item?.parts).toEqual([
      { changes: ["joined"], names: ["Ada", "Dara"], total: 2 },
      { changes: ["joined", "left"], names: ["Bo"], total: 1 },
      { changes: ["kicked"], names: ["Cleo"], total: 1 },
    ]);
    expect(item?.faces.map((face) => face.userId)).toEqual([ada, bo, cleo, dara]);
  });

  test("TL18 says three names and five faces at most", () => {
    const make = createEvents("e", noon);
    const [item] = rows(
      Array.from({ length: 9 }, (_, index) => make.member(user(`u${index}`), "join", `U${index}`)),
    ).filter((one) => one.kind === "run");
    expect(item?.parts).toEqual([{ changes: ["joined"], names: ["U0", "U1", "U2"], total: 9 }]);
    expect(item?.faces).toHaveLength(5);
  });
});

describe("identity", () => {
  const many = (count: number): MatrixEvent[] => {
    const make = createEvents("e", noon);
    return Array.from({ length: count }, (_, index) =>
      index % 50 === 49
        ? make.member(user(`u${index}`), "join", "x")
        : make.text(`message ${index}`, { sender: index % 7 < 3 ? ada : bo }),
    );
  };

  test("TL19 the same facts give the same list, a new message one new row", () => {
    const project = createTimelineProjection();
    const events = many(200);
    const first = project(input(events));
    expect(project(input([...events]))).toBe(first);
    const more = project(
      input([
        ...events,
        makeEvent({
          eventId: eventId("more"),
          sender: cleo,
          ts: noon + DAY,
          content: { msgtype: "m.text", body: "x" },
        }),
      ]),
    );
    expect(more.slice(0, first.length).every((item, index) => item === first[index])).toBe(true);
    expect(more).toHaveLength(first.length + 2);
  });

  test("TL19 a renamed sender renews only their rows", () => {
    const project = createTimelineProjection();
    const events = many(50);
    const first = project(input(events));
    const renamed = members.with([people.member(bo, "join", "Bob")], powerOf(undefined, undefined), "complete");
    const second = project(input(events, { members: renamed }));
    second.forEach((item, index) => {
      const touched = item.kind === "message" && item.sender.userId === bo;
      expect(item === first[index]).toBe(!touched);
    });
  });

  test("TL19 of five thousand events only the new one is worked on", () => {
    const project = createTimelineProjection();
    const events = many(5_000);
    const chunks = Array.from({ length: 84 }, (_, index) =>
      chunk(events.slice(index * 60, index * 60 + 60), index, index === 0 ? { kind: "start" } : { kind: "joined" }),
    );
    const asked: EventId[] = [];
    const highlight = (event: MatrixEvent): boolean => {
      asked.push(event.eventId);
      return false;
    };
    const first = project(input([], { chunks, highlight }));
    expect(asked.length).toBeGreaterThan(4_000);
    asked.length = 0;
    const more = makeEvent({ eventId: eventId("more"), ts: noon, content: { msgtype: "m.text", body: "x" } });
    const second = project(input([], { chunks: [...chunks, chunk([more], 84, { kind: "joined" })], highlight }));
    expect(asked).toEqual([more.eventId]);
    expect(second.filter((item, index) => item !== first[index]).map((item) => item.key)).toEqual([more.eventId]);
  });

  test("TL5 a message that breaks its reader is a notice, and its neighbours stand", () => {
    const broken = makeEvent({
      eventId: eventId("broken"),
      ts: noon,
      content: {
        msgtype: "m.text",
        get body(): string {
          throw new Error("planted");
        },
      },
    });
    const fine = makeEvent({ eventId: eventId("fine"), ts: noon, content: { msgtype: "m.text", body: "x" } });
    const state = makeEvent({
      eventId: eventId("state"),
      type: "m.room.topic",
      stateKey: "",
      ts: noon,
      content: {
        get topic(): string {
          throw new Error("planted");
        },
      },
    });
    expect(rows([state]).at(-1)).toMatchObject({ kind: "notice", notice: { kind: "invalid" } });
    const items = rows([broken, fine]);
    expect(items.at(-2)).toMatchObject({ kind: "notice", notice: { kind: "invalid" } });
    expect(items.at(-1)).toMatchObject({ kind: "message", key: fine.eventId });
  });

  test("TL10 a deleted edit gives the original back and has no row", () => {
    const make = createEvents("x", noon);
    const message = make.text("first");
    const edit = make.edit(message.eventId, "second");
    const before = rows([message, edit]);
    expect(before.at(-1)).toMatchObject({ key: message.eventId, edited: "edited" });
    const after = rows([message, redactEvent(edit, make.redaction(edit.eventId), "12")]);
    expect(after).toHaveLength(before.length);
    expect(after.at(-1)).toMatchObject({
      key: message.eventId,
      edited: "original",
      body: { rich: [{ kind: "text", text: "first" }] },
    });
  });

  test("TL20 no key comes twice, whatever comes", () => {
    const event = fc.record({
      eventId: fc.integer({ min: 0, max: 30 }).map((id) => eventId(`e${id}`)),
      type: fc.constantFrom(
        "m.room.message",
        "m.room.member",
        "m.room.create",
        "m.room.topic",
        "m.reaction",
        "m.sticker",
        "m.room.encrypted",
        "x",
      ),
      sender: fc.constantFrom(me, ada, bo),
      ts: fc.oneof(
        fc.integer({ min: 0, max: 5 }).map((day) => noon + day * DAY),
        fc.constant(0),
        fc.constant(8.64e15),
      ),
      stateKey: fc.constantFrom(undefined, "", ada, bo),
      content: fc.oneof(
        fc.constant({ msgtype: "m.text", body: "x" }),
        fc.constant({ membership: "join" }),
        fc.constant({ membership: "leave" }),
        fc.object().map((value) => value),
      ),
      prevContent: fc.constantFrom(undefined, { membership: "join" }, { membership: "leave" }),
    });
    fc.assert(
      fc.property(fc.array(event, { maxLength: 30 }), fc.integer({ min: 0, max: 30 }), (parts, marker) => {
        const items = rows(
          parts.map((part) => makeEvent(part)),
          { readMarker: eventId(`e${marker}`), outbox: [outboxItem("a"), outboxItem("b")] },
        );
        const keys = items.map((item) => item.key);
        expect(new Set(keys).size).toBe(keys.length);
      }),
      { numRuns: 300 },
    );
  });
});
