import type { AccountContext } from "./context.ts";

/**
 * Resolves when `holds` does, looking again after every commit, or after `ms` in any case: what waits for sync must not
 * hang on it.
 */
export async function until(
  { writer, clock }: Pick<AccountContext, "writer" | "clock">,
  holds: () => boolean,
  ms: number,
  signal?: AbortSignal,
): Promise<"holds" | "gave-up"> {
  if (holds()) return "holds";
  const done = new AbortController();
  const stop = (): void => done.abort();
  const unsubscribe = writer.subscribe(() => {
    if (holds()) stop();
  });
  signal?.addEventListener("abort", stop, { once: true });
  try {
    await clock.sleep(ms, done.signal);
    return holds() ? "holds" : "gave-up";
  } finally {
    unsubscribe();
    signal?.removeEventListener("abort", stop);
  }
}
