import { describe, expect, test } from "vitest";
import type { JsonObject, MatrixEvent } from "#sdk/events/envelope.ts";
import { createEvents, user } from "#sdk/testing/event-factory.ts";
import { drawResults } from "./poll.ts";

const me = user("me");
const ada = user("ada");
const bo = user("bo");
const cleo = user("cleo");

function stage(poll: JsonObject = { kind: "m.disclosed" }) {
  const make = createEvents("p");
  const start = make.event({
    type: "m.poll.start",
    sender: ada,
    content: {
      "m.poll": {
        question: { "m.text": [{ body: "Tea?" }] },
        answers: ["a", "b", "c"].map((id) => ({ "m.id": id, "m.text": [{ body: id }] })),
        ...poll,
      },
    },
  });
  const relation = { "m.relates_to": { rel_type: "m.reference", event_id: start.eventId } };
  const events: MatrixEvent[] = [];
  return {
    vote: (sender: MatrixEvent["sender"], ...ids: readonly string[]) =>
      events.push(make.event({ type: "m.poll.response", sender, content: { ...relation, "m.selections": ids } })),
    oldVote: (sender: MatrixEvent["sender"], ...answers: readonly string[]) =>
      events.push(
        make.event({
          type: "org.matrix.msc3381.poll.response",
          sender,
          content: { ...relation, "org.matrix.msc3381.poll.response": { answers } },
        }),
      ),
    end: (sender: MatrixEvent["sender"]) => events.push(make.event({ type: "m.poll.end", sender, content: relation })),
    results: (ignored: readonly MatrixEvent["sender"][] = []) =>
      drawResults(start, events, { me, ignored: new Set(ignored), mayEnd: (userId) => userId === cleo }),
  };
}

describe("polls", () => {
  test("the newest vote of each person counts, in either form", () => {
    const on = stage();
    on.vote(bo, "a");
    on.oldVote(bo, "b");
    on.vote(me, "b");
    expect(on.results()).toEqual({ state: "open", counts: [0, 2, 0], voters: 2, mine: [1] });
  });

  test("a vote for nothing that is there takes the vote back; too many are cut", () => {
    const on = stage({ kind: "m.disclosed", max_selections: 2 });
    on.vote(bo, "a", "b", "c", "a");
    on.vote(me, "a");
    on.vote(me, "zzz");
    expect(on.results()).toEqual({ state: "open", counts: [1, 1, 0], voters: 1, mine: [] });
  });

  test("it ends by its author or a moderator only, and what comes later is late", () => {
    const on = stage();
    on.vote(bo, "a");
    on.end(bo);
    expect(on.results()?.state).toBe("open");
    on.end(cleo);
    on.vote(me, "a");
    expect(on.results()).toEqual({ state: "ended", counts: [1, 0, 0], voters: 1, mine: [] });
  });

  test("secret until the end; people who are ignored have no vote", () => {
    const on = stage({});
    on.vote(bo, "a");
    expect(on.results()).toMatchObject({ counts: undefined, voters: 1 });
    expect(on.results([bo])?.voters).toBe(0);
    on.end(ada);
    expect(on.results()?.counts).toEqual([1, 0, 0]);
  });
});
