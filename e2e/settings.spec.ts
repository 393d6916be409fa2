import { readFile } from "node:fs/promises";
import AxeBuilder from "@axe-core/playwright";
import type { Locator, Page } from "@playwright/test";
import { expect, PASSWORD, SERVER_A, tab, test } from "./support/world.ts";

function settings(page: Page): Locator {
  return page.getByRole("region", { name: "Settings" });
}

function theme(page: Page): Promise<string | undefined> {
  return page.evaluate(() => document.documentElement.dataset["theme"]);
}

test("a deep link, the search and the keys lead to a setting; what is chosen holds in another tab and over a reload", async ({
  app,
  user,
  context,
  errors,
}) => {
  await app.signIn(SERVER_A, user.userId, PASSWORD);
  const second = await tab(context, errors);
  await second.goto("/#/settings/appearance");
  await expect(settings(second).getByRole("heading", { name: "Appearance" })).toBeVisible();

  await app.page.keyboard.press("ControlOrMeta+,");
  const here = settings(app.page);
  await here.getByRole("searchbox", { name: "Search settings" }).fill("dark");
  await here.getByRole("link", { name: /^Theme/ }).click();
  await expect(app.page).toHaveURL(/#\/settings\/appearance\/theme$/);
  await here.getByRole("radio", { name: "Dark" }).check();
  await expect.poll(() => theme(app.page)).toBe("dark");
  await expect.poll(() => theme(second)).toBe("dark");
  await here.getByRole("switch", { name: "High contrast" }).click();
  await expect.poll(() => theme(second)).toBe("dark-contrast");
  await here.getByRole("button", { name: "Larger" }).click();
  await expect(here.getByText("105 %")).toBeVisible();

  await app.page.reload();
  expect(await theme(app.page)).toBe("dark-contrast");
  await expect(here.getByText("105 %")).toBeVisible();
  await expect(here.getByRole("radio", { name: "Dark" })).toBeChecked();

  await app.page.keyboard.press("ControlOrMeta+/");
  await expect(here.getByRole("heading", { name: "Keyboard" })).toBeVisible();
  await expect(here.getByText("Next unread room")).toBeVisible();
  await app.page.keyboard.press("Escape");
  await expect(here).toBeHidden();
});

test("what is set for all devices reaches another browser; what is set for this one does not", async ({
  app,
  otherProfile,
  user,
}) => {
  await app.signIn(SERVER_A, user.userId, PASSWORD);
  await otherProfile.signIn(SERVER_A, user.userId, PASSWORD);
  await app.open("/#/settings/appearance");
  await otherProfile.open("/#/settings/appearance");
  const here = settings(app.page);
  const there = settings(otherProfile.page);
  await here.getByRole("button", { name: "12 hours" }).click();
  await expect(there.getByRole("button", { name: "12 hours" })).toHaveAttribute("aria-pressed", "true");
  await here.getByRole("combobox", { name: /Clock/ }).selectOption("This device");
  await here.getByRole("button", { name: "24 hours" }).click();
  await there.getByRole("switch", { name: "Reduce motion" }).click();
  await expect(there.getByRole("button", { name: "12 hours" })).toHaveAttribute("aria-pressed", "true");
  await expect(here.getByRole("button", { name: "24 hours" })).toHaveAttribute("aria-pressed", "true");
  await expect(here.getByRole("switch", { name: "Reduce motion" })).toHaveAttribute("aria-checked", "false");
});

test("name, other sessions: renamed, and signed out", async ({ app, otherProfile, user }) => {
  await app.signIn(SERVER_A, user.userId, PASSWORD);
  await otherProfile.signIn(SERVER_A, user.userId, PASSWORD);
  await app.open("/#/settings/account");
  const here = settings(app.page);
  await here.getByRole("textbox", { name: "Display name" }).fill("Ann Ferry");
  await here.getByRole("button", { name: "Save" }).click();
  await expect(app.page.getByRole("button", { name: "Account of Ann Ferry" })).toBeVisible();

  await here.getByRole("link", { name: "Sessions" }).click();
  await expect(here.getByText("Active now")).toBeVisible();
  const rows = here.locator("[data-device]");
  const others = await rows.count();
  expect(others).toBeGreaterThan(1);
  await here
    .getByRole("button", { name: /^Rename/ })
    .nth(1)
    .click();
  await here.getByRole("textbox", { name: "Name of the session" }).fill("Lighthouse lamp");
  await here.getByRole("button", { name: "Save" }).click();
  await expect(here.getByText("Lighthouse lamp")).toBeVisible();

  // A server may want no password right after a sign-in.
  await here.getByRole("button", { name: "Sign out all others" }).click();
  await expect(here.getByText("You are signed in nowhere else.")).toBeVisible();
  await expect(otherProfile.list).toBeHidden();
});

test("a new password: the old one is asked for, and a wrong one refused in words", async ({
  app,
  otherProfile,
  user,
}) => {
  await app.signIn(SERVER_A, user.userId, PASSWORD);
  await app.open("/#/settings/account/password");
  const here = settings(app.page);
  await here.getByRole("button", { name: "Change password" }).click();
  const asked = app.page.getByRole("dialog", { name: "Change password" });
  await asked.getByLabel("New password").fill("lighthouse 42");
  await asked.getByRole("button", { name: "Change password" }).click();
  const dialog = app.page.getByRole("dialog", { name: "Confirm it is you" });
  await dialog.getByLabel("Your password").fill("wrong");
  await dialog.getByRole("button", { name: "Confirm" }).click();
  await expect(dialog.getByText("That password is not right.")).toBeVisible();
  await dialog.getByLabel("Your password").fill(PASSWORD);
  await dialog.getByRole("button", { name: "Confirm" }).click();
  await expect(app.page.getByText("Your password is changed")).toBeVisible();
  await otherProfile.signIn(SERVER_A, user.userId, "lighthouse 42");
});

test("one room can differ: said in its panel, told in the settings and taken back there", async ({ app, user }) => {
  await user.text(await user.create({ name: "Sail loft" }), "thread and needle");
  await app.signIn(SERVER_A, user.userId, PASSWORD);
  await app.openRoom("Sail loft");
  await app.page.keyboard.press("ControlOrMeta+.");
  await app.page.getByRole("tab", { name: "Room info" }).click();
  await app.page.getByRole("button", { name: "In this room" }).click();
  const dialog = app.page.getByRole("dialog", { name: "In this room" });
  await dialog.getByRole("combobox", { name: "Layout" }).selectOption("Bubbles");
  await dialog.getByRole("button", { name: "Close" }).last().click();
  await expect(dialog).toBeHidden();
  await app.page.keyboard.press("ControlOrMeta+,");
  const here = settings(app.page);
  await here.getByRole("link", { name: "Messages" }).click();
  await expect(here.getByText("Different in Sail loft: Bubbles")).toBeVisible();
  await expect(here.getByRole("radio", { name: "Modern" })).toBeChecked();
  await here.getByRole("button", { name: "Like everywhere in Sail loft" }).click();
  await expect(here.getByText("Different in Sail loft: Bubbles")).toBeHidden();
});

test("on a phone: sections, a section, and back", async ({ app, user }) => {
  await app.page.setViewportSize({ width: 390, height: 844 });
  await app.signIn(SERVER_A, user.userId, PASSWORD);
  await app.open("/#/settings");
  const here = settings(app.page);
  await here.getByRole("link", { name: "Privacy" }).click();
  await expect(here.getByRole("switch", { name: "Tell others when you are writing" })).toBeVisible();
  await expect(here.getByRole("searchbox")).toBeHidden();
  await here.getByRole("button", { name: "Back to all settings" }).click();
  await expect(here.getByRole("link", { name: "Privacy" })).toBeVisible();
  expect(await app.page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)).toBe(false);
  await here.getByRole("button", { name: "Close" }).click();
  await expect(app.list).toBeVisible();
});

test("saved logs name nobody; history is cleared and comes again, a draft stays", async ({ app, user }) => {
  const roomId = await user.create({ name: "Boat shed" });
  const eventId = await user.text(roomId, "varnish is drying");
  await app.signIn(SERVER_A, user.userId, PASSWORD);
  await app.openRoom("Boat shed");
  await expect(app.message("varnish is drying")).toBeVisible();
  await app.composer.fill("half a thought");

  await app.page.keyboard.press("ControlOrMeta+,");
  const here = settings(app.page);
  await here.getByRole("link", { name: "About" }).click();
  const [download] = await Promise.all([
    app.page.waitForEvent("download"),
    here.getByRole("button", { name: "Save to a file" }).click(),
  ]);
  const text = await readFile(await download.path(), "utf8");
  expect(text.split("\n").length).toBeGreaterThan(4);
  for (const secret of [user.userId, roomId, eventId, "varnish", "half a thought", "Boat shed", "Ann Fisher", "syt_"]) {
    expect(text).not.toContain(secret);
    expect(text).not.toContain(encodeURIComponent(secret));
  }

  await here.getByRole("link", { name: "Data on this device" }).click();
  await expect(here.getByRole("row", { name: /^Drafts 1/ })).toBeVisible();
  await here.getByRole("button", { name: "Clear messages and rooms" }).click();
  const loaded = app.page.waitForEvent("load");
  await app.page.getByRole("dialog").getByRole("button", { name: "Clear", exact: true }).click();
  await loaded;
  await expect(app.row(/^Boat shed/)).toBeVisible();
  await app.openRoom("Boat shed");
  await expect(app.message("varnish is drying")).toBeVisible();
  await expect(app.composer).toContainText("half a thought");
});

test("every section is free of serious trouble for those who do not see or point", async ({ app, user }) => {
  await app.signIn(SERVER_A, user.userId, PASSWORD);
  await app.open("/#/settings");
  const here = settings(app.page);
  for (const name of ["Account", "Appearance", "Sessions", "Keyboard", "About"]) {
    await here.getByRole("link", { name }).click();
    await expect(here.getByRole("heading", { name, level: 2 })).toBeVisible();
    const { violations } = await new AxeBuilder({ page: app.page }).include(".settings").analyze();
    const bad = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
    expect(bad.map(({ id, nodes }) => `${name}: ${id} ${nodes[0]?.html}`)).toEqual([]);
  }
});
