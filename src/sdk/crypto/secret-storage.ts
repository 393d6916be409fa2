/**
 * Secrets as they lie in account data (spec: Secrets, `m.secret_storage.v1.aes-hmac-sha2`): keys derived by HKDF per name,
 * AES-CTR, HMAC over the ciphertext. Pure but for WebCrypto; who stores them where is `identity.ts`.
 */
import { asString, isObject, type JsonObject } from "#sdk/events/envelope.ts";
import { fromBase64, toBase64 } from "./base64.ts";

export const STORAGE_ALGORITHM = "m.secret_storage.v1.aes-hmac-sha2";
export const PASSPHRASE_ROUNDS = 500_000;

type Bytes = Uint8Array<ArrayBuffer>;

export interface SealedSecret {
  readonly iv: string;
  readonly ciphertext: string;
  readonly mac: string;
}

async function keysFor(key: Bytes, name: string): Promise<{ readonly aes: CryptoKey; readonly mac: CryptoKey }> {
  const base = await crypto.subtle.importKey("raw", key, "HKDF", false, ["deriveBits"]);
  const bits = await crypto.subtle.deriveBits(
    { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(32), info: new TextEncoder().encode(name) },
    base,
    512,
  );
  const [aes, mac] = await Promise.all([
    crypto.subtle.importKey("raw", bits.slice(0, 32), "AES-CTR", false, ["encrypt", "decrypt"]),
    crypto.subtle.importKey("raw", bits.slice(32), { name: "HMAC", hash: "SHA-256" }, false, ["sign", "verify"]),
  ]);
  return { aes, mac };
}

const counter = (iv: Bytes): AesCtrParams => ({ name: "AES-CTR", counter: iv, length: 64 });

export async function sealSecret(key: Bytes, name: string, secret: string, iv = freshIv()): Promise<SealedSecret> {
  return sealBytes(key, name, new TextEncoder().encode(secret), iv);
}

async function sealBytes(key: Bytes, name: string, secret: Bytes, iv: Bytes): Promise<SealedSecret> {
  const { aes, mac } = await keysFor(key, name);
  const ciphertext = new Uint8Array(await crypto.subtle.encrypt(counter(iv), aes, secret));
  const signature = new Uint8Array(await crypto.subtle.sign("HMAC", mac, ciphertext));
  return { iv: toBase64(iv), ciphertext: toBase64(ciphertext), mac: toBase64(signature) };
}

/** `undefined` if the key is not the one, or somebody changed the ciphertext. */
export async function openSecret(key: Bytes, name: string, sealed: unknown): Promise<string | undefined> {
  if (!isObject(sealed)) return undefined;
  const [iv, ciphertext, signature] = [sealed["iv"], sealed["ciphertext"], sealed["mac"]].map(fromBase64);
  if (iv?.length !== 16 || !ciphertext || !signature) return undefined;
  const { aes, mac } = await keysFor(key, name);
  if (!(await crypto.subtle.verify("HMAC", mac, signature, ciphertext))) return undefined;
  return new TextDecoder().decode(await crypto.subtle.decrypt(counter(iv), aes, ciphertext));
}

/** Bit 63 is zero: the counter of some implementations stops there. */
function freshIv(): Bytes {
  const iv = crypto.getRandomValues(new Uint8Array(16));
  iv[8] = (iv[8] ?? 0) & 0x7f;
  return iv;
}

export interface PassphraseInfo {
  readonly salt: string;
  readonly iterations: number;
}

export async function keyFromPassphrase(passphrase: string, { salt, iterations }: PassphraseInfo): Promise<Bytes> {
  const base = await crypto.subtle.importKey("raw", new TextEncoder().encode(passphrase), "PBKDF2", false, [
    "deriveBits",
  ]);
  const bits = await crypto.subtle.deriveBits(
    { name: "PBKDF2", hash: "SHA-512", salt: new TextEncoder().encode(salt), iterations },
    base,
    256,
  );
  return new Uint8Array(bits);
}

/** What is said about a key in account data: how to check it, and how it comes from a passphrase. */
export async function describeKey(key: Bytes, passphrase: PassphraseInfo | undefined): Promise<JsonObject> {
  const { iv, mac } = await sealBytes(key, "", new Uint8Array(32), freshIv());
  return {
    algorithm: STORAGE_ALGORITHM,
    iv,
    mac,
    ...(passphrase ? { passphrase: { algorithm: "m.pbkdf2", ...passphrase } } : {}),
  };
}

/** A description without a check value can't be checked; then the secrets themselves tell. */
export async function fitsKey(key: Bytes, description: JsonObject): Promise<"fits" | "wrong" | "unknown"> {
  const iv = fromBase64(description["iv"]);
  const mac = asString(description["mac"]);
  if (!iv || mac === undefined) return "unknown";
  if (iv.length !== 16) return "wrong";
  const again = await sealBytes(key, "", new Uint8Array(32), iv);
  return again.mac === mac.replace(/=+$/, "") ? "fits" : "wrong";
}

export function passphraseOf(description: JsonObject): PassphraseInfo | undefined {
  const passphrase = isObject(description["passphrase"]) ? description["passphrase"] : undefined;
  const salt = asString(passphrase?.["salt"]);
  const iterations = passphrase?.["iterations"];
  if (passphrase?.["algorithm"] !== "m.pbkdf2" || salt === undefined) return undefined;
  // A server that writes a huge number here would keep this device busy for hours.
  if (typeof iterations !== "number" || !Number.isSafeInteger(iterations) || iterations < 1 || iterations > 10_000_000)
    return undefined;
  return { salt, iterations };
}
