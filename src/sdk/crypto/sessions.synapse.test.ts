/** Whose keys go where: rotation, people who leave and come, devices that come, keys withheld, channels that break. */
import { afterEach, describe, expect, it, vi } from "vitest";
import { newUser, signIn } from "../../../stack/matrix.mjs";
import type { RoomId } from "#api/ids.ts";
import { asString, type JsonObject } from "#sdk/events/envelope.ts";
import type { Http } from "#sdk/net/http.ts";
import {
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
import { createOlmPeer, inside, type OlmPeer, type PeerPlaintext } from "#sdk/testing/olm-peer.ts";
import type { SyncSession } from "#sdk/testing/sync-session.ts";

const A = process.env["HUBBUB_STACK_A"] ?? "";
const B = process.env["HUBBUB_STACK_B"] ?? "";
const world = createEncryptedWorld();
afterEach(async () => {
  await world.stop();
  vi.restoreAllMocks();
});

async function sessionOf(session: SyncSession, roomId: RoomId): Promise<string> {
  const signal = new AbortController().signal;
  const content = await session.crypto.encrypt(roomId, "m.room.message", text("."), signal);
  return asString(content["session_id"]) ?? "";
}

async function peerGets(peer: OlmPeer, fits: (message: PeerPlaintext) => boolean): Promise<void> {
  const found: PeerPlaintext[] = [];
  await expect
    .poll(
      async () => {
        found.push(...(await peer.receive()));
        return found.some(fits);
      },
      { timeout: 20_000 },
    )
    .toBe(true);
}

function isKeyOf(sealed: JsonObject): (message: PeerPlaintext) => boolean {
  return ({ type, content }) => type === "m.room_key" && content["session_id"] === sealed["session_id"];
}

describe("a session of a room", () => {
  it("ends after 100 messages, or as many as the room says", async () => {
    const ada = await newUser(A);
    const us = await world.begin(ada);
    const [usual, short] = await Promise.all([
      encryptedRoom(ada, []),
      encryptedRoom(ada, [], { encryption: { rotation_period_msgs: 3 } }),
    ]);
    await Promise.all([known(us, usual), known(us, short)]);
    const ids: string[] = [];
    for (let count = 0; count < 101; count += 1) ids.push(await sessionOf(us, usual));
    expect(new Set(ids.slice(0, 100)).size).toBe(1);
    expect(ids[100]).not.toBe(ids[0]);
    const shorts: string[] = [];
    for (let count = 0; count < 7; count += 1) shorts.push(await sessionOf(us, short));
    expect(shorts.map((id) => [...new Set(shorts)].indexOf(id))).toEqual([0, 0, 0, 1, 1, 1, 2]);
    expect(us.errors).toEqual([]);
  });

  it("ends when somebody leaves: the next message is not for them", async () => {
    const [ada, bo, olm] = await Promise.all([newUser(A), newUser(A), newUser(B)]);
    const peer = await createOlmPeer(olm);
    await peer.publish();
    const [a, b] = await Promise.all([world.begin(ada), world.begin(bo)]);
    const roomId = await encryptedRoom(ada, [bo, olm]);
    await Promise.all([known(a, roomId, 3), known(b, roomId, 3)]);
    const before = await say(a, ada, roomId, "all three");
    await peerGets(peer, ({ type }) => type === "m.room_key");
    expect(peer.megolmDecrypt(before)?.json["content"]).toEqual(text("all three"));
    await olm.leave(roomId);
    await known(a, roomId, 2);
    const after = await say(a, ada, roomId, "the two of us");
    expect(after["session_id"]).not.toBe(before["session_id"]);
    await shows(b, roomId, ["all three", "the two of us"]);
    // The key of the message went out before it: whatever was for the peer is there by now.
    await peer.receive();
    expect(peer.megolmDecrypt(after)).toBeUndefined();
    expect([...a.errors, ...b.errors]).toEqual([]);
  });

  it("is for who comes later only from then on", async () => {
    const [ada, bo] = await Promise.all([newUser(A), newUser(B)]);
    const [a, b] = await Promise.all([world.begin(ada), world.begin(bo)]);
    const roomId = await encryptedRoom(ada, []);
    await known(a, roomId);
    await say(a, ada, roomId, "early");
    await ada.invite(roomId, bo.userId);
    await bo.join(roomId);
    await Promise.all([known(a, roomId, 2), known(b, roomId)]);
    await say(a, ada, roomId, "late");
    await readBack(b, roomId);
    await shows(b, roomId, ["! before-join", "late"]);
    expect([...a.errors, ...b.errors]).toEqual([]);
  });

  it("is for a device that comes in the middle from then on, of others and of our own, verified or not", async () => {
    const [ada, bo] = await Promise.all([newUser(A), newUser(B)]);
    const [a, b] = await Promise.all([world.begin(ada), world.begin(bo)]);
    await Promise.all([setUpIdentity(a), setUpIdentity(b)]);
    const roomId = await encryptedRoom(ada, [bo]);
    await Promise.all([known(a, roomId, 2), known(b, roomId, 2)]);
    await say(a, ada, roomId, "early");
    await shows(b, roomId, ["early"]);
    const [theirs, ours] = await Promise.all([signIn(B, bo.userId), signIn(A, ada.userId)]);
    const [b2, a2] = await Promise.all([world.begin(theirs), world.begin(ours)]);
    await Promise.all([known(b2, roomId), known(a2, roomId)]);
    await expect
      .poll(
        async () => [
          (await a.trust.person(userIdOf(bo))).devices.length,
          (await a.trust.person(userIdOf(ada))).devices.length,
        ],
        { timeout: 20_000 },
      )
      .toEqual([2, 2]);
    await say(a, ada, roomId, "late");
    await Promise.all([readBack(b2, roomId), readBack(a2, roomId)]);
    await shows(b2, roomId, ["! before-device", "late"]);
    await shows(a2, roomId, ["! before-device", "late"]);
    await shows(b, roomId, ["early", "late"]);
    expect([...a.errors, ...b.errors, ...a2.errors, ...b2.errors]).toEqual([]);
  });
});

describe("a key withheld", () => {
  it("from a device that is not verified says so, and is given once that is not asked for any more", async () => {
    const [ada, bo] = await Promise.all([newUser(A), newUser(B)]);
    const [a, b] = await Promise.all([world.begin(ada), world.begin(bo)]);
    await setUpIdentity(a);
    const roomId = await encryptedRoom(ada, [bo]);
    await Promise.all([known(a, roomId, 2), known(b, roomId, 2)]);
    a.crypto.setPolicy(() => "verified-only");
    await say(a, ada, roomId, "for verified eyes");
    await shows(b, roomId, ["! withheld-unverified"]);
    a.crypto.setPolicy(() => "everybody");
    await say(a, ada, roomId, "for all");
    await shows(b, roomId, ["! withheld-unverified", "for all"]);
    expect([...a.errors, ...b.errors]).toEqual([]);
  });

  it.each([
    ["m.blacklisted", "withheld-blocked"],
    ["m.unverified", "withheld-unverified"],
    ["m.unauthorised", "withheld"],
  ])("as %s: %s; a key that comes after all opens it", async (code, reason) => {
    const [ada, olm] = await Promise.all([newUser(A), newUser(A)]);
    const peer = await createOlmPeer(olm);
    await peer.publish();
    const us = await world.begin(ada);
    const roomId = await encryptedRoom(ada, [olm]);
    await known(us, roomId, 2);
    const [device] = await peer.devices([ada.userId]);
    if (!device) throw new Error("no device");
    const session = peer.newSession();
    const content = {
      algorithm: "m.megolm.v1.aes-sha2",
      room_id: roomId,
      session_id: session.session_id(),
      sender_key: peer.device.curve,
      code,
      reason: "because",
    };
    const key = session.session_key();
    await peer.sendToDevice(device, "m.room_key.withheld", content);
    await olm.send(roomId, "m.room.encrypted", peer.megolmEncrypt(roomId, session, "m.room.message", text("kept")));
    await shows(us, roomId, [`! ${reason}`]);
    await peer.shareKey(roomId, session, [device], { session_key: key });
    await shows(us, roomId, ["kept"]);
    expect(us.errors).toEqual([]);
    peer.free();
  });
});

describe("a broken channel between two devices", () => {
  it("is healed by the one that lost it: the next key goes the new way", async () => {
    const [ada, olm] = await Promise.all([newUser(A), newUser(B)]);
    const peer = await createOlmPeer(olm);
    await peer.publish();
    const us = await world.begin(ada);
    const roomId = await encryptedRoom(ada, [olm], { encryption: { rotation_period_msgs: 1 } });
    await known(us, roomId, 2);
    const [device] = await peer.devices([ada.userId]);
    if (!device) throw new Error("no device");
    await say(us, ada, roomId, "first");
    await peerGets(peer, ({ type }) => type === "m.room_key");
    peer.forgetSessions();
    await peer.sendToDevice(device, "m.room.encrypted", await peer.olmEncrypt(device, "m.dummy", {}));
    // A key on the new channel, so that we see that it has been taken.
    const session = peer.newSession();
    await peer.shareKey(roomId, session, [device]);
    await olm.send(roomId, "m.room.encrypted", peer.megolmEncrypt(roomId, session, "m.room.message", text("healed?")));
    await shows(us, roomId, ["first", "healed?"]);
    const second = await say(us, ada, roomId, "second");
    await peerGets(peer, isKeyOf(second));
    expect(peer.megolmDecrypt(second)?.json["content"]).toEqual(text("second"));
    expect(us.errors).toEqual([]);
    peer.free();
  });

  it("is healed by us when we can't read what comes", async () => {
    const [ada, olm] = await Promise.all([newUser(A), newUser(B)]);
    const peer = await createOlmPeer(olm);
    await peer.publish();
    let claims = 0;
    const counting = (http: Http): Http => ({
      ...http,
      request: async (request) => {
        const answer = await http.request(request);
        if (request.path === "/_matrix/client/v3/keys/claim") claims += 1;
        return answer;
      },
    });
    const us = await world.begin(ada, { wrap: counting });
    const roomId = await encryptedRoom(ada, [olm], { encryption: { rotation_period_msgs: 1 } });
    await known(us, roomId, 2);
    const [device] = await peer.devices([ada.userId]);
    if (!device) throw new Error("no device");
    await say(us, ada, roomId, "first");
    await peerGets(peer, ({ type }) => type === "m.room_key");
    // A channel younger than an hour is not given up.
    const start = Date.now();
    vi.spyOn(Date, "now").mockImplementation(() => start + 2 * 3_600_000);
    const sealed = await peer.olmEncrypt(device, "m.dummy", {});
    const message = inside(inside(sealed, "ciphertext"), device.curve);
    const body = asString(message["body"]) ?? "";
    const spoiled = body.slice(0, 80) + (body[80] === "A" ? "B" : "A") + body.slice(81);
    const broken = { ...sealed, ciphertext: { [device.curve]: { ...message, body: spoiled } } };
    await peer.sendToDevice(device, "m.room.encrypted", broken);
    await expect.poll(() => claims, { timeout: 20_000 }).toBe(2);
    // The peer has lost the old channel: what it reads now came by a new one.
    peer.forgetSessions();
    const second = await say(us, ada, roomId, "second");
    await peerGets(peer, isKeyOf(second));
    expect(peer.megolmDecrypt(second)?.json["content"]).toEqual(text("second"));
    expect(us.errors).toEqual([]);
    peer.free();
  });
});
