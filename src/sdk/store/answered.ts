/**
 * Makes a verb safe to ask twice: its answer is written in the very transaction that did its work, under the key of the
 * call. A tab whose core died between the commit and the answer asks again under the same key and gets the same answer.
 */
import type { Key, Store } from "./store.ts";
import type { WriteTxn, Writer } from "./writer.ts";

const PLACE = "answered";

export interface Answers {
  /** What the call with this key was answered; `undefined` if its work was never committed. */
  read(callKey: string): Promise<unknown>;
  /** To be called inside the write that does the work. */
  note(txn: WriteTxn, callKey: string, answer: unknown): void;
}

/** Reads the disk once, at the first question; after that it knows. */
export function createAnswers(store: Store): Answers {
  let known: Promise<Map<string, unknown>> | undefined;

  async function load(): Promise<Map<string, unknown>> {
    const rows = await store.range("meta", { prefix: [PLACE] });
    return new Map(rows.map((row) => [String(row.key[1]), row.value]));
  }

  return {
    async read(callKey) {
      known ??= load().catch((cause: unknown) => {
        known = undefined;
        throw cause;
      });
      return (await known).get(callKey);
    },
    note(txn, callKey, answer) {
      txn.put("meta", [PLACE, callKey], answer);
      txn.onCommit(
        () =>
          void known?.then(
            (answers) => answers.set(callKey, answer),
            () => undefined,
          ),
      );
    },
  };
}

/** The answers that lie on disk now. */
export async function listAnswers(store: Store): Promise<readonly Key[]> {
  return (await store.range("meta", { prefix: [PLACE] })).map((row) => row.key);
}

/** Forgets answers of earlier cores, whose tabs have asked again long since. */
export async function forgetAnswers(writer: Writer, found: readonly Key[]): Promise<void> {
  if (found.length === 0) return;
  await writer.write((txn) => {
    for (const key of found) txn.delete("meta", key);
  });
}
