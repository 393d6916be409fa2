/** Servers that answer what nobody asked for, and stores that vanish: the session goes on, or says what to do. */
import type { Fault } from "../stack/proxy.mjs";
import { bodiesOf, numbered } from "./support/rooms.ts";
import { expect, PASSWORD, SERVER_A, test } from "./support/world.ts";

const HTML = { "content-type": "text/html" };
const json = (value: unknown): Fault => ({ status: 200, body: JSON.stringify(value) });

const GARBAGE: Readonly<Record<string, Fault>> = {
  "a page": { status: 200, body: "<html><body>Please log in to the network</body></html>", headers: HTML },
  nothing: { status: 200, body: "" },
  "no content": { status: 204, body: "" },
  null: json(null),
  "a list": json([1, [2, {}]]),
  "a word": json("ok"),
  "half of something": { status: 200, body: '{"pos":"5","rooms":{"!a:b":{"timeline":[' },
  "wrong types everywhere": json({ pos: 7, lists: [], rooms: "x", extensions: 1, event_id: {}, next_batch: [] }),
  "the prototype": { status: 200, body: '{"__proto__":{"pos":"1"},"constructor":{"prototype":{"x":1}}}' },
  "ten megabytes": json({ junk: "x".repeat(10_000_000) }),
  "a hundred thousand brackets": { status: 200, body: "[".repeat(100_000) },
  "bytes that are no text": { status: 200, body: "\u0000\ufffd\u0001", headers: { "content-type": "image/png" } },
  "a redirect to nowhere": { status: 302, body: "", headers: { location: "http://localhost:9/" } },
  "an error without words": { status: 500, body: "{}" },
  "an error that is a page": { status: 403, body: "<html>blocked by the firewall</html>", headers: HTML },
};

test("a server that answers garbage of every kind: nothing is lost, and the session goes on when it is itself again", async ({
  app,
  user,
  friend,
  network,
}) => {
  test.setTimeout(150_000);
  const roomId = await user.create({ name: "Babel", invite: [friend.userId] });
  await friend.join(roomId);
  await app.signIn(network.url, user.userId, PASSWORD);
  await app.openRoom("Babel");
  let count = 0;
  for (const [kind, fault] of Object.entries(GARBAGE)) {
    count += 1;
    network.reset();
    // What is written is never refused for good: an answer that makes no sense decides nothing. A firewall's "403" does.
    const writing = kind !== "an error that is a page";
    network.fault(({ path }) => (writing || !path.includes("/send/") ? fault : undefined));
    await app.say(`babel ${count}.`);
    await expect
      .poll(
        async () => {
          // As a browser does that found a network again; else the tries would lie ever further apart.
          await app.page.evaluate(() => window.dispatchEvent(new Event("online")));
          return network.requests(/\/sync$|\/send\//).length;
        },
        { message: `${kind}: asked`, intervals: [100] },
      )
      .toBeGreaterThanOrEqual(1);
    await expect(app.message(`babel ${count}.`)).toHaveCount(1);
  }
  network.fault(undefined);
  await expect.poll(() => bodiesOf(friend, roomId), { timeout: 90_000 }).toEqual(numbered("babel", count));
  await friend.text(roomId, "clear words");
  await expect(app.message("clear words")).toHaveCount(1, { timeout: 60_000 });
  await expect(app.message(/babel \d+\./)).toHaveCount(count);
});

test("an answer that never ends is given up, and the next one is taken", async ({ app, user, friend, network }) => {
  const roomId = await user.create({ name: "Long winded", invite: [friend.userId] });
  await friend.join(roomId);
  await app.signIn(network.url, user.userId, PASSWORD);
  await app.openRoom("Long winded");
  let endless = 0;
  network.fault(({ method, path }) => {
    if (method === "OPTIONS" || !path.includes("/send/") || endless > 0) return undefined;
    endless += 1;
    return { status: 200, endless: true };
  });
  await app.say("wait for it");
  await expect.poll(() => endless).toBe(1);
  await friend.text(roomId, "go on");
  await expect(app.message("go on")).toHaveCount(1);
  await expect.poll(() => bodiesOf(friend, roomId), { timeout: 50_000 }).toEqual(["go on", "wait for it"]);
  await expect(app.message("wait for it")).toHaveCount(1);
});

test("the server forgets the position while messages are under way: all arrive once, in order", async ({
  app,
  user,
  friend,
  network,
}) => {
  const roomId = await user.create({ name: "Lost thread", invite: [friend.userId] });
  await friend.join(roomId);
  await app.signIn(network.url, user.userId, PASSWORD);
  await app.openRoom("Lost thread");
  let forgotten = 0;
  network.fault(({ method, path, search }) => {
    if (method === "OPTIONS") return undefined;
    if (path.includes("/send/")) return { delayMs: 150 };
    if (!path.endsWith("/sync") || !/[?&]pos=/.test(search) || forgotten >= 3) return undefined;
    forgotten += 1;
    return { status: 400, errcode: "M_UNKNOWN_POS", error: "Unknown position" };
  });
  for (let i = 1; i <= 8; i += 1) {
    await app.say(`thread ${i}.`);
    await friend.text(roomId, `other ${i}.`);
  }
  await expect.poll(() => forgotten).toBe(3);
  const ofOne = async (name: string): Promise<string[]> =>
    (await bodiesOf(friend, roomId)).filter((body) => body.startsWith(name));
  await expect.poll(() => ofOne("thread"), { timeout: 30_000 }).toEqual(numbered("thread", 8));
  await expect(app.message(/thread \d+\./)).toHaveCount(8);
  await expect(app.message(/other \d+\./)).toHaveCount(8);
});

for (const way of ["by a page", "by the browser"] as const)
  test(`the store is deleted ${way} under a running session: one is asked to sign in, and can`, async ({
    app,
    context,
    user,
    friend,
  }) => {
    test.setTimeout(120_000);
    const roomId = await user.create({ name: "Sand castle", invite: [friend.userId] });
    await friend.join(roomId);
    await friend.text(roomId, "before the wave");
    await app.signIn(SERVER_A, user.userId, PASSWORD);
    await app.openRoom("Sand castle");
    await expect(app.message("before the wave")).toBeVisible();
    if (way === "by a page")
      await app.page.evaluate(async () => {
        for (const { name } of await indexedDB.databases()) if (name !== undefined) indexedDB.deleteDatabase(name);
      });
    else {
      const cdp = await context.newCDPSession(app.page);
      const { origin } = new URL(app.page.url());
      await cdp.send("Storage.clearDataForOrigin", { origin, storageTypes: "indexeddb" });
      await cdp.detach();
    }
    await expect(app.page.getByLabel("Password", { exact: true })).toBeVisible({ timeout: 60_000 });
    await app.fillSignIn(SERVER_A, user.userId, PASSWORD);
    await expect(app.list).toBeVisible();
    await app.openRoom("Sand castle");
    await expect(app.message("before the wave")).toBeVisible();
    await app.say("after the wave");
    await expect.poll(() => bodiesOf(friend, roomId)).toEqual(["before the wave", "after the wave"]);
  });

test("no room on the disk at the very first start: said in words, and tried again", async ({ app, context, user }) => {
  test.setTimeout(120_000);
  await app.page.goto("/config.json");
  const cdp = await context.newCDPSession(app.page);
  const { origin } = new URL(app.page.url());
  await cdp.send("Storage.overrideQuotaForOrigin", { origin, quotaSize: 1 });
  await app.open();
  await expect(app.page.getByRole("heading", { name: "No room left on this device" })).toBeVisible({ timeout: 60_000 });
  await cdp.send("Storage.overrideQuotaForOrigin", { origin });
  await app.page.getByRole("button", { name: "Try again" }).click();
  await app.fillSignIn(SERVER_A, user.userId, PASSWORD);
  await expect(app.list).toBeVisible();
});

test("favourites changed in two places at once end up the same in both, and as the server has them", async ({
  app,
  otherProfile,
  user,
  network,
}) => {
  const roomId = await user.create({ name: "Tug of war" });
  await app.signIn(network.url, user.userId, PASSWORD);
  await otherProfile.signIn(SERVER_A, user.userId, PASSWORD);
  const choose = async (at: typeof app, item: string): Promise<void> => {
    await at.row(/^Tug of war/).click({ button: "right" });
    await at.page.getByRole("menuitem", { name: item }).click();
  };
  // One is cut off while it decides; the other decides otherwise meanwhile.
  network.goOffline();
  await choose(app, "Add to favourites");
  await choose(otherProfile, "Add to favourites");
  await expect.poll(async () => Object.keys(await tagsOf(user, roomId))).toEqual(["m.favourite"]);
  await choose(otherProfile, "Remove from favourites");
  await expect.poll(() => tagsOf(user, roomId)).toEqual({});
  network.fault(undefined);
  // Whoever comes last wins: the wish that waited.
  await expect.poll(async () => Object.keys(await tagsOf(user, roomId)), { timeout: 30_000 }).toEqual(["m.favourite"]);
  for (const one of [app, otherProfile])
    await expect(one.list.getByRole("treeitem", { name: /^Favourites/ })).toBeVisible({ timeout: 30_000 });
});

async function tagsOf(
  client: { call(method: string, path: string): Promise<unknown>; readonly userId: string },
  roomId: string,
): Promise<Record<string, unknown>> {
  const answer = (await client.call(
    "GET",
    `/_matrix/client/v3/user/${encodeURIComponent(client.userId)}/rooms/${encodeURIComponent(roomId)}/tags`,
  )) as { readonly tags: Record<string, unknown> };
  return answer.tags;
}
