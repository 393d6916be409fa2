/** Accounts with the crypto engine on real homeservers, rooms they talk in, and what they see there; for `*.synapse.test.ts`. */
import { expect } from "vitest";
import type { MatrixClient } from "../../../stack/matrix.mjs";
import { parseRoomId, parseUserId, type RoomId, type UserId } from "#api/ids.ts";
import { asString, type JsonObject, type MatrixEvent } from "#sdk/events/envelope.ts";
import { createSyncSession, loadedEvents, type SyncSession, type SyncSessionOptions } from "./sync-session.ts";

export interface EncryptedWorld {
  begin(client: MatrixClient, options?: SyncSessionOptions): Promise<SyncSession>;
  /** Ends one session before the others; `stop` ends all. */
  end(session: SyncSession): Promise<void>;
  stop(): Promise<void>;
}

export function createEncryptedWorld(): EncryptedWorld {
  const open = new Set<SyncSession>();
  return {
    async begin(client, options = {}) {
      const session = await createSyncSession(client, { engine: "memory", ...options });
      open.add(session);
      await session.crypto.ready;
      await session.until(() => session.sync.connection().state === "live", "live");
      return session;
    },
    async end(session) {
      open.delete(session);
      await session.stop();
    },
    async stop() {
      for (const session of open) await session.stop();
      open.clear();
    },
  };
}

export function roomIdOf(id: string): RoomId {
  const roomId = parseRoomId(id);
  if (!roomId) throw new Error(id);
  return roomId;
}

export function userIdOf({ userId }: { readonly userId: string }): UserId {
  const parsed = parseUserId(userId);
  if (!parsed) throw new Error(userId);
  return parsed;
}

export async function encryptedRoom(
  creator: MatrixClient,
  others: readonly MatrixClient[],
  options: { readonly encryption?: JsonObject; readonly visibility?: string } = {},
): Promise<RoomId> {
  const { encryption = {}, visibility } = options;
  const state = (type: string, content: JsonObject) => ({ type, state_key: "", content });
  const id = await creator.create({
    preset: "private_chat",
    invite: others.map(({ userId }) => userId),
    initial_state: [
      state("m.room.encryption", { algorithm: "m.megolm.v1.aes-sha2", ...encryption }),
      ...(visibility === undefined ? [] : [state("m.room.history_visibility", { history_visibility: visibility })]),
    ],
  });
  for (const other of others) await other.join(id);
  return roomIdOf(id);
}

/** Waits until the session knows the room as an encrypted one with so many people in it, and opens it. */
export async function known(session: SyncSession, roomId: RoomId, people?: number): Promise<void> {
  await session.until(() => {
    const record = session.rooms.record(roomId);
    return (
      record?.membership === "join" &&
      record.essential["m.room.encryption"] !== undefined &&
      (people === undefined || record.joinedCount === people)
    );
  }, "the room is known");
  await session.rooms.openTimeline(roomId);
}

/** Loads what was said before, to the room's beginning. */
export async function readBack(session: SyncSession, roomId: RoomId): Promise<void> {
  const timeline = await session.rooms.openTimeline(roomId);
  for (let pages = 0; pages < 50; pages += 1) if ((await timeline.loadOlder()) === "start") return;
}

export function text(body: string): JsonObject {
  return { msgtype: "m.text", body };
}

/** Encrypts and sends; answers the content that went out. */
export async function say(
  session: SyncSession,
  client: MatrixClient,
  roomId: RoomId,
  body: string,
): Promise<JsonObject> {
  const signal = new AbortController().signal;
  const content = await session.crypto.encrypt(roomId, "m.room.message", text(body), signal);
  await client.send(roomId, "m.room.encrypted", content);
  return content;
}

export function encryptedEvents(session: SyncSession, roomId: RoomId): readonly MatrixEvent[] {
  return loadedEvents(session, roomId).filter(
    (event) => event.crypto !== undefined || (event.type === "m.room.encrypted" && event.stateKey === undefined),
  );
}

/** Bodies of encrypted messages in their order; of unreadable ones why, as `! reason`. */
export function bodies(session: SyncSession, roomId: RoomId): readonly string[] {
  return encryptedEvents(session, roomId).map(({ crypto, content }) =>
    crypto?.state === "open" ? (asString(content["body"]) ?? "") : `! ${crypto?.reason ?? "untried"}`,
  );
}

export async function shows(session: SyncSession, roomId: RoomId, expected: readonly string[]): Promise<void> {
  await session
    .until(() => JSON.stringify(bodies(session, roomId)) === JSON.stringify(expected), "the messages")
    .catch(() => undefined);
  expect(bodies(session, roomId)).toEqual(expected);
}

export async function setUpIdentity(session: SyncSession): Promise<string> {
  const made = await session.identity.setUp(undefined, undefined);
  if (made.state !== "done") throw new Error("a challenge");
  return made.value.recoveryKey;
}
