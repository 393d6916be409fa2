import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { JsonObject, MatrixEvent } from "#sdk/events/envelope.ts";
import { createEvents, makeEvent, room, user } from "#sdk/testing/event-factory.ts";
import { evaluate } from "./evaluate.ts";
import { compileGlob, matchesWhole, matchesWord } from "./glob.ts";
import type { PushRoom } from "./push-room.ts";
import { parsePushRules } from "./rules.ts";

const me = user("nadia");
const roomHere = room("garden");

function pushRoom(parts: Partial<PushRoom> = {}): PushRoom {
  return {
    roomId: roomHere,
    me,
    displayName: "Nadia R.",
    memberCount: 5,
    power: () => 0,
    notificationLevel: () => 50,
    ignored: new Set(),
    ...parts,
  };
}

function text(body: string, extra: JsonObject = {}): MatrixEvent {
  return makeEvent({ content: { msgtype: "m.text", body, ...extra } });
}

function rules(kind: string, ...list: JsonObject[]): ReturnType<typeof parsePushRules> {
  return parsePushRules({ global: { [kind]: list } });
}

/** Whether one override rule with this condition matches. */
function condition(json: unknown, event: MatrixEvent, at: Partial<PushRoom> = {}): boolean {
  return (
    evaluate(event, rules("override", { rule_id: "r", conditions: [json], actions: ["notify"] }), pushRoom(at))
      .outcome === "notify"
  );
}

describe("patterns", () => {
  test.each([
    ["garden", "The GARDEN!", true],
    ["garden", "gardens", false],
    ["gard*", "my gardens here", true],
    ["g?rden", "garden", true],
    ["*", "", true],
    ["a*b*c", "x a1 b2 c y", true],
    ["@room", "hello @room!", true],
    ["tschüß", "Tschüß, Ada", true],
    ["", "anything", false],
  ])("word %s in %s: %s", (pattern, body, expected) => {
    expect(matchesWord(compileGlob(pattern), body)).toBe(expected);
  });

  test.each([
    ["m.room.*", "m.room.message", true],
    ["m.room.message", "M.ROOM.MESSAGE", true],
    ["m.room", "m.room.message", false],
    ["?", "ab", false],
    ["", "", true],
    ["*.com", "a.com", true],
    ["[a]", "a", false],
  ])("whole %s on %s: %s", (pattern, value, expected) => {
    expect(matchesWhole(compileGlob(pattern), value)).toBe(expected);
  });

  test("agrees with a regular expression, and doesn't hang on hostile bodies", { timeout: 60_000 }, () => {
    const letters = fc.string({ unit: fc.constantFrom("a", "b", "*", "?", " ", "."), maxLength: 8 });
    fc.assert(
      fc.property(letters, letters, (pattern, value) => {
        const source = pattern.replace(/\./g, "\\.").replace(/\*/g, "[^]*").replace(/\?/g, "[^]");
        expect(matchesWhole(compileGlob(pattern), value)).toBe(new RegExp(`^${source}$`).test(value));
      }),
    );
    const started = performance.now();
    matchesWord(compileGlob("a*a*a*a*a*a*a*a*a*b"), "a".repeat(65_536));
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});

describe("conditions", () => {
  test("event_match looks at fields and escaped paths, in bodies for words, and only at strings", () => {
    expect(condition({ kind: "event_match", key: "content.body", pattern: "tide" }, text("the tide is late"))).toBe(
      true,
    );
    expect(condition({ kind: "event_match", key: "content.msgtype", pattern: "m.t*" }, text("x"))).toBe(true);
    expect(condition({ kind: "event_match", key: "room_id", pattern: roomHere }, text("x"))).toBe(true);
    expect(
      condition(
        { kind: "event_match", key: "content.a\\.b.c\\\\d", pattern: "x" },
        text("x", { "a.b": { "c\\d": "x" } }),
      ),
    ).toBe(true);
    expect(condition({ kind: "event_match", key: "content.count", pattern: "5" }, text("x", { count: 5 }))).toBe(false);
    expect(condition({ kind: "event_match", key: "content.constructor.name", pattern: "Object" }, text("x"))).toBe(
      false,
    );
    expect(condition({ kind: "event_match", key: "state_key", pattern: "" }, text("x"))).toBe(false);
  });

  test("event_property_is and _contains compare exactly", () => {
    expect(condition({ kind: "event_property_is", key: "content.n", value: 5 }, text("x", { n: 5 }))).toBe(true);
    expect(condition({ kind: "event_property_is", key: "content.n", value: null }, text("x", { n: null }))).toBe(true);
    expect(condition({ kind: "event_property_is", key: "content.n", value: true }, text("x", { n: "true" }))).toBe(
      false,
    );
    expect(
      condition({ kind: "event_property_contains", key: "content.l", value: "a" }, text("x", { l: ["b", "a"] })),
    ).toBe(true);
    expect(condition({ kind: "event_property_contains", key: "content.l", value: "a" }, text("x", { l: "a" }))).toBe(
      false,
    );
  });

  test("contains_display_name takes the name as it is, between word boundaries", () => {
    expect(condition({ kind: "contains_display_name" }, text("thanks nadia r."))).toBe(true);
    expect(condition({ kind: "contains_display_name" }, text("thanks nadia rx"))).toBe(false);
    expect(condition({ kind: "contains_display_name" }, text("a.b"), { displayName: "a*b" })).toBe(false);
    expect(condition({ kind: "contains_display_name" }, text("x"), { displayName: undefined })).toBe(false);
  });

  test.each([
    ["5", true],
    ["==5", true],
    ["<5", false],
    [">4", true],
    ["<=5", true],
    [">=6", false],
    ["many", false],
    [5, false],
  ])("room_member_count %s of 5: %s", (is, expected) => {
    expect(condition({ kind: "room_member_count", is }, text("x"))).toBe(expected);
  });

  test("sender_notification_permission asks for the sender's power", () => {
    const json = { kind: "sender_notification_permission", key: "room" };
    expect(condition(json, text("x"), { power: () => 50 })).toBe(true);
    expect(condition(json, text("x"), { power: () => 49 })).toBe(false);
    expect(condition(json, text("x"), { power: () => Number.POSITIVE_INFINITY })).toBe(true);
  });

  test("what isn't understood never matches", () => {
    for (const json of [
      { kind: "org.example.phase", of: "moon" },
      {},
      null,
      "x",
      { kind: "event_match" },
      { kind: "event_match", key: "type" },
      { kind: "event_property_is", key: "type", value: {} },
    ]) {
      expect(condition(json, text("x"))).toBe(false);
    }
  });
});

describe("rules", () => {
  test("the first match decides: override, content, room, sender, underride", () => {
    const all = { rule_id: "", conditions: [], actions: ["notify"] };
    const json = {
      global: {
        underride: [{ ...all, rule_id: "u" }],
        sender: [{ rule_id: user("ada"), actions: ["notify"] }],
        room: [{ rule_id: roomHere, actions: [] }],
        content: [{ rule_id: "c", pattern: "tide", actions: ["notify", { set_tweak: "highlight" }] }],
        override: [
          { ...all, rule_id: "off", enabled: false },
          { ...all, rule_id: "o", conditions: [{ kind: "event_match", key: "content.body", pattern: "top" }] },
        ],
      },
    };
    const verdict = (event: MatrixEvent, at = pushRoom()): unknown => evaluate(event, parsePushRules(json), at);
    expect(verdict(text("top tide"))).toMatchObject({ rule: "o", outcome: "notify" });
    expect(verdict(text("tide"))).toMatchObject({ rule: "c", outcome: "highlight" });
    expect(verdict(text("x"))).toMatchObject({ rule: roomHere, outcome: "silent" });
    expect(verdict(text("x"), pushRoom({ roomId: room("other") }))).toMatchObject({ rule: user("ada") });
    expect(verdict({ ...text("x"), sender: user("bo") }, pushRoom({ roomId: room("other") }))).toMatchObject({
      rule: "u",
    });
  });

  test("reads old words for actions", () => {
    const outcome = (actions: unknown): string =>
      evaluate(text("x"), rules("override", { rule_id: "r", actions }), pushRoom()).outcome;
    expect(outcome(["dont_notify"])).toBe("silent");
    expect(outcome(["coalesce"])).toBe("notify");
    expect(outcome(["notify", { set_tweak: "highlight", value: false }])).toBe("notify");
    expect(outcome([{ set_tweak: "highlight" }])).toBe("silent");
    expect(outcome("notify")).toBe("silent");
  });

  test("survives broken rules and keeps the rest", () => {
    const broken = [null, 5, {}, { rule_id: 1 }, { rule_id: "x", conditions: "all", actions: ["notify"] }];
    const good = { rule_id: "good", conditions: [], actions: ["notify"] };
    expect(
      evaluate(
        text("x"),
        parsePushRules({ global: { override: [...broken, good], content: "x", unheard_of: [good] } }),
        pushRoom(),
      ).rule,
    ).toBe("good");
    fc.assert(
      fc.property(fc.object(), (json) => {
        evaluate(text("x"), parsePushRules({ global: json }), pushRoom());
        evaluate(
          text("x"),
          parsePushRules({ global: { override: [json], content: [json], room: [json] } }),
          pushRoom(),
        );
      }),
    );
  });

  test("knows muted rooms and own keywords", () => {
    const parsed = parsePushRules({
      global: {
        override: [
          {
            rule_id: roomHere,
            conditions: [{ kind: "event_match", key: "room_id", pattern: roomHere }],
            actions: ["dont_notify"],
          },
          {
            rule_id: "off",
            enabled: false,
            conditions: [{ kind: "event_match", key: "room_id", pattern: "!off" }],
            actions: [],
          },
        ],
        content: [
          { rule_id: "ferry", pattern: "Ferry", actions: ["notify", { set_tweak: "highlight" }] },
          {
            rule_id: ".m.rule.contains_user_name",
            default: true,
            pattern: "nadia",
            actions: ["notify", { set_tweak: "highlight" }],
          },
        ],
      },
    });
    expect([...parsed.muted]).toEqual([roomHere]);
    expect(parsed.keywords).toEqual(["Ferry"]);
  });
});

describe("an account without rules has the spec's", () => {
  const defaults = parsePushRules(undefined);
  const verdict = (event: MatrixEvent, at: Partial<PushRoom> = {}): string => {
    const { outcome, rule } = evaluate(event, defaults, pushRoom(at));
    return `${outcome} ${rule ?? ""}`.trim();
  };
  const make = createEvents();
  const powerful: Partial<PushRoom> = { power: () => 50 };

  test.each([
    ["a message", text("x"), {}, "notify .m.rule.message"],
    ["a direct message", text("x"), { memberCount: 2 }, "notify .m.rule.room_one_to_one"],
    ["my id", text("hi nadia"), {}, "highlight .m.rule.contains_user_name"],
    ["my name", text("hi Nadia R."), {}, "highlight .m.rule.contains_display_name"],
    ["a mention", text("x", { "m.mentions": { user_ids: [me] } }), {}, "highlight .m.rule.is_user_mention"],
    ["my name beside other mentions", text("hi Nadia R.", { "m.mentions": {} }), {}, "notify .m.rule.message"],
    ["@room without power", text("@room"), {}, "notify .m.rule.message"],
    ["@room with power", text("@room"), powerful, "highlight .m.rule.roomnotif"],
    ["a room mention", text("x", { "m.mentions": { room: true } }), powerful, "highlight .m.rule.is_room_mention"],
    ["a bot", makeEvent({ content: { msgtype: "m.notice", body: "nadia" } }), {}, "silent .m.rule.suppress_notices"],
    ["a join", make.member(user("bo"), "join"), {}, "silent .m.rule.member_event"],
    ["my invite", make.member(me, "invite", "x", { sender: user("bo") }), {}, "notify .m.rule.invite_for_me"],
    ["a reaction", make.reaction(make.text("x").eventId, "👍"), {}, "silent .m.rule.reaction"],
    ["an upgrade", make.state("m.room.tombstone", {}), {}, "highlight .m.rule.tombstone"],
    ["an encrypted message", make.event({ type: "m.room.encrypted" }), {}, "notify .m.rule.encrypted"],
    ["an edit that names me", make.edit(make.text("x").eventId, "nadia"), {}, "silent .m.rule.suppress_edits"],
    ["my own message", text("nadia"), { me: user("ada") }, "silent"],
    ["an ignored sender", text("nadia"), { ignored: new Set([user("ada")]) }, "silent"],
    ["a room name", make.state("m.room.name", {}), {}, "silent"],
  ] as const)("%s: %4$s", (_, event, at, expected) => {
    expect(verdict(event, at)).toBe(expected);
  });
});
