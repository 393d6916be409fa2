/**
 * The order of keys as IndexedDB has it (numbers before strings, strings by UTF-16 code unit, a shorter key before the
 * longer one that begins with it), and what a range query means in that order. Both stores take it from here.
 */
import type { Key, KeyPart, RangeQuery } from "./store.ts";

function comparePart(a: KeyPart, b: KeyPart): number {
  if (typeof a !== typeof b) return typeof a === "number" ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
}

export function compareKeys(a: Key, b: Key): number {
  const shared = Math.min(a.length, b.length);
  for (let index = 0; index < shared; index += 1) {
    const left = a[index];
    const right = b[index];
    if (left === undefined || right === undefined) break;
    const order = comparePart(left, right);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

export function hasPrefix(key: Key, prefix: Key): boolean {
  return key.length >= prefix.length && prefix.every((part, index) => key[index] === part);
}

/** Whether a key answers a query, its limit aside. */
export function inRange(key: Key, query: RangeQuery): boolean {
  if (query.prefix && !hasPrefix(key, query.prefix)) return false;
  if (!query.after) return true;
  const order = compareKeys(key, query.after);
  return query.direction === "backward" ? order < 0 : order > 0;
}
