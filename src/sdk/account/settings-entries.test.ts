import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseRoomId } from "#api/ids.ts";
import { parseLayer, parseSetting, resolveSetting } from "#api/settings.ts";
import { contentOf, layerOf, mergeEntries, parseEntries, withEntry, type Entries } from "./settings-entries.ts";

const roomId = parseRoomId("!pier:example.org");

describe("levels", () => {
  const config = { clock: "12h", layout: "irc" } as const;
  const layers = { device: {}, account: {}, config, rooms: {} };

  test("the nearest level that says something wins", () => {
    expect(resolveSetting({ ...layers, config: {} }, "layout")).toEqual({ value: "modern", from: "default" });
    expect(resolveSetting(layers, "layout")).toEqual({ value: "irc", from: "config" });
    const account = { ...layers, account: { layout: "compact" } } as const;
    expect(resolveSetting(account, "layout")).toEqual({ value: "compact", from: "account" });
    const device = { ...account, device: { layout: "modern" } } as const;
    expect(resolveSetting(device, "layout")).toEqual({ value: "modern", from: "device" });
    if (!roomId) throw new Error("no room");
    const room = { ...device, rooms: { [roomId]: { layout: "bubbles" } } } as const;
    expect(resolveSetting(room, "layout", roomId)).toEqual({ value: "bubbles", from: "room" });
    expect(resolveSetting(room, "layout")).toEqual({ value: "modern", from: "device" });
  });

  test("what is unknown, wrong, or said at a level it does not have, is not said", () => {
    expect(parseLayer({ layout: "sideways", nothing: 1, clock: "24h", fontSize: "big" })).toEqual({ clock: "24h" });
    expect(parseLayer({ theme: "dark", layout: "irc" }, "room")).toEqual({ layout: "irc" });
    expect(parseLayer(JSON.parse('{"__proto__": {"theme": "dark"}}'))).toEqual({});
    for (const junk of [null, 7, "x", []]) expect(parseLayer(junk)).toEqual({});
  });

  test("numbers are brought within their range and onto its steps", () => {
    expect(parseSetting("fontSize", 1000)).toBe(150);
    expect(parseSetting("fontSize", 3)).toBe(80);
    expect(parseSetting("fontSize", 113)).toBe(115);
    expect(parseSetting("fontSize", Number.NaN)).toBeUndefined();
  });
});

describe("merging", () => {
  const entries = fc.dictionary(
    fc.constantFrom("layout", "clock", "theme", "unknown"),
    fc.record({ value: fc.constantFrom<unknown>("a", "b", 1, undefined), at: fc.integer({ min: 0, max: 3 }) }),
  );

  test("comes to the same in any order, and twice is once", () => {
    fc.assert(
      fc.property(entries, entries, entries, (a, b, c) => {
        const one = mergeEntries(mergeEntries(a, b), c);
        expect(mergeEntries(c, mergeEntries(b, a))).toEqual(one);
        expect(mergeEntries(one, b)).toEqual(one);
      }),
    );
  });

  test("what two browsers said of different settings is kept, of the same one the later word", () => {
    const begun: Entries = withEntry({}, "layout", "compact", 10);
    const here = withEntry(begun, "clock", "24h", 20);
    const there = withEntry(withEntry(begun, "sendKey", "modEnter", 15), "layout", "irc", 30);
    expect(layerOf(mergeEntries(here, there), "account")).toEqual({ layout: "irc", clock: "24h", sendKey: "modEnter" });
  });

  test("a word of this browser counts though its clock is behind", () => {
    const theirs = withEntry({}, "clock", "12h", 5_000);
    const own = withEntry(theirs, "clock", "24h", 1_000);
    expect(layerOf(mergeEntries(theirs, own), "account")).toEqual({ clock: "24h" });
    const taken = withEntry(own, "clock", undefined, 1_000);
    expect(layerOf(mergeEntries(own, taken), "account")).toEqual({});
  });

  test("what a newer build wrote is carried along", () => {
    const content = { values: { holograms: { value: "on", at: 4 }, layout: { value: "irc", at: 5 } } };
    expect(contentOf(parseEntries(content))).toEqual(content);
    expect(parseEntries({ values: { layout: "irc", clock: { value: "24h", at: "now" } } })).toEqual({});
  });
});
