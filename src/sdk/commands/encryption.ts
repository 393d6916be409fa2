/** Verbs about encryption: setting it up, getting it back, verifying, trusting. */
import { Failure } from "#api/errors.ts";
import type { AccountContext } from "#sdk/account/context.ts";
import { roomPath } from "#sdk/account/room-path.ts";
import { until } from "#sdk/account/until.ts";
import type { EncryptionParts } from "#sdk/crypto/encryption-parts.ts";
import { openKeyFile, sealKeyFile } from "#sdk/crypto/key-file.ts";
import type { HandlersOf } from "./account-verbs.ts";
import type { Handlers } from "./command.ts";

type EncryptionVerb =
  | "encryption.retry"
  | "encryption.setUp"
  | "encryption.changeRecoveryKey"
  | "encryption.recover"
  | "encryption.reset"
  | "encryption.later"
  | "encryption.exportKeys"
  | "encryption.importKeys"
  | "encryption.checkBackup"
  | "encryption.keptKey"
  | "encryption.lossAtSignOut"
  | "room.encrypt"
  | "verification.request"
  | "verification.accept"
  | "verification.cancel"
  | "verification.startEmoji"
  | "verification.scan"
  | "verification.confirm"
  | "verification.mismatch"
  | "verification.dismiss"
  | "trust.acceptChange"
  | "trust.withdraw"
  | "trust.refresh";

const APPEAR_MS = 5_000;

/** `startDirect` finds or makes the room in which another person is verified. */
export function encryptionCommands(
  ctx: AccountContext,
  { crypto, backup, identity, verification, trust }: EncryptionParts,
  startDirect: Handlers["room.startDirect"],
): HandlersOf<EncryptionVerb> {
  const { http, rooms } = ctx;
  return {
    "encryption.retry": () => {
      // A worker that failed to load the engine once can't load it again: the next core does.
      if (crypto.state() === "unavailable") crypto.options.onPanic(new Failure({ kind: "core-restarted" }));
      return Promise.resolve(undefined);
    },
    "encryption.setUp": ({ passphrase, answer }) => identity.setUp(passphrase, answer),
    "encryption.reset": ({ passphrase, answer }) => identity.reset(passphrase, answer),
    "encryption.changeRecoveryKey": ({ passphrase }) => identity.changeRecoveryKey(passphrase),
    "encryption.recover": async ({ secret }) => {
      await identity.recover(secret);
      return undefined;
    },
    "encryption.later": async () => {
      await identity.later();
      return undefined;
    },
    "encryption.exportKeys": async ({ passphrase }) => {
      const { engine } = await crypto.whenRunning();
      const json = await engine.within(
        engine.machine.exportRoomKeys(() => true),
        "an export of keys",
      );
      return { file: new Blob([await sealKeyFile(json, passphrase)], { type: "text/plain" }) };
    },
    "encryption.importKeys": async ({ file, passphrase }) => {
      const { engine } = await crypto.whenRunning();
      const json = await openKeyFile(await file.text(), passphrase);
      try {
        const result = await engine.within(
          engine.machine.importExportedRoomKeys(json, () => undefined),
          "an import of keys",
          600_000,
        );
        const answer = { imported: result.importedCount, total: result.totalCount };
        result.free();
        void crypto.backlog.lookEverywhere("all");
        return answer;
      } catch (cause) {
        if (cause instanceof Failure) throw cause;
        throw new Failure({ kind: "crypto", code: "corrupt" });
      }
    },
    "encryption.keptKey": async () => {
      await identity.keptKey();
      return undefined;
    },
    "encryption.checkBackup": async () => {
      await backup.check();
      return undefined;
    },
    "encryption.lossAtSignOut": () => identity.lossAtSignOut(),
    "room.encrypt": async ({ roomId }, { signal }) => {
      await http.request({
        method: "PUT",
        path: `${roomPath(roomId, "state", "m.room.encryption")}/`,
        body: { algorithm: "m.megolm.v1.aes-sha2" },
        signal,
      });
      await until(ctx, () => rooms.record(roomId)?.essential["m.room.encryption"] !== undefined, APPEAR_MS, signal);
      return undefined;
    },
    "verification.request": async ({ userId, deviceId }, call) => {
      if (userId === rooms.me) return { key: await verification.requestOwn(deviceId) };
      if (deviceId !== undefined) return { key: await verification.requestDevice(userId, deviceId) };
      const { roomId } = await startDirect({ userId }, call);
      return { key: await verification.requestIn(roomId, userId) };
    },
    "verification.accept": async ({ key }) => {
      await verification.accept(key);
      return undefined;
    },
    "verification.cancel": async ({ key }) => {
      await verification.cancel(key);
      return undefined;
    },
    "verification.startEmoji": async ({ key }) => {
      await verification.startEmoji(key);
      return undefined;
    },
    "verification.scan": async ({ key, code }) => {
      await verification.scan(key, code);
      return undefined;
    },
    "verification.confirm": async ({ key }) => {
      await verification.confirm(key);
      return undefined;
    },
    "verification.mismatch": async ({ key }) => {
      await verification.mismatch(key);
      return undefined;
    },
    "verification.dismiss": ({ key }) => {
      verification.dismiss(key);
      return Promise.resolve(undefined);
    },
    "trust.acceptChange": async ({ userId }) => {
      await trust.acceptChange(userId);
      return undefined;
    },
    "trust.withdraw": async ({ userId }) => {
      await trust.withdraw(userId);
      return undefined;
    },
    "trust.refresh": async ({ userId }) => {
      await trust.refresh(userId);
      return undefined;
    },
  };
}
