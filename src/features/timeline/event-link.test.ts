import { expect, it } from "vitest";
import { parseEventId, parseRoomId } from "#api/ids.ts";
import { eventLink } from "./event-link.ts";

it("a message's link names the room by its id, and the servers that know it", () => {
  const [roomId, eventId] = [parseRoomId("!abc"), parseEventId("$x/y")];
  if (!roomId || !eventId) throw new Error("ids");
  expect(eventLink(roomId, eventId, ["a.example:8448", "b.example"])).toBe(
    "https://matrix.to/#/!abc/%24x%2Fy?via=a.example%3A8448&via=b.example",
  );
  expect(eventLink(roomId, eventId, [])).toBe("https://matrix.to/#/!abc/%24x%2Fy");
});
