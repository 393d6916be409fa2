// The npm packages: installed with `npm ci` when the lock file says something else than node_modules.
import crypto from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { STATE_DIR } from "../../stack/servers.mjs";
import { run } from "./child.mjs";
import { npmFailure } from "./failures.mjs";
import { requireSpace } from "./machine.mjs";
import { step } from "./progress.mjs";

/** npm leaves a copy of what it installed; true when that agrees with the lock file. */
export function agrees(lock, installed) {
  if (!lock?.packages || !installed?.packages) return false;
  return Object.entries(lock.packages).every(([place, entry]) => {
    if (place === "" || entry.link) return true;
    const there = installed.packages[place];
    return there ? there.version === entry.version : entry.optional === true || entry.peer === true;
  });
}

export async function ensurePackages(root) {
  const lockFile = path.join(root, "package-lock.json");
  const lock = fs.readFileSync(lockFile);
  const marker = path.join(STATE_DIR, "packages.ok");
  const wanted = crypto.createHash("sha256").update(lock).update(`${process.platform}-${process.arch}`).digest("hex");
  const modules = path.join(root, "node_modules");
  const installedList = path.join(modules, ".package-lock.json");
  if (read(marker) === wanted && fs.existsSync(installedList)) return;
  fs.mkdirSync(STATE_DIR, { recursive: true });
  if (!agrees(JSON.parse(lock), parse(read(installedList)))) {
    requireSpace(root, 1_000);
    fs.rmSync(marker, { force: true });
    await step("Installing the npm packages", async () => {
      const [command, ...prefix] = npmCommand();
      const args = [
        ...prefix,
        "ci",
        "--no-audit",
        "--no-fund",
        "--loglevel=error",
        "--fetch-retries=1",
        "--fetch-timeout=20000",
        "--prefer-offline",
      ];
      // An npm inside npm must not inherit the outer one's run-script settings.
      await run(command, args, {
        cwd: root,
        log: "npm",
        env: { npm_config_loglevel: "error", NODE_ENV: "development" },
      }).catch((error) => {
        throw npmFailure(error);
      });
    });
  }
  fs.writeFileSync(marker, wanted);
}

/** How to call npm: through the one that called us, else the one on the path. */
export function npmCommand() {
  const own = process.env.npm_execpath;
  return own?.endsWith("npm-cli.js") ? [process.execPath, own] : ["npm"];
}

function read(file) {
  try {
    return fs.readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

function parse(text) {
  try {
    return text && JSON.parse(text);
  } catch {
    return undefined;
  }
}
