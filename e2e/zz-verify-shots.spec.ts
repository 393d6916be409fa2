import { launchOptions } from "../scripts/vite/chromium.ts";
import { CAMERA_FLAGS, showNothing, showToCamera } from "./support/fake-camera.ts";
import { expect, PASSWORD, SERVER_A, test } from "./support/world.ts";
const { args, ...launch } = launchOptions();
test.use({ launchOptions: { ...launch, args: [...args, ...CAMERA_FLAGS] } });
test.beforeAll(showNothing);
async function shots(page: any, name: string) {
  for (const [w, h] of [[1280, 800], [390, 844]] as const)
    for (const colorScheme of ["light", "dark"] as const) {
      if (w === 1280 && colorScheme === "dark") continue;
      await page.setViewportSize({ width: w, height: h });
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.screenshot({ path: `/tmp/vshots/${name}-${w}-${colorScheme}.png` });
    }
  await page.setViewportSize({ width: 1280, height: 720 });
}
async function setUp(app: any) {
  const { page } = app;
  await page.goto("/#/encryption");
  await page.getByRole("button", { name: "Make a recovery key" }).click();
  await page.getByRole("checkbox", { name: /^I have kept it/ }).check();
  await page.getByRole("button", { name: "Done" }).click();
  await expect(page.getByRole("heading", { name: "Your messages are kept" })).toBeVisible({ timeout: 20_000 });
  await page.goto("/#/home");
}
test("shots", async ({ app, otherProfile, user, friend }) => {
  test.setTimeout(150_000);
  await app.signIn(SERVER_A, user.userId, PASSWORD);
  await setUp(app);
  await otherProfile.signIn(SERVER_A, user.userId, PASSWORD);
  await expect(app.page.getByText(/^A new session/)).toBeVisible();
  await shots(app.page, "toast");
  await app.page.goto("/#/settings/sessions");
  await expect(app.page.getByText("Verify the sessions you know")).toBeVisible();
  await shots(app.page, "sessions");
  await otherProfile.page.goto("/#/encryption");
  await otherProfile.page.getByRole("button", { name: /^Verify with another session/ }).click();
  await app.page.getByRole("status").getByRole("button", { name: "Look" }).click();
  await expect(app.page.getByRole("dialog")).toBeVisible();
  await shots(app.page, "incoming");
  await app.page.getByRole("dialog").getByRole("button", { name: "Accept" }).click();
  const code = app.page.getByRole("dialog").getByRole("img", { name: /^Code/ });
  await expect(code).toBeVisible();
  await shots(app.page, "ready");
  await otherProfile.page.context().grantPermissions(["camera"]);
  await showToCamera(app.page.getByRole("dialog"));
  await otherProfile.page.getByRole("button", { name: /^Scan the other/ }).click();
  await expect(otherProfile.page.getByText("Hold the code")).toBeVisible();
  await shots(otherProfile.page, "scan");
  await otherProfile.page.getByRole("button", { name: "Back" }).click();
  await showToCamera(code);
  await otherProfile.page.getByRole("button", { name: /^Scan the other/ }).click();
  await expect(otherProfile.page.getByText("green tick here")).toBeVisible({ timeout: 20_000 });
  await shots(otherProfile.page, "tick");
  await shots(app.page, "scanned");
  await app.page.getByRole("button", { name: "Yes, it does" }).click();
  await expect(app.page.getByRole("heading", { name: "Verified" })).toBeVisible({ timeout: 20_000 });
  await shots(app.page, "done");
  await app.page.goto("/#/home");
});
test("person", async ({ app, otherProfile, user, friend }) => {
  test.setTimeout(150_000);
  await otherProfile.signIn(SERVER_A, friend.userId, PASSWORD);
  await setUp(otherProfile);
  await app.signIn(SERVER_A, user.userId, PASSWORD);
  await setUp(app);
  await app.startChat(friend.userId);
  await otherProfile.list.getByRole("treeitem", { name: /Ann Fisher/ }).getByRole("button", { name: /^Accept/ }).click();
  await expect(otherProfile.composer).toBeVisible();
  await app.page.goto(`/#/user/${friend.userId}`);
  const d = app.page.getByRole("dialog");
  await expect(d).toContainText("Not verified. Verify to be sure");
  await d.getByText("1 session", { exact: true }).click();
  await shots(app.page, "person");
  await d.getByRole("button", { name: "Verify", exact: true }).click();
  await otherProfile.page.getByRole("status").getByRole("button", { name: "Look" }).click();
  const e = otherProfile.page.getByRole("dialog");
  await expect(e).toContainText("Accept");
  await shots(otherProfile.page, "incoming-person");
  await e.getByRole("button", { name: "Accept" }).click();
  await e.getByRole("button", { name: /^Compare/ }).click();
  await expect(e.getByRole("listitem")).toHaveCount(7);
  await shots(otherProfile.page, "compare");
  await e.getByRole("button", { name: "They match" }).click();
  await d.getByRole("button", { name: "They match" }).click();
  await expect(d.getByRole("heading", { name: "Ben Okri is verified" })).toBeVisible({ timeout: 20_000 });
  await d.getByRole("button", { name: "Done" }).click();
  await app.page.getByRole("button", { name: "Room menu" }).click();
  await app.page.getByRole("menuitem", { name: /members|people/i }).first().click();
  await expect(app.page.locator(".mem-verified")).toHaveCount(1);
  await shots(app.page, "members");
  await app.page.goto(`/#/user/${friend.userId}`);
  await expect(d).toContainText("Verified by you");
  await shots(app.page, "person-verified");
});
