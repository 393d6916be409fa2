import { describe, expect, test } from "vitest";
import { parseRoomId, type RoomId } from "#api/ids.ts";
import { eventId, room, user } from "#sdk/testing/event-factory.ts";
import { buildMatrixLink, parseMatrixLink, parseMatrixTarget, permalink } from "./matrix-link.ts";

/** As in version 12. */
function serverless(name: string): RoomId {
  return parseRoomId(`!${name}`) ?? room(name);
}

describe("reading", () => {
  test.each([
    ["https://matrix.to/#/@ada:example.org", { kind: "user", userId: "@ada:example.org" }],
    ["https://matrix.to/#/%40ada%3Aexample.org", { kind: "user", userId: "@ada:example.org" }],
    ["https://matrix.to/#/#garden:example.org", { kind: "room", room: "#garden:example.org", via: [] }],
    [
      "https://matrix.to/#/%23garden:example.org?via=a.org&action=join&via=b.org:8448",
      { kind: "room", room: "#garden:example.org", via: ["a.org", "b.org:8448"] },
    ],
    [
      "https://matrix.to/#/!v12room/$event?via=a.org",
      { kind: "event", room: "!v12room", eventId: "$event", via: ["a.org"] },
    ],
    ["https://matrix.to/#/!old:example.org", { kind: "room", room: "!old:example.org", via: [] }],
    ["matrix:u/ada:example.org?action=chat", { kind: "user", userId: "@ada:example.org" }],
    ["matrix:r/garden:example.org", { kind: "room", room: "#garden:example.org", via: [] }],
    ["matrix:roomid/v12room/e/event?via=a.org", { kind: "event", room: "!v12room", eventId: "$event", via: ["a.org"] }],
    ["MATRIX:room/garden:example.org", { kind: "room", room: "#garden:example.org", via: [] }],
    [
      "https://app.example.org/#/room/#garden:example.org/$event",
      { kind: "event", room: "#garden:example.org", eventId: "$event", via: [] },
    ],
    ["https://app.example.org/x/#/user/@ada:example.org", { kind: "user", userId: "@ada:example.org" }],
  ])("%s", (link, target) => {
    expect(parseMatrixLink(link)).toEqual(target);
  });

  test.each([
    "https://matrix.to/#/",
    "https://matrix.to/#/ada",
    "https://matrix.to/#/@ada:example.org/$event",
    "https://matrix.to/#/%E0%A4%A",
    "https://matrix.to/#/!a%20b",
    "https://example.org/#/@ada:example.org",
    "https://matrix.to.evil.org/#/@ada:example.org",
    "matrix:x/y",
    "matrix:u/",
    "matrix:roomid/a/b/c/d/e",
    `matrix:u/${"a".repeat(5000)}`,
    "",
  ])("refuses %s", (link) => {
    expect(parseMatrixLink(link)).toBeUndefined();
  });

  test("drops helpers that are not server names", () => {
    expect(parseMatrixLink("https://matrix.to/#/!a?via=..%2Fx&via=<b>&via=c.org")).toMatchObject({ via: ["c.org"] });
  });

  test("a typed address works without a link", () => {
    expect(parseMatrixTarget(" #garden:example.org ")).toEqual({ kind: "room", room: "#garden:example.org", via: [] });
    expect(parseMatrixTarget("@ada:example.org")).toEqual({ kind: "user", userId: "@ada:example.org" });
    expect(parseMatrixTarget("garden")).toBeUndefined();
  });
});

test("what is built is read back", () => {
  for (const target of [
    { kind: "user", userId: user("a/b?c#d") },
    { kind: "room", room: serverless("garden"), via: ["a.org", "[::1]:80"] },
    { kind: "event", room: room("garden"), eventId: eventId("a/b+c"), via: ["a.org"] },
  ] as const) {
    expect(parseMatrixLink(buildMatrixLink(target))).toEqual(target);
  }
  expect(permalink(serverless("garden"), eventId("e"), ["a.org"])).toBe("https://matrix.to/#/!garden/$e?via=a.org");
});
