/** Browsers without SharedWorker: a core per tab, one tab at a time. */
import { Hubbub } from "./support/hubbub.ts";
import { bodiesOf } from "./support/rooms.ts";
import { expect, PASSWORD, tab, test } from "./support/world.ts";

test("without SharedWorker one tab has the account, “Use here” moves it, and nothing is lost or doubled", async ({
  app,
  context,
  errors,
  user,
  friend,
  network,
}) => {
  await context.addInitScript(() => {
    Reflect.deleteProperty(globalThis, "SharedWorker");
  });
  const roomId = await user.create({ name: "One at a time", invite: [friend.userId] });
  await friend.join(roomId);
  await app.signIn(network.url, user.userId, PASSWORD);
  expect(await app.page.evaluate(() => "SharedWorker" in globalThis)).toBe(false);
  await app.openRoom("One at a time");
  await app.say("from the first tab");
  await expect(app.message("from the first tab")).toHaveCount(1);

  const second = new Hubbub(await tab(context, errors));
  await second.open();
  const elsewhere = { name: "Hubbub is open in another tab" } as const;
  await expect(second.page.getByRole("heading", elsewhere)).toBeVisible();
  // The first tab goes on undisturbed.
  await friend.text(roomId, "while two are open");
  await expect(app.message("while two are open")).toHaveCount(1);

  // What waits in the first tab goes out from the second.
  network.fault(({ path }) => (/\/send\//.test(path) ? "offline" : undefined));
  await app.say("written before the move");
  await expect(app.message("written before the move")).toHaveCount(1);
  await second.page.getByRole("button", { name: "Use Hubbub here" }).click();
  await expect(second.list).toBeVisible();
  await expect(app.page.getByRole("heading", elsewhere)).toBeVisible();
  network.fault(undefined);
  await second.openRoom("One at a time");
  await second.say("from the second tab");
  await expect(second.message("from the second tab")).toHaveCount(1);
  const bodies = (): Promise<string[]> => bodiesOf(friend, roomId);
  await expect
    .poll(bodies, { timeout: 30_000 })
    .toEqual(["from the first tab", "while two are open", "written before the move", "from the second tab"]);

  // A reload of the waiting tab changes nothing, one of the owner keeps the account or leaves it to the other.
  await app.page.reload();
  await expect(app.page.getByRole("heading", elsewhere)).toBeVisible();
  await app.page.getByRole("button", { name: "Use Hubbub here" }).click();
  await expect(app.list).toBeVisible();
  await expect(second.page.getByRole("heading", elsewhere)).toBeVisible();
  await app.page.reload();
  // Whoever is quicker has it now; rows from the last visit are no proof, messages are.
  const useHere = app.page.getByRole("button", { name: "Use Hubbub here" });
  await expect(async () => {
    if (await useHere.isVisible()) await useHere.click();
    await expect(app.message("from the second tab")).toHaveCount(1, { timeout: 3_000 });
  }).toPass({ timeout: 30_000 });
  await expect(second.page.getByRole("heading", elsewhere)).toBeVisible();

  await app.signOut();
  await expect(app.page.getByLabel("Password", { exact: true })).toBeVisible();
  // The other tab has nothing of the account either, once it is its turn.
  await app.page.close();
  await expect(second.page.getByLabel("Password", { exact: true })).toBeVisible();
  await expect(second.page.getByText("from the second tab")).toHaveCount(0);
});
