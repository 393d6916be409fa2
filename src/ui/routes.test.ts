import { describe, expect, it } from "vitest";
import { formatRoute, parseRoute, type Route } from "./routes.ts";

describe("parseRoute", () => {
  it("reads a room with a server part, an event and vias", () => {
    expect(parseRoute("#/room/!abc:harbour.example/$event?via=a.example&via=b.example")).toEqual({
      kind: "room",
      room: "!abc:harbour.example",
      eventId: "$event",
      via: ["a.example", "b.example"],
      panel: undefined,
    });
  });

  it("reads rooms of version 12 and aliases", () => {
    expect(parseRoute("#/room/!opaque-id")).toMatchObject({ kind: "room", room: "!opaque-id" });
    expect(parseRoute("#/room/#keepers:harbour.example/info")).toMatchObject({
      kind: "room",
      room: "#keepers:harbour.example",
      panel: "info",
    });
  });

  it("takes what it cannot read for home", () => {
    for (const hash of ["", "#", "#/", "#/nowhere", "#/room/", "#/user"]) {
      expect(parseRoute(hash)).toEqual({ kind: "home" });
    }
  });

  it("says of an address that names nobody and nothing that it does not", () => {
    const ids = ["nonsense", "%E0%A4%A", "!abc:harbour.example/nonsense"];
    for (const id of ids) expect(parseRoute(`#/room/${id}`)).toMatchObject({ kind: "lost" });
    expect(parseRoute("#/user/nadia")).toEqual({ kind: "lost", address: "nadia" });
    expect(parseRoute(formatRoute({ kind: "lost", address: "a/b?c" }))).toEqual({ kind: "lost", address: "a/b?c" });
  });

  it("takes links from outside", () => {
    const uri = "web+matrix:roomid/abc:harbour.example/e/xyz?via=a.example";
    expect(parseRoute(`#/link?uri=${encodeURIComponent(uri)}`)).toEqual({ kind: "link", uri });
    expect(parseRoute(formatRoute({ kind: "link", uri }))).toEqual({ kind: "link", uri });
  });

  it("reads back every address it writes", () => {
    const texts = [
      "#/home",
      "#/login",
      "#/new",
      "#/dm",
      "#/join",
      "#/join/#keepers:harbour.example",
      "#/settings",
      "#/encryption",
      "#/encryption/reset",
      "#/user/@nadia:harbour.example",
      "#/user/@nadia:harbour.example?room=!a%3Ab",
      "#/room/!abc:harbour.example/members",
      "#/room/!abc:harbour.example/invite",
      "#/room/!a%2Fb%3F:harbour.example/$event",
    ];
    for (const text of texts) {
      const route: Route = parseRoute(text);
      expect(parseRoute(formatRoute(route))).toEqual(route);
      expect(route.kind === "home").toBe(text === "#/home");
    }
  });
});
