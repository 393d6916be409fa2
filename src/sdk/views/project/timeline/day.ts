/** Days as the user's clock has them, also across changes of summer time. */
export interface DayFinder {
  /** Local midnight before `ts`. */
  dayOf(ts: number): number;
}

export function createDayFinder(): DayFinder {
  let from = 0;
  let to = 0;
  return {
    dayOf(ts) {
      if (ts >= from && ts < to) return from;
      const date = new Date(ts);
      from = new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
      to = new Date(date.getFullYear(), date.getMonth(), date.getDate() + 1).getTime();
      return from;
    },
  };
}

const MINUTE = 60_000;

/** A time no later than a minute from now: clocks of servers may be wrong or lie. */
export function clampTs(ts: number, now: number): number {
  return Math.min(ts, now + MINUTE);
}
