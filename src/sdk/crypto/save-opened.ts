/** What is written beside opened events: their places in their sessions, keys of attachments, and what stays closed. */
import type { RoomId } from "#api/ids.ts";
import { sealedFilesOf } from "#sdk/events/content/sealed-file.ts";
import { asString, type MatrixEvent } from "#sdk/events/envelope.ts";
import type { WriteTxn } from "#sdk/store/writer.ts";
import { isEncrypted } from "./ciphertext.ts";
import { mayOpenLater } from "./open-event.ts";
import type { ReplayGuard } from "./replay-guard.ts";

export function saveOpened(txn: WriteTxn, guard: ReplayGuard, roomId: RoomId, events: readonly MatrixEvent[]): void {
  for (const event of events) {
    if (event.crypto?.state === "open") {
      guard.save(txn, roomId, event.crypto.sessionId, event.crypto.index, event.eventId);
      txn.delete("closed", [roomId, event.eventId]);
      // By URI and seal: the service worker finds the key there, and nothing about it is ever in an address.
      for (const { mxc, seal, row } of sealedFilesOf(event.content)) txn.put("mediaKeys", [mxc, seal], row);
    } else if (isEncrypted(event)) putClosed(txn, roomId, event);
  }
}

function putClosed(txn: WriteTxn, roomId: RoomId, event: MatrixEvent): void {
  const { crypto, ...wire } = event;
  if (crypto?.state === "closed" && !mayOpenLater(crypto.reason)) return;
  const sessionId = crypto?.sessionId ?? asString(event.content["session_id"]);
  txn.put("closed", [roomId, event.eventId], { event: wire, sessionId, tried: crypto !== undefined });
}
