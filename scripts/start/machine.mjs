// What this machine has: free space, and a package manager we may use.
import fs from "node:fs";
import { PlainError } from "../../stack/plain-error.mjs";
import { run } from "./child.mjs";
import { step } from "./progress.mjs";

/** Refuses to begin an installation that cannot end. */
export function requireSpace(dir, megabytes) {
  let free;
  try {
    const { bavail, bsize } = fs.statfsSync(dir);
    free = (bavail * bsize) / 1e6;
  } catch {
    return;
  }
  if (free < megabytes) {
    throw new PlainError(
      `There are only ${Math.floor(free)} MB free on this disk, and the installation needs about ${megabytes} MB: free some and start again.`,
    );
  }
}

/** True on a Debian-like system where we are root, so that system packages may be installed for a test run. */
export function canUseApt() {
  return process.platform === "linux" && process.getuid?.() === 0 && fs.existsSync("/usr/bin/apt-get");
}

export async function aptInstall(...packages) {
  await step(`Installing ${packages.join(", ")} with apt`, async () => {
    const env = { DEBIAN_FRONTEND: "noninteractive" };
    await run("apt-get", ["update"], { log: "apt-update", env }).catch(() => undefined);
    await run("apt-get", ["install", "-y", "--no-install-recommends", ...packages], { log: "apt", env });
  });
}
