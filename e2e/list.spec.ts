import { devices, type Page } from "@playwright/test";
import { Hubbub } from "./support/hubbub.ts";
import { expect, PASSWORD, SERVER_A, tab, test } from "./support/world.ts";

/** Names of the rows below a section's header, as far as they are drawn. */
async function section(app: Hubbub, name: string): Promise<string[]> {
  return app.list.getByRole("treeitem").evaluateAll((rows, wanted) => {
    // They are drawn in any order; where they lie is the order.
    const sorted = rows.toSorted((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top);
    const names: string[] = [];
    let inside = false;
    for (const row of sorted) {
      const label = row.getAttribute("aria-label") ?? row.textContent ?? "";
      if (row.getAttribute("aria-level") === "1") inside = label.startsWith(`${wanted},`);
      else if (inside) names.push(label.split(",")[0] ?? "");
    }
    return names;
  }, name);
}

async function choose(app: Hubbub, row: string, entry: string): Promise<void> {
  await app.row(new RegExp(`^${row}`)).click({ button: "right" });
  await app.page.getByRole("menuitem", { name: entry, exact: true }).click();
}

async function sectionMenu(app: Hubbub, header: RegExp, button: string): Promise<void> {
  await app.row(header).hover();
  await app.list.getByRole("button", { name: button }).click();
}

async function drag(page: Page, from: string, to: string, where: "above" | "below"): Promise<void> {
  const rows = page.getByRole("tree");
  const a = await rows.getByRole("treeitem", { name: from }).boundingBox();
  const b = await rows.getByRole("treeitem", { name: to }).boundingBox();
  if (!a || !b) throw new Error("not on screen");
  await page.mouse.move(a.x + 80, a.y + a.height / 2);
  await page.mouse.down();
  await page.mouse.move(a.x + 80, a.y + a.height / 2 + 12, { steps: 3 });
  await page.mouse.move(b.x + 80, b.y + b.height * (where === "above" ? 0.25 : 0.75), { steps: 5 });
  await expect(page.locator(".drop-line")).toBeVisible();
  await page.mouse.up();
}

test("a starred direct chat stands under Favourites in every browser, and goes back to People", async ({
  app,
  otherProfile,
  user,
  friend,
}) => {
  const roomId = await user.create({ is_direct: true, preset: "trusted_private_chat", invite: [friend.userId] });
  await friend.join(roomId);
  await user.accountData("m.direct", { [friend.userId]: [roomId] });
  await user.create({ name: "Harbour" });
  await app.signIn(SERVER_A, user.userId, PASSWORD);
  await otherProfile.signIn(SERVER_A, user.userId, PASSWORD);
  await expect.poll(() => section(otherProfile, "People")).toEqual(["Ben Okri"]);

  await choose(app, "Ben Okri", "Add to favourites");
  await expect.poll(() => section(app, "Favourites")).toEqual(["Ben Okri"]);
  await expect.poll(() => section(otherProfile, "Favourites")).toEqual(["Ben Okri"]);
  expect(await section(app, "People")).toEqual([]);
  // A reload brings the rows of the last visit, then the core's: they say the same.
  await app.page.reload();
  await expect.poll(() => section(app, "Favourites")).toEqual(["Ben Okri"]);

  // By keyboard, from the other browser.
  await otherProfile.list.focus();
  await otherProfile.page.keyboard.press("Home");
  await otherProfile.page.keyboard.press("ArrowDown");
  await otherProfile.page.keyboard.press("Shift+F10");
  await otherProfile.page.getByRole("menuitem", { name: "Remove from favourites" }).press("Enter");
  await expect.poll(() => section(otherProfile, "People")).toEqual(["Ben Okri"]);
  await expect.poll(() => section(app, "People")).toEqual(["Ben Okri"]);
  expect(await otherProfile.list.evaluate((tree) => tree === document.activeElement)).toBe(true);
  // The key that chose an entry opens no room.
  expect(otherProfile.page.url()).not.toContain("#/room");

  // The room's header offers the same.
  await app.openRoom("Harbour");
  await app.page.getByRole("button", { name: "Room menu" }).click();
  await app.page.getByRole("menuitem", { name: "Low priority" }).click();
  await expect.poll(() => section(otherProfile, "Low priority")).toEqual(["Harbour"]);
});

test("marked as unread here, unread in another tab and browser; marked as read, the title and the icon are calm", async ({
  app,
  context,
  errors,
  otherProfile,
  user,
  friend,
}) => {
  const roomId = await user.create({ name: "Pier watch", invite: [friend.userId] });
  await friend.join(roomId);
  await app.signIn(SERVER_A, user.userId, PASSWORD);
  await otherProfile.signIn(SERVER_A, user.userId, PASSWORD);
  const second = new Hubbub(await tab(context, errors));
  await second.open();
  await expect(second.row(/^Pier watch/)).toBeVisible();

  await choose(app, "Pier watch", "Mark as unread");
  for (const one of [app, second, otherProfile]) {
    await expect(one.row(/^Pier watch/)).toHaveClass(/unread/);
    await expect(one.page).toHaveTitle(/^\(1\)/);
    await expect(one.page.locator("link[rel=icon]")).toHaveAttribute("href", "./icon-for-me.svg");
  }
  await friend.text(roomId, "hello Ann");
  await expect(app.row(/^Pier watch.*1 unread/)).toBeVisible();
  await choose(second, "Pier watch", "Mark as read");
  for (const one of [app, second, otherProfile]) {
    await expect(one.row(/^Pier watch/)).not.toHaveClass(/unread/);
    await expect(one.page).toHaveTitle("Hubbub");
    await expect(one.page.locator("link[rel=icon]")).toHaveAttribute("href", "./icon.svg");
  }
});

test("a change is shown at once, undone with words when the server refuses, and kept when it is away", async ({
  app,
  user,
  network,
}) => {
  await user.create({ name: "Harbour" });
  await app.signIn(network.url, user.userId, PASSWORD);
  network.fault(({ path }) => (/\/tags\//.test(path) ? { status: 403, errcode: "M_FORBIDDEN" } : undefined));
  await choose(app, "Harbour", "Add to favourites");
  await expect(app.page.getByText(/^The change to Harbour is undone/)).toBeVisible();
  await expect.poll(() => section(app, "Rooms")).toEqual(["Harbour"]);

  network.goOffline();
  await choose(app, "Harbour", "Add to favourites");
  await expect.poll(() => section(app, "Favourites")).toEqual(["Harbour"]);
  await expect(app.page.getByText(/^Kept on this device/)).toBeVisible();
  await app.page.reload();
  await expect.poll(() => section(app, "Favourites")).toEqual(["Harbour"]);
  network.fault(undefined);
  await expect
    .poll(() => network.requests(/\/tags\//).some(({ status }) => status === 200), { timeout: 30_000 })
    .toBe(true);
  expect(await section(app, "Favourites")).toEqual(["Harbour"]);
});

test("order and size of a section survive a reload; what is cut off is one press away", async ({ app, user }) => {
  for (let i = 1; i <= 12; i += 1) await user.create({ name: `Room ${i}` });
  const sorted = Array.from({ length: 12 }, (_, i) => `Room ${i + 1}`);
  await app.signIn(SERVER_A, user.userId, PASSWORD);
  await expect.poll(() => section(app, "Rooms")).toEqual(sorted.toReversed());

  await sectionMenu(app, /^Rooms,/, "Sorting and size of Rooms");
  await app.page.getByRole("menuitemradio", { name: "A to Z" }).click();
  await expect.poll(() => section(app, "Rooms")).toEqual(sorted);
  await app.page.getByRole("menuitemradio", { name: "The first 10" }).click();
  await app.page.keyboard.press("Escape");
  await expect.poll(() => section(app, "Rooms")).toEqual([...sorted.slice(0, 10), "Show 2 more"]);
  await app.page.reload();
  await expect.poll(() => section(app, "Rooms")).toEqual([...sorted.slice(0, 10), "Show 2 more"]);
  await app.page.getByRole("button", { name: "Show 2 more" }).click();
  await expect.poll(() => section(app, "Rooms")).toEqual([...sorted, "Show fewer"]);
});

test("favourites are put in order by hand, rooms go from section to section, and Escape puts a row back", async ({
  app,
  otherProfile,
  user,
}) => {
  for (const name of ["Ash", "Birch", "Cedar", "Dune"]) await user.create({ name });
  await app.signIn(SERVER_A, user.userId, PASSWORD);
  await otherProfile.signIn(SERVER_A, user.userId, PASSWORD);
  for (const name of ["Ash", "Birch"]) await choose(app, name, "Add to favourites");
  await expect.poll(() => section(app, "Favourites")).toHaveLength(2);
  const [first = "", second = ""] = await section(app, "Favourites");

  await drag(app.page, "Cedar", first, "below");
  await expect.poll(() => section(app, "Favourites")).toEqual([first, "Cedar", second]);
  await expect.poll(() => section(otherProfile, "Favourites")).toEqual([first, "Cedar", second]);
  expect(app.page.url()).not.toContain("room");
  await choose(app, "Cedar", "Move up");
  await expect.poll(() => section(otherProfile, "Favourites")).toEqual(["Cedar", first, second]);
  await drag(app.page, "Cedar", "Dune", "above");
  await expect.poll(() => section(otherProfile, "Rooms")).toEqual(expect.arrayContaining(["Cedar", "Dune"]));

  const box = await app.row("Dune").boundingBox();
  if (!box) throw new Error("no row");
  await app.page.mouse.move(box.x + 80, box.y + 20);
  await app.page.mouse.down();
  await app.page.mouse.move(box.x + 80, box.y - 60, { steps: 5 });
  await app.page.keyboard.press("Escape");
  await app.page.mouse.up();
  expect(await section(app, "Favourites")).toEqual([first, second]);
});

test("all invites are answered at once", async ({ app, user, friend }) => {
  for (const name of ["one", "two", "three"]) await friend.create({ name, invite: [user.userId] });
  await app.signIn(SERVER_A, user.userId, PASSWORD);
  await expect.poll(() => section(app, "Invites")).toHaveLength(3);
  await sectionMenu(app, /^Invites,/, "Answer all invites");
  await app.page.getByRole("menuitem", { name: "Decline all 3" }).click();
  await app.page.getByRole("dialog").getByRole("button", { name: "Decline all 3" }).click();
  await expect(app.page.getByText("3 invites declined")).toBeVisible();
  await expect(app.row(/^Invites/)).toHaveCount(0);

  for (const name of ["four", "five"]) await friend.create({ name, invite: [user.userId] });
  await expect.poll(() => section(app, "Invites")).toHaveLength(2);
  await sectionMenu(app, /^Invites,/, "Answer all invites");
  await app.page.getByRole("menuitem", { name: "Accept all 2" }).click();
  await expect(app.page.getByText("2 invites accepted")).toBeVisible();
  await expect.poll(async () => (await section(app, "Rooms")).toSorted()).toEqual(["five", "four"]);
});

test("by touch: a long press opens the row's menu and not the room", async ({ browser, baseURL, errors, user }) => {
  await user.create({ name: "Harbour" });
  const { defaultBrowserType: _, ...phone } = devices["Pixel 7"];
  const context = await browser.newContext({ ...phone, ...(baseURL === undefined ? {} : { baseURL }) });
  const app = new Hubbub(await tab(context, errors));
  await app.signIn(SERVER_A, user.userId, PASSWORD);
  const box = await app.row("Harbour").boundingBox();
  if (!box) throw new Error("no row");
  const session = await context.newCDPSession(app.page);
  const finger = [{ x: box.x + 100, y: box.y + 20 }];
  await session.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: finger });
  const entry = app.page.getByRole("menuitem", { name: "Add to favourites" });
  await expect(entry).toBeVisible();
  await session.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  await entry.tap();
  await expect.poll(() => section(app, "Favourites")).toEqual(["Harbour"]);
  await app.row("Harbour").tap();
  await expect(app.heading("Harbour")).toBeVisible();
  await context.close();
});
