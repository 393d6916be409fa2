/**
 * A second client on another implementation (libolm), for tests only: it publishes device keys, claims, shares and reads
 * keys, and gives a test the ratchets themselves, so that it can also do what an honest client never would.
 */
import Olm from "@matrix-org/olm";
import type { MatrixClient } from "../../../stack/matrix.mjs";
import { asString, isObject, type JsonObject } from "#sdk/events/envelope.ts";
import { canonicalJson } from "#sdk/crypto/canonical-json.ts";

const OLM = "m.olm.v1.curve25519-aes-sha2";
const MEGOLM = "m.megolm.v1.aes-sha2";

export interface PeerDevice {
  readonly userId: string;
  readonly deviceId: string;
  readonly curve: string;
  readonly ed: string;
}

export interface PeerPlaintext {
  readonly type: string;
  readonly content: JsonObject;
  readonly sender: string | undefined;
  readonly senderKey: string;
}

export type UploadPart = "device_keys" | "one_time_keys" | "fallback_keys";

export interface OlmPeer {
  readonly client: MatrixClient;
  readonly device: PeerDevice;
  readonly account: Olm.Account;
  /** Uploads device keys, one-time keys and a fallback key; `change` may spoil what is uploaded. */
  publish(oneTimeKeys?: number, change?: (part: UploadPart, json: JsonObject) => JsonObject): Promise<void>;
  /** Devices of users as the server names them; signatures are checked. */
  devices(userIds: readonly string[]): Promise<readonly PeerDevice[]>;
  /** An Olm message for a device; claims a one-time key where there is no session yet. */
  olmEncrypt(to: PeerDevice, type: string, content: JsonObject, fields?: JsonObject): Promise<JsonObject>;
  sendToDevice(to: PeerDevice, type: string, content: JsonObject): Promise<void>;
  /** A fresh outbound session for a room. */
  newSession(): Olm.OutboundGroupSession;
  /** Shares a session with devices, as `m.room_key`. */
  shareKey(
    roomId: string,
    session: Olm.OutboundGroupSession,
    to: readonly PeerDevice[],
    fields?: JsonObject,
  ): Promise<void>;
  /** Content of an `m.room.encrypted` event. */
  megolmEncrypt(roomId: string, session: Olm.OutboundGroupSession, type: string, content: JsonObject): JsonObject;
  /** Reads to-device messages that came; keys of rooms are kept. */
  receive(): Promise<readonly PeerPlaintext[]>;
  /** Decrypts an event of a room with a key that came. */
  megolmDecrypt(content: JsonObject): { readonly index: number; readonly json: JsonObject } | undefined;
  sign(json: JsonObject): JsonObject;
  /** Cross-signing keys of this user, made and signed by libolm; this device is signed too. */
  publishIdentity(): Promise<void>;
  /** One key of a device, as the server gives it out. */
  claim(to: Pick<PeerDevice, "userId" | "deviceId">): Promise<{ readonly keyId: string; readonly json: JsonObject }>;
  /** Forgets all Olm sessions, as a client that lost its disk. */
  forgetSessions(): void;
  roomKey(sessionId: string): Olm.InboundGroupSession | undefined;
  free(): void;
}

/** Whether `json` is signed by this Ed25519 key, which signs as `ed25519:${keyId}` of the user. */
export function isSigned(
  json: JsonObject,
  by: { readonly userId: string; readonly keyId: string; readonly key: string },
): boolean {
  const { signatures, unsigned: _unsigned, ...body } = json;
  const signature = asString(inside(signatures, by.userId)[`ed25519:${by.keyId}`]);
  if (signature === undefined) return false;
  const utility = new Olm.Utility();
  try {
    utility.ed25519_verify(by.key, canonicalJson(body), signature);
    return true;
  } catch {
    return false;
  } finally {
    utility.free();
  }
}

interface OlmScope {
  OLM_OPTIONS?: unknown;
}

export async function createOlmPeer(client: MatrixClient): Promise<OlmPeer> {
  // It assigns this name without declaring it.
  (globalThis as OlmScope).OLM_OPTIONS = {};
  await Olm.init();
  const account = new Olm.Account();
  account.create();
  const identity = readObject(account.identity_keys());
  const device: PeerDevice = {
    userId: client.userId,
    deviceId: client.deviceId,
    curve: asString(identity["curve25519"]) ?? "",
    ed: asString(identity["ed25519"]) ?? "",
  };
  /** By the other device's identity key; the newest first. */
  const sessions = new Map<string, Olm.Session[]>();
  const inbound = new Map<string, Olm.InboundGroupSession>();
  let since: string | undefined;
  let counter = 0;

  function sign(json: JsonObject): JsonObject {
    const { signatures: _old, unsigned: _unsigned, ...body } = json;
    return {
      ...json,
      signatures: { [client.userId]: { [`ed25519:${client.deviceId}`]: account.sign(canonicalJson(body)) } },
    };
  }

  function signedKeys(json: string, fallback: "fallback" | "one-time"): JsonObject {
    const keys = readObject(json)["curve25519"];
    if (!isObject(keys)) return {};
    return Object.fromEntries(
      Object.entries(keys).map(([id, key]) => [
        `signed_curve25519:${id}`,
        sign({ key, ...(fallback === "fallback" ? { fallback: true } : {}) }),
      ]),
    );
  }

  function deviceKeys(): JsonObject {
    return {
      user_id: client.userId,
      device_id: client.deviceId,
      algorithms: [OLM, MEGOLM],
      keys: { [`curve25519:${client.deviceId}`]: device.curve, [`ed25519:${client.deviceId}`]: device.ed },
    };
  }

  async function sessionWith(to: PeerDevice): Promise<Olm.Session> {
    const [known] = sessions.get(to.curve) ?? [];
    if (known) return known;
    const { json } = await peer.claim(to);
    const oneTimeKey = asString(json["key"]);
    if (oneTimeKey === undefined) throw new Error(`no one-time key of ${to.deviceId}`);
    const session = new Olm.Session();
    session.create_outbound(account, to.curve, oneTimeKey);
    sessions.set(to.curve, [session]);
    return session;
  }

  function olmDecrypt(senderKey: string, kind: number, body: string): string | undefined {
    const known = sessions.get(senderKey) ?? [];
    for (const session of known) {
      try {
        if (kind !== 0 || session.matches_inbound(body)) return session.decrypt(kind, body);
      } catch {
        // Another session's.
      }
    }
    if (kind !== 0) return undefined;
    const session = new Olm.Session();
    session.create_inbound_from(account, senderKey, body);
    account.remove_one_time_keys(session);
    sessions.set(senderKey, [session, ...known]);
    return session.decrypt(kind, body);
  }

  function keepKey({ type, content }: PeerPlaintext): void {
    if (type !== "m.room_key" || content["algorithm"] !== MEGOLM) return;
    const key = asString(content["session_key"]);
    const id = asString(content["session_id"]);
    if (key === undefined || id === undefined) return;
    const session = new Olm.InboundGroupSession();
    session.create(key);
    inbound.set(id, session);
  }

  const peer: OlmPeer = {
    client,
    device,
    account,
    sign,
    async publish(oneTimeKeys = 20, change = (_part, json) => json) {
      account.generate_one_time_keys(oneTimeKeys);
      account.generate_fallback_key();
      await client.call("POST", "/_matrix/client/v3/keys/upload", {
        device_keys: change("device_keys", sign(deviceKeys())),
        one_time_keys: change("one_time_keys", signedKeys(account.one_time_keys(), "one-time")),
        fallback_keys: change("fallback_keys", signedKeys(account.unpublished_fallback_key(), "fallback")),
      });
      account.mark_keys_as_published();
    },
    async devices(userIds) {
      const answer = await client.call("POST", "/_matrix/client/v3/keys/query", {
        device_keys: Object.fromEntries(userIds.map((id) => [id, []])),
      });
      const utility = new Olm.Utility();
      const found: PeerDevice[] = [];
      for (const userId of userIds) {
        for (const [deviceId, json] of Object.entries(inside(answer["device_keys"], userId))) {
          const keys = inside(json, "keys");
          const curve = asString(keys[`curve25519:${deviceId}`]);
          const ed = asString(keys[`ed25519:${deviceId}`]);
          const signature = asString(inside(inside(json, "signatures"), userId)[`ed25519:${deviceId}`]);
          if (!isObject(json) || curve === undefined || ed === undefined || signature === undefined) continue;
          const { signatures: _signatures, unsigned: _unsigned, ...body } = json;
          utility.ed25519_verify(ed, canonicalJson(body), signature);
          found.push({ userId, deviceId, curve, ed });
        }
      }
      utility.free();
      return found;
    },
    async olmEncrypt(to, type, content, fields = {}) {
      const session = await sessionWith(to);
      const plaintext = JSON.stringify({
        type,
        content,
        sender: client.userId,
        sender_device: client.deviceId,
        keys: { ed25519: device.ed },
        recipient: to.userId,
        recipient_keys: { ed25519: to.ed },
        ...fields,
      });
      return {
        algorithm: OLM,
        sender_key: device.curve,
        ciphertext: { [to.curve]: session.encrypt(plaintext) },
      };
    },
    async sendToDevice(to, type, content) {
      counter += 1;
      await client.call("PUT", `/_matrix/client/v3/sendToDevice/${type}/olm${Date.now()}.${counter}`, {
        messages: { [to.userId]: { [to.deviceId]: content } },
      });
    },
    async claim({ userId, deviceId }) {
      const answer = await client.call("POST", "/_matrix/client/v3/keys/claim", {
        one_time_keys: { [userId]: { [deviceId]: "signed_curve25519" } },
      });
      const keys = inside(inside(answer["one_time_keys"], userId), deviceId);
      const [keyId = ""] = Object.keys(keys);
      return { keyId, json: inside(keys, keyId) };
    },
    async publishIdentity() {
      const [master, selfSigning, userSigning] = [new Olm.PkSigning(), new Olm.PkSigning(), new Olm.PkSigning()];
      const key = (of: Olm.PkSigning, usage: string): JsonObject => {
        const publicKey = of.init_with_seed(of.generate_seed());
        return { user_id: client.userId, usage: [usage], keys: { [`ed25519:${publicKey}`]: publicKey } };
      };
      const signedBy = (by: Olm.PkSigning, keyId: string, json: JsonObject): JsonObject => ({
        ...json,
        signatures: { [client.userId]: { [`ed25519:${keyId}`]: by.sign(canonicalJson(json)) } },
      });
      const publicOf = (json: JsonObject): string => asString(Object.values(inside(json, "keys"))[0]) ?? "";
      const masterKey = key(master, "master");
      const selfSigningKey = key(selfSigning, "self_signing");
      const masterId = publicOf(masterKey);
      await client.call("POST", "/_matrix/client/v3/keys/device_signing/upload", {
        master_key: masterKey,
        self_signing_key: signedBy(master, masterId, selfSigningKey),
        user_signing_key: signedBy(master, masterId, key(userSigning, "user_signing")),
      });
      await client.call("POST", "/_matrix/client/v3/keys/signatures/upload", {
        [client.userId]: {
          [client.deviceId]: signedBy(selfSigning, publicOf(selfSigningKey), deviceKeys()),
          [masterId]: sign(masterKey),
        },
      });
      for (const signing of [master, selfSigning, userSigning]) signing.free();
    },
    forgetSessions() {
      for (const list of sessions.values()) for (const session of list) session.free();
      sessions.clear();
    },
    roomKey: (sessionId) => inbound.get(sessionId),
    newSession() {
      const session = new Olm.OutboundGroupSession();
      session.create();
      const own = new Olm.InboundGroupSession();
      own.create(session.session_key());
      inbound.set(session.session_id(), own);
      return session;
    },
    async shareKey(roomId, session, to, fields = {}) {
      const content = {
        algorithm: MEGOLM,
        room_id: roomId,
        session_id: session.session_id(),
        session_key: session.session_key(),
      };
      for (const target of to)
        await peer.sendToDevice(
          target,
          "m.room.encrypted",
          await peer.olmEncrypt(target, "m.room_key", { ...content, ...fields }),
        );
    },
    megolmEncrypt(roomId, session, type, content) {
      return {
        algorithm: MEGOLM,
        sender_key: device.curve,
        device_id: client.deviceId,
        session_id: session.session_id(),
        ciphertext: session.encrypt(JSON.stringify({ type, content, room_id: roomId })),
      };
    },
    async receive() {
      const answer = await client.sync({ timeout: 0, ...(since === undefined ? {} : { since }) });
      since = asString(answer["next_batch"]);
      const events = inside(answer, "to_device")["events"];
      const found: PeerPlaintext[] = [];
      for (const event of Array.isArray(events) ? events : []) {
        const content = inside(event, "content");
        const senderKey = asString(content["sender_key"]);
        const message = inside(inside(content, "ciphertext"), device.curve);
        const [kind, body] = [message["type"], asString(message["body"])];
        if (senderKey === undefined || body === undefined || typeof kind !== "number") continue;
        const text = olmDecrypt(senderKey, kind, body);
        if (text === undefined) continue;
        const json = readObject(text);
        const plaintext: PeerPlaintext = {
          type: asString(json["type"]) ?? "",
          content: isObject(json["content"]) ? json["content"] : {},
          sender: asString(json["sender"]),
          senderKey,
        };
        keepKey(plaintext);
        found.push(plaintext);
      }
      return found;
    },
    megolmDecrypt(content) {
      const session = inbound.get(asString(content["session_id"]) ?? "");
      const ciphertext = asString(content["ciphertext"]);
      if (!session || ciphertext === undefined) return undefined;
      const { message_index: index, plaintext } = session.decrypt(ciphertext);
      return { index, json: readObject(plaintext) };
    },
    free() {
      for (const list of sessions.values()) for (const session of list) session.free();
      for (const session of inbound.values()) session.free();
      account.free();
    },
  };
  return peer;
}

function readObject(text: string): JsonObject {
  const json: unknown = JSON.parse(text);
  return isObject(json) ? json : {};
}

export function inside(json: unknown, key: string): JsonObject {
  const value = isObject(json) ? json[key] : undefined;
  return isObject(value) ? value : {};
}
