import type { ArgsOf, ResultOf, Verb } from "#api/contract.ts";

export interface CallContext {
  /** Aborted when the caller's deadline passed or its tab is gone. */
  readonly signal: AbortSignal;
  /** The same when a tab asks again after the core restarted: see `store/answered.ts`. */
  readonly key?: string;
}

/** One handler per verb. Expected failures are thrown as `Failure`; anything else is a bug. */
export type Handlers = {
  readonly [V in Verb]: (args: ArgsOf<V>, call: CallContext) => Promise<ResultOf<V>>;
};
