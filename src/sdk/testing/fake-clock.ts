/**
 * Time for unit tests: nothing passes until `advance`. Sleepers wake in order of their time; between two of them every
 * settled promise gets to run, so a test needs no real timer.
 */
import type { Clock } from "#lib/clock.ts";

export interface FakeClock extends Clock {
  advance(ms: number): Promise<void>;
  /** How many sleepers wait, and for how long the next one still will. */
  sleeping(): { readonly count: number; readonly nextMs: number | undefined };
}

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

/** Lets everything that is already settled run. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise<void>((resolve) => setImmediate(resolve));
}

export function createFakeClock(start = 1_700_000_000_000): FakeClock {
  let now = start;
  const sleepers = new Set<Sleeper>();

  function next(): Sleeper | undefined {
    let first: Sleeper | undefined;
    for (const sleeper of sleepers) if (!first || sleeper.at < first.at) first = sleeper;
    return first;
  }

  return {
    now: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve();
        const sleeper: Sleeper = {
          at: now + Math.max(0, ms),
          wake: () => {
            sleepers.delete(sleeper);
            signal?.removeEventListener("abort", sleeper.wake);
            resolve();
          },
        };
        sleepers.add(sleeper);
        signal?.addEventListener("abort", sleeper.wake, { once: true });
      }),
    advance: async (ms) => {
      const end = now + ms;
      await settle();
      for (let sleeper = next(); sleeper && sleeper.at <= end; sleeper = next()) {
        now = Math.max(now, sleeper.at);
        sleeper.wake();
        await settle();
      }
      now = end;
    },
    sleeping: () => {
      const first = next();
      return { count: sleepers.size, nextMs: first && first.at - now };
    },
  };
}
