import { expect, PASSWORD, SERVER_A, test } from "./support/world.ts";
import { hostileContents } from "./support/hostile.ts";

test("a flood of hostile events: nothing runs, other rooms are unharmed, no uncaught error", async ({
  app,
  user,
  friend,
}) => {
  test.setTimeout(120_000);
  const bad = await user.create({
    name: "Rough water",
    invite: [friend.userId],
    power_level_content_override: { users_default: 100 },
    room_version: "11",
  });
  const good = await user.create({ name: "Calm water", invite: [friend.userId] });
  await friend.join(bad);
  await friend.join(good);
  await friend.text(good, "all is well");
  await app.signIn(SERVER_A, user.userId, PASSWORD);
  await app.openRoom("Rough water");

  const anchor = await friend.text(bad, "anchor");
  let accepted = 0;
  for (const { type, content, stateKey } of hostileContents(anchor, user.userId)) {
    try {
      if (stateKey === undefined) await friend.send(bad, type, content);
      else await friend.state(bad, type, content, { key: stateKey });
      accepted += 1;
    } catch {
      // The server refuses some; what it lets through is what counts.
    }
  }
  expect(accepted).toBeGreaterThan(150);
  const last = "still standing";
  await friend.text(bad, last);
  await expect(app.message(last)).toBeVisible({ timeout: 30_000 });
  expect(await app.page.evaluate(() => "pwned" in window)).toBe(false);
  await expect(app.feed.locator("script, style, iframe, object, embed, form, input, svg image")).toHaveCount(0);

  await app.openRoom("Calm water");
  await expect(app.message("all is well")).toBeVisible();
  await app.say("indeed");
  await expect(app.message("indeed")).toHaveCount(1);
  await app.page.reload();
  await expect(app.message("indeed")).toHaveCount(1);
});
