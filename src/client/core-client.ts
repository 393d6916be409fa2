/** The client of this tab: one, for the tab's whole life. `main.tsx` makes it before anything renders. */
import type { ArgsOf, ResultOf, Verb } from "#api/contract.ts";
import type {} from "#api/all.ts";
import type { Result } from "#api/errors.ts";
import type { CallOptions, CoreClient } from "./create-core-client.ts";

let current: CoreClient | undefined;

export function setCore(client: CoreClient): void {
  current = client;
}

export function core(): CoreClient {
  if (!current) throw new Error("the core client is not made yet");
  return current;
}

/** Calls a verb; a failure is the caller's to tell. Never rejects. `use-verb.ts` has the one that tells it itself. */
export function callVerb<V extends Verb>(
  verb: V,
  args: ArgsOf<V>,
  options?: CallOptions,
): Promise<Result<ResultOf<V>>> {
  return core().call(verb, args, options);
}
