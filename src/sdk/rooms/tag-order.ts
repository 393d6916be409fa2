/**
 * `m.tag.order`: numbers from 0 to 1 that put favourites in order. A room that moves gets the middle between its new
 * neighbours, so one request is enough; where no number fits between them (or a neighbour has none) all are numbered anew.
 */
export interface NewOrders {
  /** Of the room that moves. */
  readonly own: number;
  /** By index into `others`: those that must change along. */
  readonly others: ReadonlyMap<number, number>;
}

/** Closer neighbours count as having no room between them: other clients may read the numbers less precisely. */
const LEAST_GAP = 1e-9;

/** Orders that put a room at `index` among the others, which come as they are shown (those without an order last). */
export function ordersAt(others: readonly (number | undefined)[], index: number): NewOrders {
  const before = others[index - 1];
  const low = index <= 0 ? 0 : before;
  const high = others[index] ?? 1;
  if (low !== undefined && high - low > 2 * LEAST_GAP && low >= 0 && high <= 1) {
    return { own: (low + high) / 2, others: new Map() };
  }
  const step = 1 / (others.length + 2);
  const changed = new Map<number, number>();
  others.forEach((order, at) => {
    const next = step * (at < index ? at + 1 : at + 2);
    if (order !== next) changed.set(at, next);
  });
  return { own: step * (Math.max(0, index) + 1), others: changed };
}
