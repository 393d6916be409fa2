/**
 * Retrying, for calls that may be repeated. The caller names the classes of failure it wants repeated; a server's
 * `retryAfterMs` is obeyed, everything else waits by exponential back-off with full jitter, so that a crowd of clients
 * does not come back at the same moment.
 */
import { Failure, type SdkError } from "#api/errors.ts";
import type { Clock } from "#lib/clock.ts";

/** `limited`: 429. `server`: the server or its proxy is in trouble (5xx). */
export type RetryClass = "offline" | "timeout" | "limited" | "server";
export const ALL_CLASSES: readonly RetryClass[] = ["offline", "timeout", "limited", "server"];

/** The class of a failure that may pass by itself; `undefined` for one that will not. */
export function retryClass(error: SdkError): RetryClass | undefined {
  switch (error.kind) {
    case "offline":
      return "offline";
    case "timeout":
      return "timeout";
    case "matrix":
      if (error.status === 429) return "limited";
      return error.status >= 500 ? "server" : undefined;
    case "discovery":
    case "invalid":
    case "storage":
    case "crypto":
    case "signed-out":
    case "sign-in":
    case "cancelled":
    case "core-restarted":
    case "bug":
      return undefined;
    default:
      return error satisfies never;
  }
}

export interface BackOff {
  readonly baseMs: number;
  readonly maxMs: number;
}

const DEFAULT: BackOff = { baseMs: 1000, maxMs: 60_000 };

/** Wait before the try after `attempt` (1 for the first) failures. */
export function backOffMs(
  attempt: number,
  random: () => number = Math.random,
  { baseMs, maxMs }: BackOff = DEFAULT,
): number {
  const ceiling = Math.min(maxMs, baseMs * 2 ** Math.min(attempt - 1, 30));
  // Full jitter, but never at once: a closed port would be hammered.
  return Math.round(Math.max(baseMs / 4, random() * ceiling));
}

/** Wait before the next try after this failure. */
export function waitAfter(error: SdkError, attempt: number, random?: () => number, limits?: BackOff): number {
  const wait = backOffMs(attempt, random, limits);
  return error.kind === "matrix" && error.retryAfterMs !== undefined ? error.retryAfterMs + Math.min(wait, 1000) : wait;
}

export interface RetryOptions {
  readonly clock: Clock;
  readonly signal?: AbortSignal;
  readonly classes: readonly RetryClass[];
  /** Tries in all; without it, for ever. */
  readonly attempts?: number;
  readonly random?: () => number;
  readonly backOff?: BackOff;
}

/** Calls `fn` until it succeeds, fails for good, or was cancelled. */
export async function retrying<T>(fn: (attempt: number) => Promise<T>, options: RetryOptions): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    if (options.signal?.aborted) throw new Failure({ kind: "cancelled" });
    try {
      return await fn(attempt);
    } catch (cause) {
      if (!(cause instanceof Failure)) throw cause;
      const kind = retryClass(cause.error);
      if (!kind || !options.classes.includes(kind) || attempt >= (options.attempts ?? Infinity)) throw cause;
      await options.clock.sleep(waitAfter(cause.error, attempt, options.random, options.backOff), options.signal);
    }
  }
}
