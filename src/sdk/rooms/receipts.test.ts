import { expect, it } from "vitest";
import { eventId, user } from "#sdk/testing/event-factory.ts";
import { mergeOwnReceipts, mergeReceipts, splitReceipts } from "./receipts.ts";

const [me, ada] = [user("me"), user("ada")];
const [one, two] = [eventId("1"), eventId("2")];

it("splits own from others' and drops others' private ones", () => {
  const content = {
    [one]: {
      "m.read": { [ada]: { ts: 5, thread_id: "main" }, [me]: { ts: 6 } },
      "m.read.private": { [me]: { ts: 7, thread_id: two }, [ada]: { ts: 1 } },
    },
    [two]: { "m.read": { [me]: { ts: 1, thread_id: {} }, "not a user": { ts: 1 } }, other: null },
  };
  expect(splitReceipts(content, me)).toEqual({
    own: [
      { type: "m.read", eventId: one, ts: 6, thread: undefined },
      { type: "m.read.private", eventId: one, ts: 7, thread: two },
    ],
    others: [{ userId: ada, eventId: one, ts: 5, thread: "main" }],
  });
});

it("keeps one per type and thread, and the same list when nothing is new", () => {
  const first = mergeOwnReceipts([], [{ type: "m.read", eventId: one, ts: 1, thread: undefined }]);
  expect(mergeOwnReceipts(first, [{ type: "m.read", eventId: one, ts: 9, thread: undefined }])).toBe(first);
  const next = mergeOwnReceipts(first, [
    { type: "m.read", eventId: two, ts: 2, thread: undefined },
    { type: "m.read", eventId: one, ts: 2, thread: "main" },
  ]);
  expect(next.map((receipt) => [receipt.eventId, receipt.thread])).toEqual([
    [two, undefined],
    [one, "main"],
  ]);
  const others = mergeReceipts([], [{ userId: ada, eventId: one, ts: 1, thread: undefined }]);
  expect(mergeReceipts(others, [{ userId: ada, eventId: one, ts: 1, thread: undefined }])).toBe(others);
  expect(mergeReceipts(others, [{ userId: ada, eventId: two, ts: 1, thread: undefined }])).toHaveLength(1);
  expect(mergeReceipts(others, [{ userId: ada, eventId: two, ts: 1, thread: "main" }])).toHaveLength(2);
});
