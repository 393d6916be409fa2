#!/usr/bin/env node
// Takes the README's picture, docs/screenshot.png, of a running `npm start`:
//   node scripts/screenshot.mjs [--url http://localhost:8080] [--out docs/screenshot.png] [--theme light|dark]
import path from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright";
import { ensureChromium } from "./start/chromium.mjs";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const option = (name, fallback) => {
  const at = process.argv.indexOf(`--${name}`);
  return at >= 0 ? process.argv[at + 1] : fallback;
};

const browser = await chromium.launch({
  executablePath: await ensureChromium(root),
  args: ["--disable-gpu", ...(process.getuid?.() === 0 ? ["--no-sandbox"] : [])],
});
try {
  const page = await browser.newPage({
    viewport: { width: 1440, height: 900 },
    colorScheme: option("theme", "light"),
    locale: "en-GB",
  });
  await page.goto(option("url", "http://localhost:8080"));
  await page.getByRole("textbox", { name: "User name" }).fill("nadia");
  await page.getByRole("textbox", { name: "Password" }).fill("hubbub");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByText("Lighthouse keepers").first().click();
  const jump = page.getByRole("button", { name: "Jump to the latest" });
  const last = page.locator(".msg").filter({ hasText: "could you take the Thursday morning shift" }).last();
  await jump.or(last).first().waitFor();
  const panel = page.getByRole("button", { name: "Members and room info" });
  if ((await panel.getAttribute("aria-pressed")) !== "true") await panel.click();
  await page.waitForTimeout(1_000);
  if (await jump.isVisible()) await jump.click();
  await last.waitFor();
  // Pictures come after the text; the window is still once none is on its way.
  await page.waitForFunction(() => [...document.images].every((image) => image.complete));
  await page.waitForTimeout(1_500);
  await page.mouse.move(720, 2);
  await page.screenshot({ path: option("out", path.join(root, "docs", "screenshot.png")) });
} finally {
  await browser.close();
}
