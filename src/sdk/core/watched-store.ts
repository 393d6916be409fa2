/**
 * The store as the account sees it, with an eye on its writes: a transaction that failed for good (not for lack of room)
 * means memory and disk can't be trusted to stay together, and the core starts over. After `retire()` failures are
 * expected and nobody is told.
 */
import { Failure } from "#api/errors.ts";
import type { Store } from "#sdk/store/store.ts";

export interface WatchedStore extends Store {
  retire(): void;
}

export function watchStore(store: Store, onBroken: (error: Failure) => void): WatchedStore {
  let state: "watched" | "retired" = "watched";
  return {
    ...store,
    async commit(writes) {
      try {
        await store.commit(writes);
      } catch (error) {
        if (state === "watched" && error instanceof Failure && isFatal(error)) onBroken(error);
        throw error;
      }
    },
    retire() {
      state = "retired";
    },
  };
}

function isFatal(failure: Failure): boolean {
  return failure.error.kind === "storage" && failure.error.code !== "quota";
}
