import { useCallback } from "react";
import type { ArgsOf, ResultOf, Verb } from "#api/contract.ts";
import type {} from "#api/all.ts";
import type { Result, SdkError } from "#api/errors.ts";
import type { CallOptions } from "./create-core-client.ts";
import { core } from "./core-client.ts";
import { dismissToast, showToast } from "./ui-store.ts";

export interface VerbOptions extends CallOptions {
  /** `toast` (default): a failure is told in a corner, with one retry. `caller`: it is the caller's to tell. */
  readonly onError?: "toast" | "caller";
}

/** Calls a verb. Never rejects. */
export async function callVerb<V extends Verb>(
  verb: V,
  args: ArgsOf<V>,
  options: VerbOptions = {},
): Promise<Result<ResultOf<V>>> {
  const result = await core().call(verb, args, options);
  if (!result.ok && options.onError !== "caller" && isWorthTelling(result.error)) {
    const toast = showToast({
      error: result.error,
      action: {
        kind: "retry",
        run: () => {
          dismissToast(toast);
          void core()
            .call(verb, args, options)
            .then((again) => {
              if (!again.ok && isWorthTelling(again.error)) showToast({ error: again.error });
            });
        },
      },
    });
  }
  return result;
}

function isWorthTelling(error: SdkError): boolean {
  return error.kind !== "cancelled" && error.kind !== "signed-out";
}

/** A verb as a function of its arguments; stable over renders. */
export function useVerb<V extends Verb>(
  verb: V,
): (args: ArgsOf<V>, options?: VerbOptions) => Promise<Result<ResultOf<V>>> {
  return useCallback((args, options) => callVerb(verb, args, options), [verb]);
}
