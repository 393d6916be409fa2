import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, expect, test } from "vitest";
import { findLibolm, refuseLibolm } from "./refuse-libolm.mjs";

const folderOf = (specifier) => path.dirname(fileURLToPath(import.meta.resolve(specifier)));
const olm = folderOf("@matrix-org/olm");
const folders = [];

async function dist() {
  const folder = await mkdtemp(path.join(tmpdir(), "hubbub-libolm-"));
  folders.push(folder);
  await mkdir(path.join(folder, "core"));
  await writeFile(path.join(folder, "core/core-12345678.js"), "export const engine = 1;");
  return folder;
}

afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

test.each(["olm.js", "olm.wasm", "olm_legacy.js"])(
  "a build with %s in it is refused, whatever it is called",
  async (file) => {
    const folder = await dist();
    const [stem, kind] = ["core/x-12345678", path.extname(file)];
    await cp(path.join(olm, file), path.join(folder, stem + kind));
    await expect(refuseLibolm(folder)).rejects.toThrow(stem + kind);
  },
);

test("the engine that ships is not mistaken for it", async () => {
  const folder = await dist();
  await cp(
    path.join(folderOf("@matrix-org/matrix-sdk-crypto-wasm"), "pkg/matrix_sdk_crypto_wasm_bg.wasm"),
    path.join(folder, "core/engine-12345678.wasm"),
  );
  expect(await findLibolm(folder)).toEqual([]);
});
