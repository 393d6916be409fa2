import fc from "fast-check";
import { expect, it } from "vitest";
import type { TxnId } from "#api/ids.ts";
import { settle } from "#sdk/testing/fake-clock.ts";
import { bodies, createHarness, FORBIDDEN, OFFLINE, ROOM, UNWELL, type Outcome } from "#sdk/testing/outbox-harness.ts";

type Step =
  | { readonly do: "send" | "restart" | "retry all" }
  | { readonly do: "discard" | "retry" | "sync"; readonly which: number }
  | { readonly do: "trouble"; readonly outcomes: readonly Outcome[] }
  | { readonly do: "pass"; readonly ms: number };

const which = fc.nat({ max: 9 });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant("send" as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom("restart" as const, "retry all" as const) }) },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constantFrom("discard" as const, "retry" as const, "sync" as const), which }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant("trouble" as const),
      outcomes: fc.array(fc.constantFrom<Outcome>("ok", "lost", OFFLINE, UNWELL, FORBIDDEN), { maxLength: 4 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("pass" as const), ms: fc.integer({ min: 0, max: 40_000 }) }) },
);

it("SQ2 SQ3 SQ6 refused, tried again, thrown away, restarted: nothing goes twice, nothing that is wanted is lost, what was never refused keeps its order", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      const harness = await createHarness();
      const sent: { readonly body: string; readonly txnId: TxnId }[] = [];
      const refused = new Set<string>();
      const discarded = new Set<string>();
      const brought = new Set<string>();
      function noteRefusals(): void {
        for (const { txnId, state } of harness.outbox.items(ROOM)) if (state.state === "failed") refused.add(txnId);
      }
      for (const now of steps) {
        const chosen = "which" in now ? sent[now.which % Math.max(1, sent.length)] : undefined;
        switch (now.do) {
          case "send": {
            const body = `message ${sent.length + 1}`;
            sent.push({ body, txnId: await harness.outbox.enqueueText(ROOM, body) });
            break;
          }
          case "restart":
            await harness.restart();
            break;
          case "retry all":
            await harness.outbox.retry(ROOM, "all");
            break;
          case "retry":
            if (chosen) await harness.outbox.retry(ROOM, chosen.txnId);
            break;
          case "discard":
            if (chosen) {
              await harness.outbox.discard(ROOM, chosen.txnId);
              if (!harness.outbox.items(ROOM).some(({ txnId }) => txnId === chosen.txnId)) discarded.add(chosen.txnId);
            }
            break;
          case "sync": {
            const accepted = harness.server.accepted.find(({ txnId }) => txnId === chosen?.txnId);
            if (!accepted) break;
            brought.add(accepted.txnId);
            await harness.arrive(accepted, now.which % 2 === 0 ? "named" : "anonymous");
            break;
          }
          case "trouble":
            harness.server.script.push(...now.outcomes);
            break;
          case "pass":
            await harness.clock.advance(now.ms);
            break;
          default:
            now satisfies never;
        }
        await settle();
        noteRefusals();
      }
      // In the end the server takes everything, and everything refused is asked for once more.
      while (harness.server.script.length > 0) {
        await harness.clock.advance(10 * 60_000);
        noteRefusals();
        await harness.outbox.retry(ROOM, "all");
        if (harness.outbox.items(ROOM).every(({ state }) => state.state === "sent")) break;
      }
      harness.server.script.length = 0;
      await harness.outbox.retry(ROOM, "all");
      await harness.clock.advance(60 * 60_000);

      const delivered = bodies(harness.server, ROOM);
      expect(new Set(delivered).size).toBe(delivered.length);
      for (const { body, txnId } of sent) if (!discarded.has(txnId)) expect(delivered).toContain(body);
      const steady = sent.filter(({ txnId }) => !refused.has(txnId) && !discarded.has(txnId)).map(({ body }) => body);
      expect(delivered.filter((body) => steady.includes(String(body)))).toEqual(steady);
      for (const accepted of harness.server.accepted)
        if (!brought.has(accepted.txnId)) await harness.arrive(accepted, "named");
      expect(harness.outbox.items(ROOM)).toEqual([]);
      expect(await harness.store.range("outbox", {})).toEqual([]);
      harness.outbox.stop();
    }),
    { numRuns: 80 },
  );
}, 60_000);
