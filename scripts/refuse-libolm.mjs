#!/usr/bin/env node
/**
 * libolm is the tests' second implementation of encryption and no longer maintained: not a byte of it may be in a build.
 * Every build looks; also by hand:
 *   node scripts/refuse-libolm.mjs [dist]
 */
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** Words that minifiers leave alone: a global its loader reads, and texts of its errors in the compiled code. */
export const MARKERS = ["OLM_OPTIONS", "OLM_INPUT_BUFFER_TOO_SMALL", "olm_pk_private_key_length"];

/** Names of files that hold a part of it. */
export async function findLibolm(folder) {
  const found = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/\.(?:js|mjs|wasm|html)$/.test(entry.name)) continue;
    const file = path.join(entry.parentPath ?? entry.path, entry.name);
    const bytes = await readFile(file);
    if (MARKERS.some((marker) => bytes.includes(marker))) found.push(path.relative(folder, file));
  }
  return found.sort();
}

export async function refuseLibolm(folder) {
  const found = await findLibolm(folder);
  if (found.length > 0) throw new Error(`libolm is in the build, and is for tests only: ${found.join(", ")}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await refuseLibolm(path.resolve(process.argv[2] ?? "dist"));
  console.log("No libolm in the build.");
}
