import { expect, it } from "vitest";
import { createEvents, user } from "#sdk/testing/event-factory.ts";
import { redactedContent, redactEvent } from "./redact.ts";

const make = createEvents();

it("keeps what the room version keeps", () => {
  expect(redactedContent("m.room.message", { body: "x" }, "12")).toEqual({});
  expect(
    redactedContent(
      "m.room.member",
      { membership: "join", displayname: "x", join_authorised_via_users_server: "s" },
      "8",
    ),
  ).toEqual({ membership: "join" });
  expect(redactedContent("m.room.member", { membership: "join", join_authorised_via_users_server: "s" }, "9")).toEqual({
    membership: "join",
    join_authorised_via_users_server: "s",
  });
  expect(
    redactedContent("m.room.member", { membership: "invite", third_party_invite: { signed: 1, x: 2 } }, "11"),
  ).toEqual({ membership: "invite", third_party_invite: { signed: 1 } });
  expect(redactedContent("m.room.create", { creator: "@a:b", type: "m.space" }, "10")).toEqual({ creator: "@a:b" });
  expect(redactedContent("m.room.create", { type: "m.space" }, "11")).toEqual({ type: "m.space" });
  expect(redactedContent("m.room.join_rules", { join_rule: "restricted", allow: [], x: 1 }, "8")).toEqual({
    join_rule: "restricted",
    allow: [],
  });
  expect(redactedContent("m.room.power_levels", { ban: 1, invite: 2, notifications: {} }, "10")).toEqual({ ban: 1 });
  expect(redactedContent("m.room.power_levels", { ban: 1, invite: 2 }, "org.example.future")).toEqual({
    ban: 1,
    invite: 2,
  });
  expect(redactedContent("m.room.aliases", { aliases: ["#a:b"] }, "5")).toEqual({ aliases: ["#a:b"] });
  expect(redactedContent("m.room.redaction", { redacts: "$x", reason: "r" }, "11")).toEqual({ redacts: "$x" });
});

it("remembers of an edit what it was about, and nothing else", () => {
  const edit = make.edit(make.text("first").eventId, "second");
  expect(redactEvent(edit, make.redaction(edit.eventId), "12").content).toEqual({
    "m.relates_to": edit.content["m.relates_to"],
  });
});

it("says who did it and why, once", () => {
  const event = make.text("secret", { prevContent: { a: 1 } });
  const first = make.redaction(event.eventId, { sender: user("mod"), content: { reason: "spam" } });
  const redacted = redactEvent(event, first, "12");
  expect(redacted).toMatchObject({
    content: {},
    prevContent: undefined,
    redactedBy: { sender: user("mod"), reason: "spam", eventId: first.eventId },
  });
  expect(redactEvent(redacted, make.redaction(event.eventId), "12")).toBe(redacted);
});
