/** Files between accounts on real homeservers: through the send queue, and from and to the engine's own implementation. */
import { Attachment, EncryptedAttachment, initAsync } from "@matrix-org/matrix-sdk-crypto-wasm";
import { afterEach, beforeAll, expect, it } from "vitest";
import { newUser, type MatrixClient } from "../../../stack/matrix.mjs";
import type { OutgoingFile } from "#api/messages.ts";
import { mxcParts, parseMxc, type MxcUri, type RoomId } from "#api/ids.ts";
import { readMedia } from "#sdk/events/content/media-info.ts";
import { isObject, type JsonObject } from "#sdk/events/envelope.ts";
import { createEncryptedWorld, encryptedRoom, known } from "#sdk/testing/encrypted-world.ts";
import { loadedEvents, type SyncSession } from "#sdk/testing/sync-session.ts";
import { openAttachment, PIECE, readAttachmentKey } from "./attachment.ts";

const A = process.env["HUBBUB_STACK_A"] ?? "";
const B = process.env["HUBBUB_STACK_B"] ?? "";
const world = createEncryptedWorld();
beforeAll(() => initAsync());
afterEach(() => world.stop());

const PLAIN = Uint8Array.from({ length: PIECE + 4_321 }, (_, at) => (at * 13 + (at >> 7)) % 256);
const SMALL = new Uint8Array(900).fill(3);

function outgoing(): OutgoingFile {
  return {
    blob: new Blob([PLAIN]),
    name: "plan of the house.png",
    mimetype: "image/png",
    kind: "image",
    width: 800,
    height: 600,
    duration: undefined,
    blurhash: undefined,
    caption: "the plan",
    thumbnail: { blob: new Blob([SMALL]), mimetype: "image/webp", width: 80, height: 60 },
  };
}

/** Contents of the room's pictures that this session can read. */
function pictures(session: SyncSession, roomId: RoomId): readonly JsonObject[] {
  return loadedEvents(session, roomId)
    .filter((event) => event.crypto?.state === "open" && event.content["msgtype"] === "m.image")
    .map((event) => event.content);
}

async function firstPicture(session: SyncSession, roomId: RoomId): Promise<JsonObject> {
  await session.until(() => pictures(session, roomId).length > 0, "the picture");
  const [content] = pictures(session, roomId);
  if (!content) throw new Error("no picture");
  return content;
}

interface Stored {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly type: string | null;
  readonly disposition: string | null;
}

async function fromServer(client: MatrixClient, mxc: MxcUri): Promise<Stored> {
  const { server, mediaId } = mxcParts(mxc);
  const path = `/_matrix/client/v1/media/download/${encodeURIComponent(server)}/${encodeURIComponent(mediaId)}`;
  const answer = await fetch(client.base + path, { headers: { authorization: `Bearer ${client.token}` } });
  expect(answer.status).toBe(200);
  return {
    bytes: new Uint8Array(await answer.arrayBuffer()),
    type: answer.headers.get("content-type"),
    disposition: answer.headers.get("content-disposition"),
  };
}

function same(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.compare(Buffer.from(one), Buffer.from(other)) === 0;
}

it("a picture over two servers: they see bytes without a name, the engine and we open them", async () => {
  const [ada, bo] = await Promise.all([newUser(A), newUser(B)]);
  const [a, b] = await Promise.all([world.begin(ada), world.begin(bo)]);
  const roomId = await encryptedRoom(ada, [bo]);
  await Promise.all([known(a, roomId, 2), known(b, roomId, 2)]);
  await a.outbox.enqueueFiles(roomId, [outgoing()]);
  const content = await firstPicture(b, roomId);
  const media = readMedia(content, "");
  expect(content["url"]).toBeUndefined();

  const info = isObject(content["info"]) ? content["info"] : {};
  const files = [
    { mxc: media.mxc, seal: media.seal, file: content["file"], plain: PLAIN, mimetype: "image/png" },
    {
      mxc: media.thumbnail,
      seal: media.thumbnailSeal,
      file: info["thumbnail_file"],
      plain: SMALL,
      mimetype: "image/webp",
    },
  ];
  for (const { mxc, seal, file, plain, mimetype } of files) {
    if (!mxc || seal === undefined || !isObject(file)) throw new Error("no file");
    const stored = await fromServer(bo, mxc);
    expect(stored.type).toBe("application/octet-stream");
    expect(stored.disposition ?? "").not.toContain("plan");
    expect(same(stored.bytes, plain)).toBe(false);
    expect(same(Attachment.decrypt(new EncryptedAttachment(stored.bytes, JSON.stringify(file))), plain)).toBe(true);
    // What the service worker will find under the name of the key.
    const row = await b.store.get("mediaKeys", [mxc, seal]);
    const key = isObject(row) && isObject(row["file"]) ? await readAttachmentKey(row["file"]) : undefined;
    if (!key) throw new Error("no key");
    expect(row).toMatchObject({ mimetype });
    const opened = await openAttachment(new Blob([stored.bytes]), key, mimetype);
    expect(same(new Uint8Array(await opened.arrayBuffer()), plain)).toBe(true);
    stored.bytes[7] = (stored.bytes[7] ?? 0) ^ 1;
    await expect(openAttachment(new Blob([stored.bytes]), key, mimetype)).rejects.toMatchObject({
      error: { kind: "crypto", code: "changed" },
    });
  }
  const { chunk } = await ada.messages(roomId);
  expect(JSON.stringify(chunk)).not.toMatch(/plan of|mxc:/);
  expect([...a.errors, ...b.errors]).toEqual([]);
});

it("what another client encrypted with the engine is opened; a liar about the same file spoils nothing", async () => {
  const [ada, bo] = await Promise.all([newUser(A), newUser(A)]);
  const [a, b] = await Promise.all([world.begin(ada), world.begin(bo)]);
  const roomId = await encryptedRoom(ada, [bo]);
  await Promise.all([known(a, roomId, 2), known(b, roomId, 2)]);
  const sealed = Attachment.encrypt(PLAIN);
  const said: unknown = JSON.parse(sealed.mediaEncryptionInfo ?? "null");
  if (!isObject(said)) throw new Error("no key");
  const mxc = parseMxc(await ada.upload(Buffer.from(sealed.encryptedData), "application/octet-stream", ""));
  if (!mxc) throw new Error("no address");
  const truth = { msgtype: "m.image", body: "truth", file: { ...said, url: mxc }, info: { mimetype: "image/png" } };
  const other: unknown = JSON.parse(Attachment.encrypt(SMALL).mediaEncryptionInfo ?? "null");
  const lie = { ...truth, body: "lie", file: { ...(isObject(other) ? other : {}), url: mxc } };
  const lieOfKind = { ...truth, body: "kind", info: { mimetype: "text/html" } };
  for (const content of [truth, lie, lieOfKind]) {
    const signal = new AbortController().signal;
    await ada.send(roomId, "m.room.encrypted", await a.crypto.encrypt(roomId, "m.room.message", content, signal));
  }
  await b.until(() => pictures(b, roomId).length === 3, "three pictures");
  const rows = await b.store.range("mediaKeys", { prefix: [mxc] });
  expect(rows).toHaveLength(3);
  const { seal } = readMedia(truth, "");
  const row = await b.store.get("mediaKeys", [mxc, seal ?? ""]);
  const key = isObject(row) && isObject(row["file"]) ? await readAttachmentKey(row["file"]) : undefined;
  if (!key) throw new Error("no key");
  expect(row).toMatchObject({ mimetype: "image/png" });
  const { bytes } = await fromServer(bo, mxc);
  const opened = await openAttachment(new Blob([bytes]), key, "image/png");
  expect(same(new Uint8Array(await opened.arrayBuffer()), PLAIN)).toBe(true);
});
