import { killCore } from "./support/core.ts";
import { bodiesOf, numbered } from "./support/rooms.ts";
import { expect, PASSWORD, test } from "./support/world.ts";

test("the core killed at random while 100 messages are sent: each arrives exactly once, in order, nothing doubled on screen", async ({
  app,
  user,
  friend,
  network,
}) => {
  test.setTimeout(180_000);
  const roomId = await user.create({ name: "Storm log", invite: [friend.userId] });
  await friend.join(roomId);
  await app.signIn(network.url, user.userId, PASSWORD);
  await app.openRoom("Storm log");
  // Random in position, the same in every run; three, because a core that dies more often in a minute gives up on purpose.
  const kills = new Set([23, 24, 71]);
  for (let i = 1; i <= 100; i += 1) {
    await app.say(`entry ${i}.`);
    if (kills.has(i)) await killCore(app.page);
  }
  const bodies = (): Promise<string[]> => bodiesOf(friend, roomId);
  await expect.poll(async () => (await bodies()).length, { timeout: 90_000 }).toBe(100);
  expect(await bodies()).toEqual(numbered("entry", 100));
  await expect(app.message("entry 100.")).toHaveCount(1);
  await expect(app.message("entry 99.")).toHaveCount(1);
});
