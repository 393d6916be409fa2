import { describe, expect, it } from "vitest";
import { heightAt, indexAt, offsetAt } from "./list-geometry.ts";

const metrics = { row: 48, head: 26, gap: 10 };

describe("list geometry", () => {
  const heads = [0, 3, 4, 9];
  const total = 10_000;

  it("puts each row where the heights of those before it add up to", () => {
    let y = 0;
    for (let index = 0; index < 40; index += 1) {
      expect(offsetAt(index, heads, metrics)).toBe(y);
      y += heightAt(index, heads, metrics);
    }
  });

  it("leaves no gap between two collapsed sections", () => {
    expect(heightAt(0, heads, metrics)).toBe(26);
    expect(heightAt(3, heads, metrics)).toBe(36);
    expect(heightAt(4, heads, metrics)).toBe(26);
  });

  it("finds the row under any pixel", () => {
    for (const index of [0, 1, 3, 4, 5, 9, 10, 500, total - 1]) {
      const top = offsetAt(index, heads, metrics);
      expect(indexAt(top, total, heads, metrics)).toBe(index);
      expect(indexAt(top + heightAt(index, heads, metrics) - 1, total, heads, metrics)).toBe(index);
    }
    expect(indexAt(1e9, total, heads, metrics)).toBe(total - 1);
    expect(indexAt(-5, total, heads, metrics)).toBe(0);
    expect(indexAt(10, 0, [], metrics)).toBe(0);
  });
});
