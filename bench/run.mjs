#!/usr/bin/env node
// Hubbub's bench: headless Chromium, generated accounts on the fake homeserver, every figure printed beside its budget.
// Trust ratios within one run, not figures across machines. Needs a build in dist/. `--quick` takes fewer samples.
import fs from "node:fs";
import path from "node:path";
import { createServer } from "node:http";
import { chromium } from "playwright";
import { runnerImport } from "vite";
import { startWebServer } from "../scripts/serve.mjs";
import { findChromium } from "../scripts/start/chromium.mjs";

const root = path.resolve(path.dirname(new URL(import.meta.url).pathname), "..");
const quick = process.argv.includes("--quick");
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--enable-precise-memory-info",
];
const rows = [];
const ms = (n) => `${n < 10 ? n.toFixed(1) : Math.round(n)} ms`;
const kB = (n) => `${(n / 1000).toFixed(1)} kB`;

function report(name, value, budget, show) {
  rows.push({
    name,
    value,
    budget,
    shown: show(value),
    shownBudget: budget === undefined ? "" : show(budget),
    ratio: budget ? value / budget : undefined,
  });
}
const sorted = (list) => [...list].sort((a, b) => a - b);
const median = (list) => sorted(list)[Math.floor(list.length / 2)] ?? Number.NaN;
const p95 = (list) => sorted(list)[Math.min(list.length - 1, Math.floor(list.length * 0.95))] ?? Number.NaN;

/** Runs in the page before anything else: notes when things are first painted. */
function probe() {
  const marks = {};
  window.__bench = { marks, long: [] };
  const wanted = {
    firstRow: ".row-name",
    reactRow: "[role=treeitem] .row-name",
    message: "[role=feed] .msg",
    password: "input[type=password]",
  };
  const look = () => {
    for (const [name, selector] of Object.entries(wanted)) {
      if (marks[name] === undefined && document.querySelector(selector)) {
        marks[name] = -1;
        requestAnimationFrame(() => setTimeout(() => (marks[name] = performance.now())));
      }
    }
  };
  new MutationObserver(look).observe(document, { childList: true, subtree: true });
  try {
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries())
        window.__bench.long.push({ start: entry.startTime, duration: entry.duration });
    }).observe({ type: "longtask", buffered: true });
  } catch {}
}

async function marked(page, name, timeout = 30_000) {
  await page.waitForFunction((n) => (window.__bench?.marks[n] ?? -1) > 0, name, { timeout });
  return page.evaluate((n) => window.__bench.marks[n], name);
}
const blocking = (page) =>
  page.evaluate(() => window.__bench.long.reduce((sum, task) => sum + Math.max(0, task.duration - 50), 0));

async function bare(browser) {
  // The yardstick: a page that does nothing but read 500 names from IndexedDB and draw them.
  const html = `<!doctype html><meta charset=utf-8><title>bare</title><ul id=l></ul><script>
    const open = indexedDB.open("bare", 1);
    open.onupgradeneeded = () => { const s = open.result.createObjectStore("names"); for (let i = 0; i < 500; i++) s.put("Room number " + i, i); };
    open.onsuccess = () => { const r = open.result.transaction("names").objectStore("names").getAll(); r.onsuccess = () => {
      const l = document.getElementById("l"); for (const n of r.result) { const li = document.createElement("li"); li.textContent = n; l.append(li); }
      requestAnimationFrame(() => setTimeout(() => (window.done = performance.now()))); }; };
  </script>`;
  const server = createServer((_, response) => response.setHeader("content-type", "text/html").end(html));
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const context = await browser.newContext();
  const times = [];
  for (let i = 0; i < (quick ? 4 : 8); i += 1) {
    const page = await context.newPage();
    await page.goto(`http://localhost:${server.address().port}/`);
    await page.waitForFunction(() => window.done > 0);
    times.push(await page.evaluate(() => window.done));
    await page.close();
  }
  await context.close();
  server.close();
  return median(times.slice(1));
}

async function signIn(page, base, fake) {
  await page.goto(base);
  await page.getByLabel("Server, or your Matrix ID").fill(fake.url);
  await page.getByLabel("User name").fill("me");
  await page.getByLabel("Password", { exact: true }).fill(fake.password);
  // The server is found while one types; a person waits for that line before pressing.
  await page.waitForFunction(() => !document.querySelector("form button[type=submit]")?.disabled);
  const pressed = await page.evaluate(() => performance.now());
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  const list = await marked(page, "reactRow");
  return list - pressed;
}

/** Opens a room by clicking its row; resolves to the time from the click to its first message painted. */
async function switchTo(page, name) {
  return page.evaluate(
    (wanted) =>
      new Promise((resolve, reject) => {
        const row = [...document.querySelectorAll("[role=treeitem]")].find(
          (item) => item.querySelector(".row-name")?.textContent === wanted,
        );
        if (!row) return reject(new Error(`no row ${wanted}`));
        const start = performance.now();
        const timeout = setTimeout(() => reject(new Error(`room ${wanted} did not open`)), 10_000);
        row.querySelector("a,button,[data-open]")?.click() ?? row.click();
        if (document.querySelector("main h1")?.textContent !== wanted || !document.querySelector("[role=feed] .msg")) {
          const check = () => {
            if (
              document.querySelector("main h1")?.textContent === wanted &&
              document.querySelector("[role=feed] .msg")
            ) {
              clearTimeout(timeout);
              const channel = new MessageChannel();
              channel.port1.onmessage = () => resolve(performance.now() - start);
              requestAnimationFrame(() => channel.port2.postMessage(0));
            } else requestAnimationFrame(check);
          };
          requestAnimationFrame(check);
        } else resolve(performance.now() - start);
      }),
    name,
  );
}

async function enterToEcho(page, n) {
  const text = `echo number ${n}`;
  await page.getByRole("textbox", { name: "Message", exact: true }).click();
  await page.keyboard.type(text);
  await page.evaluate((wanted) => {
    window.__echo = new Promise((resolve) => {
      addEventListener(
        "keydown",
        (event) => {
          if (event.key !== "Enter") return;
          const start = event.timeStamp;
          const check = () => {
            const feed = document.querySelector("[role=feed]");
            if (feed?.textContent?.includes(wanted)) requestAnimationFrame(() => resolve(performance.now() - start));
            else requestAnimationFrame(check);
          };
          requestAnimationFrame(check);
        },
        { once: true, capture: true },
      );
    });
  }, text);
  await page.keyboard.press("Enter");
  return page.evaluate(() => window.__echo);
}

async function scrollBack(page, wanted) {
  return page.evaluate(
    (goal) =>
      new Promise((resolve) => {
        const feed = document.querySelector("[role=feed]");
        const scroller = (() => {
          for (let el = feed; el; el = el.parentElement)
            if (el.scrollHeight > el.clientHeight + 10 && /(auto|scroll)/.test(getComputedStyle(el).overflowY))
              return el;
          return feed;
        })();
        const seen = new Set();
        const out = { frames: 0, dropped: 0, empty: 0, nodes: 0, messages: 0 };
        const start = performance.now();
        const longBefore = window.__bench.long.length;
        let last = start;
        let idle = 0;
        const step = (now) => {
          out.frames += 1;
          if (now - last > 25) out.dropped += Math.round((now - last) / 16.7) - 1;
          last = now;
          const before = seen.size;
          for (const item of feed.querySelectorAll("[data-key]")) seen.add(item.getAttribute("data-key"));
          out.nodes = Math.max(out.nodes, document.querySelectorAll("*").length);
          const box = scroller.getBoundingClientRect();
          const middle = document.elementFromPoint(box.left + 200, box.top + box.height / 2);
          if (middle && !middle.closest("[data-key]")) out.empty += 1;
          idle = seen.size === before && scroller.scrollTop < 5 ? idle + 1 : 0;
          if (seen.size >= goal || idle > 300) {
            out.messages = seen.size;
            out.seconds = (performance.now() - start) / 1000;
            out.blocking = window.__bench.long
              .slice(longBefore)
              .reduce((sum, task) => sum + Math.max(0, task.duration - 50), 0);
            resolve(out);
            return;
          }
          scroller.scrollTop -= 400;
          requestAnimationFrame(step);
        };
        requestAnimationFrame(step);
      }),
    wanted,
  );
}

async function heap(page) {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("HeapProfiler.collectGarbage");
  await cdp.send("Performance.enable");
  const { metrics } = await cdp.send("Performance.getMetrics");
  await cdp.detach();
  return metrics.find((metric) => metric.name === "JSHeapUsedSize")?.value ?? Number.NaN;
}

function distSizes() {
  const dist = path.join(root, "dist");
  const html = fs.readFileSync(path.join(dist, "index.html"), "utf8");
  const size = (file) => {
    const br = path.join(dist, `${file}.br`);
    return fs.existsSync(br) ? fs.statSync(br).size : fs.statSync(path.join(dist, file)).size;
  };
  return { html, size };
}

async function account(browser, base, fake, count, budgets) {
  const names = fake.names;
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  await context.addInitScript(probe);
  const page = await context.newPage();
  const signedIn = await signIn(page, base, fake);
  report(`press sign in → list, ${count} rooms`, signedIn, budgets.signIn, ms);
  await page.waitForFunction(() => document.querySelectorAll("[role=treeitem]").length > 5);
  const first = [];
  for (const name of names.slice(0, 8)) first.push(await switchTo(page, name));
  report(`room switch first, ${count} rooms, median`, median(first.slice(1)), undefined, ms);
  report(`room switch first, ${count} rooms, p95`, p95(first.slice(1)), 35, ms);
  const again = [];
  for (let round = 0; round < (quick ? 2 : 5); round += 1)
    for (const name of names.slice(0, 8)) again.push(await switchTo(page, name));
  report(`room switch again, ${count} rooms, median`, median(again), undefined, ms);
  report(`room switch again, ${count} rooms, p95`, p95(again), 20, ms);
  const echoes = [];
  for (let i = 0; i < (quick ? 4 : 10); i += 1) echoes.push(await enterToEcho(page, i));
  report(`Enter → own message on screen, ${count} rooms`, median(echoes), 17, ms);
  await page.waitForTimeout(1500); // let the background sync and the snapshot writer come to rest: a warm start starts from rest
  const firstRows = [];
  const lists = [];
  const timelines = [];
  let block = 0;
  for (let i = 0; i < (quick ? 3 : 7); i += 1) {
    const url = page.url();
    for (const old of context.pages()) if (old !== page || i >= 0) await old.close();
    const warm = await context.newPage();
    await warm.goto(url);
    firstRows.push(await marked(warm, "firstRow"));
    lists.push(await marked(warm, "reactRow"));
    timelines.push(await marked(warm, "message"));
    block = Math.max(block, await blocking(warm));
    account.last = warm;
    Object.defineProperty(page, "url", { value: () => url });
  }
  report(`warm start → first rows visible, ${count} rooms`, median(firstRows), undefined, ms);
  report(`warm start → list, ${count} rooms`, median(lists), budgets.warmList, ms);
  report(`warm start → timeline, ${count} rooms`, median(timelines), 220, ms);
  report(`… first rows ÷ bare page, ${count} rooms`, median(firstRows) / budgets.bare, 0.8, (n) => n.toFixed(2));
  report(`… list ÷ bare page, ${count} rooms`, median(lists) / budgets.bare, 1.6, (n) => n.toFixed(2));
  report(`… timeline ÷ bare page, ${count} rooms`, median(timelines) / budgets.bare, 2.2, (n) => n.toFixed(2));
  report(`main-thread blocking at warm start, ${count} rooms`, block, 0, ms);
  report(`JS heap of the page, ${count} rooms`, await heap(account.last), 5e6, (n) => `${(n / 1e6).toFixed(1)} MB`);
  return { context, page: account.last };
}

async function main() {
  const executablePath = findChromium();
  const { module } = await runnerImport(path.join(root, "src/sdk/testing/fake-homeserver.ts"));
  const site = await startWebServer({ dir: path.join(root, "dist") });
  const base = site.url;
  const browser = await chromium.launch({ executablePath, args: FLAGS });
  try {
    const bareMs = await bare(browser);
    report("bare page reading 500 names from IndexedDB", bareMs, undefined, ms);

    // Bytes and the sign-in screen.
    {
      const context = await browser.newContext();
      await context.addInitScript(probe);
      const page = await context.newPage();
      await page.goto(base);
      report("sign-in screen ready", await marked(page, "password"), 400, ms);
      const sizes = await page.evaluate(() =>
        performance.getEntriesByType("resource").map((entry) => ({ name: entry.name, size: entry.encodedBodySize })),
      );
      const { size } = distSizes();
      const core = fs.readdirSync(path.join(root, "dist/core")).filter((file) => file.endsWith(".js"));
      const coreBytes = core.reduce((sum, file) => sum + size(`core/${file}`), 0);
      report(
        "bytes to the sign-in screen, window's JS",
        sizes.filter((s) => s.name.endsWith(".js")).reduce((sum, s) => sum + s.size, 0),
        110_000,
        kB,
      );
      report("core's JS, all of it", coreBytes, undefined, kB);
      await context.close();
    }

    for (const count of quick ? [50] : [50, 500]) {
      const fake = await module.startFakeHomeserver();
      const names = [];
      for (let i = 0; i < count; i += 1) {
        const big = i === count - 1;
        const name = big ? "The long log" : `Room ${i}`;
        fake.addRoom({
          name,
          messages: big ? 5000 : 20,
          members: i === count - 2 ? 1000 : 8,
          unread: i % 3,
          newest: Date.now() - (count - i) * 60_000,
        });
        names.unshift(name);
      }
      fake.names = names;
      const { context, page } = await account(browser, base, fake, count, {
        signIn: count === 50 ? 600 : 700,
        warmList: count === 50 ? 150 : 160,
        bare: bareMs,
      });
      if (count === (quick ? 50 : 500)) {
        await switchTo(page, names[0]);
        const out = await scrollBack(page, 2000);
        report(
          "scroll back 2,000 messages: s per 1,000",
          (out.seconds / out.messages) * 1000,
          3.5,
          (n) => `${n.toFixed(2)} s`,
        );
        report("… messages reached", out.messages, undefined, String);
        report("… dropped frames", (out.dropped / (out.frames + out.dropped)) * 100, 1, (n) => `${n.toFixed(1)} %`);
        report("… blocking", out.blocking, 0, ms);
        report("… DOM nodes at most", out.nodes, 1500, String);
        report("… frames that show an empty row", out.empty, 0, String);
        report("JS heap of the page after the scroll", await heap(page), 10e6, (n) => `${(n / 1e6).toFixed(1)} MB`);
        const loaded = await page.evaluate(() =>
          performance.getEntriesByType("resource").reduce((sum, entry) => sum + entry.encodedBodySize, 0),
        );
        report("bytes to a loaded room, window", loaded, 350_000, kB);
      }
      await context.close();
      await fake.close();
    }
  } finally {
    await browser.close();
    await site.close();
  }
  const width = Math.max(...rows.map((row) => row.name.length));
  console.log(`${"measure".padEnd(width)}  ${"figure".padStart(10)}  ${"budget".padStart(10)}  ratio`);
  for (const row of rows) {
    const ratio =
      row.budget === undefined ? "" : row.budget === 0 ? (row.value === 0 ? "met" : "over") : row.ratio.toFixed(2);
    console.log(`${row.name.padEnd(width)}  ${row.shown.padStart(10)}  ${row.shownBudget.padStart(10)}  ${ratio}`);
  }
}

await main();
