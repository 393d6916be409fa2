import fc from "fast-check";
import { expect, it } from "vitest";
import type { MatrixEvent } from "#sdk/events/envelope.ts";
import { createEvents, room, toJson, user } from "#sdk/testing/event-factory.ts";
import { joinedRoom, me, response, setupSync } from "#sdk/testing/sync-polls.ts";

const ROOM = room("a");
const kind = fc.constantFrom(
  "theirs" as const,
  "theirs" as const,
  "edit" as const,
  "reaction" as const,
  "mine" as const,
);

function build(kinds: readonly ("theirs" | "edit" | "reaction" | "mine")[]): readonly MatrixEvent[] {
  const make = createEvents("u");
  const bo = user("bo");
  const first = make.text("first", { sender: bo });
  return [
    first,
    ...kinds.map((what) => {
      switch (what) {
        case "theirs":
          return make.text("hello", { sender: bo });
        case "edit":
          return make.edit(first.eventId, "first, corrected", { sender: bo });
        case "reaction":
          return make.reaction(first.eventId, "👍", { sender: bo });
        case "mine":
          return make.text("mine", { sender: me });
        default:
          return what satisfies never;
      }
    }),
  ];
}

/** Messages of others after whatever says that one has read: a receipt, or words of one's own. */
function truth(events: readonly MatrixEvent[], read: number): number {
  const own = events.findLastIndex((event) => event.sender === me);
  return events
    .slice(Math.max(read, own) + 1)
    .filter((event) => event.type === "m.room.message" && event.content["m.new_content"] === undefined).length;
}

it("a room is as unread as its events and receipts say, in whatever pieces and order the server tells them", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(kind, { minLength: 1, maxLength: 14 }),
      fc.nat({ max: 14 }),
      fc.array(fc.nat({ max: 15 }), { maxLength: 4 }),
      fc.nat({ max: 5 }),
      async (kinds, position, cuts, receiptIn) => {
        const events = build(kinds);
        const read = Math.min(position, events.length - 1);
        const receipt = { [String(events[read]?.eventId)]: { "m.read": { [me]: { ts: 1 } } } };
        const { polls, rooms, sync } = await setupSync();
        const ends = [...cuts.map((cut) => Math.min(cut + 1, events.length)).toSorted((a, b) => a - b), events.length];
        let from = 0;
        for (const [index, to] of ends.entries()) {
          const slice = events.slice(from, Math.max(from, to));
          const receipts = Math.min(receiptIn, ends.length - 1) === index ? { [ROOM]: { content: receipt } } : {};
          await polls.current().answer(
            response(
              String(index + 1),
              {
                [ROOM]:
                  index === 0
                    ? joinedRoom(slice, { limited: false })
                    : { timeline: slice.map(toJson), num_live: slice.length },
              },
              { receipts: { rooms: receipts } },
            ),
          );
          from = Math.max(from, to);
        }
        expect(rooms.record(ROOM)?.unread.notify).toBe(truth(events, read));
        await sync.stop();
      },
    ),
    { numRuns: 80 },
  );
}, 60_000);
