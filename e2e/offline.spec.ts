import { bodiesOf, numbered } from "./support/rooms.ts";
import { expect, PASSWORD, test } from "./support/world.ts";

test("ten messages written offline arrive once and in order when the network is back, also over a reload", async ({
  app,
  user,
  friend,
  network,
}) => {
  const roomId = await user.create({ name: "Harbour", invite: [friend.userId] });
  await friend.join(roomId);
  await app.signIn(network.url, user.userId, PASSWORD);
  await app.openRoom("Harbour");
  await app.say("before");
  await expect(app.message("before")).toHaveCount(1);

  network.goOffline();
  for (let i = 1; i <= 10; i += 1) await app.say(`offline ${i}.`);
  await expect(app.message(/offline \d+\./)).toHaveCount(10);
  await expect(app.page.getByText(/Offline since/)).toBeVisible({ timeout: 20_000 });

  await app.page.reload();
  await expect(app.message(/offline \d+\./)).toHaveCount(10);
  await expect(app.message("before")).toHaveCount(1);

  network.fault(undefined);
  const bodies = (): Promise<string[]> => bodiesOf(friend, roomId);
  await expect.poll(bodies, { timeout: 60_000 }).toEqual(["before", ...numbered("offline", 10)]);
  await expect(app.message(/offline \d+\./)).toHaveCount(10);
  await expect(app.page.getByText(/Offline since/)).toHaveCount(0);
  await friend.text(roomId, "welcome back");
  await expect(app.message("welcome back")).toHaveCount(1);
});

test("a server that throttles and fails now and then loses nothing", async ({ app, user, friend, network }) => {
  const roomId = await user.create({ name: "Weather", invite: [friend.userId] });
  await friend.join(roomId);
  await app.signIn(network.url, user.userId, PASSWORD);
  await app.openRoom("Weather");
  let n = 0;
  network.fault((request) => {
    if (!/\/send\//.test(request.path)) return undefined;
    n += 1;
    if (n % 3 === 1) return { status: 429, retryAfterMs: 200 };
    if (n % 3 === 2) return { status: 502 };
    return undefined;
  });
  for (let i = 1; i <= 6; i += 1) await app.say(`storm ${i}.`);
  const bodies = (): Promise<string[]> => bodiesOf(friend, roomId);
  await expect.poll(bodies, { timeout: 60_000 }).toEqual(numbered("storm", 6));
  await expect(app.message(/storm \d+\./)).toHaveCount(6);
});
