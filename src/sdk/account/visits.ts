/**
 * What the palette ranks by: how often and how lately rooms and people were gone to. A visit counts one, and what was
 * counted halves every week; so a few numbers say it all, and nothing about when exactly somebody was where is kept. Lies
 * in the account's own store and nowhere else.
 */
import { parseRoomId, parseUserId, type RoomId, type UserId } from "#api/ids.ts";
import type { AccountContext } from "./context.ts";

export interface Visits {
  readonly ready: Promise<void>;
  /** 0 for what was never gone to. */
  weight(id: RoomId | UserId): number;
  /** When it was last gone to; 0 for never. */
  last(id: RoomId | UserId): number;
  used(id: RoomId | UserId): Promise<void>;
}

interface Visit {
  readonly weight: number;
  readonly at: number;
}

const ROW = ["visits"] as const;
const HALF_LIFE_MS = 7 * 24 * 3_600_000;
const MOST = 300;

/** What is left of a weight. */
export function faded({ weight, at }: Visit, now: number): number {
  return weight * 2 ** (-Math.max(0, now - at) / HALF_LIFE_MS);
}

export function createVisits({ store, writer, clock, log }: AccountContext): Visits {
  const visits = new Map<RoomId | UserId, Visit>();

  async function load(): Promise<void> {
    const stored = await store.get("meta", ROW);
    const rows: readonly unknown[] = Array.isArray(stored) ? stored : [];
    for (const row of rows) {
      if (!Array.isArray(row)) continue;
      const [key, weight, at]: readonly unknown[] = row;
      const id = parseRoomId(key) ?? parseUserId(key);
      if (id && typeof weight === "number" && typeof at === "number") visits.set(id, { weight, at });
    }
  }

  const ready = load();
  ready.catch((cause: unknown) => log.error("what was used can't be read", cause));
  return {
    ready,
    weight: (id) => {
      const visit = visits.get(id);
      return visit ? faded(visit, clock.now()) : 0;
    },
    last: (id) => visits.get(id)?.at ?? 0,
    used: async (id) => {
      await ready;
      const now = clock.now();
      const before = visits.get(id);
      visits.set(id, { weight: (before ? faded(before, now) : 0) + 1, at: now });
      if (visits.size > MOST) {
        const [least] = [...visits].toSorted((a, b) => faded(a[1], now) - faded(b[1], now));
        if (least && least[0] !== id) visits.delete(least[0]);
      }
      await writer.write((txn) =>
        txn.put(
          "meta",
          ROW,
          [...visits].map(([key, visit]) => [key, visit.weight, visit.at]),
        ),
      );
    },
  };
}
