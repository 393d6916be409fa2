// The demo world on a real Synapse: what a newcomer's start, rooms, writing and scrolling cost with a real server behind.
import * as drive from "./drive.mjs";
import { count, median, ms, p95, percent, seconds } from "./report.mjs";
import { scrollBack } from "./scroll.mjs";
import { bareStart, reportWarm, warmStarts } from "./warm.mjs";
import { openBrowser } from "./world.mjs";

const ROOMS = ["Lighthouse keepers", "Iris Vantongeren", "Tomé Salgado", "Amara Diallo", "Jonas Brandt", "Wen Harper"];
const LABEL = "demo world";

export async function measureDemo(world, url) {
  const { report, samples, site, chromium, quick } = world;
  const browser = await openBrowser(chromium);
  const yardstick = await bareStart(browser, world);
  const first = await browser.context.newPage();
  const signedIn = await drive.signIn(first, site.url, { url, user: "nadia", password: "hubbub" });
  report.add(`press sign in → list, ${LABEL}`, signedIn.list, 600, ms);
  report.add(`press sign in → timeline, ${LABEL}`, signedIn.timeline, undefined, ms);
  await first.waitForTimeout(6000);
  const warm = await warmStarts(browser, first.url(), samples);
  const { page } = warm;
  reportWarm(report, LABEL, warm, yardstick, 150);
  const unseen = await drive.tour(page, ROOMS);
  report.add(`room switch first, p95, ${LABEL}`, p95(unseen.took), 35, ms);
  const seen = await drive.tour(page, Array.from({ length: quick ? 2 : 5 }, () => ROOMS).flat());
  report.add(`room switch again, median, ${LABEL}`, median(seen.took), undefined, ms);
  report.add(`room switch again, p95, ${LABEL}`, p95(seen.took), 20, ms);
  await drive.switchTo(page, "Iris Vantongeren");
  const echoes = [];
  for (let i = 0; i < samples + 2; i += 1) echoes.push(await drive.enterToEcho(page, `echo number ${i}`));
  report.add(`Enter → own message on screen, ${LABEL}`, median(echoes.slice(2)), 17, ms);
  await drive.switchTo(page, "Ship’s log");
  await page.waitForTimeout(500);
  const out = await scrollBack(page, 2000);
  report.add(`scroll back 2,000 messages: s per 1,000, ${LABEL}`, (out.seconds / out.rows) * 1000, 3.5, seconds);
  report.add(`… rows reached, ${LABEL}`, out.rows, undefined, count);
  report.add(`… dropped frames, ${LABEL}`, (out.dropped / (out.frames + out.dropped)) * 100, 1, percent);
  report.add(`… main-thread blocking, ${LABEL}`, out.blocking, 0, ms);
  report.add(`… frames that show an empty row, ${LABEL}`, out.empty, 0, count);
  await browser.close();
}
