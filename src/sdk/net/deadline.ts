/** A deadline joined with the caller's signal: one signal for `fetch`, and afterwards the reason it fired. */
import type { Clock } from "#lib/clock.ts";

export interface Deadline {
  readonly signal: AbortSignal;
  outcome(): "running" | "timeout" | "cancelled";
  end(): void;
}

export function startDeadline(clock: Clock, ms: number, outer: AbortSignal | undefined): Deadline {
  const request = new AbortController();
  const timer = new AbortController();
  let outcome: "running" | "timeout" | "cancelled" = "running";
  const cancel = (): void => {
    if (outcome === "running") outcome = "cancelled";
    request.abort();
  };
  if (outer?.aborted) cancel();
  outer?.addEventListener("abort", cancel, { once: true });
  void clock.sleep(ms, timer.signal).then(() => {
    if (timer.signal.aborted || outcome !== "running") return;
    outcome = "timeout";
    request.abort();
  });
  return {
    signal: request.signal,
    outcome: () => outcome,
    end: () => {
      timer.abort();
      outer?.removeEventListener("abort", cancel);
    },
  };
}
