import type { Keyed, ListSnapshot } from "#api/list-patch.ts";

/** Rooms whose last window is kept, so that going back to one paints at once. */
const ROOMS = 10;

export interface WindowCache {
  list(identity: string): ListSnapshot<Keyed> | undefined;
  /** Keeps a closed list if it is of a kind that is worth it. */
  keep(name: string, identity: string, list: ListSnapshot<Keyed>): void;
  value(identity: string): unknown;
  /** Keeps what a closed value said, for those that a screen can't be drawn without. */
  keepValue(name: string, identity: string, value: unknown): void;
  put(identity: string, list: ListSnapshot<Keyed>): void;
  clear(): void;
}

/** Least recently kept out first; the room list has a place of its own. */
export function createWindowCache(): WindowCache {
  const timelines = new Map<string, ListSnapshot<Keyed>>();
  const others = new Map<string, ListSnapshot<Keyed>>();
  const values = new Map<string, unknown>();
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
    value: (identity) => values.get(identity),
    keepValue(name, identity, value) {
      if (name !== "room" || value === undefined) return;
      values.delete(identity);
      values.set(identity, withoutTyping(value));
      const [oldest] = values.keys();
      if (values.size > ROOMS && oldest !== undefined) values.delete(oldest);
    },
    put: (identity, list) => others.set(identity, list),
    clear() {
      timelines.clear();
      others.clear();
      values.clear();
    },
  };
}

/** Who was typing then is not typing now. */
function withoutTyping(value: unknown): unknown {
  return typeof value === "object" && value !== null && "typing" in value ? { ...value, typing: [] } : value;
}
