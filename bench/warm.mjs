// A warm start: the browser runs, the disk has everything, no page and so no core is alive.
import { blocking, marked } from "./probe.mjs";
import { median, ms, times } from "./report.mjs";

/** Milliseconds of the yardstick page in this browser, in this minute. */
export async function bareStart(browser, { bare, samples }) {
  const took = [];
  for (let i = 0; i < samples + 1; i += 1) {
    const page = await browser.context.newPage();
    await page.goto(bare.url);
    await page.waitForFunction(() => window.done > 0);
    took.push(await page.evaluate(() => window.done));
    await page.close();
  }
  return median(took.slice(1));
}

/** Opens `address` again and again with nothing of Hubbub alive; leaves the last page open. */
export async function warmStarts(browser, address, samples) {
  const runs = [];
  for (let i = 0; i < samples; i += 1) {
    for (const page of browser.pages()) await page.close();
    // The worker dies with its last page, but not in that instant.
    await new Promise((resolve) => setTimeout(resolve, 400));
    const page = await browser.context.newPage();
    await page.goto(address);
    const [firstRow, list, timeline] = [
      await marked(page, "firstRow"),
      await marked(page, "list"),
      await marked(page, "timeline"),
    ];
    await page.waitForTimeout(500);
    runs.push({ firstRow, list, timeline, blocked: await blocking(page) });
  }
  const of = (name) => median(runs.map((run) => run[name]));
  return {
    page: browser.pages()[0],
    firstRow: of("firstRow"),
    list: of("list"),
    timeline: of("timeline"),
    blocked: of("blocked"),
  };
}

export function reportWarm(report, label, warm, yardstick, listBudget) {
  report.add(`bare page that reads 500 names (${label})`, yardstick, undefined, ms);
  report.add(`warm start → first rows, ${label}`, warm.firstRow, undefined, ms);
  report.add(`warm start → list, ${label}`, warm.list, listBudget, ms);
  report.add(`warm start → timeline, ${label}`, warm.timeline, 220, ms);
  report.add(`… first rows ÷ bare page, ${label}`, warm.firstRow / yardstick, 0.8, times);
  report.add(`… list ÷ bare page, ${label}`, warm.list / yardstick, 1.6, times);
  report.add(`… timeline ÷ bare page, ${label}`, warm.timeline / yardstick, 2.2, times);
  report.add(`main-thread blocking at warm start, ${label}`, warm.blocked, 0, ms);
}
