import { Attachment, EncryptedAttachment, initAsync } from "@matrix-org/matrix-sdk-crypto-wasm";
import { beforeAll, describe, expect, it } from "vitest";
import { createAttachmentHash, decryptPiece, encryptAttachment, PIECE, readAttachmentKey } from "./attachment.ts";

beforeAll(() => initAsync());

function bytes(size: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: size }, (_, at) => (at * 31 + (at >> 8)) % 256);
}

describe.each([[0], [1], [15], [16], [PIECE], [PIECE * 2 + 77]])("an attachment of %d bytes", (size) => {
  it("is read by the engine, and read back here, from any piece on", async () => {
    const plain = bytes(size);
    const { blob, file } = await encryptAttachment(new Blob([plain]));
    const sealed = new Uint8Array(await blob.arrayBuffer());
    expect(sealed.length).toBe(size);
    const engine = Attachment.decrypt(new EncryptedAttachment(sealed, JSON.stringify(file)));
    expect(Buffer.compare(Buffer.from(engine), Buffer.from(plain))).toBe(0);
    const key = await readAttachmentKey(file);
    if (!key) throw new Error("no key");
    const hash = createAttachmentHash();
    hash.update(sealed);
    expect(hash.fits(key)).toBe(true);
    for (let at = 0; at < size; at += PIECE) {
      const piece = await decryptPiece(key, at, sealed.slice(at, at + PIECE));
      expect(Buffer.compare(Buffer.from(piece), Buffer.from(plain.subarray(at, at + PIECE)))).toBe(0);
    }
  });
});

describe("what the engine encrypted", () => {
  it("is read here; a flipped byte shows", async () => {
    const plain = bytes(1000);
    const sealed = Attachment.encrypt(plain);
    const info: unknown = JSON.parse(sealed.mediaEncryptionInfo ?? "{}");
    const key = await readAttachmentKey(info as Record<string, unknown>);
    if (!key) throw new Error("no key");
    const data = new Uint8Array(sealed.encryptedData);
    expect(await decryptPiece(key, 0, data)).toEqual(plain);
    data[5] = (data[5] ?? 0) ^ 1;
    const hash = createAttachmentHash();
    hash.update(data);
    expect(hash.fits(key)).toBe(false);
  });
});

it.each([[{}], [{ key: 1 }], [{ key: { alg: "A256CTR", k: "AAAA" }, iv: "AAAA", hashes: {} }]])(
  "%j is no key",
  async (file) => {
    expect(await readAttachmentKey(file)).toBeUndefined();
  },
);
