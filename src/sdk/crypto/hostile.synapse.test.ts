/** A peer, and a server, that do what honest ones never would. Each refusal has its reason, no key is lost, it goes on. */
import "fake-indexeddb/auto";
import Olm from "@matrix-org/olm";
import { afterEach, describe, expect, it } from "vitest";
import { newUser, signIn, type MatrixClient } from "../../../stack/matrix.mjs";
import { Failure } from "#api/errors.ts";
import { parseEventId, type RoomId } from "#api/ids.ts";
import { asString, isObject, type JsonObject } from "#sdk/events/envelope.ts";
import type { Http } from "#sdk/net/http.ts";
import { relationsOf } from "#sdk/rooms/relations.ts";
import { createMemoryStore } from "#sdk/store/memory.ts";
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
import { createOlmPeer, inside, type OlmPeer, type PeerDevice } from "#sdk/testing/olm-peer.ts";
import type { SyncSession, SyncSessionOptions } from "#sdk/testing/sync-session.ts";
import { waitingToDevice } from "#sdk/testing/to-device.ts";

const A = process.env["HUBBUB_STACK_A"] ?? "";
const B = process.env["HUBBUB_STACK_B"] ?? "";
const world = createEncryptedWorld();
afterEach(() => world.stop());

interface Scene {
  readonly ada: MatrixClient;
  readonly us: SyncSession;
  readonly peer: OlmPeer;
  readonly roomId: RoomId;
  /** Our device, as the peer sees it. */
  readonly device: PeerDevice;
}

async function scene(options: SyncSessionOptions = {}, others: readonly MatrixClient[] = []): Promise<Scene> {
  const [ada, olm] = await Promise.all([newUser(A), newUser(B)]);
  const peer = await createOlmPeer(olm);
  await peer.publish();
  const us = await world.begin(ada, options);
  const roomId = await encryptedRoom(ada, [olm, ...others]);
  await known(us, roomId, 2 + others.length);
  const [device] = await peer.devices([ada.userId]);
  if (!device) throw new Error("no device");
  return { ada, us, peer, roomId, device };
}

/** A room event that holds `content` as the peer's client would send it. */
async function peerSays({ peer, roomId, device }: Scene, body: string): Promise<JsonObject> {
  const session = peer.newSession();
  await peer.shareKey(roomId, session, [device]);
  const content = peer.megolmEncrypt(roomId, session, "m.room.message", text(body));
  await peer.client.send(roomId, "m.room.encrypted", content);
  return content;
}

/** Both ways still work. */
async function goesOn(stage: Scene, before: readonly string[]): Promise<void> {
  const { us, ada, peer, roomId } = stage;
  await peerSays(stage, "still here?");
  await shows(us, roomId, [...before, "still here?"]);
  const content = await say(us, ada, roomId, "still here.");
  await expect
    .poll(
      async () => {
        await peer.receive();
        return peer.megolmDecrypt(content)?.json["content"];
      },
      { timeout: 20_000 },
    )
    .toEqual(text("still here."));
  expect(us.errors).toEqual([]);
  peer.free();
}

describe("messages", () => {
  it("that come again under another id are refused, also after a restart", async () => {
    const disk = { store: createMemoryStore(), engine: { database: `replay${Date.now()}` } };
    const stage = await scene(disk);
    const { ada, us, peer, roomId } = stage;
    const content = await peerSays(stage, "pay 10");
    await shows(us, roomId, ["pay 10"]);
    await peer.client.send(roomId, "m.room.encrypted", content);
    await shows(us, roomId, ["pay 10", "! replayed"]);
    expect(us.errors).toEqual([]);
    await world.end(us);
    await peer.client.send(roomId, "m.room.encrypted", content);
    const again = await world.begin(ada, disk);
    await known(again, roomId);
    await shows(again, roomId, ["pay 10", "! replayed", "! replayed"]);
    await goesOn({ ...stage, us: again }, ["pay 10", "! replayed", "! replayed"]);
  });

  it("in somebody else's name are refused", async () => {
    const eve = await newUser(B);
    const stage = await scene({}, [eve]);
    const { us, peer, roomId, device } = stage;
    const session = peer.newSession();
    await peer.shareKey(roomId, session, [device]);
    const content = peer.megolmEncrypt(roomId, session, "m.room.message", text("not mine"));
    await eve.send(roomId, "m.room.encrypted", content);
    await shows(us, roomId, ["! wrong-sender"]);
    // The place in the session is still free for the one it belongs to.
    await peer.client.send(roomId, "m.room.encrypted", content);
    await shows(us, roomId, ["! wrong-sender", "not mine"]);
    await goesOn(stage, ["! wrong-sender", "not mine"]);
  });

  it("do not change what others said, nor does plain text change what was encrypted", async () => {
    const stage = await scene();
    const { us, ada, peer, roomId, device } = stage;
    await say(us, ada, roomId, "mine");
    await shows(us, roomId, ["mine"]);
    const target = us.rooms
      .timeline(roomId)
      ?.chunks.flatMap(({ events }) => events)
      .find(({ crypto }) => crypto);
    const eventId = parseEventId(target?.eventId);
    if (!eventId) throw new Error("no event");
    // The other server takes no relation to an event that has not reached it.
    const arrived = (): Promise<boolean> =>
      peer.client.event(roomId, eventId).then(
        () => true,
        () => false,
      );
    await expect.poll(arrived, { timeout: 20_000 }).toBe(true);
    const relation = { rel_type: "m.replace", event_id: eventId };
    const edit = { ...text("* yours"), "m.new_content": text("yours"), "m.relates_to": relation };
    const session = peer.newSession();
    await peer.shareKey(roomId, session, [device]);
    const sealed = peer.megolmEncrypt(roomId, session, "m.room.message", edit);
    await peer.client.send(roomId, "m.room.encrypted", { ...sealed, "m.relates_to": relation });
    // What our own server could put in our mouth.
    await ada.send(roomId, "m.room.message", edit);
    await peerSays(stage, "after");
    await shows(us, roomId, ["mine", "* yours", "after"]);
    expect(relationsOf(us.rooms.timeline(roomId)?.chunks ?? []).edit(eventId)).toBeUndefined();
    await goesOn(stage, ["mine", "* yours", "after"]);
  });

  it("with nonsense inside stay closed", async () => {
    const stage = await scene();
    const { us, peer, roomId, device } = stage;
    const session = peer.newSession();
    await peer.shareKey(roomId, session, [device]);
    const send = (content: JsonObject) => peer.client.send(roomId, "m.room.encrypted", content);
    await send(peer.megolmEncrypt(roomId, session, "m.room.redaction", { redacts: "$x" }));
    await send(peer.megolmEncrypt("!another:room", session, "m.room.message", text("of another room")));
    await send({ algorithm: "m.megolm.v1.aes-sha2", session_id: session.session_id(), ciphertext: "AwgA" });
    await send({ algorithm: "m.megolm.v9", ciphertext: 5 });
    await us.until(() => us.rooms.timeline(roomId)?.chunks.at(-1)?.events.at(-1)?.content["ciphertext"] === 5, "them");
    await shows(us, roomId, ["! malformed", "! malformed", "! malformed", "! malformed"]);
    await goesOn(stage, ["! malformed", "! malformed", "! malformed", "! malformed"]);
  });
});

describe("keys", () => {
  it("of a device with a wrong signature are not used: nothing is encrypted for it", async () => {
    const [ada, bo, olm] = await Promise.all([newUser(A), newUser(A), newUser(B)]);
    const peer = await createOlmPeer(olm);
    await peer.publish(20, (part, json) =>
      part === "device_keys" ? { ...json, algorithms: ["m.megolm.v1.aes-sha2"] } : json,
    );
    const [a, b] = await Promise.all([world.begin(ada), world.begin(bo)]);
    const roomId = await encryptedRoom(ada, [bo, olm]);
    await Promise.all([known(a, roomId, 3), known(b, roomId, 3)]);
    await say(a, ada, roomId, "for bo");
    await shows(b, roomId, ["for bo"]);
    expect((await a.trust.person(userIdOf(olm))).devices).toEqual([]);
    expect(await peer.receive()).toEqual([]);
    expect([...a.errors, ...b.errors]).toEqual([]);
    peer.free();
  });

  it("that are forged one-time keys open no channel; everybody else gets the message", async () => {
    const [ada, bo, olm] = await Promise.all([newUser(A), newUser(A), newUser(B)]);
    const peer = await createOlmPeer(olm);
    const stranger = new Olm.Account();
    stranger.create();
    stranger.generate_one_time_keys(1);
    const forged: unknown = Object.values(inside(JSON.parse(stranger.one_time_keys()), "curve25519"))[0];
    await peer.publish(20, (part, json) =>
      part === "device_keys"
        ? json
        : Object.fromEntries(
            Object.entries(json).map(([id, key]) => [id, isObject(key) ? { ...key, key: forged } : key]),
          ),
    );
    const [a, b] = await Promise.all([world.begin(ada), world.begin(bo)]);
    const roomId = await encryptedRoom(ada, [bo, olm]);
    await Promise.all([known(a, roomId, 3), known(b, roomId, 3)]);
    for (const body of ["one", "two"]) await say(a, ada, roomId, body);
    await shows(b, roomId, ["one", "two"]);
    expect(await peer.receive()).toEqual([]);
    expect([...a.errors, ...b.errors]).toEqual([]);
    stranger.free();
    peer.free();
  });

  it("that a stranger forwards are not taken, under whatever name", async () => {
    const stage = await scene();
    const { us, peer, roomId, device } = stage;
    const session = peer.newSession();
    const key = peer.roomKey(session.session_id())?.export_session(0);
    const forwarded = {
      algorithm: "m.megolm.v1.aes-sha2",
      room_id: roomId,
      session_id: session.session_id(),
      session_key: key,
      sender_key: peer.device.curve,
      sender_claimed_ed25519_key: peer.device.ed,
      forwarding_curve25519_key_chain: [],
    };
    const seal = (type: string, content: JsonObject, fields: JsonObject = {}) =>
      peer.olmEncrypt(device, type, content, fields);
    await peer.sendToDevice(device, "m.room.encrypted", await seal("m.forwarded_room_key", forwarded));
    // A key in clear, and keys whose envelope lies about who sent or who gets them.
    const plain = { ...forwarded, session_key: session.session_key() };
    await peer.sendToDevice(device, "m.room_key", plain);
    await peer.sendToDevice(device, "m.room.encrypted", await seal("m.room_key", plain, { sender: "@somebody:else" }));
    await peer.sendToDevice(
      device,
      "m.room.encrypted",
      await seal("m.room_key", plain, { recipient: "@somebody:else" }),
    );
    await peer.sendToDevice(
      device,
      "m.room.encrypted",
      await seal("m.room_key", plain, { keys: { ed25519: device.ed } }),
    );
    const content = peer.megolmEncrypt(roomId, session, "m.room.message", text("forwarded"));
    await peer.client.send(roomId, "m.room.encrypted", content);
    await shows(us, roomId, ["! waiting-for-keys"]);
    await goesOn(stage, ["! waiting-for-keys"]);
  });
});

describe("10,000 to-device messages of nonsense", () => {
  it("keep nobody waiting for long, are gone afterwards, and take no key with them", async () => {
    const stage = await scene();
    const { us, peer, roomId, device } = stage;
    const session = peer.newSession();
    const key = await peer.olmEncrypt(device, "m.room_key", {
      algorithm: "m.megolm.v1.aes-sha2",
      room_id: roomId,
      session_id: session.session_id(),
      session_key: session.session_key(),
    });
    const sender = peer.client.userId;
    const junk = (at: number): JsonObject => {
      const ciphertext = { [device.curve]: { type: at % 3, body: "A".repeat(at % 300) } };
      const kinds: readonly JsonObject[] = [
        { type: "org.example.junk", sender, content: { at, filling: "x".repeat(500) } },
        {
          type: "m.room.encrypted",
          sender,
          content: { algorithm: key["algorithm"], sender_key: peer.device.curve, ciphertext },
        },
        { type: "m.room.encrypted", sender, content: {} },
        { type: "m.room_key", sender, content: { algorithm: 7, room_id: roomId } },
        { type: "m.forwarded_room_key", sender: "nobody", content: [] },
        { type: "m.key.verification.request", sender, content: { from_device: "X", methods: "all", timestamp: at } },
        { type: "m.secret.send", sender, content: { request_id: String(at), secret: "s" } },
        { content: null },
      ];
      return kinds[at % kinds.length] ?? {};
    };
    const began = performance.now();
    let longest = 0;
    let last = performance.now();
    const heart = setInterval(() => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    }, 5);
    const quiet = {
      changed: [],
      left: [],
      protocol: "sliding",
      keyCounts: undefined,
      unusedFallbackTypes: undefined,
    } as const;
    for (let batch = 0; batch < 100; batch += 1) {
      const events = Array.from({ length: 100 }, (_, at) => junk(batch * 100 + at));
      const own = batch === 50 ? [{ type: "m.room.encrypted", sender, content: key }] : [];
      await us.crypto.take({ ...quiet, events: [...events, ...own] });
    }
    clearInterval(heart);
    expect(await waitingToDevice(us.store)).toEqual([]);
    // In many turns, not in one: relative, for machines differ.
    expect(longest).toBeLessThan((performance.now() - began) / 4);
    await peer.client.send(
      roomId,
      "m.room.encrypted",
      peer.megolmEncrypt(roomId, session, "m.room.message", text("found")),
    );
    await shows(us, roomId, ["found"]);
    await goesOn(stage, ["found"]);
  }, 120_000);
});

describe("many requests to verify", () => {
  it("are at most one or two in the list", async () => {
    const stage = await scene();
    const { us, peer } = stage;
    await us.trust.refresh(userIdOf(peer.client));
    const events = Array.from({ length: 40 }, (_, at) => ({
      type: "m.key.verification.request",
      sender: peer.client.userId,
      content: {
        from_device: peer.client.deviceId,
        methods: ["m.sas.v1"],
        timestamp: Date.now(),
        transaction_id: `flood${at}`,
      },
    }));
    const quiet = { changed: [], left: [], protocol: "sliding" } as const;
    for (let at = 0; at < events.length; at += 10)
      await us.crypto.take({
        ...quiet,
        keyCounts: undefined,
        unusedFallbackTypes: undefined,
        events: events.slice(at, at + 10),
      });
    expect(us.verification.flows().length).toBeGreaterThan(0);
    expect(us.verification.flows().length).toBeLessThanOrEqual(2);
    await goesOn(stage, []);
  });
});

describe("the backup", () => {
  async function withBackup(): Promise<{
    readonly ada: MatrixClient;
    readonly a: SyncSession;
    readonly roomId: RoomId;
    readonly recoveryKey: string;
  }> {
    const ada = await newUser(A);
    const a = await world.begin(ada);
    const recoveryKey = await setUpIdentity(a);
    const roomId = await encryptedRoom(ada, []);
    await known(a, roomId);
    await say(a, ada, roomId, "kept");
    await expect.poll(() => a.backup.waiting(), { timeout: 20_000 }).toBe(0);
    return { ada, a, roomId, recoveryKey };
  }

  it("with garbage in it gives what is good", async () => {
    const { ada, a, roomId, recoveryKey } = await withBackup();
    const state = a.backup.state();
    const version = state.state === "on" ? state.version : "";
    const garbage = (data: unknown) => ({
      first_message_index: 0,
      forwarded_count: 0,
      is_verified: true,
      session_data: data,
    });
    const sessions = {
      AAAA: garbage({ ephemeral: "x", mac: "y", ciphertext: "z" }),
      BBBB: garbage({}),
      CCCC: garbage({ ephemeral: "A".repeat(43), mac: "A".repeat(11), ciphertext: "A".repeat(64) }),
    };
    await ada.call("PUT", "/_matrix/client/v3/room_keys/keys", { rooms: { [roomId]: { sessions } } }, { version });
    const fresh = await world.begin(await signIn(A, ada.userId));
    await known(fresh, roomId);
    await readBack(fresh, roomId);
    await fresh.identity.recover(recoveryKey);
    await shows(fresh, roomId, ["kept"]);
    expect([...a.errors, ...fresh.errors]).toEqual([]);
  });

  it.each([
    ["with nobody's signature", undefined],
    ["signed by a stranger", { "@somebody:else": { "ed25519:X": "A".repeat(86) } }],
  ])("that somebody put in its place, %s, is not trusted: no key goes there", async (_name, signatures) => {
    const { ada, a, roomId } = await withBackup();
    const stranger = new Olm.PkDecryption();
    const auth = { public_key: stranger.generate_key(), ...(signatures ? { signatures } : {}) };
    const made = await ada.call("POST", "/_matrix/client/v3/room_keys/version", {
      algorithm: "m.megolm_backup.v1.curve25519-aes-sha2",
      auth_data: auth,
    });
    // A new key: its upload finds the other version.
    a.crypto.membersLeft(roomId, [userIdOf(ada)]);
    await say(a, ada, roomId, "not for strangers");
    await a.until(() => a.backup.state().state === "untrusted", "distrust");
    expect(a.backup.state()).toEqual({ state: "untrusted", version: made["version"] });
    const info = await ada.call("GET", "/_matrix/client/v3/room_keys/version");
    expect(info).toMatchObject({ version: made["version"], count: 0 });
    expect(a.errors).toEqual([]);
    stranger.free();
  });
});

describe("a server that lies", () => {
  type Change = (answer: JsonObject) => JsonObject;

  function tampering(path: string, change: () => Change | undefined): (http: Http) => Http {
    return (http) => ({
      ...http,
      request: async (request) => {
        const answer = await http.request(request);
        const lie = request.path.startsWith(path) ? change() : undefined;
        return lie && isObject(answer) ? lie(answer) : answer;
      },
    });
  }

  it("cannot give a device other keys, nor make up an identity of ours", async () => {
    let lie: Change | undefined;
    const stage = await scene({ wrap: tampering("/_matrix/client/v3/keys/query", () => lie) });
    const { ada, us, peer } = stage;
    await setUpIdentity(us);
    await us.trust.refresh(userIdOf(peer.client));
    const before = await us.trust.person(userIdOf(peer.client));
    const stranger = await createOlmPeer(peer.client);
    lie = (answer) => {
      const forged = stranger.sign({
        user_id: peer.client.userId,
        device_id: peer.client.deviceId,
        algorithms: ["m.olm.v1.curve25519-aes-sha2", "m.megolm.v1.aes-sha2"],
        keys: {
          [`curve25519:${peer.client.deviceId}`]: stranger.device.curve,
          [`ed25519:${peer.client.deviceId}`]: stranger.device.ed,
        },
      });
      const master = {
        user_id: ada.userId,
        usage: ["master"],
        keys: { [`ed25519:${stranger.device.ed}`]: stranger.device.ed },
      };
      return {
        ...answer,
        device_keys: { ...inside(answer, "device_keys"), [peer.client.userId]: { [peer.client.deviceId]: forged } },
        master_keys: { ...inside(answer, "master_keys"), [ada.userId]: master },
      };
    };
    await us.trust.refresh(userIdOf(peer.client));
    await us.trust.refresh(userIdOf(ada));
    lie = undefined;
    expect((await us.trust.person(userIdOf(peer.client))).devices).toEqual(before.devices);
    expect(await us.identity.status()).toMatchObject({ identity: "here", device: { verified: "verified" } });
    stranger.free();
    await goesOn(stage, []);
  });

  it("cannot take encryption back, neither with another algorithm nor by saying nothing of it", async () => {
    const { ada, us, peer, roomId } = await scene();
    const stage: Scene = { ada, us, peer, roomId, device: (await peer.devices([ada.userId]))[0] ?? peer.device };
    await say(us, ada, roomId, "encrypted");
    for (const content of [{ algorithm: "m.none" }, {}]) {
      await ada.state(roomId, "m.room.encryption", content);
      await us.until(() => {
        const now = us.rooms.record(roomId)?.essential["m.room.encryption"]?.content;
        return asString(now?.["algorithm"]) === content.algorithm;
      }, "the new state");
      expect(await us.crypto.encryptionOf(roomId)).toBe("encrypted");
      expect((await say(us, ada, roomId, "still"))["algorithm"]).toBe("m.megolm.v1.aes-sha2");
    }
    await us.writer.write(async (txn) => {
      const draft = us.rooms.draft(txn);
      const record = await draft.record(roomId);
      if (!record) throw new Failure({ kind: "bug", message: "no record" });
      const { "m.room.encryption": _gone, ...essential } = record.essential;
      draft.setRecord({ ...record, essential });
      draft.flush();
    });
    expect(us.rooms.record(roomId)?.essential["m.room.encryption"]).toBeUndefined();
    expect(await us.crypto.encryptionOf(roomId)).toBe("encrypted");
    await say(us, ada, roomId, "still");
    await shows(us, roomId, ["encrypted", "still", "still", "still"]);
    await goesOn(stage, ["encrypted", "still", "still", "still"]);
  });
});
