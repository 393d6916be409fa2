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
