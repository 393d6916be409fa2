import type { Locator, Page } from "@playwright/test";
import { numbered } from "./support/rooms.ts";
import { saySettings } from "./support/settings.ts";
import { expect, PASSWORD, SERVER_A, test } from "./support/world.ts";

/** Articles that are wholly inside the pane. */
async function wholeRows(feed: Locator): Promise<number> {
  return feed.evaluate((element) => {
    const pane = element.getBoundingClientRect();
    return [...element.querySelectorAll("[role=article]")].filter((row) => {
      const box = row.getBoundingClientRect();
      return box.top >= pane.top - 1 && box.bottom <= pane.bottom + 1;
    }).length;
  });
}

const laidOut = (page: Page, layout: string): Promise<void> =>
  expect(page.getByRole("feed")).toHaveAttribute("data-layout", layout);

test("layouts switch under the reader, who stays where they were; compact shows half as much again", async ({
  app,
  user,
  friend,
}) => {
  const roomId = await user.create({ name: "Harbour log", invite: [friend.userId] });
  await friend.join(roomId);
  for (const [index, text] of numbered("Entry", 60).entries())
    await (index % 2 === 0 ? friend : user).text(roomId, text);
  await app.signIn(SERVER_A, user.userId, PASSWORD);
  await app.openRoom("Harbour log");
  await expect(app.message("Entry 60.")).toBeInViewport();
  await laidOut(app.page, "modern");
  await expect.poll(() => wholeRows(app.feed)).toBeGreaterThan(5);
  const modern = await wholeRows(app.feed);

  await saySettings(user, { layout: "compact" });
  await laidOut(app.page, "compact");
  await expect(app.message("Entry 60.")).toBeInViewport();
  await expect.poll(() => wholeRows(app.feed)).toBeGreaterThanOrEqual(1.5 * modern);

  // Somewhere in the middle, on a message: the message keeps its place and the focus over every other layout.
  await app.feed.focus();
  for (let step = 0; step < 30; step += 1) await app.page.keyboard.press("ArrowUp");
  const held = app.message("Entry 31.");
  await expect(held).toBeFocused();
  await expect(held).toBeInViewport();
  for (const layout of ["irc", "bubbles", "modern"]) {
    await saySettings(user, { layout });
    await laidOut(app.page, layout);
    await expect(held).toBeInViewport();
    await expect(held).toBeFocused();
  }
});

test("text of 80 to 150 %, the clock and the times are as one chose, and nothing is cut off", async ({
  app,
  user,
  friend,
}) => {
  const roomId = await user.create({ name: "Big print", invite: [friend.userId] });
  await friend.join(roomId);
  await friend.text(roomId, "Readable from the pier");
  await friend.text(roomId, "And so is this");
  await app.signIn(SERVER_A, user.userId, PASSWORD);
  await app.openRoom("Big print");
  const time = app.message("Readable from the pier").locator("time").first();
  await expect(time).toHaveText(/^\d\d:\d\d$/);
  await saySettings(user, { fontSize: 150, clock: "12h", timestamps: "always" });
  await expect(time).toHaveText(/^\d{1,2}:\d\d [ap]m$/);
  await expect(time).toHaveAttribute("title", /\d{4}.*[ap]m$/);
  await expect(app.page.locator("html")).toHaveCSS("font-size", "24px");
  await expect(app.message("And so is this").locator("time")).toHaveCSS("opacity", "1");
  for (const width of [1280, 640, 390, 320]) {
    await app.page.setViewportSize({ width, height: 844 });
    await expect(app.message("Readable from the pier")).toBeInViewport();
    await expect(app.composer).toBeInViewport();
    await expect
      .poll(() => app.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth))
      .toBeLessThanOrEqual(0);
  }
});

test("right to left: the page mirrors, and each paragraph keeps its own direction", async ({ app, user, friend }) => {
  const roomId = await user.create({ name: "Two ways", invite: [friend.userId] });
  await friend.join(roomId);
  await friend.text(roomId, "שלום עולם, how are you?");
  await friend.text(roomId, "From left to right");
  await app.signIn(SERVER_A, user.userId, PASSWORD);
  await app.openRoom("Two ways");
  const hebrew = app.message("שלום").locator("p");
  await expect(hebrew).toHaveCSS("direction", "rtl");
  await app.page.evaluate(() => document.documentElement.setAttribute("dir", "rtl"));
  await expect(app.message("From left to right").locator("p")).toHaveCSS("direction", "ltr");
  for (const layout of ["modern", "compact", "irc", "bubbles"]) {
    await saySettings(user, { layout });
    await laidOut(app.page, layout);
    const words = app.message("שלום").locator("p");
    await expect
      .poll(async () => {
        const [row, box] = [await app.feed.boundingBox(), await words.boundingBox()];
        return row && box ? row.x + row.width - (box.x + box.width) : Infinity;
      })
      .toBeLessThan(260);
    const overflow = await app.page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
    expect(overflow).toBe(false);
  }
});

test("keyboard in the feed: screens, ends, and the focus comes back with its message", async ({ app, user }) => {
  const roomId = await user.create({ name: "Long walk" });
  for (const text of numbered("Step", 70)) await user.text(roomId, text);
  await app.signIn(SERVER_A, user.userId, PASSWORD);
  await app.openRoom("Long walk");
  await expect(app.message("Step 70.")).toBeInViewport();
  await app.feed.focus();
  await app.page.keyboard.press("ArrowUp");
  await expect(app.message("Step 70.")).toBeFocused();
  await app.page.keyboard.press("PageUp");
  await expect(app.message("Step 70.")).not.toBeFocused();
  await expect(app.page.locator(":focus")).toHaveAttribute("role", "article");
  await app.page.keyboard.press("End");
  await expect(app.message("Step 70.")).toBeFocused();
  // Scrolled away with the wheel, the row goes; the focus is held, and is there again with the row.
  await app.feed.hover();
  await app.page.mouse.wheel(0, -6000);
  await expect(app.message("Step 70.")).toHaveCount(0);
  await expect(app.feed).toBeFocused();
  await app.page.mouse.wheel(0, 12_000);
  await expect(app.message("Step 70.")).toBeFocused();
});

test("a message's label says who, when, what and how it stands", async ({ app, user, friend }) => {
  const roomId = await user.create({ name: "Labels", invite: [friend.userId] });
  await friend.join(roomId);
  const eventId = await friend.text(roomId, "Draught three metres");
  await user.send(roomId, "m.reaction", {
    "m.relates_to": { rel_type: "m.annotation", event_id: eventId, key: "👍" },
  });
  await friend.send(roomId, "m.room.message", {
    msgtype: "m.text",
    body: "* Draught four metres",
    "m.new_content": { msgtype: "m.text", body: "Draught four metres" },
    "m.relates_to": { rel_type: "m.replace", event_id: eventId },
  });
  await app.signIn(SERVER_A, user.userId, PASSWORD);
  await app.openRoom("Labels");
  await expect(
    app.feed.getByRole("article", { name: /^Ben Okri, \d\d:\d\d: Draught four metres\. edited\. 1 reaction$/ }),
  ).toBeVisible();
});

for (const theme of ["light", "dark"] as const) {
  test(`strong contrast by setting and by system (${theme})`, async ({ app, user }) => {
    await user.create({ name: "Contrast" });
    await app.signIn(SERVER_A, user.userId, PASSWORD);
    const html = app.page.locator("html");
    await saySettings(user, { theme, contrast: "more", motion: "reduced" });
    await expect(html).toHaveAttribute("data-theme", `${theme}-contrast`);
    await expect(html).toHaveAttribute("data-motion", "reduced");
    await saySettings(user, { theme, contrast: "system", motion: "system" });
    await expect(html).toHaveAttribute("data-theme", theme);
    await app.page.emulateMedia({ contrast: "more" });
    await expect(html).toHaveAttribute("data-theme", `${theme}-contrast`);
  });
}

test("forced colours: dialogs and what floats keep an edge", async ({ app, user, friend }) => {
  const roomId = await user.create({ name: "Forced", invite: [friend.userId] });
  await friend.join(roomId);
  await friend.text(roomId, "Edges everywhere");
  await app.page.emulateMedia({ forcedColors: "active" });
  await app.signIn(SERVER_A, user.userId, PASSWORD);
  await app.openRoom("Forced");
  await app.message("Edges everywhere").hover();
  await expect(app.page.getByRole("toolbar", { name: "Message actions" })).toHaveCSS("border-top-style", "solid");
  await app.page.keyboard.press("ControlOrMeta+k");
  await expect(app.page.getByRole("dialog")).toHaveCSS("border-top-style", "solid");
});
