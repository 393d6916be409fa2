/**
 * What events say about each other must not depend on when they come: edits, reactions and redactions before or after
 * their targets, in one answer or in many, also such that contradict each other or go round in circles.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { EventId } from "#api/ids.ts";
import type { TimelineItem } from "#api/timeline.ts";
import type { MatrixEvent } from "#sdk/events/envelope.ts";
import { createMembers } from "#sdk/rooms/members.ts";
import { powerOf } from "#sdk/rooms/power.ts";
import { relationsOf } from "#sdk/rooms/relations.ts";
import { createEvents, eventId, room, toJson, user } from "#sdk/testing/event-factory.ts";
import { joinedRoom, me, response, setupSync } from "#sdk/testing/sync-polls.ts";
import { projectTimeline } from "./timeline.ts";

const ROOM = room("a");
const PEOPLE = [me, user("ada"), user("bo")] as const;
const noon = new Date(2024, 4, 10, 12).getTime();

/** `of`: the event it is about, by number, so that edits of edits and circles come up. */
type Made =
  | { readonly make: "text"; readonly by: number }
  | { readonly make: "edit" | "redaction"; readonly by: number; readonly of: number }
  | { readonly make: "reaction"; readonly by: number; readonly of: number; readonly key: string };

const by = fc.nat({ max: PEOPLE.length - 1 });
const of = fc.nat({ max: 11 });
const made: fc.Arbitrary<Made> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ make: fc.constant("text" as const), by }) },
  { weight: 3, arbitrary: fc.record({ make: fc.constant("edit" as const), by, of }) },
  { weight: 1, arbitrary: fc.record({ make: fc.constant("redaction" as const), by, of }) },
  {
    weight: 3,
    arbitrary: fc.record({ make: fc.constant("reaction" as const), by, of, key: fc.constantFrom("👍", "🎉") }),
  },
);

/** Ids are given beforehand, as a server that makes them up may do: so an event may be about itself or a later one. */
function events(list: readonly Made[]): readonly MatrixEvent[] {
  const make = createEvents("any", noon);
  const id = (index: number): EventId => eventId(`x${index % Math.max(1, list.length)}`);
  return list.map((one, index) => {
    const parts = { eventId: id(index), sender: PEOPLE[one.by] ?? me };
    switch (one.make) {
      case "text":
        return make.text(`text ${index}`, parts);
      case "edit":
        return make.edit(id(one.of), `edit ${index}`, parts);
      case "redaction":
        return make.redaction(id(one.of), parts);
      case "reaction":
        return make.reaction(id(one.of), one.key, parts);
      default:
        return one satisfies never;
    }
  });
}

/** A server sends what is redacted without its content, so a redaction never comes before what it is about. */
function redactionsLater(order: readonly MatrixEvent[]): readonly MatrixEvent[] {
  const rest: MatrixEvent[] = order.filter((event) => event.redacts === undefined);
  const redactions = order.filter((event) => event.redacts !== undefined);
  return [...rest, ...redactions];
}

async function timelineAfter(order: readonly MatrixEvent[], cuts: readonly number[]): Promise<readonly TimelineItem[]> {
  const { polls, rooms, sync } = await setupSync();
  let position = 0;
  const answer = (timeline: readonly MatrixEvent[], first: "first" | "later"): Promise<void> =>
    polls.current().answer(
      response(String((position += 1)), {
        [ROOM]:
          first === "first" ? joinedRoom(timeline) : { timeline: timeline.map(toJson), num_live: timeline.length },
      }),
    );
  let from = 0;
  for (const cut of [...cuts.toSorted((a, b) => a - b), order.length]) {
    const to = Math.max(from, Math.min(cut, order.length));
    await answer(order.slice(from, to), position === 0 ? "first" : "later");
    from = to;
  }
  const { chunks } = await rooms.openTimeline(ROOM);
  const items = projectTimeline({
    me,
    chunks,
    history: { state: "start", error: undefined },
    gaps: new Map(),
    relations: relationsOf(chunks),
    members: createMembers({ byId: new Map(), extent: "complete", power: powerOf(undefined, undefined) }),
    receipts: [],
    readMarker: undefined,
    outbox: [],
    ignored: new Set(),
    now: noon + 86_400_000,
    highlight: () => false,
    words: [],
    powers: undefined,
    replyTarget: () => ({ state: "missing" }),
  });
  rooms.release(ROOM);
  await sync.stop();
  return items;
}

/** What there is to see, apart from where it stands and what stood next to it. */
function seen(items: readonly TimelineItem[]): Readonly<Record<string, unknown>> {
  const facts: [string, unknown][] = items.flatMap((item): [string, unknown][] => {
    if (item.kind === "message")
      return [
        [
          item.key,
          {
            body: item.body,
            edited: item.edited,
            reactions: item.reactions
              .map(({ emoji, count, mine, names }) => ({ emoji, count, mine, names: names.toSorted() }))
              .toSorted((a, b) => (a.emoji < b.emoji ? -1 : 1)),
          },
        ],
      ];
    return item.kind === "notice" ? [[item.key, item.notice.kind]] : [];
  });
  return Object.fromEntries(facts.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

test("edits, reactions and redactions give the same timeline in whatever order and pieces they come", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(made, { minLength: 1, maxLength: 12 }).chain((list) =>
        fc.tuple(
          fc.constant(list),
          fc.shuffledSubarray(
            list.map((_, index) => index),
            { minLength: list.length },
          ),
          fc.array(fc.nat({ max: list.length }), { maxLength: 4 }),
        ),
      ),
      async ([list, places, cuts]) => {
        const all = events(list);
        const shuffled = places.flatMap((place) => all[place] ?? []);
        const straight = seen(await timelineAfter(redactionsLater(all), []));
        expect(seen(await timelineAfter(redactionsLater(shuffled), cuts))).toEqual(straight);
      },
    ),
    { numRuns: 60 },
  );
}, 60_000);
