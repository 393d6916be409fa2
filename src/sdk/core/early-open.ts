/**
 * Starts to open the database before anything else of the core is evaluated: opening takes longer than all the rest of a
 * start. Until somebody takes it, the connection yields to whoever wants to upgrade or delete the database. What goes
 * wrong here shows when it is taken.
 */
import type { IDBPDatabase } from "idb";
import { openDatabase, type OpenOptions } from "#sdk/store/idb.ts";

export interface EarlyOpen {
  /** Hands the connection over, once; `undefined` if it had to yield meanwhile. */
  take(onLost: OpenOptions["onLost"]): Promise<IDBPDatabase> | undefined;
}

export function openEarly(slot: string): EarlyOpen {
  let listener: OpenOptions["onLost"] | undefined;
  let state: "held" | "yielded" = "held";
  const database = openDatabase({
    slot,
    onLost: (reason) => {
      if (listener) {
        listener(reason);
        return;
      }
      state = "yielded";
      void database.then((db) => db.close());
    },
  });
  // Handled where it is taken; until then it must not count as unhandled.
  database.catch(() => undefined);
  return {
    take(onLost) {
      listener = onLost;
      return state === "held" ? database : undefined;
    },
  };
}
