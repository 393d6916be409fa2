// One account from its sign-in to its memory: every row of the budget that depends on an account.
import * as drive from "./drive.mjs";
import { coreHeap, pageHeap, rendererMemory } from "./memory.mjs";
import { marked } from "./probe.mjs";
import { count, MB, median, ms, p95, percent, seconds } from "./report.mjs";
import { scrollBack } from "./scroll.mjs";
import { bareStart, reportWarm, warmStarts } from "./warm.mjs";
import { makeAccount, openBrowser } from "./world.mjs";

export async function measureAccount(world, rooms) {
  const { report, samples, site, chromium, quick } = world;
  const { fake, names } = await makeAccount(world.startFakeHomeserver, { rooms });
  const browser = await openBrowser(chromium);
  const label = `${rooms} rooms`;
  const yardstick = await bareStart(browser, world);
  const first = await browser.context.newPage();
  const signedIn = await drive.signIn(first, site.url, fake);
  report.add(`press sign in → list, ${label}`, signedIn.list, rooms === 50 ? 600 : 700, ms);
  report.add(`press sign in → timeline, ${label}`, signedIn.timeline, undefined, ms);
  await drive.rest(first, fake);

  // From rest and from disk, as after a reload.
  let { page } = await warmStarts(browser, first.url(), 1);
  const shown = names.slice(0, 9);
  const [home, ...others] = shown;
  const unseen = await drive.tour(page, others);
  report.add(`room switch first, median, ${label}`, median(unseen.took), undefined, ms);
  report.add(`room switch first, p95, ${label}`, p95(unseen.took), 35, ms);
  const rounds = Array.from({ length: quick ? 2 : 5 }, () => others).flat();
  const seen = await drive.tour(page, rounds);
  report.add(`room switch again, median, ${label}`, median(seen.took), undefined, ms);
  report.add(`room switch again, p95, ${label}`, p95(seen.took), 20, ms);
  report.add(`main-thread CPU a switch, ${label}`, seen.cpu, 12, ms);

  await drive.switchTo(page, home);
  const echoes = [];
  for (let i = 0; i < samples + 2; i += 1) echoes.push(await drive.enterToEcho(page, `echo number ${i}`));
  report.add(`Enter → own message on screen, ${label}`, median(echoes.slice(2)), 17, ms);
  if (rooms === 50) await twoBrowsers(world, page, fake, home);

  await drive.switchTo(page, "The crowd");
  report.add(`member list of 1,000 → first rows, first time, ${label}`, await drive.openMembers(page), 25, ms);
  const lists = [];
  for (let i = 0; i < 4; i += 1) {
    await drive.closeMembers(page);
    lists.push(await drive.openMembers(page));
  }
  await drive.closeMembers(page);
  report.add(`member list of 1,000 → first rows, again, ${label}`, median(lists), 25, ms);
  const keys = [...(await drive.switcher(page, "crowd")), ...(await drive.switcher(page, "47"))];
  report.add(`switcher keystroke → result, ${label}`, median(keys), 5, ms);
  await drive.switchTo(page, home);
  await drive.rest(page, fake);

  const warm = await warmStarts(browser, page.url(), samples);
  page = warm.page;
  reportWarm(report, label, warm, yardstick, rooms === 50 ? 150 : 160);
  await page.reload();
  report.add(`reload → list, ${label}`, await marked(page, "list"), 100, ms);
  await marked(page, "timeline");
  await page.waitForTimeout(1500);
  report.add(`JS heap of the page, ${label}`, await pageHeap(page), 5e6, MB);
  report.add(`JS heap of the core, ${label}`, (await coreHeap(browser.context)) ?? Number.NaN, undefined, MB);
  report.add(`renderer's resident memory, ${label}`, await rendererMemory(browser.context), 200e6, MB);

  if (rooms === 500 || quick) await scroll(world, page);
  await browser.close();
  await fake.close();
}

async function twoBrowsers({ chromium, site, report, samples }, page, fake, room) {
  const other = await openBrowser(chromium);
  const there = await other.context.newPage();
  await drive.signIn(there, site.url, fake);
  await drive.rest(there, fake);
  await drive.switchTo(there, room);
  await drive.toEnd(there);
  const took = [];
  for (let i = 0; i < samples + 2; i += 1) {
    took.push(await drive.enterToOther(page, there, `over there ${i}`));
    await page.waitForTimeout(150);
  }
  report.add("Enter in one browser → on screen in another", median(took.slice(2)), 75, ms);
  await other.close();
}

async function scroll({ report }, page) {
  await drive.switchTo(page, "The long log");
  await page.waitForTimeout(500);
  const out = await scrollBack(page, 2000);
  report.add("scroll back 2,000 messages: s per 1,000", (out.seconds / out.rows) * 1000, 3.5, seconds);
  report.add("… rows reached", out.rows, undefined, count);
  report.add("… frames that waited at the top", out.stuck, undefined, count);
  report.add("… dropped frames", (out.dropped / (out.frames + out.dropped)) * 100, 1, percent);
  report.add("… main-thread blocking", out.blocking, 0, ms);
  report.add("… DOM nodes at most", out.nodes, 1500, count);
  report.add("… frames that show an empty row", out.empty, 0, count);
  report.add("JS heap of the page after the scroll", await pageHeap(page), 10e6, MB);
  report.add("JS heap of the core after the scroll", (await coreHeap(page.context())) ?? Number.NaN, undefined, MB);
}
