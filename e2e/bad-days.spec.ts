import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { startWebServer } from "../scripts/serve.mjs";
import { newUser, uniqueName } from "../stack/matrix.mjs";
import { createStack, runningStack } from "../stack/servers.mjs";
import { coreCount, hangCore } from "./support/core.ts";
import { Hubbub } from "./support/hubbub.ts";
import { bodiesOf, numbered } from "./support/rooms.ts";
import { expect, PASSWORD, SERVER_A, SERVER_B, tab, test } from "./support/world.ts";

test("a core that hangs is noticed and replaced; what was written is sent", async ({ app, user, friend }) => {
  test.setTimeout(120_000);
  const roomId = await user.create({ name: "Still water", invite: [friend.userId] });
  await friend.join(roomId);
  await app.signIn(SERVER_A, user.userId, PASSWORD);
  await app.openRoom("Still water");
  await app.say("before it hangs");
  await expect.poll(() => bodiesOf(friend, roomId)).toEqual(["before it hangs"]);
  const reloaded = app.page.waitForEvent("load", { timeout: 90_000 });
  await hangCore(app.page);
  await reloaded;
  await expect(app.message("before it hangs")).toHaveCount(1);
  await app.say("after it hung");
  await expect.poll(() => bodiesOf(friend, roomId)).toEqual(["before it hangs", "after it hung"]);
});

test("a new version is deployed while an old tab is open: the new tab takes over, the old one reloads, nothing is lost", async ({
  browser,
  errors,
  user,
  friend,
  contextOptions,
}) => {
  test.setTimeout(120_000);
  const roomId = await user.create({ name: "Dry dock", invite: [friend.userId] });
  await friend.join(roomId);
  const site = fs.mkdtempSync(path.join(os.tmpdir(), "hubbub-deploy-"));
  fs.cpSync("dist", site, { recursive: true });
  const server = await startWebServer({ dir: site });
  const context = await browser.newContext({ ...contextOptions, baseURL: server.url });
  try {
    const old = new Hubbub(await tab(context, errors));
    await old.signIn(SERVER_A, user.userId, PASSWORD);
    await old.openRoom("Dry dock");
    await old.say("from the old build");
    await expect(old.message("from the old build")).toHaveCount(1);
    deployNewBuild(site);
    const reloaded = old.page.waitForEvent("load", { timeout: 60_000 });
    const fresh = new Hubbub(await tab(context, errors));
    await fresh.open();
    await reloaded;
    await fresh.openRoom("Dry dock");
    await expect(old.message("from the old build")).toHaveCount(1);
    await fresh.say("from the new build");
    await old.say("from the reloaded tab");
    await expect(old.message("from the new build")).toHaveCount(1);
    await expect(fresh.message("from the reloaded tab")).toHaveCount(1);
    await expect.poll(() => coreCount(fresh.page)).toBe(1);
    await expect
      .poll(async () => (await bodiesOf(friend, roomId)).toSorted())
      .toEqual(["from the new build", "from the old build", "from the reloaded tab"]);
  } finally {
    await context.close();
    await server.close();
    fs.rmSync(site, { recursive: true, force: true });
  }
});

/** Gives every hashed script of a build another name and its build id another value, as the next version would have. */
function deployNewBuild(site: string): void {
  const build = /build["']?[:=]\s*["'`]([0-9a-f]{8,})["'`]/;
  const files = [...walk(site)];
  const renames = new Map<string, string>();
  for (const file of files) {
    if (/\.(br|gz)$/.test(file)) fs.rmSync(file);
    const name = path.basename(file);
    const match = /^(.*-)([\w-]{8})\.js$/.exec(name);
    if (match && /[/\\](core|assets)[/\\]/.test(file))
      renames.set(name, `${match[1] ?? ""}${(match[2] ?? "").split("").toReversed().join("")}.js`);
  }
  let buildId: string | undefined;
  for (const file of walk(site)) {
    if (!/\.(js|html)$/.test(file)) continue;
    let text = fs.readFileSync(file, "utf8");
    buildId ??= build.exec(text)?.[1];
    for (const [from, to] of renames) text = text.replaceAll(from, to);
    fs.writeFileSync(file, text);
    const renamed = renames.get(path.basename(file));
    if (renamed !== undefined) fs.renameSync(file, path.join(path.dirname(file), renamed));
  }
  if (buildId !== undefined) {
    for (const file of walk(site)) {
      if (!/\.(js|html)$/.test(file)) continue;
      fs.writeFileSync(
        file,
        fs.readFileSync(file, "utf8").replaceAll(buildId, buildId.split("").toReversed().join("")),
      );
    }
  }
}

function* walk(dir: string): Generator<string> {
  for (const entry of fs.readdirSync(dir, { withFileTypes: true })) {
    const full = path.join(dir, entry.name);
    if (entry.isDirectory()) yield* walk(full);
    else yield full;
  }
}

test("the disk is full: the message is refused in words and stays in the composer, reading goes on", async ({
  app,
  context,
  user,
  friend,
}) => {
  test.setTimeout(180_000);
  const roomId = await user.create({ name: "Full hold", invite: [friend.userId] });
  await friend.join(roomId);
  await friend.text(roomId, "room for one more");
  await app.signIn(SERVER_A, user.userId, PASSWORD);
  await app.openRoom("Full hold");
  await expect(app.message("room for one more")).toBeVisible();
  const cdp = await context.newCDPSession(app.page);
  const { origin } = new URL(app.page.url());
  await cdp.send("Storage.overrideQuotaForOrigin", { origin, quotaSize: 1 });
  // The browser looks at the quota only now and then: write until it says no.
  const refusal = app.page.getByText(/no room left/i).first();
  let written = 0;
  await expect(async () => {
    if (!(await app.composer.innerText()).includes("fits?")) {
      written += 1;
      await app.say(`fits? ${written}.`);
    }
    await expect(refusal).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 90_000 });
  await expect(app.composer).toContainText(`fits? ${written}.`);
  await expect(app.message("room for one more")).toBeVisible();
  await cdp.send("Storage.overrideQuotaForOrigin", { origin });
  await expect(async () => {
    await app.composer.click();
    await app.page.keyboard.press("Enter");
    expect(await bodiesOf(friend, roomId)).toEqual(["room for one more", ...numbered("fits?", written)]);
  }).toPass({ timeout: 60_000 });
});

test("a server that is gone, then half there, then back: the session goes on by itself", async ({
  app,
  user,
  friend,
  network,
}) => {
  const roomId = await user.create({ name: "Tide gate", invite: [friend.userId] });
  await friend.join(roomId);
  await app.signIn(network.url, user.userId, PASSWORD);
  await app.openRoom("Tide gate");
  await app.say("gate 1.");
  await expect(app.message("gate 1.")).toHaveCount(1);
  // The server's socket answers nothing, then bad gateway, then it is back: what a restart behind a reverse proxy looks like.
  network.goOffline();
  await app.say("gate 2.");
  await friend.text(roomId, "meanwhile");
  network.fault(() => ({ status: 502 }));
  await app.say("gate 3.");
  await expect(app.page.getByText(/Offline since/)).toBeVisible({ timeout: 20_000 });
  network.fault(undefined);
  await expect(app.message("meanwhile")).toHaveCount(1, { timeout: 60_000 });
  await expect
    .poll(() => bodiesOf(friend, roomId), { timeout: 60_000 })
    .toEqual(["gate 1.", "meanwhile", "gate 2.", "gate 3."]);
});

test("a server stopped and started: what was written meanwhile is sent, what was said is shown", async ({
  app,
  otherProfile,
}) => {
  test.setTimeout(120_000);
  const running = runningStack();
  if (!running) throw new Error("the servers were not started by stack/servers.mjs");
  const stack = createStack({ name: running.name });
  const user = await newUser(SERVER_B, uniqueName("dora"), { displayname: "Dora Quill" });
  const friend = await newUser(SERVER_B, uniqueName("emil"), { displayname: "Emil Stone" });
  const roomId = await user.create({ name: "Dry spell", invite: [friend.userId] });
  await friend.join(roomId);
  await app.signIn(SERVER_B, user.userId, PASSWORD);
  await otherProfile.signIn(SERVER_B, friend.userId, PASSWORD);
  await app.openRoom("Dry spell");
  await otherProfile.openRoom("Dry spell");
  await app.say("before the stop");
  await expect(otherProfile.message("before the stop")).toHaveCount(1);
  await stack.stopOne("b");
  await app.say("while it is down");
  await otherProfile.say("me too");
  await expect(app.message("while it is down")).toHaveCount(1);
  await stack.startOne("b");
  await expect(otherProfile.message("while it is down")).toHaveCount(1, { timeout: 60_000 });
  await expect(app.message("me too")).toHaveCount(1, { timeout: 60_000 });
  expect((await bodiesOf(friend, roomId)).toSorted()).toEqual(["before the stop", "me too", "while it is down"]);
});
