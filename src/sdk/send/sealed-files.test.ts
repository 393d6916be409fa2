import { describe, expect, it } from "vitest";
import type { OutgoingFile } from "#api/messages.ts";
import { openAttachment, readAttachmentKey } from "#sdk/crypto/attachment.ts";
import { readMedia } from "#sdk/events/content/media-info.ts";
import { isObject, type JsonObject } from "#sdk/events/envelope.ts";
import { settle } from "#sdk/testing/fake-clock.ts";
import { createHarness, OFFLINE, recordOf, ROOM, type Harness } from "#sdk/testing/outbox-harness.ts";

const PICTURE = new Uint8Array(1_000).fill(7);
const SMALL = new Uint8Array(100).fill(9);

function file(thumbnailSize = SMALL.length): OutgoingFile {
  return {
    blob: new Blob([PICTURE]),
    name: "secret.png",
    mimetype: "image/png",
    kind: "image",
    width: 40,
    height: 20,
    duration: undefined,
    blurhash: undefined,
    caption: undefined,
    thumbnail: { blob: new Blob([SMALL.slice(0, thumbnailSize)]), mimetype: "image/webp", width: 4, height: 2 },
  };
}

interface Sent {
  readonly blob: Blob;
  readonly contentType: string;
  readonly query: unknown;
}

async function encryptedHarness(): Promise<Harness & { readonly sent: readonly Sent[] }> {
  const harness = await createHarness();
  harness.records.set(ROOM, recordOf(ROOM, "encrypted"));
  const sent: Sent[] = [];
  const { upload } = harness.server;
  Object.assign(harness.server, {
    upload: (wish: Parameters<typeof upload>[0]) => {
      sent.push({ blob: wish.blob, contentType: wish.contentType, query: wish.query });
      return upload(wish);
    },
  });
  return Object.assign(harness, { sent });
}

/** WebCrypto takes its own time: the fake clock's turns may all be over before it. */
async function delivered(harness: Harness): Promise<void> {
  await expect
    .poll(
      async () => {
        await harness.drain();
        return harness.server.accepted.length;
      },
      { timeout: 10_000 },
    )
    .toBe(1);
}

/** Content inside what the stand-in of the engine made. */
function inside(harness: Harness, index = 0): JsonObject {
  const sealed = harness.server.accepted[index]?.content["sealed"];
  const content = isObject(sealed) ? sealed["content"] : undefined;
  if (!isObject(content)) throw new Error("not encrypted");
  return content;
}

async function inClear(blob: Blob | undefined, said: unknown): Promise<Uint8Array> {
  const key = isObject(said) ? await readAttachmentKey(said) : undefined;
  if (!key || !blob) throw new Error("no key");
  return new Uint8Array(await (await openAttachment(blob, key, "")).arrayBuffer());
}

describe("files for an encrypted room", () => {
  it("go out as bytes without a name or a kind, the small picture too; the key is inside the message", async () => {
    const harness = await encryptedHarness();
    await harness.outbox.enqueueFiles(ROOM, [file()]);
    await delivered(harness);
    expect(harness.sent.map(({ contentType, query }) => [contentType, query])).toEqual([
      ["application/octet-stream", undefined],
      ["application/octet-stream", undefined],
    ]);
    const content = inside(harness);
    const info = isObject(content["info"]) ? content["info"] : {};
    expect(content["url"]).toBeUndefined();
    expect(content["file"]).toMatchObject({ v: "v2", url: "mxc://example.org/m2" });
    expect(info).toMatchObject({
      mimetype: "image/png",
      thumbnail_file: { url: "mxc://example.org/m1" },
      thumbnail_info: { mimetype: "image/webp", w: 4, h: 2, size: SMALL.length },
    });
    expect(await inClear(harness.sent[0]?.blob, info["thumbnail_file"])).toEqual(SMALL);
    expect(await inClear(harness.sent[1]?.blob, content["file"])).toEqual(PICTURE);
    expect(await harness.store.range("staged", {})).toEqual([]);
  });

  it("can be opened before their event comes back: the keys lie under what the echo asks for", async () => {
    const harness = await encryptedHarness();
    harness.server.script.push(OFFLINE);
    await harness.outbox.enqueueFiles(ROOM, [file()]);
    await expect.poll(() => harness.outbox.items(ROOM)[0]?.media?.mxc, { timeout: 10_000 }).toBeDefined();
    const { mxc, seal, thumbnail, thumbnailSeal } = harness.outbox.items(ROOM)[0]?.media ?? {};
    const keys = await harness.store.range("mediaKeys", {});
    expect(keys.map(({ key }) => key)).toEqual([
      [thumbnail, thumbnailSeal],
      [mxc, seal],
    ]);
    // Kept over a restart, and not uploaded again.
    await harness.restart();
    await delivered(harness);
    expect(harness.sent).toHaveLength(2);
    expect(readMedia(inside(harness), "x")).toMatchObject({ mxc, seal, thumbnail, thumbnailSeal });
  });

  it("have no small picture that saves nothing; a plain room has none at all", async () => {
    const harness = await encryptedHarness();
    const large = { ...file(), blob: new Blob([SMALL]) };
    await harness.outbox.enqueueFiles(ROOM, [large]);
    await delivered(harness);
    expect(harness.sent).toHaveLength(1);
    expect(inside(harness)["info"]).not.toHaveProperty("thumbnail_file");

    const plain = await createHarness();
    await plain.outbox.enqueueFiles(ROOM, [file()]);
    await delivered(plain);
    expect(plain.server.uploads).toEqual([{ name: "secret.png", size: PICTURE.length }]);
    expect(plain.server.accepted[0]?.content).toMatchObject({ url: "mxc://example.org/m1" });
    expect(await plain.store.range("staged", {})).toEqual([]);
  });

  it("that are thrown away take their small picture with them", async () => {
    const harness = await encryptedHarness();
    harness.server.hold = new Promise(() => undefined);
    await harness.outbox.enqueueFiles(ROOM, [file()]);
    await settle();
    expect(await harness.store.range("staged", {})).toHaveLength(2);
    harness.server.hold = undefined;
    await harness.outbox.discard(ROOM, harness.outbox.items(ROOM)[0]?.txnId ?? "all");
    expect(await harness.store.range("staged", {})).toEqual([]);
  });
});
