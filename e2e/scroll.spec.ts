import type { Page } from "@playwright/test";
import { expect, PASSWORD, test } from "./support/world.ts";

/** Where a message stands on screen, to the pixel. */
async function topOf(page: Page, text: string): Promise<number> {
  const box = await page.getByRole("article").filter({ hasText: text }).boundingBox();
  if (!box) throw new Error(`${text} is not on screen`);
  return box.y;
}

/** Scrolls there and waits until the rows of that place are drawn. */
async function scrollTo(page: Page, top: number): Promise<void> {
  await page.getByRole("feed").evaluate((feed, value) => {
    feed.scrollTop = value;
  }, top);
  await expect.poll(() => reading(page), { intervals: [20] }).not.toBe("");
}

/** Text of a message in the middle of the pane. */
async function reading(page: Page): Promise<string> {
  return page.getByRole("feed").evaluate((feed) => {
    const box = feed.getBoundingClientRect();
    for (const article of feed.querySelectorAll("[role=article]")) {
      const { top, bottom } = article.getBoundingClientRect();
      const line = /line \d+\./.exec(article.textContent ?? "")?.[0];
      if (line !== undefined && top > box.top + 100 && bottom < box.bottom - 100) return line;
    }
    return "";
  });
}

test("what one reads stays where it is while history and pictures arrive", async ({ app, user, friend, network }) => {
  test.setTimeout(120_000);
  const roomId = await user.create({ name: "Anchor", invite: [friend.userId] });
  await friend.join(roomId);
  const pixel = Buffer.from(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
    "base64",
  );
  const mxc = await friend.upload(pixel, "image/png", "pixel.png");
  for (let i = 1; i <= 220; i += 1) {
    if (i % 7 === 0) {
      const info = i % 2 === 0 ? { w: 640, h: 480, mimetype: "image/png", size: pixel.length } : {};
      await friend.send(roomId, "m.room.message", { msgtype: "m.image", body: `picture ${i}.png`, url: mxc, info });
    } else await friend.text(roomId, `line ${i}. ${"and so on ".repeat(i % 23)}`);
  }
  await user.readMarkers(roomId, (await user.messages(roomId, { limit: 1 })).chunk[0]?.event_id ?? "");
  await app.signIn(network.url, user.userId, PASSWORD);
  // History comes late, so that it arrives while somebody reads.
  network.fault((request) => (request.path.endsWith("/messages") ? { delayMs: 700 } : undefined));
  await app.openRoom("Anchor");
  await expect(app.message("line 220.")).toBeInViewport();

  for (let page = 0; page < 3; page += 1) {
    await scrollTo(app.page, 300);
    const line = await reading(app.page);
    const before = await topOf(app.page, line);
    const height = await app.feed.evaluate((feed) => feed.scrollHeight);
    await expect.poll(() => app.feed.evaluate((feed) => feed.scrollHeight), { timeout: 20_000 }).not.toBe(height);
    await expect(app.feed).toHaveAttribute("aria-busy", "false");
    expect(Math.abs((await topOf(app.page, line)) - before), `page ${page}: ${line}`).toBeLessThanOrEqual(1);
  }
});

test("new messages while reading above: counted on a pill, which leads to them; nothing moves", async ({
  app,
  user,
  friend,
  network,
}) => {
  const roomId = await user.create({ name: "Watch", invite: [friend.userId] });
  await friend.join(roomId);
  for (let i = 1; i <= 60; i += 1) await friend.text(roomId, `line ${i}. ${"and so on ".repeat(i % 11)}`);
  await user.readMarkers(roomId, (await user.messages(roomId, { limit: 1 })).chunk[0]?.event_id ?? "");
  await app.signIn(network.url, user.userId, PASSWORD);
  await app.openRoom("Watch");
  await expect(app.message("line 60.")).toBeInViewport();
  await app.feed.hover();
  await app.page.mouse.wheel(0, -1500);
  await expect(app.message("line 60.")).not.toBeInViewport();
  await expect.poll(() => reading(app.page), { intervals: [20] }).not.toBe("");
  const line = await reading(app.page);
  const before = await topOf(app.page, line);
  for (const text of ["late one", "late two", "late three"]) await friend.text(roomId, text);
  const pill = app.page.getByRole("button", { name: /3 new/ });
  await expect(pill).toBeVisible();
  expect(Math.abs((await topOf(app.page, line)) - before)).toBeLessThanOrEqual(1);
  await pill.click();
  await expect(app.message("late three")).toBeInViewport();
  await expect(app.row(/^Watch.*unread/)).toHaveCount(0);
});

test("a room with unread messages opens where reading stopped", async ({ app, user, friend, network }) => {
  const roomId = await user.create({ name: "Bookmark", invite: [friend.userId] });
  await friend.join(roomId);
  let marker = "";
  for (let i = 1; i <= 90; i += 1) {
    const id = await friend.text(roomId, `line ${i}. ${"and so on ".repeat(i % 9)}`);
    if (i === 50) marker = id;
  }
  await user.readMarkers(roomId, marker);
  await app.signIn(network.url, user.userId, PASSWORD);
  await expect(app.row(/^Bookmark.*40 unread/)).toBeVisible({ timeout: 20_000 });
  await app.openRoom("Bookmark");
  await expect(app.message("line 51.")).toBeInViewport();
  await expect(app.feed.getByText("New", { exact: true })).toBeInViewport();
  await expect(app.message("line 90.")).not.toBeInViewport();
});
