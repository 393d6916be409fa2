/** On a server whose sliding sync does not get through, or that never heard of it: the main road of every day. */
import { PASSWORD, expect, test } from "./support/world.ts";

const SLIDING = /simplified_msc3575\/sync/;
const CLASSIC = /\/v3\/sync$/;

test("a server without sliding sync: sign in, list, read, write, reload, be offline and back", async ({
  app,
  user,
  friend,
  network,
}) => {
  const harbour = await user.create({ name: "Harbour", invite: [friend.userId] });
  await friend.join(harbour);
  await friend.text(harbour, "before you came");
  await user.create({ name: "Lighthouse" });
  await friend.create({ name: "Regatta", invite: [user.userId] });
  const refuse = ({ path }: { readonly path: string }) =>
    SLIDING.test(path) ? { status: 404, errcode: "M_UNRECOGNIZED", error: "Unrecognized request" } : undefined;
  network.fault(refuse);

  await app.signIn(network.url, user.userId, PASSWORD);
  for (const name of ["Harbour", "Lighthouse", "Regatta"]) await expect(app.row(new RegExp(`^${name}`))).toBeVisible();
  expect(network.requests(SLIDING)).toHaveLength(1);

  await app.openRoom("Harbour");
  await expect(app.message("before you came")).toHaveCount(1);
  await app.say("here I am");
  await expect.poll(async () => (await friend.messages(harbour)).chunk[0]?.content["body"]).toBe("here I am");
  await friend.text(harbour, "good to see you");
  await expect(app.message("good to see you")).toHaveCount(1);
  await expect(app.message("here I am")).toHaveCount(1);

  await app.page.reload();
  await expect(app.message("good to see you")).toHaveCount(1);
  await friend.text(harbour, "still there?");
  await expect(app.message("still there?")).toHaveCount(1);
  // What was found out once is kept: the refused way is not tried again.
  expect(network.requests(SLIDING)).toHaveLength(1);
  // A first answer is asked for once.
  const firsts = network.requests(CLASSIC).filter(({ search }) => !new URLSearchParams(search).has("since"));
  expect(firsts).toHaveLength(1);

  network.goOffline();
  await expect(app.page.getByText(/Offline since/)).toBeVisible({ timeout: 20_000 });
  await app.say("written at sea");
  for (let index = 1; index <= 25; index += 1) await friend.text(harbour, `harbour news ${index}.`);
  network.fault(refuse);
  await expect(app.message("harbour news 25.")).toHaveCount(1, { timeout: 40_000 });
  await expect(app.page.getByText(/Offline since/)).toHaveCount(0);
  await expect(app.message("written at sea")).toHaveCount(1);
  await expect
    .poll(
      async () =>
        (await friend.messages(harbour)).chunk.filter(({ content }) => content["body"] === "written at sea").length,
    )
    .toBe(1);
});
