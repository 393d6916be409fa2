import AxeBuilder from "@axe-core/playwright";
import { expect, PASSWORD, SERVER_A, test } from "./support/world.ts";

test("keyboard: jump with Mod+K, walk rooms with Alt+arrows, walk landmarks with F6", async ({ app, user }) => {
  for (const name of ["Alpha dock", "Beta dock", "Gamma dock"]) await user.create({ name });
  await app.signIn(SERVER_A, user.userId, PASSWORD);
  await app.page.keyboard.press("ControlOrMeta+k");
  await app.page.getByRole("combobox").fill("beta");
  await app.page.keyboard.press("Enter");
  await expect(app.heading("Beta dock")).toBeVisible();
  await app.page.keyboard.press("Alt+ArrowDown");
  await expect(app.heading("Beta dock")).toHaveCount(0);
  await app.page.keyboard.press("Alt+ArrowUp");
  await expect(app.heading("Beta dock")).toBeVisible();
  const seen = new Set<string>();
  for (let i = 0; i < 4; i += 1) {
    await app.page.keyboard.press("F6");
    seen.add(
      await app.page.evaluate(
        () =>
          document.activeElement?.closest("[role=main],main,nav,aside,[role=navigation],[role=complementary]")
            ?.tagName ?? "none",
      ),
    );
  }
  expect(seen.size).toBeGreaterThan(1);
});

test("phone width: list, then conversation, then back by the browser", async ({ app, user }) => {
  await app.page.setViewportSize({ width: 390, height: 844 });
  await user.text(await user.create({ name: "Pocket" }), "small screen");
  await app.signIn(SERVER_A, user.userId, PASSWORD);
  await app.openRoom("Pocket");
  await expect(app.message("small screen")).toBeVisible();
  await expect(app.list).toBeHidden();
  await app.page.goBack();
  await expect(app.list).toBeVisible();
  const overflow = await app.page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
  expect(overflow).toBe(false);
});

for (const scheme of ["light", "dark"] as const) {
  test(`nothing serious for axe on any screen (${scheme})`, async ({ app, user, friend }) => {
    await app.page.emulateMedia({ colorScheme: scheme });
    const check = async (where: string): Promise<void> => {
      const { violations } = await new AxeBuilder({ page: app.page }).analyze();
      const serious = violations
        .filter((v) => v.impact === "serious" || v.impact === "critical")
        .map((v) => `${where}: ${v.id} ${v.nodes.map((n) => n.target.join(" ")).join(" | ")}`);
      expect(serious).toEqual([]);
    };
    await app.open();
    await expect(app.page.getByLabel("Password", { exact: true })).toBeVisible();
    await check("sign-in");
    const roomId = await user.create({ name: "Inspection", topic: "Everything in order", invite: [friend.userId] });
    await friend.join(roomId);
    await friend.text(roomId, "Ann, the papers are ready");
    await app.signIn(SERVER_A, user.userId, PASSWORD);
    await check("home");
    await app.openRoom("Inspection");
    await expect(app.message("the papers are ready")).toBeVisible();
    await check("conversation");
    await app.page.keyboard.press("ControlOrMeta+k");
    await expect(app.page.getByRole("combobox")).toBeVisible();
    await check("palette");
  });
}
