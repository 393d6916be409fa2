// The production build, made only when something that goes into it has changed.
import crypto from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { PlainError } from "../../stack/plain-error.mjs";
import { STATE_DIR } from "../../stack/servers.mjs";
import { run } from "./child.mjs";
import { plainFailure } from "./failures.mjs";
import { step } from "./progress.mjs";

const INPUTS = [
  "src",
  "public",
  "index.html",
  "vite.config.ts",
  "package.json",
  "package-lock.json",
  "scripts/build.mjs",
  "scripts/vite",
  "tsconfig.base.json",
  "tsconfig.app.json",
];

/** A fingerprint of everything the build reads. Tests beside the code do not count. */
export function sourceHash(root) {
  const hash = crypto.createHash("sha256").update(process.env.HUBBUB_BUILD ?? "");
  const add = (relative) => {
    const file = path.join(root, relative);
    const stat = fs.statSync(file, { throwIfNoEntry: false });
    if (!stat) return;
    if (stat.isDirectory()) for (const name of fs.readdirSync(file).sort()) add(`${relative}/${name}`);
    else if (!/\.test\.tsx?$/.test(relative)) hash.update(`${relative}\0`).update(fs.readFileSync(file));
  };
  INPUTS.forEach(add);
  return hash.digest("hex");
}

/** Builds into dist/ if need be; resolves to that directory. */
export async function ensureBuild(root) {
  const dist = path.join(root, "dist");
  const marker = path.join(STATE_DIR, "build.ok");
  const wanted = sourceHash(root);
  if (
    fs.existsSync(marker) &&
    fs.readFileSync(marker, "utf8") === wanted &&
    fs.existsSync(path.join(dist, "index.html"))
  )
    return dist;
  fs.mkdirSync(STATE_DIR, { recursive: true });
  fs.rmSync(marker, { force: true });
  await step("Building Hubbub", async () => {
    await run(process.execPath, [path.join(root, "scripts", "build.mjs")], { cwd: root, log: "build" }).catch(
      (error) => {
        const plain = plainFailure({ message: error.output });
        if (plain) throw plain;
        throw new PlainError(
          `Hubbub could not be built; what went wrong is in ${error.log}:\n${error.output.trim().split("\n").slice(-15).join("\n")}`,
        );
      },
    );
  });
  fs.writeFileSync(marker, wanted);
  return dist;
}
