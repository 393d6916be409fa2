/**
 * Who we are: cross-signing, secret storage and the backup, set up, recovered or reset as one thing. Each step may be
 * interrupted and done again. Always holds: an identity that exists elsewhere is never replaced by set-up, only by reset;
 * the recovery key leaves this module once and is kept nowhere.
 */
import type { CrossSigningBootstrapRequests } from "@matrix-org/matrix-sdk-crypto-wasm";
import { Failure } from "#api/errors.ts";
import type { Encryption, NewRecovery } from "#api/encryption.ts";
import type { Answer, Guarded } from "#api/uia.ts";
import { asString, isObject } from "#sdk/events/envelope.ts";
import { guarded } from "#sdk/net/uia.ts";
import { createAccountSecrets, DEFAULT_KEY, SECRETS, SECRET_NAMES, type StorageKey } from "./account-secrets.ts";
import type { Backup } from "./backup.ts";
import type { CryptoInternals } from "./create-crypto.ts";
import { sendRequest, type EngineRequest } from "./requests.ts";
import type { Running } from "./running.ts";

type Ready = Extract<Encryption, { state: "ready" }>;

export interface Identity {
  status(): Promise<Encryption>;
  setUp(passphrase: string | undefined, answer: Answer | undefined): Promise<Guarded<NewRecovery>>;
  reset(passphrase: string | undefined, answer: Answer | undefined): Promise<Guarded<NewRecovery>>;
  recover(secret: string): Promise<void>;
  changeRecoveryKey(passphrase: string | undefined): Promise<NewRecovery>;
  later(): Promise<void>;
  keptKey(): Promise<void>;
  lossAtSignOut(): Promise<{ readonly loss: "none" | "keys"; readonly unsaved: number }>;
}

const REMIND = ["encryptionReminder"] as const;
/** A recovery key was shown, and nobody said yet that it is kept. */
const UNKEPT = ["recoveryKeyUnkept"] as const;
const REMIND_AFTER_MS = 7 * 24 * 3_600_000;

export function createIdentity(crypto: CryptoInternals, backup: Backup): Identity {
  const { session, http, rooms, store, writer, clock } = crypto.options;
  const me = session.userId;
  const secrets = createAccountSecrets(http, me);
  /** Requests of a bootstrap that waits for the person to prove who they are. */
  let pending: { readonly kind: "set-up" | "reset"; readonly requests: CrossSigningBootstrapRequests } | undefined;

  async function refreshOwn({ engine }: Running): Promise<void> {
    const query = engine.machine.queryKeysForUsers([new engine.wasm.UserId(me)]);
    await sendRequest(engine, http, query);
  }

  async function identityOf(running: Running): Promise<Ready["identity"]> {
    const { machine, wasm } = running.engine;
    const { engine } = running;
    const own = await engine.within(machine.getIdentity(new wasm.UserId(me)), "our identity");
    if (!own) return "absent";
    own.free();
    return (await holdsKeys(running)) ? "here" : "elsewhere";
  }

  async function holdsKeys({ engine }: Running): Promise<boolean> {
    const status = await engine.within(engine.machine.crossSigningStatus(), "our keys");
    const here = status.hasMaster && status.hasSelfSigning && status.hasUserSigning;
    status.free();
    return here;
  }

  async function ownDevice({ engine }: Running): Promise<Ready["device"]> {
    const { machine, wasm } = engine;
    const fingerprint = machine.identityKeys.ed25519.toBase64().replace(/(.{4})(?=.)/g, "$1 ");
    const device = await engine.within(
      machine.getDevice(new wasm.UserId(me), new wasm.DeviceId(session.deviceId)),
      "our device",
    );
    const verified = device?.isCrossSignedByOwner() === true ? "verified" : "unverified";
    device?.free();
    return { deviceId: session.deviceId, fingerprint, verified };
  }

  function recoveryOf(): Ready["recovery"] {
    const id = asString(rooms.accountData(DEFAULT_KEY)?.["key"]);
    if (id === undefined) return "absent";
    const whole = SECRET_NAMES.every((name) => {
      const encrypted = rooms.accountData(name)?.["encrypted"];
      return isObject(encrypted) && Object.hasOwn(encrypted, id);
    });
    return whole ? "ready" : "incomplete";
  }

  function todoOf(identity: Ready["identity"], device: Ready["device"], recovery: Ready["recovery"]): Ready["todo"] {
    if (identity === "absent") return "set-up";
    if (device.verified === "unverified") return "verify";
    return recovery === "ready" ? "none" : "recovery";
  }

  /** The identity, its signatures over this device, and on the server. */
  async function bootstrap(
    running: Running,
    kind: "set-up" | "reset",
    answer: Answer | undefined,
  ): Promise<Guarded<undefined>> {
    const { engine, drain } = running;
    await drain.run();
    // The engine drops keys that are not the ones it hears of from the server, as they are not until this is uploaded.
    if (pending?.kind !== kind || answer === undefined || !(await holdsKeys(running))) {
      const requests = await engine.within(
        engine.machine.bootstrapCrossSigning(kind === "reset"),
        "making an identity",
      );
      pending = { kind, requests };
    }
    const { requests } = pending;
    const upload: unknown = requests.uploadKeysRequest;
    if (isEngineRequest(upload)) await sendRequest(engine, http, upload);
    const body: unknown = JSON.parse(requests.uploadSigningKeysRequest.body);
    const outcome = await guarded(
      http,
      {
        request: {
          method: "POST",
          path: "/_matrix/client/v3/keys/device_signing/upload",
          body: isObject(body) ? body : {},
        },
        answer,
        userId: me,
      },
      () => undefined,
    );
    if (outcome.state === "challenge") return outcome;
    await sendRequest(engine, http, requests.uploadSignaturesRequest);
    pending = undefined;
    // Without asking for them the engine does not believe its own signatures.
    await refreshOwn(running);
    return outcome;
  }

  async function storeSecrets(running: Running, key: StorageKey, backupKey: string | undefined): Promise<void> {
    const { engine } = running;
    const exported = await engine.within(engine.machine.exportCrossSigningKeys(), "our keys");
    const values = new Map([
      [SECRETS.master, exported?.masterKey],
      [SECRETS.selfSigning, exported?.self_signing_key],
      [SECRETS.userSigning, exported?.userSigningKey],
      [SECRETS.backup, backupKey],
    ]);
    exported?.free();
    for (const [name, value] of values) {
      if (value === undefined) throw new Failure({ kind: "crypto", code: "secrets-missing" });
      await secrets.write(name, value, key);
    }
  }

  async function newRecovery(running: Running, passphrase: string | undefined): Promise<NewRecovery> {
    const backupKey =
      backup.state().state === "on" ? ((await backup.key()) ?? (await backup.create())) : await backup.create();
    const key = await secrets.createKey(passphrase);
    await storeSecrets(running, key, backupKey);
    await secrets.makeDefault(key.id);
    await noteUnkept();
    return { recoveryKey: key.recoveryKey };
  }

  async function noteUnkept(): Promise<void> {
    await writer.write((txn) => {
      txn.put("meta", UNKEPT, true);
      txn.changed("encryption");
    });
  }

  async function make(
    kind: "set-up" | "reset",
    passphrase: string | undefined,
    answer: Answer | undefined,
  ): Promise<Guarded<NewRecovery>> {
    const running = await crypto.whenRunning();
    if (answer === undefined) await refreshOwn(running);
    if (kind === "set-up" && answer === undefined && (await identityOf(running)) === "elsewhere")
      throw new Failure({ kind: "crypto", code: "identity-elsewhere" });
    const outcome = await bootstrap(running, kind, answer);
    if (outcome.state === "challenge") return outcome;
    // From here on the recovery key before is worth nothing; whoever is interrupted now needs a new one.
    await noteUnkept();
    // The old backup is sealed for a key that may be lost; what it holds stays there.
    if (kind === "reset") await backup.create();
    else await backup.check();
    return { state: "done", value: await newRecovery(running, passphrase) };
  }

  async function readStatus(running: Running): Promise<Encryption> {
    const [identity, device, reminder, unkept] = await Promise.all([
      identityOf(running),
      ownDevice(running),
      store.get("meta", REMIND),
      store.get("meta", UNKEPT),
    ]);
    const recovery = recoveryOf();
    return {
      state: "ready",
      device,
      identity,
      backup: backup.state(),
      recovery,
      recoveryKey: unkept === undefined ? "kept" : "unconfirmed",
      todo: todoOf(identity, device, recovery),
      remindAt: typeof reminder === "number" && reminder > clock.now() ? reminder : undefined,
      history: backup.download(),
    };
  }

  return {
    async status() {
      const failure = crypto.failure();
      const absent: Encryption =
        failure && crypto.state() === "unavailable" ? { state: "unavailable", error: failure } : { state: "starting" };
      return crypto.whileRunning(absent, readStatus);
    },
    setUp: (passphrase, answer) => make("set-up", passphrase, answer),
    reset: (passphrase, answer) => make("reset", passphrase, answer),
    async recover(typed) {
      const running = await crypto.whenRunning();
      const { engine } = running;
      const key = await secrets.openKey(typed.trim());
      const [master, selfSigning, userSigning, backupKey] = await Promise.all(
        [SECRETS.master, SECRETS.selfSigning, SECRETS.userSigning, SECRETS.backup].map((name) =>
          secrets.read(name, key),
        ),
      );
      if (master === undefined && backupKey === undefined) throw new Failure({ kind: "crypto", code: "corrupt" });
      if (master !== undefined) {
        await refreshOwn(running);
        const call = engine.machine.importCrossSigningKeys(master, selfSigning, userSigning);
        (await engine.within(call, "taking our keys")).free();
        await signOwnDevice(running);
      }
      if (backupKey !== undefined) await backup.connect(backupKey);
      writer.announce("encryption");
    },
    async changeRecoveryKey(passphrase) {
      const running = await crypto.whenRunning();
      if ((await identityOf(running)) !== "here") throw new Failure({ kind: "crypto", code: "secrets-missing" });
      return newRecovery(running, passphrase);
    },
    async later() {
      await writer.write((txn) => {
        txn.put("meta", REMIND, clock.now() + REMIND_AFTER_MS);
        txn.changed("encryption");
      });
    },
    async keptKey() {
      await writer.write((txn) => {
        txn.delete("meta", UNKEPT);
        txn.changed("encryption");
      });
    },
    async lossAtSignOut() {
      if (!crypto.running()) return { loss: "none", unsaved: 0 };
      const { engine } = await crypto.whenRunning();
      const counts = await engine.within(engine.machine.roomKeyCounts(), "counting keys");
      const unsaved = backup.state().state === "on" ? Math.max(0, counts.total - counts.backedUp) : counts.total;
      const total = counts.total;
      counts.free();
      // A backup that nobody can open saves nothing.
      const safe = backup.state().state === "on" && recoveryOf() !== "absent";
      return { loss: unsaved > 0 || (!safe && total > 0) ? "keys" : "none", unsaved };
    },
  };

  async function signOwnDevice(running: Running): Promise<void> {
    const { engine, drain } = running;
    const { machine, wasm } = engine;
    const device = await engine.within(
      machine.getDevice(new wasm.UserId(me), new wasm.DeviceId(session.deviceId)),
      "our device",
    );
    if (!device) throw new Failure({ kind: "crypto", code: "corrupt" });
    const request = await engine.within(device.verify(), "signing our device");
    device.free();
    await sendRequest(engine, http, request);
    await drain.run();
    await refreshOwn(running);
  }
}

function isEngineRequest(value: unknown): value is EngineRequest {
  return typeof value === "object" && value !== null && "id" in value && "type" in value && "body" in value;
}
