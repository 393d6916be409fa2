/** The recovery key as people see it (spec: Secrets, key representation): base58 of two marks, 32 bytes and a parity byte. */
const ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const MARKS = [0x8b, 0x01] as const;
const LENGTH = MARKS.length + 32 + 1;

function toBase58(bytes: Uint8Array): string {
  let number = 0n;
  for (const byte of bytes) number = number * 256n + BigInt(byte);
  let text = "";
  for (; number > 0n; number /= 58n) text = `${ALPHABET[Number(number % 58n)] ?? ""}${text}`;
  for (const byte of bytes) {
    if (byte !== 0) break;
    text = `1${text}`;
  }
  return text;
}

function fromBase58(text: string, length: number): Uint8Array<ArrayBuffer> | undefined {
  let number = 0n;
  for (const letter of text) {
    const value = ALPHABET.indexOf(letter);
    if (value < 0) return undefined;
    number = number * 58n + BigInt(value);
  }
  const bytes = new Uint8Array(length);
  for (let at = length - 1; at >= 0; at -= 1) {
    bytes[at] = Number(number & 0xffn);
    number >>= 8n;
  }
  return number === 0n ? bytes : undefined;
}

function parity(bytes: Uint8Array): number {
  return bytes.reduce((sum, byte) => sum ^ byte, 0);
}

/** In groups of four, to be read aloud and typed. */
export function formatRecoveryKey(key: Uint8Array): string {
  const bytes = new Uint8Array(LENGTH);
  bytes.set(MARKS);
  bytes.set(key, MARKS.length);
  bytes[LENGTH - 1] = parity(bytes);
  return toBase58(bytes)
    .replace(/(.{4})/g, "$1 ")
    .trim();
}

/** `undefined` for anything that is no recovery key: a slip of the pen shows by its parity. */
export function parseRecoveryKey(text: string): Uint8Array<ArrayBuffer> | undefined {
  const letters = text.replaceAll(/\s/g, "");
  if (letters.length < 40 || letters.length > 60) return undefined;
  const bytes = fromBase58(letters, LENGTH);
  if (!bytes || bytes[0] !== MARKS[0] || bytes[1] !== MARKS[1] || parity(bytes) !== 0) return undefined;
  return bytes.slice(MARKS.length, LENGTH - 1);
}

/** Meant as a recovery key, though it may have a slip in it: no passphrase looks like that. */
export function looksLikeRecoveryKey(text: string): boolean {
  const letters = text.replaceAll(/\s/g, "");
  return letters.startsWith("Es") && letters.length >= 44 && letters.length <= 52 && !/[^A-Za-z\d]/.test(letters);
}
