import { afterEach, describe, expect, it } from "vitest";
import { newUser, type MatrixClient } from "../../../stack/matrix.mjs";
import { parseEventId, parseRoomId, type EventId, type RoomId } from "#api/ids.ts";
import type { MessageItem, TimelineItem } from "#api/timeline.ts";
import { openAccount, type TestAccount } from "#sdk/testing/account.ts";

const A = process.env["HUBBUB_STACK_A"] ?? "http://localhost:8811";
const closing: { stop(): Promise<void> }[] = [];

afterEach(async () => {
  for (const open of closing.splice(0)) await open.stop();
});

function must<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("no value");
  return value;
}

interface Stage {
  readonly ada: TestAccount;
  readonly bo: MatrixClient;
  readonly roomId: RoomId;
  /** The first message that fits. */
  message(fits: (item: MessageItem) => boolean): Promise<MessageItem>;
  row(fits: (item: TimelineItem) => boolean): Promise<TimelineItem>;
  /** Content of an event as the server has it. */
  content(eventId: EventId): Promise<unknown>;
}

/** Ada's session on a room of hers with Bo in it; `owner`: whose room it is. */
async function stage(owner: "ada" | "bo" = "ada"): Promise<Stage> {
  const [ada, bo] = await Promise.all([openAccount(A, { displayName: "Ada" }), newUser(A)]);
  closing.push(ada);
  const [first, second] = owner === "ada" ? [ada.raw, bo] : [bo, ada.raw];
  const roomId = must(parseRoomId(await first.create({ name: "Workshop", invite: [second.userId] })));
  await second.join(roomId);
  const view = ada.list("timeline", { roomId, anchor: "live" });
  const row = async (fits: (item: TimelineItem) => boolean) =>
    must((await view.until((items) => items.some(fits))).find(fits));
  return {
    ada,
    bo,
    roomId,
    row,
    message: async (fits) => {
      const item = await row((one) => one.kind === "message" && fits(one));
      if (item.kind !== "message") throw new Error(item.kind);
      return item;
    },
    content: async (eventId) => {
      const path = `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/event/${encodeURIComponent(eventId)}`;
      return (await bo.call("GET", path))["content"];
    },
  };
}

const says = (text: string) => (item: MessageItem) =>
  "rich" in item.body && item.body.rich.some((node) => node.kind === "text" && node.text === text);
const sent = (item: MessageItem) => item.eventId !== undefined && item.send.state === "sent";
const idOf = (item: MessageItem): EventId => must(item.eventId);

async function own({ ada, roomId, message }: Stage, text: string): Promise<MessageItem> {
  await ada.call("message.send", { roomId, markdown: text });
  return message((item) => says(text)(item) && sent(item) && item.can.edit === "yes");
}

describe("verbs that change messages", () => {
  it("message.reply answers: the quote is there, the author is called, the text is not repeated", async () => {
    const on = await stage();
    const asked = must(parseEventId(await on.bo.text(on.roomId, "shall we?")));
    await on.message(says("shall we?"));
    await on.ada.call("message.reply", { roomId: on.roomId, eventId: asked, markdown: "yes" });
    const answer = await on.message((item) => says("yes")(item) && sent(item));
    expect(answer.reply).toMatchObject({ kind: "message", eventId: asked, text: "shall we?" });
    expect(await on.content(idOf(answer))).toEqual({
      msgtype: "m.text",
      body: "yes",
      "m.mentions": { user_ids: [on.bo.userId] },
      "m.relates_to": { "m.in_reply_to": { event_id: asked } },
    });
  });

  it("message.edit shows before the server knows, and the server has a valid edit", async () => {
    const on = await stage();
    const eventId = idOf(await own(on, "a tyop"));
    await on.ada.call("message.edit", { roomId: on.roomId, eventId, markdown: "a typo" });
    expect(await on.message(says("a typo"))).toMatchObject({ eventId, edited: "edited" });
    await expect
      .poll(async () => {
        const { chunk } = await on.bo.messages(on.roomId, { limit: 5 });
        return chunk.find((event) => event.content["m.new_content"] !== undefined)?.content;
      })
      .toMatchObject({
        body: "* a typo",
        "m.new_content": { msgtype: "m.text", body: "a typo", "m.mentions": {} },
        "m.relates_to": { rel_type: "m.replace", event_id: eventId },
      });
  });

  it("message.edit refuses the message of somebody else", async () => {
    const on = await stage();
    const eventId = must(parseEventId(await on.bo.text(on.roomId, "mine")));
    const item = await on.message(says("mine"));
    expect(item.can).toEqual({ reply: "yes", edit: "no", react: "yes", redact: "yes" });
    await expect(on.ada.call("message.edit", { roomId: on.roomId, eventId, markdown: "yours" })).rejects.toMatchObject({
      error: { kind: "invalid", reason: "not-found" },
    });
  });

  it("message.react adds once, takes back, and may be pressed as fast as one likes", async () => {
    const on = await stage();
    const eventId = must(parseEventId(await on.bo.text(on.roomId, "done")));
    await on.message(says("done"));
    const react = (change: "add" | "remove") =>
      on.ada.call("message.react", { roomId: on.roomId, eventId, key: "🎉", change });
    await Promise.all([react("add"), react("add")]);
    await on.message((item) => says("done")(item) && item.reactions[0]?.mine === "mine");
    expect(await on.ada.call("message.reactors", { roomId: on.roomId, eventId })).toMatchObject([
      { emoji: "🎉", people: [{ userId: on.ada.userId, name: "Ada" }] },
    ]);
    await Promise.all([react("remove"), react("add"), react("remove")]);
    await on.message((item) => says("done")(item) && item.reactions.length === 0);
    await expect
      .poll(async () => {
        const { chunk } = await on.bo.messages(on.roomId, { limit: 20 });
        return chunk.filter((event) => event.type === "m.reaction" && event.content["m.relates_to"] !== undefined)
          .length;
      })
      .toBe(0);
    await react("add");
    await on.message((item) => says("done")(item) && item.reactions[0]?.count === 1);
  });

  it("message.redact deletes for everybody, with a reason", async () => {
    const on = await stage();
    const eventId = must(parseEventId(await on.bo.text(on.roomId, "spam")));
    await on.message(says("spam"));
    await on.ada.call("message.redact", { roomId: on.roomId, eventId, reason: "advertising" });
    await on.row((item) => item.kind === "notice" && item.eventId === eventId && item.notice.kind === "redacted");
    await expect.poll(() => on.content(eventId)).toEqual({});
    const notice = await on.row((item) => item.kind === "notice" && item.eventId === eventId);
    expect(notice).toMatchObject({ notice: { by: { userId: on.ada.userId }, reason: "advertising" } });
  });

  it("message.redact that the server refuses leaves the message, says so, and may be dropped", async () => {
    const on = await stage("bo");
    const eventId = must(parseEventId(await on.bo.text(on.roomId, "stays")));
    expect((await on.message(says("stays"))).can.redact).toBe("no");
    await on.ada.call("message.redact", { roomId: on.roomId, eventId, reason: "" });
    const refused = await on.message((item) => says("stays")(item) && item.refused.length === 1);
    expect(refused.refused).toMatchObject([{ change: "redaction", error: { kind: "matrix", errcode: "M_FORBIDDEN" } }]);
    await on.ada.call("message.discard", { roomId: on.roomId, txnId: must(refused.refused[0]).txnId });
    await on.message((item) => says("stays")(item) && item.refused.length === 0);
  });

  it("message.history tells all wordings, message.markdown the last", async () => {
    const on = await stage();
    const eventId = idOf(await own(on, "one"));
    for (const markdown of ["two", "**three**"])
      await on.ada.call("message.edit", { roomId: on.roomId, eventId, markdown });
    expect(await on.ada.call("message.markdown", { roomId: on.roomId, eventId })).toBe("**three**");
    await expect
      .poll(async () =>
        (await on.ada.call("message.history", { roomId: on.roomId, eventId })).versions.map(
          ({ body }) => "rich" in body && body.rich,
        ),
      )
      .toEqual([
        [{ kind: "text", text: "one" }],
        [{ kind: "text", text: "two" }],
        [{ kind: "element", tag: "strong", children: [{ kind: "text", text: "three" }] }],
      ]);
  });

  it("message.redact takes the edits along, those it did not know of too", async () => {
    const on = await stage();
    const eventId = idOf(await own(on, "secret one"));
    for (const markdown of ["secret two", "secret three"])
      await on.ada.call("message.edit", { roomId: on.roomId, eventId, markdown });
    const wordings = async () => {
      const { chunk } = await on.bo.messages(on.roomId, { limit: 20 });
      return chunk.filter(
        (event) => event.type === "m.room.message" && JSON.stringify(event.content).includes("secret"),
      );
    };
    await expect.poll(async () => (await wordings()).length).toBe(3);
    await on.ada.call("message.redact", { roomId: on.roomId, eventId, reason: "" });
    await expect.poll(async () => (await wordings()).length).toBe(0);
  });

  it("message.edit changes the caption of a file and leaves the file", async () => {
    const on = await stage();
    const blob = new Blob(["one"], { type: "text/plain" });
    const none = { width: undefined, height: undefined, duration: undefined, blurhash: undefined };
    await on.ada.call("message.sendFiles", {
      roomId: on.roomId,
      files: [{ blob, name: "list.txt", mimetype: "text/plain", kind: "file", caption: "the list", ...none }],
      replyTo: undefined,
    });
    const isFile = (item: MessageItem) => item.body.kind === "file" && sent(item);
    const eventId = idOf(await on.message((item) => isFile(item) && item.can.edit === "yes"));
    expect(await on.ada.call("message.markdown", { roomId: on.roomId, eventId })).toBe("the list");
    await on.ada.call("message.edit", { roomId: on.roomId, eventId, markdown: "a shorter list" });
    const captioned = await on.message((item) => isFile(item) && item.edited === "edited");
    expect(captioned.body).toMatchObject({
      media: { name: "list.txt" },
      caption: [{ kind: "text", text: "a shorter list" }],
    });
    await on.ada.call("message.edit", { roomId: on.roomId, eventId, markdown: "" });
    await on.message((item) => isFile(item) && item.body.kind === "file" && item.body.caption === undefined);
  });

  it("draft.reply remembers what a draft answers, until that is deleted", async () => {
    const on = await stage();
    const eventId = must(parseEventId(await on.bo.text(on.roomId, "shall we?")));
    await on.message(says("shall we?"));
    const reply = { eventId, name: "Bo", hue: 3, text: "shall we?" } as const;
    await on.ada.call("draft.set", { roomId: on.roomId, text: "", reply });
    expect(await on.ada.call("draft.reply", { roomId: on.roomId })).toEqual(reply);
    await on.bo.redact(on.roomId, eventId);
    await on.row((item) => item.kind === "notice" && item.eventId === eventId && item.notice.kind === "redacted");
    expect(await on.ada.call("draft.reply", { roomId: on.roomId })).toBeUndefined();
    await on.ada.call("draft.set", { roomId: on.roomId, text: "" });
    expect(await on.ada.call("draft.reply", { roomId: on.roomId })).toBeUndefined();
  });
});
