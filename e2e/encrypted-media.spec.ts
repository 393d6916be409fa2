/** Files in an encrypted room: between two browsers, kept as ciphertext, refused when somebody touched them. */
import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { deflateSync, crc32 } from "node:zlib";
import type { Page } from "@playwright/test";
import type { MatrixClient } from "../stack/matrix.mjs";
import type { Hubbub } from "./support/hubbub.ts";
import { expect, PASSWORD, SERVER_A, test } from "./support/world.ts";

const WORDS = "one ladder, two hooks, and nobody may read this";

/** A picture that compresses badly, so that it has a small picture beside it. */
function noise(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const ends = Buffer.alloc(8);
    ends.writeUInt32BE(data.length, 0);
    ends.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const rows = Array.from({ length: height }, () => Buffer.concat([Buffer.from([0]), randomBytes(width * 3)]));
  return Buffer.concat([
    Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]),
    chunk("IHDR", head),
    chunk("IDAT", deflateSync(Buffer.concat(rows), { level: 1 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

async function encryptedRoom(user: MatrixClient, friend: MatrixClient, name: string): Promise<string> {
  const roomId = await user.create({
    name,
    preset: "private_chat",
    invite: [friend.userId],
    initial_state: [{ type: "m.room.encryption", state_key: "", content: { algorithm: "m.megolm.v1.aes-sha2" } }],
  });
  await friend.join(roomId);
  return roomId;
}

/** A short film, made by the browser itself. */
async function film(page: Page): Promise<Buffer> {
  const base64 = await page.evaluate(async () => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 320, height: 180 });
    const context = canvas.getContext("2d");
    const recorder = new MediaRecorder(canvas.captureStream(30), { mimeType: "video/webm" });
    const parts: Blob[] = [];
    recorder.addEventListener("dataavailable", ({ data }) => parts.push(data));
    const ended = new Promise((resolve) => recorder.addEventListener("stop", resolve, { once: true }));
    recorder.start(50);
    for (let frame = 0; parts.reduce((sum, part) => sum + part.size, 0) < 4_000; frame += 1) {
      if (context) context.fillStyle = `rgb(${frame % 256} 90 200)`;
      context?.fillRect((frame * 37) % 300, 0, 90, 180);
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
    recorder.stop();
    await ended;
    const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
    return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  });
  return Buffer.from(base64, "base64");
}

interface Picked {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

/** A picture, a file, and what else is wanted. */
async function sendFiles(sender: Hubbub, ...others: readonly Picked[]): Promise<void> {
  await sender.attach([
    { name: "lamp.png", mimeType: "image/png", buffer: noise(500, 400) },
    { name: "list.txt", mimeType: "text/plain", buffer: Buffer.from(WORDS) },
    ...others,
  ]);
  await sender.page.getByRole("button", { name: /^Send/ }).click();
}

function picture(profile: Hubbub) {
  return profile.feed.getByRole("img", { name: /lamp\.png/ });
}

async function drawn(profile: Hubbub): Promise<void> {
  await expect(picture(profile)).toBeVisible({ timeout: 20_000 });
  await expect
    .poll(() => picture(profile).evaluate((img) => (img instanceof HTMLImageElement ? img.naturalWidth : 0)), {
      timeout: 20_000,
    })
    .toBeGreaterThan(0);
}

/** The keys of files that this profile knows: opened with the store's own key, as only code of this origin can. */
function knownKeys(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const ask = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.addEventListener("success", () => resolve(request.result));
        request.addEventListener("error", () => reject(request.error ?? new Error("no answer")));
      });
    const db = await ask(indexedDB.open("hubbub/0"));
    const objects = db.transaction(["keys", "mediaKeys"]);
    const [key, places, rows] = await Promise.all([
      ask(objects.objectStore("keys").get("store")) as Promise<CryptoKey>,
      ask(objects.objectStore("mediaKeys").getAllKeys()),
      ask(objects.objectStore("mediaKeys").getAll()) as Promise<Uint8Array<ArrayBuffer>[]>,
    ]);
    db.close();
    const found: string[] = [];
    for (const [index, row] of rows.entries()) {
      const place = new TextEncoder().encode(JSON.stringify(["mediaKeys", ...(places[index] as string[])]));
      const plain = await crypto.subtle.decrypt(
        { name: "AES-GCM", iv: row.slice(0, 12), additionalData: place },
        key,
        row.slice(12),
      );
      const text = new TextDecoder().decode(new Uint8Array(plain).slice(1));
      const { file } = JSON.parse(text) as { file: { key: { k: string }; iv: string } };
      found.push(file.key.k, file.iv);
    }
    return found;
  });
}

/** What all caches of the origin hold, but for the app itself. */
function keptBodies(page: Page): Promise<number[][]> {
  return page.evaluate(async () => {
    const bodies: number[][] = [];
    for (const name of await caches.keys()) {
      if (name.startsWith("hubbub-shell-")) continue;
      const cache = await caches.open(name);
      for (const request of await cache.keys()) {
        const answer = await cache.match(request);
        if (answer) bodies.push([...new Uint8Array(await answer.arrayBuffer())]);
      }
    }
    return bodies;
  });
}

async function expectSaved(profile: Hubbub): Promise<void> {
  const download = profile.page.waitForEvent("download");
  await profile.feed.getByRole("button", { name: "Download list.txt" }).click();
  expect(await readFile(await (await download).path(), "utf8")).toBe(WORDS);
}

test("a picture and a file reach the other browser; keys are in no address, and only ciphertext is kept", async ({
  app,
  otherProfile,
  user,
  friend,
  network,
}) => {
  const roomId = await encryptedRoom(user, friend, "Darkroom");
  const addresses: string[] = [];
  for (const { page } of [app, otherProfile]) page.context().on("request", (request) => addresses.push(request.url()));
  await app.signIn(SERVER_A, user.userId, PASSWORD);
  await otherProfile.signIn(network.url, friend.userId, PASSWORD);
  await Promise.all([app.openRoom("Darkroom"), otherProfile.openRoom("Darkroom")]);
  await sendFiles(app, { name: "clip.webm", mimeType: "video/webm", buffer: await film(app.page) });
  await drawn(app);
  await drawn(otherProfile);
  expect(await picture(otherProfile).getAttribute("src")).toMatch(/\/media\/sealed\/[^?]+\?h=[0-9a-f]{64}$/);

  await expectSaved(otherProfile);
  await otherProfile.feed.getByRole("button", { name: /^Play clip\.webm/ }).click();
  // It plays through the service worker, by ranges of what was verified.
  await expect
    .poll(() => otherProfile.feed.locator("video").evaluate((video: HTMLVideoElement) => video.readyState))
    .toBeGreaterThanOrEqual(2);

  const keys = await knownKeys(otherProfile.page);
  // The picture, its small one, the file, the film; key and start of each.
  expect(keys.length).toBeGreaterThanOrEqual(8);
  const asked = [...addresses, ...network.requests().map(({ path, search }) => path + search)].join("\n");
  expect(asked).toContain("/media/sealed/");
  for (const key of keys) expect(asked).not.toContain(key.slice(0, 12));
  expect(asked).not.toMatch(/lamp\.png|list\.txt|clip\.webm/);

  await expect.poll(async () => (await keptBodies(otherProfile.page)).length).toBeGreaterThanOrEqual(3);
  for (const body of await keptBodies(otherProfile.page)) {
    expect(Buffer.from(body).includes(WORDS)).toBe(false);
    expect(Buffer.from(body).subarray(0, 4).toString("latin1")).not.toMatch(/^(?:RIFF|.PNG|.E\u00df\u00a3)/s);
  }
  const { chunk } = await friend.messages(roomId);
  expect(JSON.stringify(chunk)).not.toMatch(/lamp|list\.txt|mxc:/);

  const before = network.requests("/media/download/").length;
  await otherProfile.page.reload();
  await drawn(otherProfile);
  expect(network.requests("/media/download/")).toHaveLength(before);
});

test("a file that was changed on its way is told in words, and neither shown nor saved", async ({
  app,
  otherProfile,
  user,
  friend,
  network,
}) => {
  await encryptedRoom(user, friend, "Broken seal");
  await app.signIn(SERVER_A, user.userId, PASSWORD);
  await otherProfile.signIn(network.url, friend.userId, PASSWORD);
  await app.openRoom("Broken seal");
  await expect(otherProfile.row(/^Broken seal/)).toBeVisible();
  await sendFiles(app);
  await drawn(app);
  await expect(picture(app)).toHaveAttribute("src", /\/media\/sealed\//);

  // The server lies to the other one: one byte of the picture is another.
  const [, place = ""] = /\/media\/sealed\/([^?]+)/.exec((await picture(app).getAttribute("src")) ?? "") ?? [];
  const path = `/_matrix/client/v1/media/download/${place}`;
  const answer = await fetch(SERVER_A + path, { headers: { authorization: `Bearer ${friend.token}` } });
  expect(answer.status).toBe(200);
  const body = Buffer.from(await answer.arrayBuffer());
  body[1000] = (body[1000] ?? 0) ^ 1;
  network.fault((request) => {
    if (!request.path.includes("/media/download/")) return undefined;
    return { status: 200, body: decodeURIComponent(request.path).endsWith(decodeURIComponent(place)) ? body : "else" };
  });
  await otherProfile.openRoom("Broken seal");

  await expect(otherProfile.feed.getByText("This file was changed on its way and is not shown.")).toBeVisible({
    timeout: 20_000,
  });
  await expect(picture(otherProfile)).toHaveCount(0);
  await otherProfile.feed.getByRole("button", { name: "Download list.txt" }).click();
  await expect(otherProfile.page.getByText(/^list\.txt was changed on its way and is not saved/)).toBeVisible();
  expect(await keptBodies(otherProfile.page)).toEqual([]);

  // It was the network, not the sender: when it is well again, so is the picture.
  network.fault(undefined);
  await expect(async () => {
    await otherProfile.feed.getByRole("button", { name: "Try to show lamp.png again" }).click({ timeout: 1_000 });
    await expect(picture(otherProfile)).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 20_000 });
  await drawn(otherProfile);
});

test.describe("without a service worker", () => {
  test.use({ contextOptions: { serviceWorkers: "block" } });

  test("the core opens files: pictures are shown and files are saved", async ({ app, otherProfile, user, friend }) => {
    await encryptedRoom(user, friend, "No worker");
    await app.signIn(SERVER_A, user.userId, PASSWORD);
    await otherProfile.signIn(SERVER_A, friend.userId, PASSWORD);
    await Promise.all([app.openRoom("No worker"), otherProfile.openRoom("No worker")]);
    await sendFiles(app);
    await drawn(otherProfile);
    expect(await picture(otherProfile).getAttribute("src")).toMatch(/^blob:/);
    await expectSaved(otherProfile);
  });
});
