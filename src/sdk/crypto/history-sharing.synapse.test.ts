import "fake-indexeddb/auto";
import { afterEach, describe, expect, it } from "vitest";
import { newUser, signIn, type MatrixClient } from "../../../stack/matrix.mjs";
import { Failure } from "#api/errors.ts";
import type { RoomId } from "#api/ids.ts";
import type { Http } from "#sdk/net/http.ts";
import { createMemoryStore } from "#sdk/store/memory.ts";
import {
  createEncryptedWorld,
  encryptedEvents,
  encryptedRoom,
  known,
  readBack,
  say,
  setUpIdentity,
  shows,
  userIdOf,
} from "#sdk/testing/encrypted-world.ts";
import { openAccount } from "#sdk/testing/account.ts";
import type { SyncSession } from "#sdk/testing/sync-session.ts";

const A = process.env["HUBBUB_STACK_A"] ?? "";
const B = process.env["HUBBUB_STACK_B"] ?? "";
const LIST = { filter: "", from: 0, count: 50 };
const world = createEncryptedWorld();
afterEach(() => world.stop());

async function invite(from: SyncSession, host: MatrixClient, roomId: RoomId, guest: MatrixClient): Promise<void> {
  await from.history.share(roomId, userIdOf(guest), new AbortController().signal);
  await host.invite(roomId, guest.userId);
}

async function invited(guest: SyncSession, roomId: RoomId): Promise<void> {
  await guest.until(() => guest.rooms.record(roomId)?.membership === "invite", "the invitation");
}

/** Nothing of the media repository is within reach. */
function withoutMedia(http: Http): Http {
  return {
    ...http,
    download: () =>
      Promise.reject(
        new Failure({ kind: "matrix", errcode: "M_NOT_FOUND", status: 404, message: "", retryAfterMs: undefined }),
      ),
  };
}

describe("the verbs for inviting and joining", () => {
  it("bring the history along", async () => {
    const [ada, bo] = await Promise.all([openAccount(A), openAccount(B)]);
    try {
      for (const account of [ada, bo]) {
        await account.value("encryption", {}).until(({ state }) => state === "ready");
        await account.call("encryption.setUp", { passphrase: undefined });
      }
      const roomId = await encryptedRoom(ada.raw, []);
      await ada.list("roomList", LIST).until((items) => items.some(({ key }) => key === roomId));
      await ada.call("message.send", { roomId, markdown: "said before" });
      await ada
        .list("timeline", { roomId, anchor: "live" })
        .until((items) => items.some((item) => item.kind === "message" && item.eventId !== undefined));
      await ada.call("room.invite", { roomId, userId: bo.userId, reason: undefined });
      await bo.list("roomList", LIST).until((items) => items.some(({ key }) => key === roomId));
      await bo.call("room.join", { room: roomId, via: [] });
      const timeline = bo.list("timeline", { roomId, anchor: "live" });
      await timeline.until((items) => items.length > 0);
      while ((await bo.call("timeline.paginate", { roomId })).reached === "more");
      const items = await timeline.until((all) => JSON.stringify(all).includes("said before"));
      expect(JSON.stringify(items)).toContain(ada.userId);
    } finally {
      await Promise.all([ada.stop(), bo.stop()]);
    }
  });
});

describe("history for those who are invited", () => {
  it("comes over two servers, also from the backup, and says who shared it", async () => {
    const [ada, bo] = await Promise.all([newUser(A), newUser(B)]);
    const [old, b] = await Promise.all([world.begin(ada), world.begin(bo)]);
    const [recoveryKey] = await Promise.all([setUpIdentity(old), setUpIdentity(b)]);
    const roomId = await encryptedRoom(ada, []);
    await known(old, roomId);
    await say(old, ada, roomId, "only in the backup");
    await expect.poll(() => old.backup.waiting(), { timeout: 20_000 }).toBe(0);
    await world.end(old);

    const again = await signIn(A, ada.userId);
    const fresh = await world.begin(again);
    await known(fresh, roomId);
    await fresh.identity.recover(recoveryKey);
    await say(fresh, again, roomId, "of this device");
    await invite(fresh, again, roomId, bo);
    await invited(b, roomId);
    b.history.accepted(roomId, userIdOf(ada));
    await bo.join(roomId);
    await known(b, roomId);
    await readBack(b, roomId);
    await shows(b, roomId, ["only in the backup", "of this device"]);
    for (const { crypto } of encryptedEvents(b, roomId))
      expect(crypto).toMatchObject({ state: "open", forwarder: ada.userId, shield: { tone: "grey" } });
    await say(b, bo, roomId, "an answer");
    await shows(fresh, roomId, ["only in the backup", "of this device", "an answer"]);
    expect([...old.errors, ...fresh.errors, ...b.errors]).toEqual([]);
  });

  it("is taken after a restart if it could not be taken before", async () => {
    const [ada, bo] = await Promise.all([newUser(A), newUser(A)]);
    const disk = { store: createMemoryStore(), engine: { database: bo.userId } };
    const [a, before] = await Promise.all([world.begin(ada), world.begin(bo, { ...disk, wrap: withoutMedia })]);
    await Promise.all([setUpIdentity(a), setUpIdentity(before)]);
    const roomId = await encryptedRoom(ada, []);
    await known(a, roomId);
    await say(a, ada, roomId, "early");
    await invite(a, ada, roomId, bo);
    await invited(before, roomId);
    before.history.accepted(roomId, userIdOf(ada));
    await bo.join(roomId);
    await known(before, roomId);
    await readBack(before, roomId);
    await shows(before, roomId, ["! before-join"]);
    await world.end(before);
    const after = await world.begin(bo, disk);
    await known(after, roomId);
    await readBack(after, roomId);
    await shows(after, roomId, ["early"]);
    expect([...a.errors, ...before.errors, ...after.errors]).toEqual([]);
  });

  it("stays closed where the room says so, for devices nobody vouches for, and from people who did not invite", async () => {
    const [ada, bo, cy] = await Promise.all([newUser(A), newUser(A), newUser(A)]);
    const [a, b, c] = await Promise.all([world.begin(ada), world.begin(bo), world.begin(cy)]);
    await Promise.all([setUpIdentity(a), setUpIdentity(b)]);
    const members = await encryptedRoom(ada, [], { visibility: "joined" });
    const shared = await encryptedRoom(ada, []);
    for (const roomId of [members, shared]) {
      await known(a, roomId);
      await say(a, ada, roomId, "early");
      await invite(a, ada, roomId, bo);
      await invite(a, ada, roomId, cy);
    }
    await invited(b, members);
    await invited(b, shared);
    b.history.accepted(members, userIdOf(ada));
    // The bundle for this room comes from somebody else than the one whose invitation was accepted.
    b.history.accepted(shared, userIdOf(cy));
    c.history.accepted(shared, userIdOf(ada));
    for (const roomId of [members, shared]) await bo.join(roomId);
    await cy.join(shared);
    await Promise.all([known(b, members), known(b, shared), known(c, shared)]);
    // What comes after can be read: whatever was shared before it has been dealt with.
    await known(a, shared, 3);
    await say(a, ada, shared, "late");
    await Promise.all([readBack(b, members), readBack(b, shared), readBack(c, shared)]);
    await shows(c, shared, ["! before-join", "late"]);
    await shows(b, shared, ["! before-join", "late"]);
    expect(encryptedEvents(b, members).filter(({ crypto }) => crypto?.state === "open")).toEqual([]);
    b.history.accepted(shared, userIdOf(ada));
    await shows(b, shared, ["early", "late"]);
    expect([...a.errors, ...b.errors, ...c.errors]).toEqual([]);
  });

  it("never stops the invitation", async () => {
    const [ada, bo] = await Promise.all([newUser(A), newUser(A)]);
    const noUpload = (http: Http): Http => ({
      ...http,
      upload: () => Promise.reject(new Failure({ kind: "offline" })),
    });
    const [a, b] = await Promise.all([world.begin(ada, { wrap: noUpload }), world.begin(bo)]);
    await Promise.all([setUpIdentity(a), setUpIdentity(b)]);
    const roomId = await encryptedRoom(ada, []);
    await known(a, roomId);
    await say(a, ada, roomId, "early");
    await invite(a, ada, roomId, bo);
    await invited(b, roomId);
    expect(a.errors).toEqual([]);
  });
});
