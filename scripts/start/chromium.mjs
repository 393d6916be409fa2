// The Chromium that the tests, the bench and the screenshot drive: the system's first, else Playwright's own.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { PlainError } from "../../stack/plain-error.mjs";
import { run } from "./child.mjs";
import { aptInstall, canUseApt } from "./machine.mjs";
import { say, step } from "./progress.mjs";

const BROWSERS = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome-stable",
  "/usr/bin/google-chrome",
  "/snap/bin/chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** The system's Chromium, or the one HUBBUB_CHROMIUM names; undefined when there is none. */
export function findChromium() {
  return [process.env.HUBBUB_CHROMIUM, ...BROWSERS].find(starts);
}

/** The path of a Chromium that starts: the system's, else Playwright's, installed if need be. */
export async function ensureChromium(root) {
  const wish = process.env.HUBBUB_CHROMIUM;
  if (wish) {
    if (!starts(wish))
      throw new PlainError(`HUBBUB_CHROMIUM is ${wish}, but that does not start: correct or unset it.`);
    return wish;
  }
  const found = BROWSERS.find(starts) ?? (await playwrightChromium(root));
  if (found) return found;
  if (canUseApt()) {
    await aptInstall("chromium").catch(() => say("apt could not install Chromium, trying Playwright's"));
    const installed = BROWSERS.find(starts);
    if (installed) return installed;
  }
  const cli = path.join(root, "node_modules", "playwright", "cli.js");
  await step("Installing Playwright's Chromium", () =>
    run(process.execPath, [cli, "install", "chromium"], { cwd: root, log: "chromium" }),
  ).catch(() => undefined);
  const own = await playwrightChromium(root);
  if (own) return own;
  throw new PlainError(
    "The tests need a Chromium and none could be installed: install one (for example apt install chromium) and start again.",
  );
}

function starts(file) {
  if (!file || !fs.existsSync(file)) return false;
  try {
    return /\d+\.\d+/.test(
      execFileSync(file, ["--version"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"], timeout: 15_000 }),
    );
  } catch {
    return false;
  }
}

async function playwrightChromium(root) {
  try {
    const script = "import('playwright').then(({ chromium }) => console.log(chromium.executablePath()))";
    const file = (await run(process.execPath, ["-e", script], { cwd: root })).trim();
    return starts(file) ? file : undefined;
  } catch {
    return undefined;
  }
}
