import type { Keyed, ListSnapshot } from "#api/list-patch.ts";

/** Rooms whose last window is kept, so that going back to one paints at once. */
const ROOMS = 10;

export interface WindowCache {
  list(identity: string): ListSnapshot<Keyed> | undefined;
  /** Keeps a closed list if it is of a kind that is worth it. */
  keep(name: string, identity: string, list: ListSnapshot<Keyed>): void;
  put(identity: string, list: ListSnapshot<Keyed>): void;
  clear(): void;
}

/** Least recently kept out first; the room list has a place of its own. */
export function createWindowCache(): WindowCache {
  const timelines = new Map<string, ListSnapshot<Keyed>>();
  const others = new Map<string, ListSnapshot<Keyed>>();
  return {
    list: (identity) => timelines.get(identity) ?? others.get(identity),
    keep(name, identity, list) {
      if (list.state === "loading") return;
      if (name === "roomList") others.set(identity, list);
      if (name !== "timeline") return;
      timelines.delete(identity);
      timelines.set(identity, list);
      const [oldest] = timelines.keys();
      if (timelines.size > ROOMS && oldest !== undefined) timelines.delete(oldest);
    },
    put: (identity, list) => others.set(identity, list),
    clear() {
      timelines.clear();
      others.clear();
    },
  };
}
