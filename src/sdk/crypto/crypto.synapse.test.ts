import { afterEach, describe, expect, it } from "vitest";
import { newUser, signIn, type MatrixClient } from "../../../stack/matrix.mjs";
import { parseRoomId, type RoomId } from "#api/ids.ts";
import { asString, type JsonObject } from "#sdk/events/envelope.ts";
import {
  createSyncSession,
  loadedEvents,
  type SyncSession,
  type SyncSessionOptions,
} from "#sdk/testing/sync-session.ts";

const A = process.env["HUBBUB_STACK_A"] ?? "";
const B = process.env["HUBBUB_STACK_B"] ?? "";
const open = new Set<SyncSession>();

afterEach(async () => {
  for (const session of open) await session.stop();
  open.clear();
});

async function begin(client: MatrixClient, options: SyncSessionOptions = {}): Promise<SyncSession> {
  const session = await createSyncSession(client, { engine: "memory", ...options });
  open.add(session);
  await session.crypto.ready;
  await session.until(() => session.sync.connection().state === "live", "live");
  return session;
}

function roomIdOf(id: string): RoomId {
  const roomId = parseRoomId(id);
  if (!roomId) throw new Error(id);
  return roomId;
}

const ENCRYPTION = {
  type: "m.room.encryption",
  state_key: "",
  content: { algorithm: "m.megolm.v1.aes-sha2" },
};

async function encryptedRoom(creator: MatrixClient, ...others: MatrixClient[]): Promise<RoomId> {
  const id = await creator.create({
    preset: "private_chat",
    invite: others.map((other) => other.userId),
    initial_state: [ENCRYPTION],
  });
  for (const other of others) await other.join(id);
  return roomIdOf(id);
}

async function known(session: SyncSession, roomId: RoomId): Promise<void> {
  await session.until(
    () => session.rooms.record(roomId)?.essential["m.room.encryption"] !== undefined,
    "the room is known",
  );
  await session.rooms.openTimeline(roomId);
}

let sent = 0;
async function send(session: SyncSession, roomId: RoomId, body: string): Promise<void> {
  const content: JsonObject = { msgtype: "m.text", body };
  const encrypted = await session.crypto.encrypt(roomId, "m.room.message", content, new AbortController().signal);
  sent += 1;
  await session.http.request({
    method: "PUT",
    path: `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/send/m.room.encrypted/c${Date.now()}.${sent}`,
    body: encrypted,
  });
}

function bodies(session: SyncSession, roomId: RoomId): readonly (string | undefined)[] {
  return loadedEvents(session, roomId)
    .filter((event) => event.type === "m.room.message" || event.type === "m.room.encrypted")
    .map((event) =>
      event.crypto?.state === "open" ? asString(event.content["body"]) : `closed: ${event.crypto?.reason ?? "untried"}`,
    );
}

async function shows(session: SyncSession, roomId: RoomId, expected: readonly string[]): Promise<void> {
  await session
    .until(() => JSON.stringify(bodies(session, roomId)) === JSON.stringify(expected), "the messages")
    .catch(() => undefined);
  expect(bodies(session, roomId)).toEqual(expected);
}

describe.each(["sliding", "classic"] as const)("two people (%s)", (protocol) => {
  it("talk over two servers: nobody in between can read it, both do", async () => {
    const [ada, bo] = await Promise.all([newUser(A), newUser(B)]);
    const [a, b] = await Promise.all([begin(ada, { protocol }), begin(bo, { protocol })]);
    const roomId = await encryptedRoom(ada, bo);
    await Promise.all([known(a, roomId), known(b, roomId)]);
    await send(a, roomId, "hello");
    await shows(b, roomId, ["hello"]);
    await send(b, roomId, "hello yourself");
    await shows(a, roomId, ["hello", "hello yourself"]);
    const { chunk } = await ada.messages(roomId, { limit: 20 });
    expect(JSON.stringify(chunk)).not.toContain("hello");
    expect([...a.errors, ...b.errors]).toEqual([]);
  });
});

describe("identity", () => {
  it("is set up once; a new session recovers it, the backup and the old messages", async () => {
    const [ada, bo] = await Promise.all([newUser(A), newUser(A)]);
    const [a, b] = await Promise.all([begin(ada), begin(bo)]);
    const roomId = await encryptedRoom(ada, bo);
    await Promise.all([known(a, roomId), known(b, roomId)]);
    const made = await a.identity.setUp(undefined, undefined);
    expect(made.state).toBe("done");
    const recoveryKey = made.state === "done" ? made.value.recoveryKey : "";
    await send(b, roomId, "before the new session");
    await shows(a, roomId, ["before the new session"]);
    await a.until(() => a.rooms.accountData("m.megolm_backup.v1") !== undefined, "the secrets");
    expect(await a.identity.status()).toMatchObject({
      state: "ready",
      identity: "here",
      recovery: "ready",
      todo: "none",
      device: { verified: "verified" },
      backup: { state: "on" },
    });
    await expect.poll(() => a.backup.waiting(), { timeout: 20_000 }).toBe(0);

    const again = await begin(await signIn(A, ada.userId));
    await known(again, roomId);
    await shows(again, roomId, ["closed: before-device"]);
    await expect.poll(() => again.identity.status()).toMatchObject({ identity: "elsewhere", todo: "verify" });
    await expect(again.identity.recover("EsTc 1111")).rejects.toMatchObject({ error: { code: "malformed-key" } });
    await expect(again.identity.setUp(undefined, undefined)).rejects.toMatchObject({
      error: { code: "identity-elsewhere" },
    });
    await again.identity.recover(recoveryKey);
    await shows(again, roomId, ["before the new session"]);
    expect(await again.identity.status()).toMatchObject({ identity: "here", device: { verified: "verified" } });
    expect([...a.errors, ...b.errors, ...again.errors]).toEqual([]);
  });
});
