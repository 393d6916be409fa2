import { expect, test } from "vitest";
import {
  dayOf,
  formatListSnapshot,
  LIST_SNAPSHOT_LIMIT,
  parseListSnapshot,
  type SnapshotRow,
  type StoredList,
} from "./list-snapshot.ts";

const section: SnapshotRow = {
  kind: "section",
  key: "section:people",
  section: "people",
  name: "People",
  total: 2,
  state: "open",
  mark: { kind: "none" },
};
const room: SnapshotRow = {
  kind: "room",
  key: "!lighthouse",
  section: "people",
  type: "direct",
  name: "Iris",
  faces: [{ letter: "I", hue: 3 }],
  shape: "person",
  ts: 5,
  time: "10:51",
  mark: { kind: "count", count: 2, bound: "exact", whom: "direct" },
  unread: "unread",
  position: 1,
  size: 2,
};

function list(rows: readonly SnapshotRow[]): StoredList {
  return { v: 1, day: dayOf(0), total: rows.length, rows };
}

test("what was written is read", () => {
  const written = list([section, room]);
  expect(parseListSnapshot(formatListSnapshot(written))).toEqual(written);
});

test("a long list is cut to its first rows, not refused", () => {
  const many = Array.from({ length: 500 }, (_, index): SnapshotRow => ({ ...room, key: `!${index}` }));
  const text = formatListSnapshot(list(many));
  expect(text.length).toBeLessThanOrEqual(LIST_SNAPSHOT_LIMIT);
  expect(parseListSnapshot(text)?.rows[0]?.key).toBe("!0");
});

test.each([
  null,
  "",
  "null",
  "[]",
  "{}",
  JSON.stringify({ ...list([]), v: 2 }),
  JSON.stringify(list([{ ...room, name: 5 } as unknown as SnapshotRow])),
  JSON.stringify(list([{ ...room, faces: [] }])),
  JSON.stringify(list([{ ...section, mark: { kind: "count" } } as unknown as SnapshotRow])),
  JSON.stringify(list([])).padEnd(LIST_SNAPSHOT_LIMIT + 1),
])("anything else is nothing: %s", (text) => {
  expect(parseListSnapshot(text)).toBeUndefined();
});
