/**
 * Keeps long work from holding the thread: `await pace()` between steps yields once the present slice is used up, so that
 * verbs and views are answered in between. Costs nothing while there is time left.
 */
const SLICE_MS = 6;

interface SchedulerLike {
  yield(): Promise<void>;
}

function hasYield(value: unknown): value is SchedulerLike {
  return typeof value === "object" && value !== null && "yield" in value && typeof value.yield === "function";
}

function breathe(): Promise<void> {
  const scheduler: unknown = "scheduler" in globalThis ? globalThis.scheduler : undefined;
  return hasYield(scheduler) ? scheduler.yield() : new Promise((resolve) => setTimeout(resolve, 0));
}

/** A pace for one piece of work. */
export function createPace(): () => Promise<void> | undefined {
  let began = performance.now();
  return () => {
    if (performance.now() - began < SLICE_MS) return undefined;
    return breathe().then(() => {
      began = performance.now();
    });
  };
}
