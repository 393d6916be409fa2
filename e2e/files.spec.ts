import { deflateSync } from "node:zlib";
import { expect, PASSWORD, SERVER_A, test } from "./support/world.ts";

/** A real PNG of one colour. */
function png(width: number, height: number): Buffer {
  const crcTable = Array.from({ length: 256 }, (_, n) => {
    let c = n;
    for (let k = 0; k < 8; k += 1) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
    return c >>> 0;
  });
  const crc = (data: Buffer): number => {
    let c = 0xffffffff;
    for (const byte of data) c = (crcTable[(c ^ byte) & 0xff] ?? 0) ^ (c >>> 8);
    return (c ^ 0xffffffff) >>> 0;
  };
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const out = Buffer.alloc(body.length + 8);
    out.writeUInt32BE(data.length, 0);
    body.copy(out, 4);
    out.writeUInt32BE(crc(body), body.length + 4);
    return out;
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const row = Buffer.concat([
    Buffer.from([0]),
    Buffer.from(Array.from({ length: width }, () => [230, 170, 40]).flat()),
  ]);
  const raw = Buffer.concat(Array.from({ length: height }, () => row));
  return Buffer.concat([
    Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]),
    chunk("IHDR", head),
    chunk("IDAT", deflateSync(raw)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

test("several files by the button: both arrive, the picture is shown through the service worker without a token in any address", async ({
  app,
  otherProfile,
  user,
  friend,
}) => {
  const roomId = await user.create({ name: "Darkroom", invite: [friend.userId] });
  await friend.join(roomId);
  await app.signIn(SERVER_A, user.userId, PASSWORD);
  await app.openRoom("Darkroom");
  await app.attach([
    { name: "lamp.png", mimeType: "image/png", buffer: png(300, 200) },
    { name: "list.txt", mimeType: "text/plain", buffer: Buffer.from("one ladder, two hooks") },
  ]);
  await app.page.getByRole("button", { name: /^Send/ }).click();
  await expect(app.feed.getByText("list.txt")).toBeVisible();

  await otherProfile.signIn(SERVER_A, friend.userId, PASSWORD);
  await otherProfile.openRoom("Darkroom");
  const picture = otherProfile.feed.getByRole("img", { name: /lamp\.png/ });
  await expect(picture).toBeVisible();
  await expect
    .poll(() => picture.evaluate((img) => (img instanceof HTMLImageElement ? img.naturalWidth : 0)))
    .toBeGreaterThan(0);
  const source = await picture.getAttribute("src");
  expect(source).toContain("/media/");
  expect(source).not.toMatch(/access_token|syt_/);
  await expect(otherProfile.feed.getByText("list.txt")).toBeVisible();
});

test("the tab closed in the middle of an upload: the file is sent at the next start", async ({
  app,
  context,
  errors,
  user,
  friend,
  network,
}) => {
  const { Hubbub } = await import("./support/hubbub.ts");
  const { tab } = await import("./support/world.ts");
  const roomId = await user.create({ name: "Slow line", invite: [friend.userId] });
  await friend.join(roomId);
  await app.signIn(network.url, user.userId, PASSWORD);
  await app.openRoom("Slow line");
  network.fault((request) => (/\/upload/.test(request.path) ? "offline" : undefined));
  await app.attach([{ name: "chart.png", mimeType: "image/png", buffer: png(200, 200) }]);
  await app.page.getByRole("button", { name: /^Send/ }).click();
  await expect(app.feed.getByRole("button", { name: /^Stop sending/ })).toBeVisible();
  await app.page.close({ runBeforeUnload: false });
  network.fault(undefined);
  const again = new Hubbub(await tab(context, errors));
  await again.open();
  const names = async (): Promise<unknown[]> => {
    const { chunk } = await friend.messages(roomId);
    return chunk.filter((event) => event.content["msgtype"] === "m.image").map((event) => event.content["body"]);
  };
  await expect.poll(names, { timeout: 30_000 }).toEqual(["chart.png"]);
});
