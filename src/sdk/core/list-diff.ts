/**
 * From "what the tab has" and "what it should have" to the smallest keyed patch. Items equal by value count as
 * unchanged, so a recomputation that changed nothing sends nothing.
 */
import type { Keyed, ListPatch } from "#api/list-patch.ts";
import { structuralEqual } from "#lib/structural-equal.ts";
import type { ViewWindow } from "#sdk/views/view.ts";

/** What was sent last: the receiver's state, give or take the patch under way. */
export interface SentWindow<T extends Keyed> {
  readonly byKey: ReadonlyMap<string, T>;
  readonly order: readonly string[];
  readonly from: number;
  readonly total: number;
}

export function emptyWindow<T extends Keyed>(): SentWindow<T> {
  return { byKey: new Map(), order: [], from: 0, total: 0 };
}

export interface Difference<T extends Keyed> {
  readonly sent: SentWindow<T>;
  /** `undefined` if nothing changed. */
  readonly patch: ListPatch<T> | undefined;
}

export function diffWindow<T extends Keyed>(before: SentWindow<T>, next: ViewWindow<T>): Difference<T> {
  const byKey = new Map<string, T>();
  const put: T[] = [];
  for (const item of next.items) {
    // A key twice in one window is a view's mistake; the first row stands, so the receiver's map and order agree.
    if (byKey.has(item.key)) continue;
    const known = before.byKey.get(item.key);
    const unchanged = known !== undefined && structuralEqual(known, item);
    byKey.set(item.key, unchanged ? known : item);
    if (!unchanged) put.push(item);
  }
  const order = [...byKey.keys()];
  const sameOrder = order.length === before.order.length && order.every((key, index) => key === before.order[index]);
  const patch: ListPatch<T> = {
    put,
    order: sameOrder ? undefined : order,
    from: next.from === before.from ? undefined : next.from,
    total: next.total === before.total ? undefined : next.total,
  };
  const changed = put.length > 0 || !sameOrder || patch.from !== undefined || patch.total !== undefined;
  return {
    sent: { byKey, order: sameOrder ? before.order : order, from: next.from, total: next.total },
    patch: changed ? patch : undefined,
  };
}

/** The patch that makes any receiver's list this window, whatever it had. */
export function fullPatch<T extends Keyed>(window: SentWindow<T>): ListPatch<T> {
  return { put: [...window.byKey.values()], order: window.order, from: window.from, total: window.total };
}
