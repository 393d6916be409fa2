/**
 * The one way a value goes to disk. A value is JSON or bytes; it is encoded, then sealed with AES-GCM under a key that
 * cannot be exported, bound to the table and key it lies under, so that rows can't be swapped. Nothing readable remains
 * on disk but table names and keys of ids and numbers.
 */
import { Failure } from "#api/errors.ts";
import type { Key, Table } from "./store.ts";

const IV_BYTES = 12;
const JSON_VALUE = 0;
const BYTES_VALUE = 1;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** What lies in an object store: initialisation vector, then ciphertext. */
export type Sealed = Uint8Array<ArrayBuffer>;

export function createSealingKey(): Promise<CryptoKey> {
  return crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

/** A tag byte, then JSON or the bytes themselves. Accepts plain data, `Uint8Array`, `ArrayBuffer` and `Blob`. */
export async function encodeValue(value: unknown): Promise<Uint8Array<ArrayBuffer>> {
  if (value instanceof Blob) return tagged(BYTES_VALUE, new Uint8Array(await value.arrayBuffer()));
  if (value instanceof ArrayBuffer) return tagged(BYTES_VALUE, new Uint8Array(value));
  if (value instanceof Uint8Array) return tagged(BYTES_VALUE, value);
  const json = JSON.stringify(value) as string | undefined;
  if (json === undefined) throw new TypeError("a value of the store must be plain data or bytes");
  return tagged(JSON_VALUE, encoder.encode(json));
}

export function decodeValue(encoded: Uint8Array<ArrayBuffer>): unknown {
  const body = encoded.subarray(1);
  return encoded[0] === BYTES_VALUE ? body : (JSON.parse(decoder.decode(body)) as unknown);
}

function tagged(tag: number, body: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(body.length + 1);
  bytes[0] = tag;
  bytes.set(body, 1);
  return bytes;
}

function place(table: Table, key: Key): Uint8Array<ArrayBuffer> {
  return encoder.encode(JSON.stringify([table, ...key]));
}

export async function seal(cryptoKey: CryptoKey, table: Table, key: Key, value: unknown): Promise<Sealed> {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const ciphertext = await crypto.subtle.encrypt(
    { name: "AES-GCM", iv, additionalData: place(table, key) },
    cryptoKey,
    await encodeValue(value),
  );
  const sealed = new Uint8Array(IV_BYTES + ciphertext.byteLength);
  sealed.set(iv);
  sealed.set(new Uint8Array(ciphertext), IV_BYTES);
  return sealed;
}

/** Throws `Failure` storage `failed` if the value was not sealed by this key for this place. */
export async function unseal(cryptoKey: CryptoKey, table: Table, key: Key, sealed: unknown): Promise<unknown> {
  if (sealed === undefined) return undefined;
  if (!(sealed instanceof Uint8Array)) throw new Failure({ kind: "storage", code: "failed" });
  let plain: ArrayBuffer;
  try {
    plain = await crypto.subtle.decrypt(
      { name: "AES-GCM", iv: sealed.slice(0, IV_BYTES), additionalData: place(table, key) },
      cryptoKey,
      sealed.slice(IV_BYTES),
    );
  } catch {
    throw new Failure({ kind: "storage", code: "failed" });
  }
  return decodeValue(new Uint8Array(plain));
}
