// Thousands of rooms: a start may cost no more than with fifty, and the list scrolls without an empty row.
import * as drive from "./drive.mjs";
import { coreHeap } from "./memory.mjs";
import { count, MB, ms, percent } from "./report.mjs";
import { scrollList } from "./scroll.mjs";
import { bareStart, reportWarm, warmStarts } from "./warm.mjs";
import { makeAccount, openBrowser } from "./world.mjs";

export async function manyRooms(world) {
  const { report, samples, site, chromium } = world;
  const { fake } = await makeAccount(world.startFakeHomeserver, { rooms: 5000, large: false, messages: 3, members: 4 });
  const browser = await openBrowser(chromium);
  const yardstick = await bareStart(browser, world);
  const first = await browser.context.newPage();
  const signedIn = await drive.signIn(first, site.url, fake);
  report.add("press sign in → list, 5,000 rooms", signedIn.list, 700, ms);
  await drive.rest(first, fake, 4000);
  const warm = await warmStarts(browser, first.url(), samples);
  reportWarm(report, "5,000 rooms", warm, yardstick, 160);
  report.add("JS heap of the core, 5,000 rooms", (await coreHeap(browser.context)) ?? Number.NaN, undefined, MB);

  for (let i = 0; i < 5000; i += 1)
    fake.addRoom({ name: `More ${i}`, messages: 3, members: 4, newest: Date.now() - (10_000 + i) * 60_000 });
  await drive.rest(warm.page, fake, 4000);
  const out = await scrollList(warm.page, 800, 10_000);
  report.add("list of 10,000 rooms, rows seen while scrolling", out.rows, undefined, count);
  report.add("… frames that show an empty row", out.empty, 0, count);
  report.add("… dropped frames", (out.dropped / (out.frames + out.dropped)) * 100, 1, percent);
  report.add("… main-thread blocking", out.blocking, 0, ms);
  await browser.close();
  await fake.close();
}
