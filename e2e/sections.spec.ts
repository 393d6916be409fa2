import type { Page } from "@playwright/test";
import type { Hubbub } from "./support/hubbub.ts";
import { expect, PASSWORD, SERVER_A, test } from "./support/world.ts";

/** The list as it is read: headers and names, top to bottom. */
async function outline(app: Hubbub): Promise<string[]> {
  return app.list.getByRole("treeitem").evaluateAll((rows) =>
    rows
      .toSorted((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top)
      .map((row) => {
        const name = (row.getAttribute("aria-label") ?? "").split(",")[0] ?? "";
        return row.getAttribute("aria-level") === "1" ? `# ${name}` : name;
      }),
  );
}

async function rowMenu(app: Hubbub, row: string, entry: string): Promise<void> {
  await app.row(new RegExp(`^${row}`)).click({ button: "right" });
  await app.page.getByRole("menuitem", { name: entry, exact: true }).click();
}

async function headMenu(app: Hubbub, name: string, entry: string): Promise<void> {
  await app.row(new RegExp(`^${name},`)).click({ button: "right" });
  await app.page.getByRole("menuitem", { name: entry, exact: true }).click();
}

async function nameIt(app: Hubbub, name: string, button: string): Promise<void> {
  const dialog = app.page.getByRole("dialog");
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByRole("button", { name: button }).click();
  await expect(dialog).toHaveCount(0);
}

async function drag(page: Page, from: string, to: RegExp, where: number): Promise<void> {
  const rows = page.getByRole("tree");
  const a = await rows.getByRole("treeitem", { name: from }).boundingBox();
  const b = await rows.getByRole("treeitem", { name: to }).boundingBox();
  if (!a || !b) throw new Error("not on screen");
  await page.mouse.move(a.x + 80, a.y + a.height / 2);
  await page.mouse.down();
  await page.mouse.move(a.x + 80, a.y + a.height / 2 + 12, { steps: 3 });
  await page.mouse.move(b.x + 80, b.y + b.height * where, { steps: 5 });
  await expect(page.locator(".drop-line")).toBeVisible();
  await page.mouse.up();
}

test("a section of one's own is made from a row, filled by hand, renamed, moved, deleted and brought back", async ({
  app,
  otherProfile,
  user,
}) => {
  for (const name of ["Ash", "Birch", "Cedar"]) await user.create({ name });
  await app.signIn(SERVER_A, user.userId, PASSWORD);
  await otherProfile.signIn(SERVER_A, user.userId, PASSWORD);

  await rowMenu(app, "Cedar", "Move to…");
  await app.page.getByRole("dialog").getByRole("button", { name: "New section…" }).click();
  await nameIt(app, "Woods", "Create section");
  await expect.poll(() => outline(app)).toEqual(["# Woods", "Cedar", "# Rooms", "Birch", "Ash"]);
  await expect.poll(() => outline(otherProfile)).toEqual(["# Woods", "Cedar", "# Rooms", "Birch", "Ash"]);

  await headMenu(app, "Woods", "New section…");
  await app.page.getByRole("dialog").getByLabel("Name").fill("woods");
  await app.page.keyboard.press("Enter");
  await expect(app.page.getByText("There is a section of this name already.")).toBeVisible();
  await nameIt(app, "Empty", "Create section");
  await drag(app.page, "Ash", /^Cedar/, 0.25);
  await expect.poll(() => outline(app)).toEqual(["# Woods", "Ash", "Cedar", "# Empty", "# Rooms", "Birch"]);
  await drag(app.page, "Birch", /^Empty,/, 0.5);
  const full = ["# Woods", "Ash", "Cedar", "# Empty", "Birch"];
  await expect.poll(() => outline(app)).toEqual(full);
  await expect.poll(() => outline(otherProfile)).toEqual(full);
  // The rows of the last visit, then the core's, say the same.
  await app.page.reload();
  await expect.poll(() => outline(app)).toEqual(full);

  await headMenu(app, "Empty", "Rename…");
  await nameIt(app, "Home", "Save");
  await headMenu(app, "Home", "Move section up");
  await expect.poll(() => outline(otherProfile)).toEqual(["# Home", "Birch", "# Woods", "Ash", "Cedar"]);
  await headMenu(otherProfile, "Woods", "Delete section");
  await expect.poll(() => outline(app)).toEqual(["# Home", "Birch", "# Rooms", "Cedar", "Ash"]);
  await otherProfile.page.getByRole("button", { name: "Undo" }).click();
  await expect.poll(() => outline(app)).toEqual(["# Home", "Birch", "# Woods", "Ash", "Cedar"]);
});

test("by keyboard a room goes to any section; at the edges there is nowhere to move", async ({ app, user }) => {
  for (const name of ["Ash", "Birch"]) await user.create({ name });
  await app.signIn(SERVER_A, user.userId, PASSWORD);
  await expect.poll(() => outline(app)).toEqual(["# Rooms", "Birch", "Ash"]);
  const { keyboard } = app.page;
  for (const name of ["Birch", "Ash"]) {
    await app.list.focus();
    await keyboard.press("End");
    await expect(app.list).toHaveAttribute("aria-activedescendant", /!/);
    await keyboard.press("Shift+F10");
    await app.page.getByRole("menuitem", { name: "Move to…" }).press("Enter");
    await app.page.getByRole("dialog").getByRole("button", { name: "Favourites" }).press("Enter");
    await expect(app.page.getByRole("dialog")).toHaveCount(0);
    await expect.poll(() => outline(app)).toContain(name);
  }
  await expect.poll(() => outline(app)).toEqual(["# Favourites", "Birch", "Ash"]);
  await app.openRoom("Birch");
  await app.page.getByRole("button", { name: "Room menu" }).click();
  await expect(app.page.getByRole("menuitem", { name: "Move up", exact: true })).toHaveAttribute(
    "aria-disabled",
    "true",
  );
  await app.page.getByRole("menuitem", { name: "Move down", exact: true }).click();
  await expect.poll(() => outline(app)).toEqual(["# Favourites", "Ash", "Birch"]);
});

test("who removed one from a room, and why, stands in the list until it is dismissed", async ({
  app,
  user,
  friend,
}) => {
  const roomId = await friend.create({ name: "Pier watch", invite: [user.userId] });
  await user.join(roomId);
  await app.signIn(SERVER_A, user.userId, PASSWORD);
  await expect(app.row(/^Pier watch/)).toBeVisible();
  await friend.call("POST", `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/kick`, {
    user_id: user.userId,
    reason: "too loud",
  });
  await expect(app.row(/^Pier watch, .* removed you: too loud/)).toBeVisible();
  await app.page.reload();
  await expect(app.row(/^Pier watch, .* removed you: too loud/)).toBeVisible();
  await rowMenu(app, "Pier watch", "Take off the list");
  await expect(app.row(/^Pier watch/)).toHaveCount(0);
});

test("what the server refuses long after it was asked is undone with words", async ({ app, user, network }) => {
  await user.create({ name: "Harbour" });
  await app.signIn(network.url, user.userId, PASSWORD);
  await expect(app.row(/^Harbour/)).toBeVisible();
  network.goOffline();
  await rowMenu(app, "Harbour", "Add to favourites");
  await expect.poll(() => outline(app)).toEqual(["# Favourites", "Harbour"]);
  await expect(app.page.getByText(/^Kept on this device/)).toBeVisible();
  network.fault(({ path }) => (/\/tags\//.test(path) ? { status: 403, errcode: "M_FORBIDDEN" } : undefined));
  await expect(app.page.getByText(/^The change to Harbour is undone/)).toBeVisible({ timeout: 30_000 });
  await expect.poll(() => outline(app)).toEqual(["# Rooms", "Harbour"]);
});

test("by keyboard the list's edge collapses it and brings it back", async ({ app, user }) => {
  await app.signIn(SERVER_A, user.userId, PASSWORD);
  const edge = app.page.getByRole("separator", { name: "Width of the list" });
  await edge.focus();
  const { keyboard } = app.page;
  await keyboard.press("Home");
  await expect(edge).toHaveAttribute("aria-valuenow", "68");
  await keyboard.press("ArrowRight");
  await expect(edge).not.toHaveAttribute("aria-valuenow", "68");
  const before = Number(await edge.getAttribute("aria-valuenow"));
  await keyboard.press("ArrowRight");
  await expect(edge).toHaveAttribute("aria-valuenow", String(before + 16));
});
