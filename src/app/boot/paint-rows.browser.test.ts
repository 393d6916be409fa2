import { expect, test } from "vitest";
import { dayOf, type SnapshotRoom, type SnapshotRow, type StoredList } from "#lib/list-snapshot.ts";
import { paintRows } from "./paint-rows.ts";

const room: SnapshotRoom = {
  kind: "room",
  key: "!lamp:harbour.example",
  section: "rooms",
  type: "room",
  name: "Lamp room",
  faces: [{ letter: "L", hue: 4 }],
  shape: "room",
  time: "10:51",
  mark: { kind: "count", count: 120, bound: "exact", whom: "mention" },
  unread: "unread",
  position: 1,
  size: 1,
};

function paint(rows: readonly SnapshotRow[], moment: { readonly day?: string; readonly address?: string } = {}) {
  const place = document.createElement("div");
  const now = Date.now();
  const list: StoredList = { v: 1, day: moment.day ?? dayOf(now), total: rows.length, rows };
  paintRows(place, list, { now, address: moment.address ?? "" });
  return place;
}

test("a row has the real row's parts", () => {
  const row = paint([room]).firstElementChild;
  expect(row?.className).toBe("row unread");
  expect(row?.querySelector(".av.room.av-36 b")?.textContent).toBe("L");
  expect(row?.querySelector(".row-name")?.textContent).toBe("Lamp room");
  expect(row?.querySelector("time")?.textContent).toBe("10:51");
  expect(row?.querySelector(".count.forme")?.textContent).toBe("@99+");
});

test("what somebody named is text", () => {
  const place = paint([{ ...room, name: "<img src=x onerror=alert(1)>", faces: [{ letter: "<b>", hue: 0 }] }]);
  expect(place.querySelector("img")).toBeNull();
  expect(place.querySelector(".row-name")?.textContent).toBe("<img src=x onerror=alert(1)>");
});

test("yesterday's times are not shown", () => {
  expect(paint([room], { day: dayOf(0) }).querySelector("time")).toBeNull();
});

test("the open room is the current row", () => {
  const other = { ...room, key: "!lamp:harbour.example.org" };
  const place = paint([room, other], { address: "#/room/!lamp:harbour.example" });
  expect([...place.children].map((row) => row.classList.contains("current"))).toEqual([true, false]);
});

test("a stranger's picture stays hidden, a known one leaves its place empty", () => {
  const face = { letter: "P", hue: 1, mxc: "mxc://a/b" };
  const place = paint([
    { ...room, kind: "invite", faces: [face] },
    { ...room, faces: [face] },
  ]);
  expect([...place.children].map((row) => row.querySelector(".av b") !== null)).toEqual([true, false]);
});

test("the end of a section that is cut off has its place", () => {
  const mark = { kind: "none" } as const;
  const place = paint([
    room,
    { kind: "more", key: "more:u.Woods", section: "u.Woods", name: "Show 3 more", hidden: 3, state: "cut", mark },
    { ...room, key: "!other:harbour.example" },
  ]);
  expect([...place.children].map((row) => row.className)).toEqual(["row unread", "row more-row", "row unread"]);
  expect(place.querySelector(".more-label")?.textContent).toBe("Show 3 more");
});
