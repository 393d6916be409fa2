/**
 * Keyed patches: the only way a live list changes. They merge trivially (`mergePatch`), so the port may hold back
 * all but one unacknowledged patch per view and lose nothing.
 */
export interface Keyed {
  /** Stable over the item's life, also over its echo. */
  readonly key: string;
}

export interface ListPatch<T extends Keyed> {
  /** New or changed items. */
  readonly put: readonly T[];
  /** All keys of the window in order, if order or window changed. Keys not named are gone. */
  readonly order: readonly string[] | undefined;
  /** Index in the whole list of the window's first row, if it changed. */
  readonly from: number | undefined;
  /** Rows in the whole list, if it changed. */
  readonly total: number | undefined;
}

/** What a list looks like on the receiving side. */
export interface ListSnapshot<T extends Keyed> {
  readonly items: readonly T[];
  readonly from: number;
  readonly total: number;
  /** `loading` until the first patch arrived. */
  readonly state: "loading" | "ready";
}

/** Merges two patches of one view, `later` after `earlier`. */
export function mergePatch<T extends Keyed>(earlier: ListPatch<T>, later: ListPatch<T>): ListPatch<T> {
  const put = new Map<string, T>();
  for (const item of earlier.put) put.set(item.key, item);
  for (const item of later.put) {
    put.delete(item.key);
    put.set(item.key, item);
  }
  const order = later.order ?? earlier.order;
  if (order) {
    const alive = new Set(order);
    for (const key of put.keys()) if (!alive.has(key)) put.delete(key);
  }
  return {
    put: [...put.values()],
    order,
    from: later.from ?? earlier.from,
    total: later.total ?? earlier.total,
  };
}

/** Applies a patch; items that did not change keep their identity, so equal rows render nothing. */
export function applyPatch<T extends Keyed>(list: ListSnapshot<T>, patch: ListPatch<T>): ListSnapshot<T> {
  const byKey = new Map<string, T>();
  for (const item of list.items) byKey.set(item.key, item);
  for (const item of patch.put) byKey.set(item.key, item);
  const order = patch.order ?? list.items.map((item) => item.key);
  const items: T[] = [];
  for (const key of order) {
    const item = byKey.get(key);
    if (item) items.push(item);
  }
  return {
    items,
    from: patch.from ?? list.from,
    total: patch.total ?? list.total,
    state: "ready",
  };
}

/** The empty list before its first patch. */
export function emptyList<T extends Keyed>(): ListSnapshot<T> {
  return { items: [], from: 0, total: 0, state: "loading" };
}
