/** Killed between every two steps, and started again: every message can be read, once, and no key is used twice. */
import "fake-indexeddb/auto";
import { afterEach, describe, expect, it } from "vitest";
import { newUser, signIn, type MatrixClient } from "../../../stack/matrix.mjs";
import type { RoomId } from "#api/ids.ts";
import {
  bodies,
  createEncryptedWorld,
  encryptedRoom,
  known,
  readBack,
  setUpIdentity,
  shows,
  text,
} from "#sdk/testing/encrypted-world.ts";
import { createMortal, type Death, type Mortal } from "#sdk/testing/mortal-session.ts";
import { createOlmPeer, type OlmPeer } from "#sdk/testing/olm-peer.ts";
import type { SyncSession } from "#sdk/testing/sync-session.ts";
import { waitingToDevice } from "#sdk/testing/to-device.ts";

const A = process.env["HUBBUB_STACK_A"] ?? "";
const B = process.env["HUBBUB_STACK_B"] ?? "";
const PATIENCE = 240_000;
const MOST_STEPS = 25;

const world = createEncryptedWorld();
const mortals = new Set<Mortal>();

afterEach(async () => {
  for (const one of mortals) await one.stop();
  mortals.clear();
  await world.stop();
});

function unborn(client: MatrixClient): Mortal {
  const one = createMortal(client);
  mortals.add(one);
  return one;
}

async function mortal(client: MatrixClient): Promise<Mortal> {
  const one = unborn(client);
  await one.rebirth();
  return one;
}

interface Work {
  /** What the world does, once. */
  outside?(round: string): Promise<void>;
  /** What the session is asked to do; after a death it is asked again, as the window does. */
  inside?(round: string): Promise<void>;
  /** Resolves when all is as it should be. */
  settled(round: string): Promise<void>;
}

/**
 * Does the same work again and again, and dies one step later each time, until it is done before death comes, three times:
 * how the server portions its answers differs, and with it the number of steps. Answers how often it died.
 */
async function dieEverywhere(one: Mortal, death: Omit<Death, "count">, work: Work): Promise<number> {
  let deaths = 0;
  for (let count = 1; count <= MOST_STEPS; count += 1) {
    const round = `${death.at} ${count}`;
    const died = one.dieAt({ ...death, count });
    await work.outside?.(round);
    const done = async (): Promise<"lived"> => {
      await work.inside?.(round);
      await work.settled(round);
      return "lived";
    };
    const outcome = await Promise.race([died, done()]);
    one.spare();
    if (outcome === "lived") {
      if (count - deaths === 3) return deaths;
      continue;
    }
    deaths += 1;
    await one.rebirth();
    await done();
  }
  throw new Error("it never got through");
}

function expectKeysUsedOnce(one: Mortal): void {
  expect(one.refusedUploads).toEqual([]);
  expect([...one.oneTimeKeys].filter(([, keys]) => keys.size > 1)).toEqual([]);
}

/** Through a new channel, which takes another one-time key of ours; with a message key of its own. */
async function tell(peer: OlmPeer, to: MatrixClient, roomId: RoomId, body: string): Promise<void> {
  peer.forgetSessions();
  const session = peer.newSession();
  await peer.shareKey(roomId, session, await peer.devices([to.userId]));
  const content = peer.megolmEncrypt(roomId, session, "m.room.message", text(body));
  await peer.client.send(roomId, "m.room.encrypted", content);
}

async function reads(session: SyncSession, roomId: RoomId, expected: readonly string[]): Promise<void> {
  await known(session, roomId);
  await shows(session, roomId, expected);
}

describe.each(["before", "after"] as const)("killed %s each step", (when) => {
  it(
    "of receiving: on disk, with the engine, dropped from the disk, position saved",
    async () => {
      const [ada, olm] = await Promise.all([newUser(A), newUser(B)]);
      const peer = await createOlmPeer(olm);
      await peer.publish();
      const one = await mortal(ada);
      const roomId = await encryptedRoom(ada, [olm]);
      await known(one.session(), roomId, 2);
      const said: string[] = [];
      const steps = await dieEverywhere(
        one,
        { at: "write", when },
        {
          outside: async (round) => {
            said.push(round);
            await tell(peer, ada, roomId, round);
          },
          settled: () => reads(one.session(), roomId, said),
        },
      );
      expect(steps).toBeGreaterThanOrEqual(3);
      expect(one.oneTimeKeys.size).toBeGreaterThan(50);
      expectKeysUsedOnce(one);
    },
    PATIENCE,
  );

  it(
    "of a start with keys that came before the engine was there",
    async () => {
      const [ada, olm] = await Promise.all([newUser(A), newUser(B)]);
      const peer = await createOlmPeer(olm);
      await peer.publish();
      const one = await mortal(ada);
      const roomId = await encryptedRoom(ada, [olm]);
      await known(one.session(), roomId, 2);
      const said: string[] = [];
      const ends: string[] = [];
      for (let count = 1; count <= MOST_STEPS && ends.at(-1) !== "lived"; count += 1) {
        await one.lifeWithoutEngine(async (session) => {
          said.push(`write ${count}`);
          await known(session, roomId);
          await tell(peer, ada, roomId, `write ${count}`);
          await session.until(() => bodies(session, roomId).length === said.length, "the message");
          expect(await waitingToDevice(session.store)).not.toEqual([]);
        });
        ends.push(await one.briefLife({ at: "write", count, when }));
        await reads(await one.rebirth(), roomId, said);
      }
      expect(ends.length).toBeGreaterThanOrEqual(3);
      expectKeysUsedOnce(one);
    },
    PATIENCE,
  );

  it.each(["request", "write"] as const)(
    "of sending: keys asked for, claimed, shared, message encrypted, sent (each %s)",
    async (at) => {
      const [ada, bo] = await Promise.all([newUser(A), newUser(A)]);
      const one = await mortal(ada);
      const other = await world.begin(bo);
      const roomId = await encryptedRoom(ada, [bo], { encryption: { rotation_period_msgs: 1 } });
      await Promise.all([known(one.session(), roomId, 2), known(other, roomId, 2)]);
      const peers = new Map<string, OlmPeer>();
      const said: string[] = [];
      const steps = await dieEverywhere(
        one,
        { at, when },
        {
          outside: async (round) => {
            said.push(round);
            // Somebody new: there is a key to claim.
            const client = await newUser(A);
            const peer = await createOlmPeer(client);
            await peer.publish(1);
            await ada.invite(roomId, client.userId);
            await client.join(roomId);
            peers.set(round, peer);
          },
          inside: async (round) => {
            await known(one.session(), roomId, 2 + said.length);
            await one.session().outbox.enqueueText(roomId, round, round);
          },
          settled: () => shows(other, roomId, said),
        },
      );
      expect(steps).toBeGreaterThanOrEqual(at === "request" ? 3 : 2);
      // Each message once, also for the sender; and for a client that shares no line with ours.
      await reads(one.session(), roomId, said);
      await expect.poll(() => one.session().outbox.items(roomId)).toEqual([]);
      const { chunk } = await ada.messages(roomId, { limit: 100 });
      for (const [round, peer] of peers) {
        await peer.receive();
        const read = chunk.map(({ content }) => peer.megolmDecrypt(content)?.json["content"]);
        expect(read.filter((content) => JSON.stringify(content)?.includes(`"${round}"`))).toHaveLength(1);
        peer.free();
      }
      expectKeysUsedOnce(one);
      expect(other.errors).toEqual([]);
    },
    PATIENCE,
  );

  it(
    "of the very first start, it is one device whose keys are good",
    async () => {
      const [ada, bo] = await Promise.all([newUser(A), newUser(A)]);
      const other = await world.begin(bo);
      const one = unborn(ada);
      const ends: string[] = [];
      for (const at of ["request", "write"] as const)
        for (let count = 1; count <= 3; count += 1) ends.push(await one.briefLife({ at, count, when }));
      expect(ends.filter((end) => end === "died").length).toBeGreaterThanOrEqual(4);
      await one.rebirth();
      const roomId = await encryptedRoom(bo, [ada]);
      await Promise.all([known(one.session(), roomId, 2), known(other, roomId, 2)]);
      await other.outbox.enqueueText(roomId, "are you there?");
      await reads(one.session(), roomId, ["are you there?"]);
      await one.session().outbox.enqueueText(roomId, "all of me");
      await shows(other, roomId, ["are you there?", "all of me"]);
      expectKeysUsedOnce(one);
      // A second fifty would mean that the first were forgotten.
      expect(one.oneTimeKeys.size).toBeLessThan(60);
    },
    PATIENCE,
  );

  it(
    "of the backup: in the end every key is in it",
    async () => {
      const ada = await newUser(A);
      const one = await mortal(ada);
      const recoveryKey = await setUpIdentity(one.session());
      const roomId = await encryptedRoom(ada, [], { encryption: { rotation_period_msgs: 1 } });
      await known(one.session(), roomId);
      const said: string[] = [];
      const steps = await dieEverywhere(
        one,
        { at: "request", when },
        {
          outside: async (round) => void said.push(round),
          inside: async (round) => void (await one.session().outbox.enqueueText(roomId, round, round)),
          settled: async () => {
            await reads(one.session(), roomId, said);
            await expect
              .poll(async () => [one.session().backup.state().state, await one.session().backup.waiting()], {
                timeout: 30_000,
              })
              .toEqual(["on", 0]);
          },
        },
      );
      expect(steps).toBeGreaterThanOrEqual(2);
      const fresh = await world.begin(await signIn(A, ada.userId));
      await fresh.identity.recover(recoveryKey);
      await known(fresh, roomId);
      await readBack(fresh, roomId);
      await shows(fresh, roomId, said);
      expectKeysUsedOnce(one);
    },
    PATIENCE,
  );

  it(
    "of a verification: it is made or it is not, and the next one goes through",
    async () => {
      const ada = await newUser(A);
      const old = await world.begin(ada);
      await setUpIdentity(old);
      const one = await mortal(await signIn(A, ada.userId));
      let deaths = 0;
      for (const count of [1, 2, 4, 6]) {
        const died = one.dieAt({ at: "request", count, when });
        const outcome = await Promise.race([died, verify(old, one).then(() => "lived" as const)]);
        one.spare();
        await one.rebirth();
        for (const { key } of old.verification.flows()) await old.verification.cancel(key).catch(() => undefined);
        for (const { key } of old.verification.flows()) old.verification.dismiss(key);
        if (outcome === "lived") break;
        deaths += 1;
      }
      const now = await one.session().identity.status();
      if (now.state !== "ready" || now.device.verified !== "verified") await verify(old, one);
      await expect
        .poll(() => one.session().identity.status(), { timeout: 30_000 })
        .toMatchObject({ identity: "here", device: { verified: "verified" }, backup: { state: "on" } });
      expect(deaths).toBeGreaterThanOrEqual(2);
      // What was verified stays so.
      await one.rebirth();
      await expect
        .poll(() => one.session().identity.status(), { timeout: 30_000 })
        .toMatchObject({ identity: "here", device: { verified: "verified" }, backup: { state: "on" } });
      expect(old.errors).toEqual([]);
      expectKeysUsedOnce(one);
    },
    PATIENCE,
  );
});

/** Both say that they see the same. */
async function verify(old: SyncSession, one: Mortal): Promise<void> {
  const fresh = one.session();
  await expect.poll(() => fresh.identity.status(), { timeout: 20_000 }).toMatchObject({ identity: "elsewhere" });
  await fresh.verification.requestOwn(undefined);
  const incoming = await reaches(old, "incoming");
  await old.verification.accept(incoming);
  const ready = await reaches(fresh, "ready");
  await fresh.verification.startEmoji(ready);
  await Promise.all([reaches(old, "compare"), reaches(fresh, "compare")]);
  await fresh.verification.confirm(ready);
  await old.verification.confirm(incoming);
  await Promise.all([reaches(old, "done"), reaches(fresh, "done")]);
}

async function reaches(session: SyncSession, phase: string): Promise<string> {
  const at = () => session.verification.flows().find((flow) => flow.phase.phase === phase);
  await session.until(() => at() !== undefined, `phase ${phase}`);
  const key = at()?.key;
  if (key === undefined) throw new Error(phase);
  return key;
}
