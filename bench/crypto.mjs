// Encryption on a real Synapse: the first message in a new room, one in a room that is warm, 1,000 events opened while
// scrolling back, and a new device that gets 10,000 keys from the backup. Each with what it cost the main thread: none.
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { createServer } from "vite";
import { newUser } from "../stack/matrix.mjs";
import { createProxy } from "../stack/proxy.mjs";
import * as drive from "./drive.mjs";
import { count, median, ms, seconds } from "./report.mjs";
import { scrollBack } from "./scroll.mjs";
import { openBrowser } from "./world.mjs";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const PASSWORD = "hubbub";
const READER = "Long story";

export async function measureCrypto(bare, url) {
  // A loader that stays: the engine is loaded when it is first wanted.
  const loader = await createServer({
    root,
    configFile: false,
    logLevel: "error",
    appType: "custom",
    optimizeDeps: { noDiscovery: true },
    server: { middlewareMode: true, hmr: false, ws: false, watch: null },
  });
  const crypto = { newUser, ...(await loader.ssrLoadModule("/src/sdk/testing/encrypted-bench.ts")) };
  const world = { ...bare, crypto };
  await sending(world, url);
  await reading(world, url);
  await restoring(world, url);
  await loader.close();
}

function thread(report, name, value) {
  report.add(`… main-thread blocking, ${name}`, value, 0, ms);
}

/** From Enter until the server has the message: keys asked for, claimed, shared, the message encrypted, sent. */
async function enterToSent(page, proxy, text) {
  await page.getByRole("textbox", { name: "Message", exact: true }).click();
  await page.keyboard.type(text);
  await page.evaluate(() => {
    window.__at = new Promise((resolve) => {
      addEventListener("keydown", (event) => resolve(performance.timeOrigin + event.timeStamp), {
        once: true,
        capture: true,
      });
    });
  });
  const arrived = () => proxy.requests(/\/send\/m\.room\.encrypted\//).filter(({ status }) => status === 200).length;
  const before = arrived();
  await page.keyboard.press("Enter");
  const until = Date.now() + 30_000;
  while (arrived() === before) {
    if (Date.now() > until) throw new Error("the message was not sent");
    await pause(1);
  }
  return performance.timeOrigin + performance.now() - (await page.evaluate(() => window.__at));
}

async function blockingSince(page, work) {
  const from = await page.evaluate(() => performance.now());
  const result = await work();
  return [result, await page.evaluate((since) => window.__bench.blocking(since), from)];
}

async function sending({ report, samples, site, chromium, crypto }, url) {
  const { newUser } = crypto;
  const [user, friend] = [await newUser(url), await newUser(url)];
  // Somebody whose keys have to be claimed for the first message.
  await crypto.createStoryteller(url, friend, "Elsewhere");
  const names = Array.from({ length: samples }, (_, at) => `Quiet ${at + 1}`);
  for (const name of names) await crypto.encryptedRoom(user, name, friend);
  const proxy = await createProxy({ target: url });
  const browser = await openBrowser(chromium);
  const page = await browser.context.newPage();
  await drive.signIn(page, site.url, { url: proxy.url, user: user.userId, password: PASSWORD });
  await page.waitForTimeout(4000);
  const [first, firstBlocking] = await blockingSince(page, async () => {
    const took = [];
    for (const name of names) {
      // The room that was written to rises in the list: the others move once more.
      await page.waitForTimeout(1500);
      await drive.switchTo(page, name);
      await page.waitForTimeout(300);
      took.push(await enterToSent(page, proxy, `first word in ${name}`));
    }
    return took;
  });
  report.add("first encrypted message in a new room, Enter → sent", median(first), undefined, ms);
  thread(report, "first encrypted messages", firstBlocking);
  const [warm, warmBlocking] = await blockingSince(page, async () => {
    const took = [];
    for (let at = 0; at < samples + 2; at += 1) took.push(await enterToSent(page, proxy, `warm word ${at}.`));
    return took.slice(2);
  });
  report.add("warm encrypted message, Enter → sent", median(warm), undefined, ms);
  thread(report, "warm encrypted messages", warmBlocking);
  await browser.close();
  await proxy.close();
}

async function reading({ report, site, chromium, quick, crypto }, url) {
  const lines = quick ? 200 : 1000;
  const user = await crypto.newUser(url);
  const teller = await crypto.createStoryteller(url, user, READER);
  const browser = await openBrowser(chromium);
  const first = await browser.context.newPage();
  await drive.signIn(first, site.url, { url, user: user.userId, password: PASSWORD });
  // The key comes while somebody is there; what is said, while nobody is.
  await first.waitForTimeout(4000);
  await teller.share();
  await first.waitForTimeout(4000);
  await first.close();
  await teller.tell(lines);
  const page = await browser.context.newPage();
  await page.goto(site.url);
  await page.waitForTimeout(3000);
  await drive.switchTo(page, READER);
  await drive.toEnd(page);
  const out = await scrollBack(page, lines);
  report.add("scroll back through encrypted history: s per 1,000", (out.seconds / out.rows) * 1000, undefined, seconds);
  report.add("… rows reached, encrypted history", out.rows, undefined, count);
  const closed = await page.evaluate(() => document.querySelector("[role=feed]")?.textContent?.includes("Line 1 of"));
  report.add("… of which the oldest could be read", closed ? 1 : 0, undefined, count);
  thread(report, "encrypted history", out.blocking);
  await browser.close();
}

async function restoring({ report, site, chromium, quick, crypto }, url) {
  const keys = quick ? 1000 : 10_000;
  const { client, recoveryKey } = await crypto.accountWithBackup(url, keys, 10);
  const browser = await openBrowser(chromium);
  const page = await browser.context.newPage();
  await drive.signIn(page, site.url, { url, user: client.userId, password: PASSWORD });
  await page.waitForTimeout(4000);
  await page.goto(`${site.url}#/encryption/enter`);
  const form = page.getByLabel("Recovery key or passphrase");
  await form.fill(recoveryKey);
  const [took, blocking] = await blockingSince(page, async () => {
    const from = Date.now();
    await page.getByRole("button", { name: "Go on" }).click();
    await page.getByRole("heading", { name: "This session is verified" }).waitFor({ timeout: 120_000 });
    const verified = Date.now() - from;
    await page.evaluate(() => (location.hash = "#/settings/encryption"));
    const running = page.getByText("Getting keys from the backup");
    await running.waitFor({ timeout: 20_000 }).catch(() => undefined);
    await running.waitFor({ state: "detached", timeout: 300_000 });
    return { verified, restored: Date.now() - from };
  });
  report.add("recovery key → this session is verified", took.verified, undefined, ms);
  report.add(`recovery key → ${keys} keys of the backup are here`, took.restored / 1000, undefined, seconds);
  thread(report, "keys of the backup", blocking);
  const again = Date.now();
  await page.close();
  const warm = await browser.context.newPage();
  await warm.goto(site.url);
  await warm.waitForFunction(() => (window.__bench?.marks.list ?? -1) > 0);
  report.add("start of a device that has them → list", Date.now() - again, undefined, ms);
  thread(report, "that start", await warm.evaluate(() => window.__bench.blocking()));
  await browser.close();
}
