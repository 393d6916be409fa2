import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { JsonObject } from "#sdk/events/envelope.ts";
import { parseEvent } from "#sdk/events/envelope.ts";
import { user } from "#sdk/testing/event-factory.ts";
import { readDirect, readFullyRead, readIgnored, readTags } from "./account-data.ts";
import { readCreate } from "./create.ts";
import { readMember } from "./member.ts";
import { readMentions } from "./mentions.ts";
import { decodeMessage } from "./message.ts";
import { decodePoll } from "./poll.ts";
import { readPowerLevels } from "./power-levels.ts";
import { decodeReaction } from "./reaction.ts";
import { readReceipts, readTyping } from "./receipt.ts";
import { readRelation, replyOf } from "./relation.ts";
import {
  readCanonicalAlias,
  readGuestAccess,
  readHistoryVisibility,
  readJoinRules,
  readPinned,
  readRoomName,
  readTombstone,
  readTopic,
} from "./room-settings.ts";
import { decodeSticker } from "./sticker.ts";
import { cut, readName, readText } from "./text.ts";

const ada = user("ada");

describe("m.room.message", () => {
  test.each(["text", "notice", "emote"])("m.%s with and without HTML", (kind) => {
    expect(decodeMessage({ msgtype: `m.${kind}`, body: "x" })).toEqual({
      kind: "valid",
      value: { kind, text: { body: "x", html: undefined } },
    });
    expect(
      decodeMessage({ msgtype: `m.${kind}`, body: "x", format: "org.matrix.custom.html", formatted_body: "<b>x</b>" }),
    ).toMatchObject({ value: { text: { html: "<b>x</b>" } } });
    expect(
      decodeMessage({ msgtype: `m.${kind}`, body: "x", format: "org.example.bbcode", formatted_body: "[b]x[/b]" }),
    ).toMatchObject({ value: { text: { html: undefined } } });
  });

  test("a file has a caption only if the body says more than its name", () => {
    const file = { msgtype: "m.image", url: "mxc://example.org/a", body: "tide.jpg" };
    expect(decodeMessage(file)).toMatchObject({
      value: { kind: "image", media: { name: "tide.jpg", mxc: "mxc://example.org/a" }, caption: undefined },
    });
    expect(decodeMessage({ ...file, filename: "tide.jpg" })).toMatchObject({ value: { caption: undefined } });
    expect(decodeMessage({ ...file, filename: "img_1.jpg", body: "the tide" })).toMatchObject({
      value: { media: { name: "img_1.jpg" }, caption: { body: "the tide" } },
    });
  });

  test("audio, voice, video and location", () => {
    expect(decodeMessage({ msgtype: "m.audio", body: "x" })).toMatchObject({ value: { kind: "audio" } });
    expect(
      decodeMessage({ msgtype: "m.audio", body: "x", "org.matrix.msc3245.voice": {}, info: { duration: 1500.4 } }),
    ).toMatchObject({ value: { kind: "voice", media: { duration: 1500 } } });
    expect(decodeMessage({ msgtype: "m.video", body: "x" })).toMatchObject({ value: { kind: "video" } });
    expect(decodeMessage({ msgtype: "m.location", body: "here", geo_uri: "geo:52.5,13.4;u=10" })).toMatchObject({
      value: { kind: "location", text: "here", geoUri: "geo:52.5,13.4;u=10" },
    });
    expect(decodeMessage({ msgtype: "m.location", body: "here", geo_uri: "javascript:x" })).toMatchObject({
      value: { geoUri: undefined },
    });
  });

  test("an unknown kind falls back to its text", () => {
    expect(decodeMessage({ msgtype: "org.example.dance", body: "dances" })).toMatchObject({
      value: { kind: "text", text: { body: "dances" } },
    });
  });

  test.each([
    [{}, "body: missing"],
    [{ body: 5, msgtype: "m.text" }, "body: expected text"],
    [{ body: "x" }, "msgtype: expected a kind of message"],
    [{ body: "x", msgtype: {} }, "msgtype: expected a kind of message"],
  ])("refuses %j", (content, reason) => {
    expect(decodeMessage(content)).toEqual({ kind: "invalid", reason });
  });

  test("keeps only sane facts about files", () => {
    const info = (json: JsonObject): unknown => {
      const decoded = decodeMessage({ msgtype: "m.image", body: "x", info: json });
      return decoded.kind === "valid" && "media" in decoded.value ? decoded.value.media : decoded;
    };
    expect(
      info({
        w: 20_000,
        h: 1,
        size: 0,
        mimetype: "Image/PNG; x=y",
        "xyz.amorgan.blurhash": "LEHV6nWB2yk8pyo0adR*.7kCMdnj",
      }),
    ).toMatchObject({
      width: 20_000,
      height: 1,
      size: 0,
      mimetype: "image/png",
      blurhash: "LEHV6nWB2yk8pyo0adR*.7kCMdnj",
    });
    for (const bad of [
      { w: 20_001, h: 5 },
      { w: -1, h: 5 },
      { w: "640", h: 480 },
      { w: 640 },
      { w: Infinity, h: 1 },
      { w: 1e300, h: 1e300 },
    ]) {
      expect(info(bad)).toMatchObject({ width: undefined, height: undefined });
    }
    expect(
      info({
        size: -1,
        duration: 1e12,
        mimetype: "text/html<script>",
        "xyz.amorgan.blurhash": "x".repeat(101),
        thumbnail_url: "https://spy.example",
      }),
    ).toMatchObject({
      size: undefined,
      duration: undefined,
      mimetype: undefined,
      blurhash: undefined,
      thumbnail: undefined,
    });
  });

  test("cuts texts to what a screen can bear", () => {
    expect(readText("x".repeat(100_000))).toHaveLength(65_536);
    expect(cut("a😀", 2)).toBe("a");
    expect(readName("n".repeat(300))).toHaveLength(255);
    expect(readName("a\u202eb\n\tc ")).toBe("a b c");
    expect(readName("\u200b \u200d")).toBeUndefined();
  });
});

describe("other messages", () => {
  test("polls, stable and old", () => {
    const value = { question: "Tea?", answers: [{ id: "1", text: "Yes" }], votes: "secret", most: 1 };
    expect(
      decodePoll({
        "m.poll": {
          question: { "m.text": [{ mimetype: "text/html", body: "<b>" }, { body: "Tea?" }] },
          answers: [{ "m.id": "1", "m.text": [{ body: "Yes" }] }],
        },
      }),
    ).toEqual({ kind: "valid", value });
    expect(
      decodePoll({
        "org.matrix.msc3381.poll.start": {
          question: { "org.matrix.msc1767.text": "Tea?" },
          answers: [{ id: "1", "org.matrix.msc1767.text": "Yes" }, null, { id: 2 }],
        },
      }),
    ).toEqual({ kind: "valid", value });
    for (const bad of [
      {},
      { "m.poll": 1 },
      { "m.poll": { question: {}, answers: [] } },
      { "m.poll": { question: { "m.text": "x" }, answers: "x" } },
    ]) {
      expect(decodePoll(bad).kind).toBe("invalid");
    }
  });

  test("stickers and reactions", () => {
    expect(decodeSticker({ body: "cat", url: "mxc://a/b", info: { w: 1, h: 1 } })).toMatchObject({
      value: { name: "cat", width: 1 },
    });
    const annotation = (key: unknown): JsonObject => ({
      "m.relates_to": { rel_type: "m.annotation", event_id: "$a", key },
    });
    expect(decodeReaction(annotation("👍"))).toEqual({ kind: "valid", value: { eventId: "$a", key: "👍" } });
    for (const key of ["", " ", "x".repeat(65), 5, undefined])
      expect(decodeReaction(annotation(key)).kind).toBe("invalid");
  });

  test("relations", () => {
    const relation = (json: unknown): unknown => readRelation({ "m.relates_to": json });
    expect(relation({ rel_type: "m.replace", event_id: "$a" })).toEqual({ kind: "replace", eventId: "$a" });
    expect(relation({ "m.in_reply_to": { event_id: "$a" } })).toEqual({ kind: "reply", eventId: "$a" });
    expect(
      relation({ rel_type: "m.thread", event_id: "$r", "m.in_reply_to": { event_id: "$a" }, is_falling_back: true }),
    ).toEqual({ kind: "thread", root: "$r", reply: undefined });
    expect(relation({ rel_type: "m.thread", event_id: "$r", "m.in_reply_to": { event_id: "$a" } })).toEqual({
      kind: "thread",
      root: "$r",
      reply: "$a",
    });
    expect(relation({ rel_type: "org.example", event_id: "$r", "m.in_reply_to": { event_id: "$a" } })).toEqual({
      kind: "reply",
      eventId: "$a",
    });
    for (const bad of [
      undefined,
      null,
      5,
      [],
      { rel_type: "m.replace" },
      { rel_type: "m.replace", event_id: "a" },
      { "m.in_reply_to": "$a" },
    ])
      expect(relation(bad)).toBeUndefined();
    expect(
      replyOf({ "m.relates_to": { rel_type: "m.replace", event_id: "$a", "m.in_reply_to": { event_id: "$b" } } }),
    ).toBeUndefined();
  });

  test("mentions", () => {
    expect(readMentions({})).toEqual({ kind: "unsaid" });
    expect(readMentions({ "m.mentions": { user_ids: [ada, "x", 5], room: true } })).toEqual({
      kind: "said",
      users: new Set([ada]),
      room: "room",
    });
  });
});

describe("state", () => {
  test("members", () => {
    expect(
      readMember({ membership: "join", displayname: " Ada ", avatar_url: "mxc://a/b", reason: " x ", is_direct: true }),
    ).toEqual({ membership: "join", displayName: "Ada", avatar: "mxc://a/b", reason: "x", direct: "direct" });
    expect(readMember({ membership: "dance", displayname: 5, avatar_url: "http://x" })).toMatchObject({
      membership: undefined,
      displayName: undefined,
      avatar: undefined,
    });
  });

  test("power levels, also as strings", () => {
    const levels = readPowerLevels({
      users: { [ada]: " 50 ", "not an id": 100, "@bo:example.org": "many" },
      users_default: 5.9,
      events: { "m.room.name": 60 },
      notifications: { room: "20" },
      ban: NaN,
    });
    expect(levels.power(ada)).toBe(50);
    expect(levels.power(user("bo"))).toBe(5);
    expect(levels.users.size).toBe(1);
    expect([
      levels.events.get("m.room.name"),
      levels.notifications.get("room"),
      levels.ban,
      levels.stateDefault,
    ]).toEqual([60, 20, 50, 50]);
    expect(readPowerLevels(undefined).stateDefault).toBe(0);
    expect(readPowerLevels(JSON.parse('{"users":{"__proto__":100}}')).users.size).toBe(0);
  });

  test("creators stand above all from version 12 on", () => {
    const create = (content: JsonObject) => readCreate({ sender: ada, content });
    expect(create({ room_version: "12", additional_creators: ["@bo:example.org", 5] }).creators).toEqual(
      new Set([ada, user("bo")]),
    );
    expect(create({ room_version: "11" }).creators.size).toBe(0);
    expect(create({}).version).toBe("1");
    expect(
      create({ room_version: "org.example.next", type: "m.space", predecessor: { room_id: "!old" } }),
    ).toMatchObject({ type: "space", predecessor: "!old", creators: new Set([ada]) });
  });

  test("names, topics and the rest", () => {
    expect(readRoomName({ name: "  " })).toBeUndefined();
    expect(
      readTopic({
        topic: "plain",
        "m.topic": { "m.text": [{ mimetype: "text/html", body: "<b>" }, { body: "rich" }] },
      }),
    ).toBe("rich");
    expect(readTopic({ topic: "plain", "m.topic": 5 })).toBe("plain");
    expect(readTopic({ topic: "" })).toBeUndefined();
    expect(readCanonicalAlias({ alias: "#a:b.org", alt_aliases: ["#c:d.org", 1] })).toEqual({
      alias: "#a:b.org",
      others: ["#c:d.org"],
    });
    expect(readPinned({ pinned: ["$a", "$a", "b", 1] })).toEqual(["$a"]);
    expect(readTombstone({ replacement_room: "!n", body: "moved" })).toEqual({ replacement: "!n", reason: "moved" });
    expect(readJoinRules({ join_rule: "restricted", allow: [{ room_id: "!s" }, 1] })).toEqual({
      rule: "restricted",
      allow: ["!s"],
    });
    expect(readJoinRules({ join_rule: "<b>" }).rule).toBeUndefined();
    expect([readHistoryVisibility({ history_visibility: "joined" }), readGuestAccess({ guest_access: 1 })]).toEqual([
      "joined",
      undefined,
    ]);
  });
});

describe("account data and receipts", () => {
  test("direct chats and tags", () => {
    expect(readDirect({ [ada]: ["!a", "!a", 5], "@bo:example.org": ["!a"], x: ["!b"] })).toEqual(
      new Map([["!a", [ada, user("bo")]]]),
    );
    expect(
      readTags({ tags: { "m.favourite": { order: "0.5" }, "m.lowpriority": null, "u.x": { order: {} } } }),
    ).toEqual(
      new Map([
        ["m.favourite", { order: 0.5 }],
        ["m.lowpriority", { order: undefined }],
        ["u.x", { order: undefined }],
      ]),
    );
    expect(readFullyRead({ event_id: "$a" })).toBe("$a");
    expect(readIgnored({ ignored_users: { [ada]: {}, x: {} } })).toEqual(new Set([ada]));
  });

  test("receipts, where an unreadable thread must not clear all", () => {
    const content = {
      $a: {
        "m.read": { [ada]: { ts: 5 }, x: { ts: 1 } },
        "m.read.private": { [ada]: { thread_id: "main" } },
        "m.delivered": { [ada]: {} },
      },
      $b: { "m.read": { [ada]: { ts: 1, thread_id: 5 } } },
      c: 1,
    };
    expect(readReceipts(content)).toEqual([
      { type: "m.read", userId: ada, eventId: "$a", ts: 5, thread: undefined },
      { type: "m.read.private", userId: ada, eventId: "$a", ts: 0, thread: "main" },
    ]);
    expect(readTyping({ user_ids: [ada, ada, "x"] })).toEqual([ada]);
  });
});

test("whatever a stranger sends, nothing throws", () => {
  const hostile = fc.object({
    key: fc.constantFrom(
      "body",
      "msgtype",
      "m.relates_to",
      "rel_type",
      "event_id",
      "key",
      "users",
      "m.poll",
      "question",
      "answers",
      "m.text",
      "info",
      "tags",
      "pinned",
      "m.mentions",
      "user_ids",
      "__proto__",
      "constructor",
      "format",
      "formatted_body",
      "m.in_reply_to",
      "m.topic",
      "content",
      "sender",
      "type",
      "unsigned",
    ),
    maxDepth: 5,
  });
  fc.assert(
    fc.property(hostile, (json) => {
      const content: JsonObject = json;
      for (const read of [
        decodeMessage,
        decodePoll,
        decodeSticker,
        decodeReaction,
        readRelation,
        readMember,
        readMentions,
        readPowerLevels,
        readTopic,
        readRoomName,
        readPinned,
        readCanonicalAlias,
        readJoinRules,
        readTombstone,
        readDirect,
        readTags,
        readReceipts,
        readTyping,
        readIgnored,
        readFullyRead,
        parseEvent,
      ])
        read(content);
      readCreate({ sender: ada, content });
    }),
    { numRuns: 500 },
  );
});
