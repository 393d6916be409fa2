/**
 * Bytes of files on their way into the queue. They are written one file at a time, so that never more than one lies in
 * memory, and before the items that need them. Always holds: bytes without an item are named in a row of their own, and
 * whoever comes next throws them away; items and the end of that row are one transaction.
 */
import { parseTxnId, type TxnId } from "#api/ids.ts";
import type { Key, Store } from "#sdk/store/store.ts";
import type { Writer, WriteTxn } from "#sdk/store/writer.ts";

const STAGING: Key = ["staging"];

/** Where the small picture of a staged file lies: below the file, so that they go together. */
export function thumbnailKey(txnId: TxnId): Key {
  return [txnId, "thumbnail"];
}

export interface Staging {
  stage(
    files: readonly { readonly txnId: TxnId; readonly blob: Blob; readonly thumbnail?: Blob | undefined }[],
  ): Promise<void>;
  /** In the transaction of the items: the bytes belong to them now. */
  settle(txn: WriteTxn): void;
  /** Throws away what was staged for items that never came. */
  drop(): Promise<void>;
}

export function createStaging(store: Store, writer: Writer): Staging {
  async function drop(): Promise<void> {
    const row = await store.get("meta", STAGING);
    if (!Array.isArray(row)) return;
    await writer.write((txn) => {
      for (const value of row) {
        const txnId = parseTxnId(value);
        if (txnId !== undefined) txn.deletePrefix("staged", [txnId]);
      }
      txn.delete("meta", STAGING);
    });
  }

  return {
    stage: async (files) => {
      await writer.write((txn) =>
        txn.put(
          "meta",
          STAGING,
          files.map(({ txnId }) => txnId),
        ),
      );
      try {
        for (const { txnId, blob, thumbnail } of files)
          await writer.write((txn) => {
            txn.put("staged", [txnId], blob);
            if (thumbnail) txn.put("staged", thumbnailKey(txnId), thumbnail);
          });
      } catch (cause) {
        // A disk that is full is full enough without them.
        await drop().catch(() => undefined);
        throw cause;
      }
    },
    settle: (txn) => txn.delete("meta", STAGING),
    drop,
  };
}
