import { saySettings } from "./support/settings.ts";
import { expect, PASSWORD, SERVER_A, test } from "./support/world.ts";

test("faces say who has read; pressing them says when", async ({ app, user, friend }) => {
  const roomId = await user.create({ name: "Logbook", invite: [friend.userId] });
  await friend.join(roomId);
  const eventId = await user.text(roomId, "Signed and sealed");
  await friend.receipt(roomId, eventId);
  await app.signIn(SERVER_A, user.userId, PASSWORD);
  await app.openRoom("Logbook");
  const faces = app.message("Signed and sealed").getByRole("button", { name: "Read by 1 person" });
  await expect(faces).toBeVisible();
  await faces.press("Enter");
  const dialog = app.page.getByRole("dialog", { name: "Read by" });
  await expect(dialog.getByRole("button", { name: /Ben Okri/ })).toContainText(/Today at \d\d:\d\d/);
  await app.page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
  await expect(faces).toBeFocused();
});

test("private receipts: others never hear of it, the own sessions do, the marker moves on", async ({
  app,
  user,
  friend,
}) => {
  const roomId = await user.create({ name: "Quiet reader", invite: [friend.userId] });
  await friend.join(roomId);
  await saySettings(user, { readReceipts: "private" });
  const eventId = await friend.text(roomId, "Did anybody see this?");
  await app.signIn(SERVER_A, user.userId, PASSWORD);
  await expect(app.row(/^Quiet reader/)).toHaveAccessibleName(/1/);
  await app.openRoom("Quiet reader");
  await expect(app.message("Did anybody see this?")).toBeInViewport();
  const path = `/_matrix/client/v3/user/${encodeURIComponent(user.userId)}/rooms/${encodeURIComponent(roomId)}/account_data/m.fully_read`;
  await expect
    .poll(async () => {
      try {
        return (await user.call("GET", path))["event_id"];
      } catch {
        return "none";
      }
    })
    .toBe(eventId);
  const filter = JSON.stringify({ room: { rooms: [roomId], timeline: { limit: 1 } } });
  const sync = async (client: typeof user): Promise<string> =>
    JSON.stringify(await client.call("GET", "/_matrix/client/v3/sync", undefined, { filter }));
  const own = await sync(user);
  expect(own).toContain("m.read.private");
  const theirs = await sync(friend);
  expect(theirs).not.toContain("m.read.private");
  expect(theirs).not.toMatch(new RegExp(`"m\\.read":\\{[^}]*"${user.userId}"`));
});
