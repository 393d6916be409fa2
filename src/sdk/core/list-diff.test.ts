import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { applyPatch, emptyList, mergePatch, type ListPatch, type ListSnapshot } from "#api/list-patch.ts";
import { diffWindow, emptyWindow, fullPatch, type SentWindow } from "./list-diff.ts";

interface Row {
  readonly key: string;
  readonly text: string;
  readonly more: { readonly tags: readonly string[] };
}

const row = fc.record({
  key: fc.constantFrom(..."abcdefgh"),
  text: fc.constantFrom("x", "y"),
  more: fc.record({ tags: fc.array(fc.constantFrom("t", "u"), { maxLength: 2 }) }),
});
const view = fc.record({
  items: fc.uniqueArray(row, { selector: (item) => item.key }),
  from: fc.nat({ max: 3 }),
  total: fc.nat({ max: 20 }),
});

function shown(list: ListSnapshot<Row>): unknown {
  return { items: list.items, from: list.from, total: list.total };
}

describe("list diff", () => {
  test("RV1 applying the difference gives the next window, and an equal window gives no patch", () => {
    fc.assert(
      fc.property(fc.array(view, { minLength: 1, maxLength: 6 }), (windows) => {
        let sent: SentWindow<Row> = emptyWindow();
        let list: ListSnapshot<Row> = emptyList();
        for (const next of windows) {
          const difference = diffWindow(sent, next);
          sent = difference.sent;
          if (difference.patch) list = applyPatch(list, difference.patch);
          expect(shown(list)).toEqual(next);
          expect(diffWindow(sent, structuredClone(next)).patch).toBeUndefined();
        }
      }),
    );
  });

  test("RV3 patches merge: applying the merged one is the same as applying all", () => {
    fc.assert(
      fc.property(view, fc.array(view, { minLength: 1, maxLength: 5 }), (first, windows) => {
        let sent = diffWindow<Row>(emptyWindow(), first).sent;
        const start = applyPatch<Row>(emptyList(), fullPatch(sent));
        let merged: ListPatch<Row> | undefined;
        let stepwise = start;
        for (const next of windows) {
          const difference = diffWindow(sent, next);
          sent = difference.sent;
          if (!difference.patch) continue;
          stepwise = applyPatch(stepwise, difference.patch);
          merged = merged ? mergePatch(merged, difference.patch) : difference.patch;
        }
        expect(shown(merged ? applyPatch(start, merged) : start)).toEqual(shown(stepwise));
      }),
    );
  });

  test("RV1 unchanged rows are not sent and keep their identity", () => {
    const a: Row = { key: "a", text: "x", more: { tags: [] } };
    const b: Row = { key: "b", text: "x", more: { tags: [] } };
    const before = diffWindow<Row>(emptyWindow(), { items: [a, b], from: 0, total: 2 }).sent;
    const list = applyPatch<Row>(emptyList(), fullPatch(before));
    const { patch } = diffWindow(before, { items: [{ ...b, text: "y" }, { ...a }], from: 0, total: 2 });
    expect(patch).toEqual({ put: [{ ...b, text: "y" }], order: ["b", "a"], from: undefined, total: undefined });
    expect(patch && applyPatch(list, patch).items[1]).toBe(a);
  });

  test("a key twice in one window counts once", () => {
    const a: Row = { key: "a", text: "x", more: { tags: [] } };
    const { sent } = diffWindow<Row>(emptyWindow(), { items: [a, { ...a, text: "y" }], from: 0, total: 2 });
    expect(fullPatch(sent).put).toEqual([a]);
  });
});
