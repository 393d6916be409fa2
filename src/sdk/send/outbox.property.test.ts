import fc from "fast-check";
import { expect, it } from "vitest";
import { settle } from "#sdk/testing/fake-clock.ts";
import {
  bodies,
  createHarness,
  limited,
  OFFLINE,
  OTHER,
  ROOM,
  UNWELL,
  type Outcome,
} from "#sdk/testing/outbox-harness.ts";

type Step =
  | { readonly do: "send"; readonly room: "room" | "other" }
  | { readonly do: "file" }
  | { readonly do: "trouble"; readonly outcomes: readonly Outcome[] }
  | { readonly do: "restart" | "wake" | "sync" }
  | { readonly do: "pass"; readonly ms: number };

const outcome = fc.constantFrom<Outcome>("ok", "lost", OFFLINE, UNWELL, { kind: "timeout" }, limited(2_000));
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant("send" as const),
      room: fc.constantFrom("room" as const, "other" as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("file" as const) }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant("trouble" as const), outcomes: fc.array(outcome, { maxLength: 4 }) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom("restart" as const, "wake" as const, "sync" as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("pass" as const), ms: fc.integer({ min: 0, max: 40_000 }) }) },
);

it("SQ2 SQ3 SQ4 any sequence of sends, failures, kills and restarts delivers each message exactly once, in order", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      const harness = await createHarness();
      const expected = { room: [] as string[], other: [] as string[] };
      let brought = 0;
      let count = 0;
      async function bring(): Promise<void> {
        for (let next = harness.server.accepted[brought]; next; next = harness.server.accepted[brought]) {
          brought += 1;
          await harness.arrive(next, "named");
        }
      }
      for (const now of steps) {
        switch (now.do) {
          case "send": {
            const body = `message ${(count += 1)}`;
            expected[now.room].push(body);
            await harness.outbox.enqueueText(now.room === "room" ? ROOM : OTHER, body);
            break;
          }
          case "file": {
            const name = `file ${(count += 1)}`;
            expected.room.push(name);
            const file = { blob: new Blob(["x"]), name, mimetype: "", kind: "file" as const };
            await harness.outbox.enqueueFiles(ROOM, [
              {
                ...file,
                width: undefined,
                height: undefined,
                duration: undefined,
                blurhash: undefined,
                caption: undefined,
              },
            ]);
            break;
          }
          case "trouble":
            harness.server.script.push(...now.outcomes);
            harness.server.uploadScript.push(...now.outcomes.slice(0, 1));
            break;
          case "restart":
            await harness.restart();
            break;
          case "wake":
            harness.outbox.wake();
            await settle();
            break;
          case "sync":
            await bring();
            break;
          case "pass":
            await harness.clock.advance(now.ms);
            break;
          default:
            now satisfies never;
        }
      }
      await harness.clock.advance(60 * 60_000);
      expect(bodies(harness.server, ROOM)).toEqual(expected.room);
      expect(bodies(harness.server, OTHER)).toEqual(expected.other);
      await bring();
      expect(harness.outbox.items(ROOM)).toEqual([]);
      expect(await harness.store.range("outbox", {})).toEqual([]);
      expect(await harness.store.range("staged", {})).toEqual([]);
      harness.outbox.stop();
    }),
    { numRuns: 60 },
  );
}, 60_000);
