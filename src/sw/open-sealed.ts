/**
 * Ciphertext in, plaintext out, by pieces: the file never lies in memory as a whole, and plaintext nowhere but in the answer.
 * `gather` and `matches` see every byte before anything is decrypted.
 */
import { createAttachmentHash, decryptPiece, PIECE, type AttachmentKey } from "#sdk/crypto/attachment.ts";

/** A body as a blob of pieces, which the browser keeps where it has room. */
export async function gather(body: ReadableStream<Uint8Array<ArrayBuffer>> | null): Promise<Blob> {
  const parts: Blob[] = [];
  let pending: Uint8Array<ArrayBuffer>[] = [];
  let held = 0;
  const reader = body?.getReader();
  for (;;) {
    const next = await reader?.read();
    if (!next || next.done) break;
    pending.push(next.value);
    held += next.value.length;
    if (held < PIECE) continue;
    parts.push(new Blob(pending));
    pending = [];
    held = 0;
  }
  return new Blob([...parts, ...pending]);
}

/** Whether these bytes, all of them, are what the sender encrypted. */
export async function matches(blob: Blob, key: AttachmentKey): Promise<boolean> {
  const hash = createAttachmentHash();
  for (let at = 0; at < blob.size; at += PIECE)
    hash.update(new Uint8Array(await blob.slice(at, at + PIECE).arrayBuffer()));
  return hash.fits(key);
}

const BLOCK = 16;

/** Bytes `start` to `end`, both included, in clear. Only for a blob that matches. */
export function opened(
  blob: Blob,
  key: AttachmentKey,
  start: number,
  end: number,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  let at = start - (start % BLOCK);
  let skip = start - at;
  return new ReadableStream(
    {
      async pull(controller) {
        if (at > end) {
          controller.close();
          return;
        }
        const next = Math.min(at + PIECE, end + 1);
        const piece = new Uint8Array(await blob.slice(at, next).arrayBuffer());
        const plain = await decryptPiece(key, at, piece);
        controller.enqueue(plain.subarray(skip));
        skip = 0;
        at = next;
      },
    },
    { highWaterMark: 0 },
  );
}
