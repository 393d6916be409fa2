/**
 * The file of message keys that clients exchange (spec: Key exports): PBKDF2, AES-CTR and HMAC by WebCrypto, which keeps
 * the core free while it works (the engine's own way takes the thread for a second).
 */
import { Failure } from "#api/errors.ts";
import { fromBase64 } from "./base64.ts";

const HEAD = "-----BEGIN MEGOLM SESSION DATA-----";
const TAIL = "-----END MEGOLM SESSION DATA-----";
const ROUNDS = 500_000;
/** A file that asks for more would keep this device busy for hours. */
const MOST_ROUNDS = 10_000_000;
const VERSION = 1;
const SALT = 1;
const IV = 17;
const COUNT = 33;
const BODY = 37;
const MAC = 32;
const LINE = 96;

type Bytes = Uint8Array<ArrayBuffer>;

async function keysFor(
  passphrase: string,
  salt: Bytes,
  iterations: number,
): Promise<{ readonly aes: CryptoKey; readonly mac: CryptoKey }> {
  const base = await crypto.subtle.importKey("raw", new TextEncoder().encode(passphrase), "PBKDF2", false, [
    "deriveBits",
  ]);
  const bits = await crypto.subtle.deriveBits({ name: "PBKDF2", hash: "SHA-512", salt, iterations }, base, 512);
  const [aes, mac] = await Promise.all([
    crypto.subtle.importKey("raw", bits.slice(0, 32), "AES-CTR", false, ["encrypt", "decrypt"]),
    crypto.subtle.importKey("raw", bits.slice(32), { name: "HMAC", hash: "SHA-256" }, false, ["sign", "verify"]),
  ]);
  return { aes, mac };
}

const counter = (iv: Bytes): AesCtrParams => ({ name: "AES-CTR", counter: iv, length: 64 });

/** `json`: the sessions as the engine exports them. */
export async function sealKeyFile(json: string, passphrase: string, rounds = ROUNDS): Promise<string> {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const iv = crypto.getRandomValues(new Uint8Array(16));
  // Some implementations count with 63 bits.
  iv[8] = (iv[8] ?? 0) & 0x7f;
  const { aes, mac } = await keysFor(passphrase, salt, rounds);
  const body = new Uint8Array(await crypto.subtle.encrypt(counter(iv), aes, new TextEncoder().encode(json)));
  const file = new Uint8Array(BODY + body.length + MAC);
  file[0] = VERSION;
  file.set(salt, SALT);
  file.set(iv, IV);
  new DataView(file.buffer).setUint32(COUNT, rounds);
  file.set(body, BODY);
  const signed = file.slice(0, BODY + body.length);
  file.set(new Uint8Array(await crypto.subtle.sign("HMAC", mac, signed)), BODY + body.length);
  return [HEAD, ...lines(file), TAIL, ""].join("\n");
}

/** Padded base64: other readers expect it. */
function lines(file: Uint8Array): readonly string[] {
  const found: string[] = [];
  for (let at = 0; at < file.length; at += LINE) found.push(btoa(String.fromCharCode(...file.subarray(at, at + LINE))));
  return found;
}

/** Errors: `crypto` `corrupt` (no such file) | `wrong-passphrase`. */
export async function openKeyFile(text: string, passphrase: string): Promise<string> {
  const from = text.indexOf(HEAD);
  const to = text.indexOf(TAIL, from);
  const inside = from < 0 || to < 0 ? undefined : text.slice(from + HEAD.length, to).replaceAll(/\s/g, "");
  const file = fromBase64(inside);
  if (!file || file.length < BODY + MAC || file[0] !== VERSION) throw new Failure({ kind: "crypto", code: "corrupt" });
  const rounds = new DataView(file.buffer).getUint32(COUNT);
  if (rounds < 1 || rounds > MOST_ROUNDS) throw new Failure({ kind: "crypto", code: "corrupt" });
  const { aes, mac } = await keysFor(passphrase, file.slice(SALT, IV), rounds);
  const end = file.length - MAC;
  if (!(await crypto.subtle.verify("HMAC", mac, file.slice(end), file.slice(0, end))))
    throw new Failure({ kind: "crypto", code: "wrong-passphrase" });
  const json = await crypto.subtle.decrypt(counter(file.slice(IV, COUNT)), aes, file.slice(BODY, end));
  return new TextDecoder().decode(json);
}
