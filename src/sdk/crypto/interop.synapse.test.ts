/** Hubbub and a client on libolm: an implementation that shares no line with ours. */
import Olm from "@matrix-org/olm";
import { afterEach, expect, it } from "vitest";
import { newUser, signIn } from "../../../stack/matrix.mjs";
import type { RoomId } from "#api/ids.ts";
import { asString, isObject, type JsonObject } from "#sdk/events/envelope.ts";
import {
  bodies,
  createEncryptedWorld,
  encryptedRoom,
  known,
  readBack,
  say,
  setUpIdentity,
  shows,
  text,
  userIdOf,
} from "#sdk/testing/encrypted-world.ts";
import { createOlmPeer, inside, isSigned, type OlmPeer } from "#sdk/testing/olm-peer.ts";
import { fromBase64 } from "./base64.ts";

const A = process.env["HUBBUB_STACK_A"] ?? "";
const B = process.env["HUBBUB_STACK_B"] ?? "";
const KEYS = "/_matrix/client/v3/room_keys/keys";
const world = createEncryptedWorld();
afterEach(() => world.stop());

/** What the peer reads of the room's encrypted events, oldest first. */
async function peerReads(peer: OlmPeer, roomId: RoomId): Promise<readonly unknown[]> {
  await peer.receive();
  const { chunk } = await peer.client.messages(roomId, { limit: 50 });
  return chunk
    .filter((event) => event.type === "m.room.encrypted")
    .map(({ content }) => inside(peer.megolmDecrypt(content)?.json, "content")["body"])
    .reverse();
}

async function peerSays(peer: OlmPeer, roomId: RoomId, session: Olm.OutboundGroupSession, body: string): Promise<void> {
  const content = peer.megolmEncrypt(roomId, session, "m.room.message", text(body));
  await peer.client.send(roomId, "m.room.encrypted", content);
}

it("both ways over two servers, and again after many messages", async () => {
  const [ada, olm] = await Promise.all([newUser(A), newUser(B)]);
  const peer = await createOlmPeer(olm);
  await peer.publish();
  const us = await world.begin(ada);
  const roomId = await encryptedRoom(ada, [olm]);
  await known(us, roomId);
  for (const body of ["one", "two", "three"]) await say(us, ada, roomId, body);
  await expect.poll(() => peerReads(peer, roomId), { timeout: 20_000 }).toEqual(["one", "two", "three"]);

  const devices = await peer.devices([ada.userId]);
  expect(devices.length).toBe(1);
  for (const body of ["four", "five"]) {
    const session = peer.newSession();
    await peer.shareKey(roomId, session, devices);
    await peerSays(peer, roomId, session, body);
  }
  await shows(us, roomId, ["one", "two", "three", "four", "five"]);
  expect(us.errors).toEqual([]);
  peer.free();
});

it("libolm finds every signature of ours good: device, one-time keys, the fallback key, the identity", async () => {
  const [ada, olm] = await Promise.all([newUser(A), newUser(A)]);
  const peer = await createOlmPeer(olm);
  const us = await world.begin(ada);
  await setUpIdentity(us);
  const { userId, deviceId } = ada;
  const count = async (): Promise<number> => {
    const counts = inside(await ada.sync({ timeout: 0 }), "device_one_time_keys_count");
    return Number(counts["signed_curve25519"] ?? 0);
  };
  await expect.poll(count).toBeGreaterThanOrEqual(50);
  // Whoever is here would make new ones.
  await world.end(us);
  const keys = await count();
  const answer = await olm.call("POST", "/_matrix/client/v3/keys/query", { device_keys: { [userId]: [] } });
  const device = inside(inside(answer["device_keys"], userId), deviceId);
  const ed = asString(inside(device, "keys")[`ed25519:${deviceId}`]) ?? "";
  const byDevice = { userId, keyId: deviceId, key: ed };
  expect(isSigned(device, byDevice)).toBe(true);
  const master = inside(answer["master_keys"], userId);
  const selfSigning = inside(answer["self_signing_keys"], userId);
  const publicKey = (json: JsonObject): string => asString(Object.values(inside(json, "keys"))[0]) ?? "";
  const by = (json: JsonObject) => ({ userId, keyId: publicKey(json), key: publicKey(json) });
  expect(isSigned(selfSigning, by(master))).toBe(true);
  expect(isSigned(device, by(selfSigning))).toBe(true);
  expect(isSigned(master, byDevice)).toBe(true);
  expect(isSigned({ ...device, device_id: "ANOTHER" }, byDevice)).toBe(false);

  const claimed: { readonly keyId: string; readonly json: JsonObject }[] = [];
  for (let at = 0; at < keys + 2; at += 1) claimed.push(await peer.claim({ userId, deviceId }));
  expect(claimed.filter(({ json }) => !isSigned(json, byDevice))).toEqual([]);
  expect(new Set(claimed.map(({ json }) => json["key"])).size).toBe(keys + 1);
  expect(claimed.map(({ json }) => json["fallback"] === true).indexOf(true)).toBe(keys);
  peer.free();
});

it("an identity made by libolm is one to us, and one of a device it did not sign is told apart", async () => {
  const [ada, olm] = await Promise.all([newUser(A), newUser(B)]);
  const peer = await createOlmPeer(olm);
  await peer.publish();
  const us = await world.begin(ada);
  await us.trust.refresh(userIdOf(olm));
  expect(await us.trust.person(userIdOf(olm))).toMatchObject({ trust: "none", devices: [{ trust: "unverified" }] });
  await peer.publishIdentity();
  await us.trust.refresh(userIdOf(olm));
  expect(await us.trust.person(userIdOf(olm))).toMatchObject({ trust: "unverified", devices: [{ trust: "verified" }] });
  peer.free();
});

it("libolm opens our backup, and we open what it put there", async () => {
  const [ada, olm] = await Promise.all([newUser(A), newUser(A)]);
  const peer = await createOlmPeer(olm);
  await peer.publish();
  const us = await world.begin(ada);
  const recoveryKey = await setUpIdentity(us);
  const roomId = await encryptedRoom(ada, [olm]);
  await known(us, roomId);
  const content = await say(us, ada, roomId, "ours");
  await expect.poll(() => us.backup.waiting(), { timeout: 20_000 }).toBe(0);
  const privateKey = fromBase64(await us.backup.key()) ?? new Uint8Array();
  const state = us.backup.state();
  const version = state.state === "on" ? state.version : "";
  await world.end(us);

  const decryption = new Olm.PkDecryption();
  const publicKey = decryption.init_with_private_key(privateKey);
  const info = await ada.call("GET", "/_matrix/client/v3/room_keys/version");
  expect(inside(info, "auth_data")["public_key"]).toBe(publicKey);
  const entry = await ada.call(
    "GET",
    `${KEYS}/${encodeURIComponent(roomId)}/${encodeURIComponent(asString(content["session_id"]) ?? "")}`,
    undefined,
    { version },
  );
  const sealed = inside(entry, "session_data");
  const [ephemeral = "", mac = "", ciphertext = ""] = ["ephemeral", "mac", "ciphertext"].map((key) =>
    asString(sealed[key]),
  );
  const opened: unknown = JSON.parse(decryption.decrypt(ephemeral, mac, ciphertext));
  const session = new Olm.InboundGroupSession();
  session.import_session(asString(isObject(opened) ? opened["session_key"] : undefined) ?? "");
  expect(JSON.parse(session.decrypt(asString(content["ciphertext"]) ?? "").plaintext)).toMatchObject({
    content: text("ours"),
  });

  // A session that never reached us by itself: only the backup has it.
  const theirs = peer.newSession();
  const encryption = new Olm.PkEncryption();
  encryption.set_recipient_key(publicKey);
  const data = {
    algorithm: "m.megolm.v1.aes-sha2",
    sender_key: peer.device.curve,
    sender_claimed_keys: { ed25519: peer.device.ed },
    forwarding_curve25519_key_chain: [],
    session_key: peer.roomKey(theirs.session_id())?.export_session(0),
  };
  await ada.call(
    "PUT",
    `${KEYS}/${encodeURIComponent(roomId)}/${encodeURIComponent(theirs.session_id())}`,
    {
      first_message_index: 0,
      forwarded_count: 0,
      is_verified: false,
      session_data: encryption.encrypt(JSON.stringify(data)),
    },
    { version },
  );
  await peerSays(peer, roomId, theirs, "theirs");
  const fresh = await world.begin(await signIn(A, ada.userId));
  await known(fresh, roomId);
  await readBack(fresh, roomId);
  expect(bodies(fresh, roomId).every((body) => body.startsWith("!"))).toBe(true);
  await fresh.identity.recover(recoveryKey);
  await shows(fresh, roomId, ["ours", "theirs"]);
  expect(fresh.errors).toEqual([]);
  for (const one of [decryption, encryption, session, peer]) one.free();
});
