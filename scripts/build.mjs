#!/usr/bin/env node
/**
 * The production build, into dist/: the window and the core (Vite), the service worker with the list of the shell's files,
 * and a brotli and a gzip twin beside every text file. Prints what it weighs. Types are checked elsewhere (`npm run types`).
 *   node scripts/build.mjs [--out dist]
 */
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { build } from "vite";
import { refuseLibolm } from "./refuse-libolm.mjs";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const dist = path.resolve(root, option("out", "dist"));
const TEXT = /\.(?:html|js|css|json|svg|webmanifest|txt|wasm)$/;
const HASHED = /^(?:assets|core)\//;
/** Kept by the browser when first used, not with the shell: the engine is most of the weight, and the door needs none of it. */
const LATE = /\.wasm$/;
/** WebAssembly takes brotli half a minute and is the same in most builds: its twins are made once. */
const TWINS = path.join(root, "node_modules/.cache/hubbub-twins");

process.chdir(root);
const began = Date.now();
process.env.HUBBUB_BUILD ||= await fingerprint();
const id = process.env.HUBBUB_BUILD;
await rm(dist, { recursive: true, force: true });
await build({ logLevel: "warn", build: { outDir: dist, emptyOutDir: true } });
await buildServiceWorker();
await refuseLibolm(dist);
const sizes = await compressAll();
report(sizes);

function option(name, otherwise) {
  const at = process.argv.indexOf(`--${name}`);
  return (at < 0 ? undefined : process.argv[at + 1]) ?? otherwise;
}

/** The same sources are the same build. */
async function fingerprint() {
  const hash = createHash("sha256");
  for (const name of ["index.html", "package-lock.json", "vite.config.ts", "src", "public", "scripts/vite"])
    await add(name);
  return hash.digest("hex").slice(0, 12);

  async function add(name) {
    if ((await stat(name)).isDirectory()) {
      for (const child of (await readdir(name)).sort()) await add(`${name}/${child}`);
    } else if (!/\.test\.tsx?$/.test(name)) {
      hash
        .update(name)
        .update("\0")
        .update(await readFile(name));
    }
  }
}

/** One classic script with a stable name, and in it what the shell consists of. */
async function buildServiceWorker() {
  const files = await list(dist);
  const entry = /src="\.\/(assets\/[^"]+\.js)"/.exec(await readFile(path.join(dist, "index.html"), "utf8"))?.[1];
  if (entry === undefined) throw new Error("the page has no entry");
  const hashed = files.filter((file) => HASHED.test(file));
  const shell = {
    build: id,
    files: hashed.filter((file) => !LATE.test(file)),
    late: hashed.filter((file) => LATE.test(file)),
    proof: entry,
  };
  await build({
    configFile: false,
    logLevel: "warn",
    publicDir: false,
    define: { __SHELL__: JSON.stringify(shell) },
    build: {
      target: ["chrome123", "firefox128", "safari17.5"],
      outDir: dist,
      emptyOutDir: false,
      modulePreload: false,
      reportCompressedSize: false,
      rolldownOptions: { input: "src/sw.ts", output: { format: "iife", entryFileNames: "sw.js" } },
    },
  });
}

async function compressAll() {
  const sizes = [];
  for (const file of await list(dist)) {
    const full = path.join(dist, file);
    const body = await readFile(full);
    if (!TEXT.test(file)) {
      sizes.push({ file, raw: body.length, br: body.length });
      continue;
    }
    const { br, gz } = LATE.test(file) ? await keptTwins(body) : await twins(body, constants.BROTLI_MODE_TEXT);
    // config.json belongs to whoever deploys: a twin of what we shipped would hide their changes.
    if (file !== "config.json") await Promise.all([writeFile(`${full}.br`, br), writeFile(`${full}.gz`, gz)]);
    sizes.push({ file, raw: body.length, br: br.length });
  }
  return sizes;
}

async function twins(body, mode) {
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: 11,
    [constants.BROTLI_PARAM_SIZE_HINT]: body.length,
    [constants.BROTLI_PARAM_MODE]: mode,
  };
  const [br, gz] = await Promise.all([
    promisify(brotliCompress)(body, { params }),
    promisify(gzip)(body, { level: 9 }),
  ]);
  return { br, gz };
}

async function keptTwins(body) {
  const stem = path.join(TWINS, createHash("sha256").update(body).digest("hex"));
  try {
    const [br, gz] = await Promise.all([readFile(`${stem}.br`), readFile(`${stem}.gz`)]);
    return { br, gz };
  } catch {
    const made = await twins(body, constants.BROTLI_MODE_GENERIC);
    await mkdir(TWINS, { recursive: true });
    // Renamed into place: a build that is cut off leaves no half of a file behind.
    for (const [kind, bytes] of Object.entries(made)) {
      const draft = `${stem}.${kind}.${process.pid}`;
      await writeFile(draft, bytes);
      await rename(draft, `${stem}.${kind}`);
    }
    return made;
  }
}

async function list(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      path.relative(folder, path.join(entry.parentPath ?? entry.path, entry.name)).replaceAll(path.sep, "/"),
    )
    .sort();
}

function report(sizes) {
  const width = Math.max(...sizes.map(({ file }) => file.length));
  const kilo = (bytes) => `${(bytes / 1000).toFixed(1)} kB`.padStart(11);
  console.log(`${"file".padEnd(width)}${"raw".padStart(11)}${"brotli".padStart(11)}`);
  for (const { file, raw, br } of sizes) console.log(`${file.padEnd(width)}${kilo(raw)}${kilo(br)}`);
  const sum = (key) => sizes.reduce((total, size) => total + size[key], 0);
  console.log(`${"total".padEnd(width)}${kilo(sum("raw"))}${kilo(sum("br"))}`);
  console.log(`Build ${id} in ${((Date.now() - began) / 1000).toFixed(1)} s`);
}
