import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { PEOPLE, residents } from "./people.mjs";
import { onePagePdf } from "./play.mjs";
import { ROOMS } from "./rooms.mjs";
import { logEntries } from "./rooms/log.mjs";
import { dice, timeOf } from "./script.mjs";

const NOW = new Date(2026, 5, 15, 0, 20).getTime();

test("times are relative to the seeding and never in the future", () => {
  expect(timeOf("40m", NOW)).toBe(NOW - 40 * 60_000);
  expect(new Date(timeOf("3d 09:12", NOW)).toString()).toContain("Jun 12 2026 09:12:00");
  expect(timeOf("0d 09:00", NOW)).toBe(NOW);
  expect(() => timeOf("yesterday", NOW)).toThrow("not a time");
});

test("dice with the same seed fall the same way", () => {
  const [one, two] = [dice(7), dice(7)];
  expect(Array.from({ length: 5 }, one.next)).toEqual(Array.from({ length: 5 }, two.next));
});

test("the log is numbered, in order, and the same every time", () => {
  const entries = logEntries(NOW);
  expect(entries).toHaveLength(5000);
  expect(entries[416].content.body).toMatch(/^No\. 417\. /);
  expect(entries.every((entry, i) => i === 0 || entry.ts > entries[i - 1].ts)).toBe(true);
  expect(entries.at(-1).ts).toBeLessThan(NOW);
  expect(logEntries(NOW)).toEqual(entries);
});

test("everybody and every picture that the rooms name exists", () => {
  const crowd = new Set(residents(300).map(({ localpart }) => localpart));
  const media = fs.readdirSync(path.join(import.meta.dirname, "media"));
  for (const room of ROOMS) {
    const people = [room.creator, ...(room.members ?? []), ...(room.direct ?? [])].filter(Boolean);
    for (const line of room.script ?? []) people.push(...[line.by, line.who, line.mentions].flat().filter(Boolean));
    for (const who of people) expect(who in PEOPLE || crowd.has(who), `${room.key}: ${who}`).toBe(true);
    const files = [room.avatar, ...(room.script ?? []).map((line) => line.kind === "image" && line.file)].filter(
      Boolean,
    );
    for (const file of files) expect(media, room.key).toContain(file);
  }
  expect(new Set(ROOMS.map(({ key }) => key)).size).toBe(ROOMS.length);
});

test("a script only answers, changes or deletes what was said before", () => {
  for (const room of ROOMS) {
    const said = new Set();
    for (const line of room.script ?? []) {
      for (const name of [line.to, line.replyTo, ...(line.ids ?? [])].filter(Boolean))
        expect(said, room.key).toContain(name);
      if (["message", "image", "file"].includes(line.kind)) said.add("last").add(line.id);
    }
    const wish = room.read?.nadia;
    if (typeof wish === "string") expect(said, room.key).toContain(wish);
  }
});

test("the PDF's cross-reference table points at its objects", () => {
  const text = onePagePdf("Permit (signed).pdf").toString("latin1");
  const offsets = [...text.matchAll(/^(\d{10}) 00000 n/gm)].map((match) => Number(match[1]));
  expect(offsets.map((offset) => text.slice(offset, offset + 7))).toEqual([1, 2, 3, 4, 5].map((n) => `${n} 0 obj`));
  expect(text).toContain("(Permit \\(signed\\).pdf) Tj");
});
