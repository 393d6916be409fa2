import { afterEach, describe, expect, it } from "vitest";
import { newUser, signIn, type MatrixClient } from "../../../stack/matrix.mjs";
import { parseRoomId, parseUserId, type RoomId, type UserId } from "#api/ids.ts";
import type { VerificationFlow } from "#sdk/crypto/verification.ts";
import { createSyncSession, type SyncSession } from "#sdk/testing/sync-session.ts";

const A = process.env["HUBBUB_STACK_A"] ?? "";
const B = process.env["HUBBUB_STACK_B"] ?? "";
const open = new Set<SyncSession>();

afterEach(async () => {
  for (const session of open) await session.stop();
  open.clear();
});

async function begin(client: MatrixClient): Promise<SyncSession> {
  const session = await createSyncSession(client, { engine: "memory" });
  open.add(session);
  await session.crypto.ready;
  await session.until(() => session.sync.connection().state === "live", "live");
  return session;
}

function userIdOf(client: MatrixClient): UserId {
  const userId = parseUserId(client.userId);
  if (!userId) throw new Error(client.userId);
  return userId;
}

function flowOf(session: SyncSession): VerificationFlow | undefined {
  return session.verification.flows()[0];
}

async function reaches(session: SyncSession, phase: string): Promise<VerificationFlow> {
  await session
    .until(() => flowOf(session)?.phase.phase === phase, `phase ${phase}`)
    .catch(() => expect(flowOf(session)?.phase).toEqual({ phase }));
  const flow = flowOf(session);
  if (!flow) throw new Error("no flow");
  return flow;
}

async function compareEmoji(one: SyncSession, other: SyncSession): Promise<void> {
  const [mine, theirs] = await Promise.all([reaches(one, "compare"), reaches(other, "compare")]);
  if (mine.phase.phase !== "compare" || theirs.phase.phase !== "compare") throw new Error("not there");
  expect(mine.phase.emoji.length).toBe(7);
  expect(mine.phase.emoji).toEqual(theirs.phase.emoji);
  expect(mine.phase.decimals).toEqual(theirs.phase.decimals);
}

async function setUp(session: SyncSession): Promise<string> {
  const made = await session.identity.setUp(undefined, undefined);
  if (made.state !== "done") throw new Error("a challenge");
  return made.value.recoveryKey;
}

async function chat(creator: MatrixClient, other: MatrixClient, encrypted: boolean): Promise<RoomId> {
  const id = await creator.create({
    preset: "trusted_private_chat",
    is_direct: true,
    invite: [other.userId],
    initial_state: encrypted
      ? [{ type: "m.room.encryption", state_key: "", content: { algorithm: "m.megolm.v1.aes-sha2" } }]
      : [],
  });
  await other.join(id);
  const roomId = parseRoomId(id);
  if (!roomId) throw new Error(id);
  return roomId;
}

describe("two sessions of one account", () => {
  it("verify by emoji; the new one gets the identity and the backup's key", async () => {
    const ada = await newUser(A);
    const old = await begin(ada);
    await setUp(old);
    const fresh = await begin(await signIn(A, ada.userId));
    await expect.poll(() => fresh.identity.status()).toMatchObject({ identity: "elsewhere", todo: "verify" });
    await fresh.verification.requestOwn(undefined);
    const incoming = await reaches(old, "incoming");
    expect(incoming.with).toBe("self");
    await old.verification.accept(incoming.key);
    const ready = await reaches(fresh, "ready");
    await fresh.verification.startEmoji(ready.key);
    await compareEmoji(old, fresh);
    await fresh.verification.confirm(ready.key);
    await old.verification.confirm(incoming.key);
    await Promise.all([reaches(old, "done"), reaches(fresh, "done")]);
    await expect
      .poll(() => fresh.identity.status(), { timeout: 20_000 })
      .toMatchObject({ identity: "here", device: { verified: "verified" }, backup: { state: "on" } });
    expect([...old.errors, ...fresh.errors]).toEqual([]);
  });

  it("verify by a code that is scanned", async () => {
    const ada = await newUser(A);
    const old = await begin(ada);
    await setUp(old);
    const fresh = await begin(await signIn(A, ada.userId));
    await fresh.verification.requestOwn(undefined);
    const incoming = await reaches(old, "incoming");
    await old.verification.accept(incoming.key);
    const shown = await reaches(old, "ready");
    const code = shown.phase.phase === "ready" ? shown.phase.code : undefined;
    expect(code?.length).toBeGreaterThan(50);
    const ready = await reaches(fresh, "ready");
    await expect(fresh.verification.scan(ready.key, new Uint8Array([1, 2, 3]))).rejects.toMatchObject({
      error: { code: "not-a-code" },
    });
    await fresh.verification.scan(ready.key, code ?? new Uint8Array());
    await reaches(old, "scanned");
    await old.verification.confirm(incoming.key);
    await Promise.all([reaches(old, "done"), reaches(fresh, "done")]);
    await expect
      .poll(() => fresh.identity.status(), { timeout: 20_000 })
      .toMatchObject({ identity: "here", device: { verified: "verified" } });
  });

  it("a refusal, and a mismatch, are told to both", async () => {
    const ada = await newUser(A);
    const old = await begin(ada);
    await setUp(old);
    const fresh = await begin(await signIn(A, ada.userId));
    await fresh.verification.requestOwn(undefined);
    await old.verification.cancel((await reaches(old, "incoming")).key);
    expect((await reaches(fresh, "cancelled")).phase).toMatchObject({ by: "them", reason: "refused" });
    fresh.verification.dismiss((await reaches(fresh, "cancelled")).key);
    old.verification.dismiss((await reaches(old, "cancelled")).key);

    await fresh.verification.requestOwn(undefined);
    await old.verification.accept((await reaches(old, "incoming")).key);
    await fresh.verification.startEmoji((await reaches(fresh, "ready")).key);
    await compareEmoji(old, fresh);
    await fresh.verification.mismatch((await reaches(fresh, "compare")).key);
    expect((await reaches(old, "cancelled")).phase).toMatchObject({ by: "them", reason: "mismatch" });
    expect(await fresh.identity.status()).toMatchObject({ device: { verified: "unverified" } });
  });
});

describe.each([
  ["encrypted", true, "who asked"],
  ["plain", false, "who was asked"],
] as const)("two people in their %s chat", (_name, encrypted, starter) => {
  it("verify by emoji over two servers", async () => {
    const [ada, bo] = await Promise.all([newUser(A), newUser(B)]);
    const [a, b] = await Promise.all([begin(ada), begin(bo)]);
    await Promise.all([setUp(a), setUp(b)]);
    const roomId = await chat(ada, bo, encrypted);
    await Promise.all([a, b].map((one) => one.until(() => one.rooms.record(roomId)?.joinedCount === 2, "the room")));
    await Promise.all([a.trust.refresh(userIdOf(bo)), b.trust.refresh(userIdOf(ada))]);
    await a.verification.requestIn(roomId, userIdOf(bo));
    const incoming = await reaches(b, "incoming");
    expect(incoming.userId).toBe(ada.userId);
    await b.verification.accept(incoming.key);
    const [ready] = await Promise.all([reaches(a, "ready"), reaches(b, "ready")]);
    if (starter === "who asked") await a.verification.startEmoji(ready.key);
    else await b.verification.startEmoji(incoming.key);
    await compareEmoji(a, b);
    await a.verification.confirm(ready.key);
    // The emoji stay to be compared until the other has confirmed as well.
    expect((await reaches(a, "compare")).phase).toMatchObject({ confirmed: "yes" });
    await b.verification.confirm(incoming.key);
    await Promise.all([reaches(a, "done"), reaches(b, "done")]);
    await expect.poll(() => a.trust.person(userIdOf(bo))).toMatchObject({ trust: "verified" });
    await expect.poll(() => b.trust.person(userIdOf(ada))).toMatchObject({ trust: "verified" });
    expect([...a.errors, ...b.errors]).toEqual([]);
  });
});
