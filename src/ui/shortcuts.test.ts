import { describe, expect, test } from "vitest";
import { chordText, pressed, SHORTCUTS, type ShortcutId } from "./shortcuts.ts";

const none = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };

describe("keys", () => {
  test("a sign counts with and without Shift, a letter only as it is said", () => {
    expect(pressed({ ...none, ctrlKey: true, key: "/" }, "help")).toBe(true);
    expect(pressed({ ...none, ctrlKey: true, shiftKey: true, key: "/" }, "help")).toBe(true);
    expect(pressed({ ...none, ctrlKey: true, key: "K" }, "palette")).toBe(true);
    expect(pressed({ ...none, ctrlKey: true, shiftKey: true, key: "K" }, "palette")).toBe(false);
    expect(pressed({ ...none, key: "k" }, "palette")).toBe(false);
  });

  test("Shift tells walking over rooms from walking over unread ones", () => {
    expect(pressed({ ...none, altKey: true, key: "ArrowDown" }, "nextRoom")).toBe(true);
    expect(pressed({ ...none, altKey: true, shiftKey: true, key: "ArrowDown" }, "nextRoom")).toBe(false);
    expect(pressed({ ...none, altKey: true, shiftKey: true, key: "ArrowDown" }, "nextUnread")).toBe(true);
    expect(pressed({ ...none, altKey: true, ctrlKey: true, key: "ArrowDown" }, "nextRoom")).toBe(false);
  });

  test("no two shortcuts of one place have the same keys", () => {
    const seen = new Map<string, string>();
    for (const [id, { group, chords }] of Object.entries(SHORTCUTS)) {
      for (const chord of chords) {
        const place = `${group}: ${chordText(chord)}`;
        expect(seen.get(place), `${place} is ${id}`).toBeUndefined();
        seen.set(place, id);
      }
    }
    expect(chordText(SHORTCUTS["previousUnread" satisfies ShortcutId].chords[0] ?? { key: "" })).toBe("Alt Shift ↑");
  });
});
