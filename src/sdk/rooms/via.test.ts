import { expect, it } from "vitest";
import { parseRoomAlias } from "#api/ids.ts";
import { eventId, room12, user } from "#sdk/testing/event-factory.ts";
import { permalink, viaServers } from "./via.ts";

const me = user("me", "home.example");

it("names the most powerful member's server, then the biggest ones, three in all", () => {
  const joined = [
    user("a", "big.org"),
    user("b", "big.org"),
    user("c", "mid.org"),
    user("d", "mid.org"),
    user("e", "small.org"),
    user("boss", "boss.org"),
    user("f", "10.0.0.1"),
  ];
  const power = (userId: string): number => (userId.startsWith("@boss") ? Infinity : 0);
  expect(viaServers({ joined, power, me })).toEqual(["boss.org", "big.org", "mid.org"]);
  expect(viaServers({ joined: [], power, me })).toEqual(["home.example"]);
});

it("makes links that need no server in the room id", () => {
  expect(permalink(room12("abc"), eventId("e/1"), ["a.org", "b.org:8448"])).toBe(
    "https://matrix.to/#/!abc/%24e%2F1?via=a.org&via=b.org%3A8448",
  );
  const alias = parseRoomAlias("#garden:a.org");
  if (!alias) throw new Error("alias");
  expect(permalink(alias, undefined, ["a.org"])).toBe("https://matrix.to/#/%23garden%3Aa.org");
});
