/**
 * Pictures this window has just sent, by the transaction they go out with: shown from the file itself while it is uploaded
 * and until the server's copy is drawn. Owns the blob URLs it is given; only the latest few live.
 */
import { useSyncExternalStore } from "react";
import type { TxnId } from "#api/ids.ts";

const MOST = 24;
const urls = new Map<TxnId, string>();
const listeners = new Set<() => void>();

function tell(): void {
  for (const listener of listeners) listener();
}

/** Takes over a blob URL. */
export function keepLocalPicture(txnId: TxnId, url: string): void {
  urls.set(txnId, url);
  for (const [oldest, old] of urls) {
    if (urls.size <= MOST) break;
    urls.delete(oldest);
    URL.revokeObjectURL(old);
  }
  tell();
}

/** The server's copy is on screen, or the message is gone. */
export function dropLocalPicture(txnId: TxnId): void {
  const url = urls.get(txnId);
  if (url === undefined) return;
  urls.delete(txnId);
  URL.revokeObjectURL(url);
  tell();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useLocalPicture(txnId: TxnId | undefined): string | undefined {
  return useSyncExternalStore(subscribe, () => (txnId === undefined ? undefined : urls.get(txnId)));
}
