import { OlmMachine, initAsync } from "@matrix-org/matrix-sdk-crypto-wasm";
import { beforeAll, describe, expect, it } from "vitest";
import { openKeyFile, sealKeyFile } from "./key-file.ts";

beforeAll(() => initAsync());

const KEYS = JSON.stringify([{ algorithm: "m.megolm.v1.aes-sha2", room_id: "!a:b", note: "ä".repeat(300) }]);

describe("a key file", () => {
  it("is read by the engine, and the engine's is read here", async () => {
    // The engine reads only files of real keys; an empty list is one.
    expect(OlmMachine.decryptExportedRoomKeys(await sealKeyFile("[]", "secret", 1000), "secret")).toBe("[]");
    expect(await openKeyFile(OlmMachine.encryptExportedRoomKeys("[]", "secret", 1000), "secret")).toBe("[]");
    expect(await openKeyFile(await sealKeyFile(KEYS, "secret", 1000), "secret")).toBe(KEYS);
  });

  it("does not open with another passphrase", async () => {
    const file = await sealKeyFile(KEYS, "secret", 1000);
    await expect(openKeyFile(file, "Secret")).rejects.toMatchObject({ error: { code: "wrong-passphrase" } });
  });

  it.each(["", "hello", "-----BEGIN MEGOLM SESSION DATA-----\n!!\n-----END MEGOLM SESSION DATA-----"])(
    "is not %j",
    async (text) => {
      await expect(openKeyFile(text, "secret")).rejects.toMatchObject({ error: { code: "corrupt" } });
    },
  );
});
