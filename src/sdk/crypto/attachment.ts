/**
 * Encrypted attachments (spec: Sending encrypted attachments): AES-CTR and SHA-256, piece by piece, so that a file of any
 * size takes the memory of a few pieces. What was received is opened by the service worker (`sw/`) with the same pieces, or,
 * where there is none, by the core.
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { Failure } from "#api/errors.ts";
import { asString, isObject, type JsonObject } from "#sdk/events/envelope.ts";
import { fromBase64, toBase64 } from "./base64.ts";
import type { EncryptedFile } from "./port.ts";

/** A multiple of the cipher's block. */
export const PIECE = 1 << 20;
const BLOCK = 16;

type Bytes = Uint8Array<ArrayBuffer>;

export interface AttachmentKey {
  readonly key: CryptoKey;
  readonly iv: Bytes;
  readonly sha256: string;
}

/** The counter block of the piece that begins at `offset`. */
export function counterAt(iv: Bytes, offset: number): Bytes {
  const counter = iv.slice();
  const view = new DataView(counter.buffer);
  view.setBigUint64(8, BigInt.asUintN(64, view.getBigUint64(8) + BigInt(Math.floor(offset / BLOCK))));
  return counter;
}

export async function encryptAttachment(blob: Blob, signal?: AbortSignal): Promise<EncryptedFile> {
  const raw = crypto.getRandomValues(new Uint8Array(32));
  const key = await crypto.subtle.importKey("raw", raw, "AES-CTR", false, ["encrypt"]);
  // The lower half counts blocks and begins at zero.
  const iv = new Uint8Array(16);
  iv.set(crypto.getRandomValues(new Uint8Array(8)));
  const hash = sha256.create();
  const parts: Blob[] = [];
  for (let at = 0; at < blob.size; at += PIECE) {
    if (signal?.aborted === true) throw new Failure({ kind: "cancelled" });
    const piece = await blob.slice(at, at + PIECE).arrayBuffer();
    const sealed = await crypto.subtle.encrypt({ name: "AES-CTR", counter: counterAt(iv, at), length: 64 }, key, piece);
    hash.update(new Uint8Array(sealed));
    // A blob of blobs: the browser keeps the pieces where it has room.
    parts.push(new Blob([sealed]));
  }
  const k = toBase64(raw).replaceAll("+", "-").replaceAll("/", "_");
  return {
    blob: new Blob(parts, { type: "application/octet-stream" }),
    file: {
      v: "v2",
      key: { alg: "A256CTR", ext: true, k, key_ops: ["encrypt", "decrypt"], kty: "oct" },
      iv: toBase64(iv),
      hashes: { sha256: toBase64(hash.digest()) },
    },
  };
}

/** `undefined` for anything that is no `EncryptedFile`. */
export async function readAttachmentKey(file: JsonObject): Promise<AttachmentKey | undefined> {
  const jwk = isObject(file["key"]) ? file["key"] : {};
  const raw = fromBase64(jwk["k"]);
  const iv = fromBase64(file["iv"]);
  const hash = isObject(file["hashes"]) ? asString(file["hashes"]["sha256"]) : undefined;
  if (jwk["alg"] !== "A256CTR" || raw?.length !== 32 || iv?.length !== 16 || hash === undefined) return undefined;
  const key = await crypto.subtle.importKey("raw", raw, "AES-CTR", false, ["decrypt"]);
  return { key, iv, sha256: hash.replace(/=+$/, "") };
}

export async function decryptPiece({ key, iv }: AttachmentKey, offset: number, piece: Bytes): Promise<Bytes> {
  return new Uint8Array(
    await crypto.subtle.decrypt({ name: "AES-CTR", counter: counterAt(iv, offset), length: 64 }, key, piece),
  );
}

/** The hash of ciphertext that comes in pieces. */
export function createAttachmentHash(): { update(piece: Uint8Array): void; fits(key: AttachmentKey): boolean } {
  const hash = sha256.create();
  return {
    update: (piece) => void hash.update(piece),
    fits: (key) => toBase64(hash.digest()) === key.sha256,
  };
}

/** The whole file in clear, piece by piece. Errors: `crypto` (`changed`: it is not what its sender encrypted). */
export async function openAttachment(sealed: Blob, key: AttachmentKey, type: string): Promise<Blob> {
  const hash = createAttachmentHash();
  for (let at = 0; at < sealed.size; at += PIECE) hash.update(await pieceOf(sealed, at));
  if (!hash.fits(key)) throw new Failure({ kind: "crypto", code: "changed" });
  const parts: Blob[] = [];
  for (let at = 0; at < sealed.size; at += PIECE)
    parts.push(new Blob([await decryptPiece(key, at, await pieceOf(sealed, at))]));
  return new Blob(parts, { type });
}

async function pieceOf(blob: Blob, at: number): Promise<Bytes> {
  return new Uint8Array(await blob.slice(at, at + PIECE).arrayBuffer());
}
