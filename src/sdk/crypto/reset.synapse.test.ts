/** A new identity in place of a lost one: what the server asks in between, and what the engine forgets meanwhile. */
import { afterEach, expect, it } from "vitest";
import { newUser, signIn } from "../../../stack/matrix.mjs";
import type { Answer } from "#api/uia.ts";
import { createEncryptedWorld, setUpIdentity } from "#sdk/testing/encrypted-world.ts";

const A = process.env["HUBBUB_STACK_A"] ?? "";
const world = createEncryptedWorld();
afterEach(() => world.stop());

const PASSPHRASE = "grey gulls over slow ferries";

it("asks for the password, survives a wrong one and news of the old keys, and opens with the new key only", async () => {
  const ada = await newUser(A);
  const first = await world.begin(ada);
  const old = await setUpIdentity(first);
  const lost = await world.begin(await signIn(A, ada.userId));
  await expect.poll(() => lost.identity.status()).toMatchObject({ identity: "elsewhere", todo: "verify" });

  const asked = await lost.identity.reset(PASSPHRASE, undefined);
  if (asked.state !== "challenge") throw new Error("no challenge");
  const answer = (password: string): Answer => ({
    session: asked.challenge.session,
    stage: "m.login.password",
    password,
  });
  const refused = await lost.identity.reset(PASSPHRASE, answer("wrong"));
  expect(refused).toMatchObject({ state: "challenge", challenge: { refusal: { errcode: "M_FORBIDDEN" } } });
  // The server still has the old identity; the engine believes it and drops the one that is being made.
  await lost.trust.refresh(lost.me);
  const made = await lost.identity.reset(PASSPHRASE, answer("hubbub"));
  if (made.state !== "done") throw new Error("another challenge");
  await lost.until(() => lost.rooms.accountData("m.megolm_backup.v1") !== undefined, "the secrets");
  expect(await lost.identity.status()).toMatchObject({
    identity: "here",
    device: { verified: "verified" },
    backup: { state: "on" },
    recoveryKey: "unconfirmed",
  });
  await lost.identity.keptKey();
  expect(await lost.identity.status()).toMatchObject({ recoveryKey: "kept" });

  const again = await world.begin(await signIn(A, ada.userId));
  await expect(again.identity.recover(old)).rejects.toMatchObject({ error: { code: "wrong-key" } });
  const slip = made.value.recoveryKey.replace(/.$/, (last) => (last === "a" ? "b" : "a"));
  await expect(again.identity.recover(slip)).rejects.toMatchObject({ error: { code: "malformed-key" } });
  await expect(again.identity.recover("grey gulls")).rejects.toMatchObject({ error: { code: "wrong-key" } });
  await again.identity.recover(PASSPHRASE);
  expect(await again.identity.status()).toMatchObject({ identity: "here", device: { verified: "verified" } });
  await expect.poll(() => first.identity.status(), { timeout: 20_000 }).toMatchObject({ todo: "verify" });
  expect([...first.errors, ...lost.errors, ...again.errors]).toEqual([]);
});
