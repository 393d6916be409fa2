import { describe, expect, it } from "vitest";
import { asMarkdown } from "#sdk/events/rich-text/as-markdown.ts";
import { createEvents, eventId, makeEvent, user } from "#sdk/testing/event-factory.ts";
import type { JsonObject } from "#sdk/events/envelope.ts";
import { asEdit, asReply, noCaption } from "./relation-content.ts";

const me = user("me");
const ada = user("ada");
const bo = user("bo");
const make = createEvents();
const text = (body: string, users: readonly string[] = []) => ({
  msgtype: "m.text",
  body,
  "m.mentions": users.length > 0 ? { user_ids: users } : {},
});

describe("replies", () => {
  it("name the event and call its author, without a quote in the text", () => {
    const event = make.text("shall we?", { sender: ada });
    expect(asReply(text("yes", [bo]), { eventId: event.eventId, event }, me)).toEqual({
      msgtype: "m.text",
      body: "yes",
      "m.mentions": { user_ids: [bo, ada] },
      "m.relates_to": { "m.in_reply_to": { event_id: event.eventId } },
    });
  });

  it("do not call oneself, and nobody where the message is not known", () => {
    const own = make.text("a", { sender: me });
    expect(asReply(text("b"), { eventId: own.eventId, event: own }, me)["m.mentions"]).toEqual({});
    expect(asReply(text("b"), { eventId: own.eventId, event: undefined }, me)["m.mentions"]).toEqual({});
  });

  it("stay in the thread of what they answer", () => {
    const event = makeEvent({
      eventId: eventId("inside"),
      sender: ada,
      content: { ...text("x"), "m.relates_to": { rel_type: "m.thread", event_id: "$root", is_falling_back: true } },
    });
    expect(asReply(text("y"), { eventId: event.eventId, event }, me)["m.relates_to"]).toEqual({
      rel_type: "m.thread",
      event_id: "$root",
      is_falling_back: false,
      "m.in_reply_to": { event_id: event.eventId },
    });
  });
});

describe("edits", () => {
  const target = eventId("said");

  it("carry the new words, and old clients read them after an asterisk", () => {
    const content = { ...text("**b**"), format: "org.matrix.custom.html", formatted_body: "<strong>b</strong>" };
    expect(asEdit(content, { eventId: target, current: text("a"), author: undefined })).toEqual({
      msgtype: "m.text",
      body: "* **b**",
      format: "org.matrix.custom.html",
      formatted_body: "* <strong>b</strong>",
      "m.mentions": {},
      "m.new_content": content,
      "m.relates_to": { rel_type: "m.replace", event_id: target },
    });
  });

  it("call again nobody who was called before", () => {
    const edit = asEdit(text("c", [ada, bo]), { eventId: target, current: text("a", [ada]), author: undefined });
    expect(edit["m.mentions"]).toEqual({ user_ids: [bo] });
    expect(edit["m.new_content"]).toMatchObject({ "m.mentions": { user_ids: [ada, bo] } });
  });

  it("of an answer go on calling whom it answers", () => {
    const edit = asEdit(text("c"), { eventId: target, current: text("a", [ada]), author: ada });
    expect(edit["m.mentions"]).toEqual({});
    expect(edit["m.new_content"]).toMatchObject({ "m.mentions": { user_ids: [ada] } });
  });

  it("leave a notice a notice", () => {
    const edit = asEdit(text("c"), { eventId: target, current: { msgtype: "m.notice", body: "a" }, author: undefined });
    expect(edit).toMatchObject({ msgtype: "m.notice", "m.new_content": { msgtype: "m.notice" } });
  });
});

describe("the words to edit", () => {
  it.each([
    ["plain", { msgtype: "m.text", body: "a *b*" }, "a *b*"],
    ["an emote", { msgtype: "m.emote", body: "waves" }, "/me waves"],
    ["a slash", { msgtype: "m.text", body: "/etc" }, "//etc"],
    [
      "a mention",
      {
        msgtype: "m.text",
        body: "Ada & [Bo], look",
        formatted_body:
          '<a href="https://matrix.to/#/@ada:example.org">Ada &amp; [Bo]</a>, <a href="https://example.org">look</a>',
      },
      String.raw`[Ada & \[Bo\]](https://matrix.to/#/@ada:example.org), look`,
    ],
  ])("%s", (_name, content, markdown) => {
    expect(asMarkdown(content, "none")).toBe(markdown);
  });

  it("come without the quote of what they answer", () => {
    expect(asMarkdown({ msgtype: "m.text", body: "> <@ada:example.org> hm\n\nyes" }, "reply")).toBe("yes");
  });
});

describe("captions", () => {
  const file = {
    msgtype: "m.image",
    body: "tide.jpg",
    filename: "tide.jpg",
    url: "mxc://a.example/b",
    info: { w: 4 },
    "m.mentions": {},
  };
  const edit = (current: JsonObject, words: JsonObject) =>
    asEdit(words, { eventId: eventId("file"), current, author: undefined });

  it("are edited without touching the file", () => {
    const content = edit(file, { ...text("high water"), format: "org.matrix.custom.html", formatted_body: "<i>x</i>" });
    expect(content["m.new_content"]).toEqual({
      ...file,
      body: "high water",
      format: "org.matrix.custom.html",
      formatted_body: "<i>x</i>",
    });
    expect(content).toMatchObject({ msgtype: "m.image", url: file.url, body: "* high water" });
  });

  it("are taken off again", () => {
    const captioned = { ...file, body: "high", format: "org.matrix.custom.html", formatted_body: "<b>high</b>" };
    expect(edit(captioned, noCaption(captioned))["m.new_content"]).toEqual(file);
  });

  it("are what one types: nothing where the body is only the name", () => {
    expect(asMarkdown(file, "none")).toBe("");
    expect(asMarkdown({ ...file, body: "high" }, "none")).toBe("high");
    expect(asMarkdown({ msgtype: "m.file", body: "old.pdf" }, "none")).toBe("");
  });
});
