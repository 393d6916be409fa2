import fc from "fast-check";
import { expect, test } from "vitest";
import { room } from "#sdk/testing/event-factory.ts";
import { ask, heard, partsOf, settle } from "./asked.ts";
import { newRecord } from "./new-record.ts";
import type { RoomRecord, Tags } from "./room-record.ts";

const record: RoomRecord = newRecord(room("a"), "join");
const favourite = { "m.favourite": { order: 0.5 } };

test("a wish shows at once, and a refusal leaves what the server said", () => {
  const asked = ask(heard(record, { tags: { "u.work": { order: undefined } } }), { tags: favourite });
  expect(Object.keys(asked.tags)).toEqual(["u.work", "m.favourite"]);
  const [part] = partsOf(asked);
  if (!part) throw new Error("nothing to tell");
  const refused = settle(asked, part, "refused");
  expect(refused.tags).toEqual({ "u.work": { order: undefined } });
  expect(refused.asked).toBeUndefined();
});

test("a sync that knows nothing of the wish yet takes nothing back", () => {
  const asked = ask(record, { tags: favourite, markedUnread: "marked" });
  const later = heard(heard(asked, { tags: {} }), { markedUnread: "no" });
  expect(later.tags).toEqual(favourite);
  expect(later.markedUnread).toBe("marked");
});

test("a wish that changed while it was told stays to be told", () => {
  const first = ask(record, { tags: favourite });
  const [part] = partsOf(first);
  if (!part) throw new Error("nothing to tell");
  const changed = settle(ask(first, { tags: { "m.favourite": "gone" } }), part, "done");
  expect(changed.tags).toEqual({});
  expect(partsOf(changed)).toEqual([{ kind: "tag", tag: "m.favourite", value: "gone" }]);
});

test("once everything is told, the record shows the server's state, in whatever order word and wish come", () => {
  const tag = fc.constantFrom("m.favourite", "m.lowpriority");
  const step = fc.oneof(
    fc.record({
      kind: fc.constant("ask" as const),
      tag,
      value: fc.constantFrom({ order: 0.1 }, { order: 0.9 }, "gone" as const),
    }),
    fc.record({ kind: fc.constant("tell" as const), outcome: fc.constantFrom("done" as const, "refused" as const) }),
    fc.record({ kind: fc.constant("sync" as const) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      let server: Tags = {};
      let now = record;
      const tell = (outcome: "done" | "refused"): void => {
        const [part] = partsOf(now);
        if (part?.kind !== "tag") return;
        if (outcome === "done") {
          const { [part.tag]: _, ...rest } = server;
          server = part.value === "gone" ? rest : { ...rest, [part.tag]: part.value };
        }
        now = settle(now, part, outcome);
      };
      for (const one of steps) {
        if (one.kind === "ask") now = ask(now, { tags: { [one.tag]: one.value } });
        else if (one.kind === "tell") tell(one.outcome);
        else now = heard(now, { tags: server });
      }
      while (partsOf(now).length > 0) tell("done");
      expect(now.tags).toEqual(server);
      expect(now.asked).toBeUndefined();
    }),
  );
});
