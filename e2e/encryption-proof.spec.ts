/** What lies where after people talked in private: on the homeserver, in the browser; and that two tabs are one device. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { runningStack, STATE_DIR } from "../stack/servers.mjs";
import { request, uniqueName, type MatrixClient } from "../stack/matrix.mjs";
import { readEverything } from "./support/browser-disk.ts";
import { coreCount } from "./support/core.ts";
import { Hubbub } from "./support/hubbub.ts";
import { expect, PASSWORD, SERVER_A, tab, test } from "./support/world.ts";

test("nothing that was said in private can be read on the server, or in the browser's storage", async ({
  app,
  otherProfile,
  user,
  friend,
}) => {
  test.setTimeout(120_000);
  const began = Date.now();
  const said = { sent: "", received: "", draft: "", file: "", fileName: "", plain: "" };
  for (const name of Object.keys(said) as (keyof typeof said)[]) said[name] = uniqueName(`walnut${name}`);
  const secrets = [said.sent, said.received, said.draft, said.file, said.fileName];

  await otherProfile.signIn(SERVER_A, friend.userId, PASSWORD);
  await app.signIn(SERVER_A, user.userId, PASSWORD);
  await app.startChat(friend.userId);
  await expect(app.page.getByRole("button", { name: /^Encrypted: what/ })).toBeVisible();
  await otherProfile.list
    .getByRole("treeitem", { name: /Ann Fisher/ })
    .getByRole("button", { name: /^Accept/ })
    .click();
  await app.say(said.sent);
  await expect(otherProfile.message(said.sent)).toHaveCount(1);
  await otherProfile.say(said.received);
  await expect(app.message(said.received)).toHaveCount(1);
  await expect(app.row(/^Ben Okri/)).toContainText(said.received);
  await app.attach([{ name: `${said.fileName}.txt`, mimeType: "text/plain", buffer: Buffer.from(said.file) }]);
  await app.page.getByRole("button", { name: /^Send/ }).click();
  await expect(otherProfile.message(said.fileName)).toHaveCount(1);
  await app.composer.click();
  await app.page.keyboard.type(said.draft);

  // A word said in the open shows that this search would find one.
  const open = await user.create({ name: "Market square" });
  await user.text(open, said.plain);
  const files = readServer(began);
  const server = (words: string) => files.some((bytes) => bytes.includes(words));
  expect(server(said.plain)).toBe(true);
  expect(secrets.filter(server)).toEqual([]);

  // The list's first rows are kept readable on purpose: names, never words.
  for (const { page } of [app, otherProfile]) {
    await expect.poll(() => page.evaluate(() => JSON.stringify(localStorage))).toMatch(/Ann Fisher|Ben Okri/);
    await expect.poll(async () => (await readEverything(page, [])).keys).toContain("listSnapshot");
    const found = await readEverything(page, secrets);
    expect(found.found).toEqual([]);
    expect(found.extractableKeys).toBe(0);
    expect(found.bytes).toBeGreaterThan(10_000);
    expect(found.databases.filter((name) => name.endsWith("::matrix-sdk-crypto"))).toHaveLength(1);
  }
  // And this search would find one there, too.
  await app.page.evaluate((words) => localStorage.setItem("probe", btoa(`${words}!`)), said.plain);
  expect((await readEverything(app.page, [said.plain])).found).toEqual([said.plain]);
});

test("two tabs are one device with one engine", async ({ app, context, errors, user, friend, network }) => {
  const roomId = await user.create({
    name: "Signal tower",
    invite: [friend.userId],
    initial_state: [{ type: "m.room.encryption", state_key: "", content: { algorithm: "m.megolm.v1.aes-sha2" } }],
  });
  await friend.join(roomId);
  await app.signIn(network.url, user.userId, PASSWORD);
  const second = new Hubbub(await tab(context, errors));
  await second.open();
  await app.openRoom("Signal tower");
  await second.openRoom("Signal tower");
  await Promise.all([app.say("left hand"), second.say("right hand")]);
  for (const one of [app, second]) {
    await expect(one.message("left hand")).toHaveCount(1);
    await expect(one.message("right hand")).toHaveCount(1);
  }
  await expect.poll(async () => (await encrypted(user, roomId)).length).toBe(2);
  await app.page.reload();
  await expect(app.message("left hand")).toHaveCount(1);
  await app.say("both hands");
  await expect.poll(async () => (await encrypted(user, roomId)).length).toBe(3);

  // One session for all, one place in it for each; one device; no key of it came twice.
  const sent = await encrypted(user, roomId);
  expect(new Set(sent.map(({ content }) => content["session_id"])).size).toBe(1);
  expect(new Set(sent.map(({ content }) => content["ciphertext"])).size).toBe(3);
  expect(await devicesOf(user)).toHaveLength(1);
  const uploads = network.requests(/\/keys\/upload/);
  expect(uploads.length).toBeGreaterThan(0);
  expect(uploads.filter(({ status }) => status !== undefined && status !== 200)).toEqual([]);
  expect(await coreCount(app.page)).toBe(1);
  const { databases } = await readEverything(second.page, []);
  expect(databases.filter((name) => name.endsWith("::matrix-sdk-crypto"))).toHaveLength(1);
});

test("the engine is kept for days without network once it was used, and not before", async ({ app, user }) => {
  const kept = () =>
    app.page.evaluate(async () => {
      const addresses: string[] = [];
      for (const name of await caches.keys())
        for (const { url } of await (await caches.open(name)).keys()) addresses.push(url);
      return { wasm: addresses.filter((url) => url.endsWith(".wasm")), pages: addresses.length };
    });
  await app.open();
  await expect.poll(async () => (await kept()).pages).toBeGreaterThan(5);
  expect((await kept()).wasm).toEqual([]);
  await app.signIn(SERVER_A, user.userId, PASSWORD);
  await expect.poll(async () => (await kept()).wasm.length, { timeout: 20_000 }).toBe(1);
  const [address = ""] = (await kept()).wasm;
  const served = await app.page.request.get(address, { headers: { "accept-encoding": "br" } });
  expect(served.headers()["content-type"]).toBe("application/wasm");
  expect(served.headers()["content-encoding"]).toBe("br");
  expect(served.headers()["content-security-policy"]).toContain("'wasm-unsafe-eval'");
  // The page itself may not compile it.
  const compiled = await app.page.evaluate(async () => {
    try {
      await WebAssembly.compile(new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]));
      return "compiled";
    } catch {
      return "refused";
    }
  });
  expect(compiled).toBe("refused");
});

async function encrypted(client: MatrixClient, roomId: string) {
  return (await client.messages(roomId, { limit: 50 })).chunk.filter(({ type }) => type === "m.room.encrypted");
}

/** Devices of one's own that others could encrypt for. */
async function devicesOf(client: MatrixClient): Promise<readonly string[]> {
  const body = { device_keys: { [client.userId]: [] } };
  const answer = await request(client.base, "POST", "/_matrix/client/v3/keys/query", { token: client.token, body });
  const { [client.userId]: devices } = answer["device_keys"] as Record<string, Record<string, unknown>>;
  return Object.keys(devices ?? {});
}

/** The files of the first server's database, and what was uploaded since. */
function readServer(since: number): readonly Buffer[] {
  const stack = runningStack();
  if (!stack) throw new Error("the servers' files are not here");
  const folder = path.join(STATE_DIR, stack.name, "a");
  const databases = readdirSync(folder).filter((name) => /^homeserver\.(?:db|log)/.test(name));
  const media = readdirSync(path.join(folder, "media_store"), { recursive: true, encoding: "utf8" })
    .map((name) => path.join("media_store", name))
    .filter((name) => {
      const { mtimeMs, isFile } = statOf(path.join(folder, name));
      return isFile && mtimeMs >= since - 1_000;
    });
  expect(media.length).toBeGreaterThan(0);
  return [...databases, ...media].map((name) => readFileSync(path.join(folder, name)));
}

function statOf(file: string): { readonly mtimeMs: number; readonly isFile: boolean } {
  const found = statSync(file, { throwIfNoEntry: false });
  return { mtimeMs: found?.mtimeMs ?? 0, isFile: found?.isFile() ?? false };
}
