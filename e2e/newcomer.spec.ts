import { signIn } from "../stack/matrix.mjs";
import { Hubbub } from "./support/hubbub.ts";
import { bodiesOf, numbered } from "./support/rooms.ts";
import { expect, PASSWORD, SERVER_A, tab, test } from "./support/world.ts";

test("a newcomer in the demo world: two tabs, a second person in another browser, the plug pulled and put back, every message once", async ({
  app,
  context,
  errors,
  network,
  otherProfile,
}) => {
  test.setTimeout(120_000);
  await app.signIn(network.url, "nadia", PASSWORD);
  await expect(app.row(/^Night Trains/)).toBeVisible();
  await expect(app.row(/^Lighthouse keepers/)).toBeVisible();
  const second = new Hubbub(await tab(context, errors));
  await second.open();
  await otherProfile.signIn(SERVER_A, "iris", PASSWORD);

  // A room of their own, so that a test that runs twice counts only its own messages.
  const nadia = await signIn(SERVER_A, "nadia");
  const iris = await signIn(SERVER_A, "iris");
  const name = `Boat shed ${Date.now().toString(36)}`;
  const roomId = await nadia.create({ name, invite: [iris.userId] });
  await iris.join(roomId);
  for (const who of [app, second, otherProfile]) await who.openRoom(name);

  await app.say("is the slip free?");
  await expect(otherProfile.message("is the slip free?")).toHaveCount(1);
  await otherProfile.say("free from ten");
  await expect(app.message("free from ten")).toHaveCount(1);
  await expect(second.message("free from ten")).toHaveCount(1);

  network.goOffline();
  for (const text of numbered("knot", 3)) await app.say(text);
  await second.say("splice");
  await otherProfile.say("are you there?");
  await expect(app.page.getByText(/Offline since/)).toBeVisible({ timeout: 20_000 });
  await expect(second.message(/knot \d\./)).toHaveCount(3);
  network.fault(undefined);

  const all = ["is the slip free?", "free from ten", "are you there?", ...numbered("knot", 3), "splice"];
  await expect.poll(() => bodiesOf(iris, roomId), { timeout: 60_000 }).toEqual(all);
  for (const who of [app, second, otherProfile]) {
    for (const text of all) await expect(who.message(text)).toHaveCount(1);
  }
  await nadia.logout();
  await iris.logout();
});
