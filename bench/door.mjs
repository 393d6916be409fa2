// What a newcomer waits for: bytes over the wire, and the sign-in screen.
import { signIn } from "./drive.mjs";
import { marked } from "./probe.mjs";
import { kB, median, ms } from "./report.mjs";
import { makeAccount, openBrowser } from "./world.mjs";

export async function measureDoor({ chromium, site, bare, report, samples, startFakeHomeserver }) {
  const { fake } = await makeAccount(startFakeHomeserver, { rooms: 50 });
  const ready = [];
  for (let i = 0; i < Math.min(samples, 5); i += 1) {
    // A fresh profile each time: nothing is cached.
    const browser = await openBrowser(chromium);
    const warmUp = await browser.context.newPage();
    await warmUp.goto(bare.url);
    const page = await browser.context.newPage();
    await page.goto(site.url);
    ready.push(await marked(page, "signIn"));
    await browser.close();
  }
  report.add("sign-in screen ready, nothing cached", median(ready), 400, ms);

  // Without the service worker, which copies the whole shell once everything is at rest.
  const browser = await openBrowser(chromium, { serviceWorkers: "block" });
  const page = await browser.context.newPage();
  site.forget();
  await page.goto(site.url);
  await marked(page, "signIn");
  await page.waitForTimeout(500);
  const sum = (test) => site.sent().reduce((total, { file, size }) => total + (test(file) ? size : 0), 0);
  report.add(
    "bytes to the sign-in screen, window's JS",
    sum((file) => /\/assets\/.*\.js$/.test(file)),
    110_000,
    kB,
  );
  report.add(
    "bytes to the sign-in screen, all but the core",
    sum((file) => !file.includes("/core/")),
    200_000,
    kB,
  );
  await signIn(page, site.url, fake);
  report.add(
    "bytes to a loaded room, all with the core",
    sum(() => true),
    350_000,
    kB,
  );
  report.add(
    "of these the core",
    sum((file) => file.includes("/core/")),
    undefined,
    kB,
  );
  await browser.close();
  await fake.close();
}
