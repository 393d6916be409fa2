import { Hubbub } from "./support/hubbub.ts";
import { bodiesOf, numbered } from "./support/rooms.ts";
import { expect, PASSWORD, tab, test } from "./support/world.ts";

test("several tabs are one session: one sign-in, one sync connection, messages at once, sign-out everywhere", async ({
  app,
  context,
  errors,
  user,
  friend,
  network,
}) => {
  const roomId = await user.create({ name: "Pier watch", preset: "private_chat", invite: [friend.userId] });
  await friend.join(roomId);
  await app.signIn(network.url, user.userId, PASSWORD);

  const second = new Hubbub(await tab(context, errors));
  await second.open();
  await expect(second.list).toBeVisible();
  await app.openRoom("Pier watch");
  await second.openRoom("Pier watch");

  await app.say("from the first tab");
  await expect(app.message("from the first tab")).toHaveCount(1);
  await expect(second.message("from the first tab")).toHaveCount(1);
  await second.say("from the second tab");
  await expect(app.message("from the second tab")).toHaveCount(1);
  await friend.text(roomId, "from Ben");
  await expect(app.message("from Ben")).toHaveCount(1);
  await expect(second.message("from Ben")).toHaveCount(1);
  await expect.poll(() => network.inFlight(/\/sync\b/)).toBe(1);

  await app.page.reload();
  await expect(app.message("from Ben")).toHaveCount(1);
  await second.say("after the reload");
  await expect(app.message("after the reload")).toHaveCount(1);
  await app.page.close();
  await second.say("after closing the first");
  await expect(second.message("after closing the first")).toHaveCount(1);
  await friend.text(roomId, "still live");
  await expect(second.message("still live")).toHaveCount(1);

  const third = new Hubbub(await tab(context, errors));
  await third.open();
  await expect(third.list).toBeVisible();
  await third.signOut();
  await expect(second.page.getByLabel("Password", { exact: true })).toBeVisible();
});

test("two tabs race to send: everything arrives once and in the order of each tab", async ({
  app,
  context,
  errors,
  user,
  friend,
  network,
}) => {
  const roomId = await user.create({ name: "Race", invite: [friend.userId] });
  await friend.join(roomId);
  await app.signIn(network.url, user.userId, PASSWORD);
  const second = new Hubbub(await tab(context, errors));
  await second.open();
  await app.openRoom("Race");
  await second.openRoom("Race");
  const send = async (who: Hubbub, name: string): Promise<void> => {
    for (let i = 1; i <= 10; i += 1) await who.say(`${name} ${i}.`);
  };
  await Promise.all([send(app, "left"), send(second, "right")]);
  const bodies = (): Promise<string[]> => bodiesOf(friend, roomId);
  await expect.poll(async () => (await bodies()).length).toBe(20);
  const sent = await bodies();
  for (const name of ["left", "right"]) {
    expect(sent.filter((body) => body.startsWith(name))).toEqual(numbered(name, 10));
  }
  await expect(app.message(/^.*(left|right) \d+\./)).toHaveCount(20);
  await expect(second.message(/^.*(left|right) \d+\./)).toHaveCount(20);
});
