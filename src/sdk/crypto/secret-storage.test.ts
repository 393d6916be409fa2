import { describe, expect, it } from "vitest";
import { formatRecoveryKey, parseRecoveryKey } from "./recovery-key.ts";
import { describeKey, fitsKey, keyFromPassphrase, openSecret, passphraseOf, sealSecret } from "./secret-storage.ts";

const key = Uint8Array.from({ length: 32 }, (_, at) => (at * 7) % 256);

describe("secrets", () => {
  it("come back with their key and name, and with no other", async () => {
    const sealed = await sealSecret(key, "m.cross_signing.master", "the secret");
    expect(await openSecret(key, "m.cross_signing.master", sealed)).toBe("the secret");
    expect(await openSecret(key, "m.cross_signing.self_signing", sealed)).toBeUndefined();
    expect(await openSecret(new Uint8Array(32), "m.cross_signing.master", sealed)).toBeUndefined();
  });

  it("show every change of a byte", async () => {
    const sealed = await sealSecret(key, "x", "abcdefgh");
    const ciphertext = sealed.ciphertext.startsWith("A")
      ? `B${sealed.ciphertext.slice(1)}`
      : `A${sealed.ciphertext.slice(1)}`;
    expect(await openSecret(key, "x", { ...sealed, ciphertext })).toBeUndefined();
  });

  it.each([
    [undefined],
    [null],
    ["text"],
    [{}],
    [{ iv: 1, ciphertext: 2, mac: 3 }],
    [{ iv: "!!", ciphertext: "", mac: "" }],
  ])("that are no secrets are none: %j", async (sealed) => {
    expect(await openSecret(key, "x", sealed)).toBeUndefined();
  });
});

describe("a key", () => {
  it("is known by its check value", async () => {
    const description = await describeKey(key, undefined);
    expect(await fitsKey(key, description)).toBe("fits");
    expect(await fitsKey(new Uint8Array(32), description)).toBe("wrong");
    expect(await fitsKey(key, {})).toBe("unknown");
  });

  it("comes from a passphrase, the same each time", async () => {
    const info = { salt: "salt", iterations: 1000 };
    const derived = await keyFromPassphrase("correct horse", info);
    expect(derived).toEqual(await keyFromPassphrase("correct horse", info));
    const description = await describeKey(derived, info);
    expect(passphraseOf(description)).toEqual(info);
    expect(await fitsKey(derived, description)).toBe("fits");
  });

  it.each([[0], [-1], [1e12], ["many"], [undefined]])("of absurd effort is refused: %j", (iterations) => {
    expect(passphraseOf({ passphrase: { algorithm: "m.pbkdf2", salt: "s", iterations } })).toBeUndefined();
  });
});

describe("a recovery key", () => {
  it("comes back from what people write down, spaces or not", () => {
    const text = formatRecoveryKey(key);
    expect(text).toMatch(/^(?:[1-9A-HJ-NP-Za-km-z]{1,4} ?)+$/);
    expect(parseRecoveryKey(text)).toEqual(key);
    expect(parseRecoveryKey(`  ${text.replaceAll(" ", "\n")} `)).toEqual(key);
  });

  it("shows a slip of the pen", () => {
    const text = formatRecoveryKey(key);
    const slip = text.endsWith("2") ? `${text.slice(0, -1)}3` : `${text.slice(0, -1)}2`;
    expect(parseRecoveryKey(slip)).toBeUndefined();
  });

  it.each([[""], ["hello"], ["0OIl".repeat(12)], ["z".repeat(48)]])("is not %j", (text) => {
    expect(parseRecoveryKey(text)).toBeUndefined();
  });
});
