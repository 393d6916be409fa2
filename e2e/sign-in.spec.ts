import { expect, PASSWORD, SERVER_A, test } from "./support/world.ts";

test("wrong input is answered in words; a right password opens the list, a reload keeps it, signing out clears everything", async ({
  app,
  user,
}) => {
  await app.open();
  await app.fillSignIn("not a server", "x", "y");
  await expect(app.page.getByText(/This is not a server name/)).toBeVisible();

  await app.fillSignIn(SERVER_A, user.userId, "wrong");
  await expect(app.page.getByText(/That password is not right for/)).toBeVisible();

  await app.fillSignIn(SERVER_A, user.userId, PASSWORD);
  await expect(app.list).toBeVisible();
  expect(await app.page.evaluate(() => JSON.stringify(localStorage))).not.toContain("syt_");

  await app.page.reload();
  await expect(app.list).toBeVisible();
  await expect(app.page.getByLabel("Password", { exact: true })).toHaveCount(0);

  await app.signOut();
  await expect(app.page.getByLabel("Password", { exact: true })).toBeVisible();
  const left = await app.page.evaluate(async () => ({
    databases: (await indexedDB.databases()).map((db) => db.name).filter((name) => name?.startsWith("hubbub")),
    list: localStorage.getItem("hubbub:list"),
  }));
  expect(left.list).toBeNull();
  await app.page.reload();
  await expect(app.page.getByLabel("Password", { exact: true })).toBeVisible();
});

test("a session that the server ended says so and leaves nothing behind", async ({ app, user }) => {
  await user.text(await user.create({ name: "Gangway" }), "mind the gap");
  await app.signIn(SERVER_A, user.userId, PASSWORD);
  await app.openRoom("Gangway");
  await expect(app.message("mind the gap")).toBeVisible();
  await user.logoutAll();
  await expect(app.page.getByText(/The server ended this session/)).toBeVisible({ timeout: 45_000 });
  expect(await app.page.evaluate(() => localStorage.getItem("hubbub:list"))).toBeNull();
});
