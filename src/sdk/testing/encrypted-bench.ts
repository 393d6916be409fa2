/** What the bench of encryption needs beforehand, made quickly on a real homeserver: a backup full of keys, a long room. */
import Olm from "@matrix-org/olm";
import { newUser, type MatrixClient } from "../../../stack/matrix.mjs";
import { asString, type JsonObject } from "#sdk/events/envelope.ts";
import { createOlmPeer, inside } from "./olm-peer.ts";
import { createSyncSession } from "./sync-session.ts";

const MEGOLM = "m.megolm.v1.aes-sha2";

export interface KeptAccount {
  readonly client: MatrixClient;
  readonly recoveryKey: string;
}

/** Its first word is said before it is encrypted: there is something to see, whoever looks. */
export async function encryptedRoom(creator: MatrixClient, name: string, other?: MatrixClient): Promise<string> {
  const invite = other ? [other.userId] : [];
  const roomId = await creator.create({ name, preset: "private_chat", invite });
  await creator.text(roomId, "The door is open.");
  await creator.state(roomId, "m.room.encryption", { algorithm: MEGOLM });
  if (other) await other.join(roomId);
  return roomId;
}

/** An account whose backup holds so many keys, evenly over `rooms` rooms. */
export async function accountWithBackup(base: string, keys: number, rooms: number): Promise<KeptAccount> {
  const client = await newUser(base);
  const session = await createSyncSession(client, { engine: "memory" });
  await session.crypto.ready;
  await session.until(() => session.sync.connection().state === "live", "live");
  const made = await session.identity.setUp(undefined, undefined);
  if (made.state !== "done") throw new Error("a challenge");
  await session.until(() => session.rooms.accountData("m.megolm_backup.v1") !== undefined, "the secrets");
  const version = await client.call("GET", "/_matrix/client/v3/room_keys/version");
  const publicKey = asString(inside(version, "auth_data")["public_key"]) ?? "";
  const each = Math.ceil(keys / rooms);
  for (let room = 1; room <= rooms; room += 1) {
    const roomId = await encryptedRoom(client, `Kept ${room}`);
    const body = { rooms: { [roomId]: { sessions: sealedKeys(publicKey, each) } } };
    await client.call("PUT", "/_matrix/client/v3/room_keys/keys", body, { version: String(version["version"]) });
  }
  await session.stop();
  return { client, recoveryKey: made.value.recoveryKey };
}

function sealedKeys(publicKey: string, count: number): JsonObject {
  const encryption = new Olm.PkEncryption();
  encryption.set_recipient_key(publicKey);
  const account = new Olm.Account();
  account.create();
  const { curve25519, ed25519 } = JSON.parse(account.identity_keys()) as Record<string, string>;
  const sessions: Record<string, JsonObject> = {};
  for (let at = 0; at < count; at += 1) {
    const outbound = new Olm.OutboundGroupSession();
    outbound.create();
    const inbound = new Olm.InboundGroupSession();
    inbound.create(outbound.session_key());
    const sealed = encryption.encrypt(
      JSON.stringify({
        algorithm: MEGOLM,
        sender_key: curve25519,
        sender_claimed_keys: { ed25519 },
        forwarding_curve25519_key_chain: [],
        session_key: inbound.export_session(0),
      }),
    );
    sessions[outbound.session_id()] = {
      first_message_index: 0,
      forwarded_count: 0,
      is_verified: false,
      session_data: { ephemeral: sealed.ephemeral, ciphertext: sealed.ciphertext, mac: sealed.mac },
    };
    outbound.free();
    inbound.free();
  }
  encryption.free();
  account.free();
  return sessions;
}

export interface Storyteller {
  /** Gives the reader's devices the key; then so many messages. */
  tell(count: number): Promise<void>;
  share(): Promise<void>;
}

/** Somebody on another implementation who writes into a room of theirs and the reader's. */
export async function createStoryteller(base: string, reader: MatrixClient, name: string): Promise<Storyteller> {
  const client = await newUser(base, undefined, { displayname: "Storyteller" });
  const peer = await createOlmPeer(client);
  await peer.publish();
  const roomId = await encryptedRoom(client, name, reader);
  const session = peer.newSession();
  return {
    share: async () => peer.shareKey(roomId, session, await peer.devices([reader.userId])),
    async tell(count) {
      for (let at = 1; at <= count; at += 1) {
        const content = { msgtype: "m.text", body: `Line ${at} of a long story, told to nobody else.` };
        await client.send(roomId, "m.room.encrypted", peer.megolmEncrypt(roomId, session, "m.room.message", content));
      }
    },
  };
}
