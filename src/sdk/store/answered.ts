/**
 * Makes a verb safe to ask twice: its answer is written in the very transaction that did its work, under the key of the
 * call. A tab whose core died between the commit and the answer asks again under the same key and gets the same answer.
 */
import type { Key, Store } from "./store.ts";
import type { WriteTxn, Writer } from "./writer.ts";

const PLACE = "answered";

function rowOf(callKey: string): Key {
  return [PLACE, callKey];
}

/** What the call with this key was answered; `undefined` if its work was never committed. */
export function readAnswer(store: Store, callKey: string): Promise<unknown> {
  return store.get("meta", rowOf(callKey));
}

/** To be called inside the write that does the work. */
export function noteAnswer(txn: WriteTxn, callKey: string, answer: unknown): void {
  txn.put("meta", rowOf(callKey), answer);
}

/** Forgets the answers of earlier cores; their tabs have asked again long since. */
export async function forgetAnswers(writer: Writer, found: readonly Key[]): Promise<void> {
  if (found.length === 0) return;
  await writer.write((txn) => {
    for (const key of found) txn.delete("meta", key);
  });
}

export async function listAnswers(store: Store): Promise<readonly Key[]> {
  return (await store.range("meta", { prefix: [PLACE] })).map((row) => row.key);
}
