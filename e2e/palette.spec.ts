import { expect, PASSWORD, SERVER_A, test } from "./support/world.ts";

test("what is typed right after the shortcut lands in the palette, and Enter goes there", async ({ app, user }) => {
  await user.create({ name: "North pier" });
  await user.create({ name: "South pier" });
  await app.signIn(SERVER_A, user.userId, PASSWORD);
  await app.openRoom("North pier");
  await app.composer.click();

  const { keyboard } = app.page;
  await keyboard.press("ControlOrMeta+k");
  await keyboard.type("south");
  await keyboard.press("Enter");
  await expect(app.heading("South pier")).toBeVisible();
  await expect(app.page.getByRole("dialog")).toHaveCount(0);

  await app.openRoom("North pier");
  await expect(app.composer).not.toContainText("south");

  await app.composer.click();
  await keyboard.press("ControlOrMeta+k");
  await expect(app.page.getByRole("combobox", { name: "Jump to or do" })).toBeFocused();
  await keyboard.press("Escape");
  await expect(app.composer).toBeFocused();
});

test("the palette begins with what was used last, ranks by use after a reload, and finds people met in rooms", async ({
  app,
  user,
  friend,
}) => {
  for (const name of ["Harbour east", "Harbour west"]) await user.create({ name });
  const roomId = await user.create({ name: "Kitchen", invite: [friend.userId] });
  await friend.join(roomId);
  await friend.text(roomId, "hello");
  await app.signIn(SERVER_A, user.userId, PASSWORD);
  const { keyboard } = app.page;
  const options = app.page.getByRole("dialog").getByRole("option");
  await app.openRoom("Harbour east");
  await keyboard.press("ControlOrMeta+k");
  const field = app.page.getByRole("combobox", { name: "Jump to or do" });
  // Who only passes by was not there: it counts after a moment.
  await expect
    .poll(async () => {
      await field.fill("harbour");
      await expect(options).toHaveCount(2);
      await field.fill("har");
      return options.first().textContent();
    })
    .toContain("Harbour east");
  await keyboard.press("Escape");
  await app.openRoom("Kitchen");
  await app.page.reload();
  await expect(app.heading("Kitchen")).toBeVisible();
  await keyboard.press("ControlOrMeta+k");
  await expect(app.page.getByRole("group", { name: "Recent" }).getByRole("option").first()).toContainText(
    "Harbour east",
  );
  await keyboard.type("har");
  await expect(options.first()).toContainText("Harbour east");
  await expect(options.first().locator("mark")).toHaveText("Har");
  await keyboard.press("ControlOrMeta+a");
  await keyboard.type("new sec");
  await expect(options.first()).toContainText("New section");
  await keyboard.press("ControlOrMeta+a");
  await keyboard.type("ben ok");
  await expect(options.first()).toContainText("Ben Okri");
  await keyboard.press("Enter");
  await expect(app.page.getByRole("dialog")).toContainText("Ben Okri");
});
