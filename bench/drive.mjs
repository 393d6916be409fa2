// How a person drives Hubbub: signs in, opens rooms, writes, scrolls. Each returns what the page itself measured.
import { marked } from "./probe.mjs";
import { taskTime } from "./memory.mjs";

/** Press → list, and press → timeline of the first room, which is opened the moment its row is there. */
export async function signIn(page, base, fake) {
  await page.goto(base);
  await marked(page, "signIn");
  await page.getByLabel("Server, or your Matrix ID").fill(fake.url);
  await page.getByLabel("User name").fill(fake.user ?? "me");
  await page.getByLabel("Password", { exact: true }).fill(fake.password);
  // The server is found while one types; a person has that line before pressing.
  await page.waitForTimeout(700);
  await page.evaluate(() => {
    const row = () => document.querySelector("a.row[role=treeitem]");
    const observer = new MutationObserver(() => {
      if (!row()) return;
      observer.disconnect();
      window.__bench.afterPaint(() => row()?.click());
    });
    addEventListener(
      "click",
      (event) => {
        window.__bench.pressed = event.timeStamp;
        observer.observe(document, { childList: true, subtree: true });
      },
      { once: true, capture: true },
    );
  });
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  const list = await marked(page, "list");
  const timeline = await marked(page, "timeline");
  const pressed = await page.evaluate(() => window.__bench.pressed);
  return { list: list - pressed, timeline: timeline - pressed };
}

/** Waits until the sync has fetched everything and only waits for news. */
export async function rest(page, fake, forMs = 2500) {
  const polls = () => fake.counts.get("POST /_matrix/client/unstable/org.matrix.simplified_msc3575/sync") ?? 0;
  let last = -1;
  while (polls() !== last) {
    last = polls();
    await page.waitForTimeout(forMs);
  }
}

async function placeOf(page, name) {
  const box = await page.evaluate((wanted) => {
    const names = [...document.querySelectorAll("a[role=treeitem] .row-name")];
    const row = names.find((item) => item.textContent === wanted)?.closest("a");
    if (!row) return undefined;
    const { left, top, width, height } = row.getBoundingClientRect();
    return { x: left + width / 2, y: top + height / 2 };
  }, name);
  if (!box) throw new Error(`the room ${name} is not in sight`);
  return box;
}

/** From the click to the room's messages painted. */
export async function switchTo(page, name) {
  const { x, y } = await placeOf(page, name);
  await page.mouse.move(x, y);
  await page.evaluate((wanted) => {
    window.__wait = window.__bench.from("click", () => {
      const feed = document.querySelector("[role=feed]");
      return feed?.getAttribute("aria-label")?.endsWith(` ${wanted}`) === true && feed.querySelector(".msg") !== null;
    });
  }, name);
  await page.mouse.down();
  await page.mouse.up();
  return page.evaluate(() => window.__wait);
}

/** Switches through `names`; how long each took, and main-thread milliseconds a switch. */
export async function tour(page, names) {
  const cdp = await page.context().newCDPSession(page);
  // The thread's own time: what other processes take of the machine does not count.
  await cdp.send("Performance.enable", { timeDomain: "threadTicks" });
  const took = [];
  let busy = 0;
  for (const name of names) {
    const before = await taskTime(cdp);
    took.push(await switchTo(page, name));
    await page.waitForTimeout(60);
    busy += (await taskTime(cdp)) - before;
  }
  await cdp.detach();
  return { took, cpu: (busy * 1000) / names.length };
}

async function type(page, text) {
  await page.getByRole("textbox", { name: "Message", exact: true }).click();
  await page.keyboard.type(text);
}

export async function enterToEcho(page, text) {
  await type(page, text);
  await page.evaluate((wanted) => {
    window.__wait = window.__bench.from("keydown", () =>
      [...document.querySelectorAll("[role=feed] [data-key]")]
        .slice(-3)
        .some((row) => row.textContent?.includes(wanted)),
    );
  }, text);
  await page.keyboard.press("Enter");
  return page.evaluate(() => window.__wait);
}

/** To the newest message, wherever the room opened. */
export async function toEnd(page) {
  await page.waitForTimeout(300);
  const jump = page.getByRole("button", { name: /latest/i });
  if ((await jump.count()) > 0) await jump.click();
  await page.waitForTimeout(500);
}

/** Enter in `from`, painted in `to`: two browsers on one machine, so one clock. */
export async function enterToOther(from, to, text) {
  await type(from, text);
  await from.evaluate(() => {
    window.__at = new Promise((resolve) => {
      addEventListener("keydown", (event) => resolve(performance.timeOrigin + event.timeStamp), {
        once: true,
        capture: true,
      });
    });
  });
  const arrived = to.evaluate(
    (wanted) =>
      new Promise((resolve, reject) => {
        setTimeout(() => reject(new Error("the message did not arrive")), 10_000);
        const check = () => {
          const rows = [...document.querySelectorAll("[role=feed] [data-key]")].slice(-3);
          if (!rows.some((row) => row.textContent?.includes(wanted))) requestAnimationFrame(check);
          else window.__bench.painted((at) => resolve(performance.timeOrigin + at));
        };
        requestAnimationFrame(check);
      }),
    text,
  );
  await from.keyboard.press("Enter");
  return (await arrived) - (await from.evaluate(() => window.__at));
}

/** Opens the panel of members; the room's panel must be closed. */
export async function openMembers(page) {
  await page.evaluate(() => {
    window.__wait = window.__bench.from("click", () => document.querySelector("#panel .mem") !== null);
  });
  await page.locator("button.flip").click();
  return page.evaluate(() => window.__wait);
}

export async function closeMembers(page) {
  await page.locator("button.flip").click();
  await page.waitForFunction(() => document.querySelector("#panel") === null);
  await page.waitForTimeout(100);
}

/** Each keystroke in the switcher, from the key to the results that answer it. */
export async function switcher(page, text) {
  await page.keyboard.press("Control+k");
  await page.waitForFunction(() => document.querySelector(".palrow") !== null);
  await page.waitForTimeout(200);
  const took = [];
  for (let length = 1; length <= text.length; length += 1) {
    const typed = text.slice(0, length);
    await page.evaluate((wanted) => {
      window.__wait = window.__bench.from(
        "keydown",
        () => document.querySelector(".palrow mark")?.textContent?.toLowerCase() === wanted,
        "changed",
      );
    }, typed.toLowerCase());
    await page.keyboard.press(text[length - 1]);
    took.push(await page.evaluate(() => window.__wait));
    await page.waitForTimeout(50);
  }
  await page.keyboard.press("Escape");
  await page.waitForFunction(() => document.querySelector(".palette") === null);
  return took;
}
