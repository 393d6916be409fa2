/** The browser the tests drive: the system's Chromium, or the one that HUBBUB_CHROMIUM names. */
import { existsSync } from "node:fs";

const SYSTEM = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

export const CHROMIUM_FLAGS: readonly string[] = [
  // Chromium refuses its sandbox to root, and containers run as root.
  ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** `undefined`: the one Playwright installed itself. */
export function chromiumPath(): string | undefined {
  return process.env["HUBBUB_CHROMIUM"] ?? SYSTEM.find((path) => existsSync(path));
}
