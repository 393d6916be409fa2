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

async function mortal(client: MatrixClient, begins: Death | "peacefully" = "peacefully"): Promise<Mortal> {
  const one = await createMortal(client, begins);
  mortals.add(one);
  return one;
}

/**
 * Does the same work again and again, and dies one step later each time, until it is done before death comes. Answers how
 * often it died.
 */
async function dieEverywhere(
  one: Mortal,
  death: Omit<Death, "count">,
  work: (round: string) => Promise<() => Promise<unknown>>,
): Promise<number> {
  for (let count = 1; count <= MOST_STEPS; count += 1) {
    const done = await work(`${death.at} ${count} ${death.when}`);
    const died = one.dieAt({ ...death, count });
    const outcome = await Promise.race([died, done().then(() => "lived" as const)]);
    one.spare();
    if (outcome === "lived") return count - 1;
    await one.rebirth();
    await done();
  }
  throw new Error("it never got through");
}

function usedOnce(one: Mortal): void {
  expect(one.refusedUploads).toEqual([]);
  expect([...one.oneTimeKeys].filter(([, keys]) => keys.size > 1)).toEqual([]);
}

async function opened(session: SyncSession, roomId: RoomId): Promise<SyncSession> {
  await known(session, roomId);
  return session;
}

describe.each(["before", "after"] as const)("killed %s each step", (when) => {
  it(
    "of receiving: to-device message on disk, with the engine, dropped; position saved",
    async () => {
      const [ada, olm] = await Promise.all([newUser(A), newUser(B)]);
      const peer = await createOlmPeer(olm);
      await peer.publish();
      const one = await mortal(ada);
      const roomId = await encryptedRoom(ada, [olm]);
      await opened(one.session(), roomId);
      const [device] = await peer.devices([ada.userId]);
      if (!device) throw new Error("no device");
      const said: string[] = [];
      const steps = await dieEverywhere(one, { at: "write", when }, (body) => {
        said.push(body);
        // A new channel each time takes another one-time key of ours, and each message comes with a key of its own.
        peer.forgetSessions();
        return Promise.resolve(async () => {
          if (said.length > spoken) {
            spoken = said.length;
            const session = peer.newSession();
            await peer.shareKey(roomId, session, [device]);
            const content = peer.megolmEncrypt(roomId, session, "m.room.message", text(body));
            await olm.send(roomId, "m.room.encrypted", content);
          }
          await shows(await opened(one.session(), roomId), roomId, said);
        });
      });
      expect(steps).toBeGreaterThanOrEqual(3);
      usedOnce(one);
      expect(one.oneTimeKeys.size).toBeGreaterThan(50);
    },
    PATIENCE,
  );
});
let spoken = 0;
