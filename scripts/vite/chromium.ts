/** The browser the tests drive: the system's Chromium, or the one that HUBBUB_CHROMIUM names. */
import { existsSync } from "node:fs";

const SYSTEM = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

const FLAGS: readonly string[] = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Without a system browser Playwright takes the one it installed itself. */
export function launchOptions(): { readonly args: string[]; readonly executablePath?: string } {
  // Chromium refuses its sandbox to root, and containers run as root.
  const args = process.getuid?.() === 0 ? ["--no-sandbox", ...FLAGS] : [...FLAGS];
  const executablePath = process.env["HUBBUB_CHROMIUM"] ?? SYSTEM.find((path) => existsSync(path));
  return executablePath === undefined ? { args } : { args, executablePath };
}
