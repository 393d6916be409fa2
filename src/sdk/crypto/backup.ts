/**
 * The key backup (spec: Server-side key backups): every message key sealed for a public key, on the server. Always holds: a
 * backup is used only if its private key is here or it is signed by us; keys are fetched for what is on screen first, each
 * session at most once in a while; restoring goes room by room, newest first, and goes on after a restart.
 */
import { Failure, type SdkError } from "#api/errors.ts";
import type { KeyBackup, KeyDownload } from "#api/encryption.ts";
import { parseRoomId, type RoomId } from "#api/ids.ts";
import { asString, isObject, type JsonObject } from "#sdk/events/envelope.ts";
import { ALL_CLASSES, retrying } from "#sdk/net/retry.ts";
import { canonicalJson } from "./canonical-json.ts";
import type { CryptoInternals } from "./create-crypto.ts";
import { sendRequest, type EngineRequest } from "./requests.ts";
import type { Running } from "./running.ts";

export const BACKUP_ALGORITHM = "m.megolm_backup.v1.curve25519-aes-sha2";
const PATH = "/_matrix/client/v3/room_keys";
const RESTORED = ["backupRestored"] as const;
/** Name of its private key where secrets are kept and passed on. */
const SECRET = "m.megolm_backup.v1";
const CHUNK = 200;
/** A session the backup did not have is asked for again after this long. */
const ASK_AGAIN_MS = 5 * 60_000;
const START_SPREAD_MS = 3_000;

export interface Backup {
  state(): KeyBackup;
  download(): KeyDownload;
  /** Looks at what the server has and connects if it may. */
  check(): Promise<void>;
  /** The private key came (secret storage, another device): connects and begins to restore. Answers whether it fits. */
  connect(key: string): Promise<"connected" | "other-key" | "absent">;
  /** A fresh version with a fresh key; answers the key for secret storage. */
  create(): Promise<string>;
  /** The private key, if it is here. */
  key(): Promise<string | undefined>;
  /** Keys that are not in the backup yet. */
  waiting(): Promise<number>;
  /** All keys of one room, before its history is shared. */
  downloadRoom(roomId: RoomId): Promise<void>;
}

interface Version {
  readonly version: string;
  readonly publicKey: string;
  readonly json: JsonObject;
}

export function createBackup(crypto: CryptoInternals): Backup {
  const { http, clock, log, writer, store, rooms } = crypto.options;
  const stop = new AbortController();
  let state: KeyBackup = { state: "unknown" };
  let download: KeyDownload = { state: "idle" };
  let uploading: "yes" | "no" = "no";
  let wanted: "again" | "no" = "no";
  let restoring: Promise<void> | undefined;
  const asked = new Map<string, number>();
  const queue: { readonly roomId: RoomId; readonly sessionId: string }[] = [];
  let asking: "yes" | "no" = "no";

  function setState(next: KeyBackup): void {
    state = next;
    writer.announce("encryption");
  }

  function setDownload(next: KeyDownload): void {
    download = next;
    writer.announce("encryption");
  }

  async function fetchVersion(): Promise<Version | undefined> {
    try {
      const json = await http.request({ method: "GET", path: `${PATH}/version`, signal: stop.signal });
      const version = isObject(json) ? asString(json["version"]) : undefined;
      const data = isObject(json) && isObject(json["auth_data"]) ? json["auth_data"] : {};
      const publicKey = asString(data["public_key"]);
      if (!isObject(json) || version === undefined || publicKey === undefined) return undefined;
      return json["algorithm"] === BACKUP_ALGORITHM ? { version, publicKey, json } : undefined;
    } catch (cause) {
      if (cause instanceof Failure && cause.error.kind === "matrix" && cause.error.status === 404) return undefined;
      throw cause;
    }
  }

  async function check(): Promise<void> {
    const running = await crypto.whenRunning();
    const { machine } = running.engine;
    try {
      const found = await retrying(fetchVersion, { clock, classes: ALL_CLASSES, attempts: 4, signal: stop.signal });
      if (!found) {
        await running.engine.within(machine.disableBackup(), "switching the backup off");
        setState({ state: "absent" });
        return;
      }
      const keys = await running.engine.within(machine.getBackupKeys(), "its backup key");
      const own = keys.decryptionKey;
      const fits = own !== undefined && own.megolmV1PublicKey.publicKeyBase64 === found.publicKey;
      own?.free();
      const verdict = fits ? undefined : await running.engine.within(machine.verifyBackup(found.json), "a signature");
      if (!fits && verdict?.trusted() !== true) {
        await running.engine.within(machine.disableBackup(), "switching the backup off");
        setState({ state: own === undefined ? "locked" : "untrusted", version: found.version });
        return;
      }
      await running.engine.within(machine.enableBackupV1(found.publicKey, found.version), "switching the backup on");
      await showOn(found.version);
      upload();
      if (fits) void restore(found.version);
    } catch (cause) {
      if (stop.signal.aborted) return;
      log.info("crypto: the backup could not be looked at", cause);
      setState({ state: "failed", error: errorOf(cause) });
    }
  }

  async function showOn(version: string): Promise<void> {
    const counts = await count();
    setState({ state: "on", version, waiting: counts });
  }

  async function count(): Promise<number> {
    const running = crypto.running();
    if (!running) return 0;
    const counts = await running.engine.within(running.engine.machine.roomKeyCounts(), "counting keys");
    return Math.max(0, counts.total - counts.backedUp);
  }

  /** Uploads what is not there yet, a batch at a time; one loop at a time. */
  function upload(): void {
    if (state.state !== "on") return;
    if (uploading === "yes") {
      wanted = "again";
      return;
    }
    uploading = "yes";
    void uploadAll()
      .catch((cause: unknown) => {
        if (!stop.signal.aborted) log.info("crypto: keys could not be backed up", cause);
      })
      .finally(() => {
        uploading = "no";
        if (wanted === "again") upload();
      });
  }

  async function uploadAll(): Promise<void> {
    await clock.sleep(Math.random() * START_SPREAD_MS, stop.signal);
    for (;;) {
      wanted = "no";
      const running = crypto.running();
      if (!running || stop.signal.aborted || state.state !== "on") return;
      const { engine } = running;
      const request = await engine.within(engine.machine.backupRoomKeys(), "a batch of keys");
      if (!request) {
        await showOn(state.version);
        return;
      }
      try {
        await retrying(() => sendRequest(engine, http, request as EngineRequest, stop.signal), {
          clock,
          classes: ALL_CLASSES,
          signal: stop.signal,
        });
      } catch (cause) {
        if (!isOtherVersion(cause)) throw cause;
        // Somebody made a new one: what is ours now?
        await check();
        return;
      }
    }
  }

  async function importSessions(
    running: Running,
    version: string,
    byRoom: ReadonlyMap<RoomId, JsonObject>,
  ): Promise<number> {
    const { engine } = running;
    const keys = await engine.within(engine.machine.getBackupKeys(), "its backup key");
    const key = keys.decryptionKey;
    if (!key) return 0;
    let imported = 0;
    try {
      for (const [roomId, sessions] of byRoom) {
        const entries = Object.entries(sessions);
        for (let at = 0; at < entries.length; at += CHUNK) {
          const opened = new Map<string, JsonObject>();
          for (const [sessionId, value] of entries.slice(at, at + CHUNK)) {
            const data = isObject(value) && isObject(value["session_data"]) ? value["session_data"] : undefined;
            const session = data && openSession(key, data);
            if (session) opened.set(sessionId, session);
          }
          if (opened.size === 0) continue;
          const rooms_ = new Map([[new engine.wasm.RoomId(roomId), opened]]);
          const result = await engine.within(
            engine.machine.importBackedUpRoomKeys(rooms_, () => undefined, version),
            "an import of keys",
          );
          imported += result.importedCount;
          result.free();
        }
      }
    } finally {
      key.free();
    }
    return imported;
  }

  function openSession(
    key: { decryptV1(ephemeral: string, mac: string, ciphertext: string): string },
    data: JsonObject,
  ): JsonObject | undefined {
    const [ephemeral, mac, ciphertext] = [data["ephemeral"], data["mac"], data["ciphertext"]].map(asString);
    if (ephemeral === undefined || mac === undefined || ciphertext === undefined) return undefined;
    try {
      const json: unknown = JSON.parse(key.decryptV1(ephemeral, mac, ciphertext));
      return isObject(json) ? json : undefined;
    } catch {
      // Damaged, or sealed for another key: the others are worth having all the same.
      log.info("crypto: a key in the backup can't be read");
      return undefined;
    }
  }

  async function fetchRoom(running: Running, version: string, roomId: RoomId): Promise<number> {
    const path = `${PATH}/keys/${encodeURIComponent(roomId)}`;
    const json = await http.request({
      method: "GET",
      path,
      query: { version },
      signal: stop.signal,
      timeoutMs: 60_000,
    });
    const sessions = isObject(json) && isObject(json["sessions"]) ? json["sessions"] : {};
    return importSessions(running, version, new Map([[roomId, sessions]]));
  }

  function restore(version: string): Promise<void> {
    restoring ??= restoreAll(version)
      .catch((cause: unknown) => {
        if (stop.signal.aborted) return;
        log.info("crypto: keys could not be restored", cause);
        setDownload({ state: "failed", error: errorOf(cause) });
      })
      .finally(() => {
        restoring = undefined;
      });
    return restoring;
  }

  async function restoreAll(version: string): Promise<void> {
    await rooms.ready;
    const row = await store.get("meta", RESTORED);
    const done = new Set<RoomId>();
    if (isObject(row) && row["version"] === version && Array.isArray(row["rooms"]))
      for (const id of row["rooms"]) {
        const roomId = parseRoomId(id);
        if (roomId) done.add(roomId);
      }
    const all = [...rooms.records().values()]
      .filter((record) => record.membership === "join" && record.essential["m.room.encryption"])
      .sort((a, b) => b.bump - a.bump);
    const left = all.filter((record) => !done.has(record.roomId));
    if (left.length === 0) {
      setDownload({ state: "idle" });
      return;
    }
    for (const { roomId } of left) {
      const running = crypto.running();
      if (!running || stop.signal.aborted) return;
      setDownload({ state: "running", done: done.size, total: all.length });
      await retrying(() => fetchRoom(running, version, roomId), {
        clock,
        classes: ALL_CLASSES,
        signal: stop.signal,
        attempts: 6,
      });
      done.add(roomId);
      await writer.write((txn) => txn.put("meta", RESTORED, { version, rooms: [...done] }));
      crypto.backlog.look(roomId, "all");
    }
    setDownload({ state: "idle" });
  }

  /** Single sessions, wanted by what is on screen: newest wish first. */
  async function askForSessions(): Promise<void> {
    if (asking === "yes") return;
    asking = "yes";
    try {
      for (let wish = queue.pop(); wish; wish = queue.pop()) {
        const running = crypto.running();
        if (!running || stop.signal.aborted || state.state !== "on") return;
        await fetchSession(running, state.version, wish.roomId, wish.sessionId);
      }
    } finally {
      asking = "no";
    }
  }

  async function fetchSession(running: Running, version: string, roomId: RoomId, sessionId: string): Promise<void> {
    const path = `${PATH}/keys/${encodeURIComponent(roomId)}/${encodeURIComponent(sessionId)}`;
    try {
      const json = await http.request({ method: "GET", path, query: { version }, signal: stop.signal });
      if (isObject(json)) await importSessions(running, version, new Map([[roomId, { [sessionId]: json }]]));
    } catch (cause) {
      if (!(cause instanceof Failure)) throw cause;
      if (cause.error.kind === "matrix" && cause.error.status === 404) return;
      asked.delete(`${roomId} ${sessionId}`);
      if (isOtherVersion(cause)) await check();
    }
  }

  crypto.hub.listen({
    started: () => {
      check().catch((cause: unknown) => log.info("crypto: the backup could not be looked at", cause));
    },
    roomKeys: upload,
    missing: (roomId, sessionId) => {
      const key = `${roomId} ${sessionId}`;
      if (state.state !== "on" || clock.now() - (asked.get(key) ?? 0) < ASK_AGAIN_MS) return;
      asked.set(key, clock.now());
      queue.push({ roomId, sessionId });
      askForSessions().catch((cause: unknown) => log.error("crypto: a session could not be fetched", cause));
    },
    secret: (name) => {
      if (name !== SECRET) return;
      takeGossip().catch((cause: unknown) => {
        if (!stop.signal.aborted) log.error("crypto: the backup's key could not be taken", cause);
      });
    },
    stopped: () => stop.abort(),
  });

  async function takeGossip(): Promise<void> {
    const running = crypto.running();
    if (!running) return;
    const { engine } = running;
    const secrets = await engine.within(engine.machine.getSecretsFromInbox(SECRET), "a secret");
    for (const secret of secrets) if ((await backup.connect(secret)) === "connected") break;
    await engine.within(engine.machine.deleteSecretsFromInbox(SECRET), "a secret");
  }

  const backup: Backup = {
    state: () => state,
    download: () => download,
    check,
    async connect(text) {
      const running = await crypto.whenRunning();
      const { engine } = running;
      const found = await fetchVersion();
      if (!found) return "absent";
      const key = engine.wasm.BackupDecryptionKey.fromBase64(text);
      if (key.megolmV1PublicKey.publicKeyBase64 !== found.publicKey) return "other-key";
      await engine.within(engine.machine.saveBackupDecryptionKey(key, found.version), "keeping the backup key");
      await check();
      return "connected";
    },
    async create() {
      const running = await crypto.whenRunning();
      const { engine } = running;
      const key = engine.wasm.BackupDecryptionKey.createRandomKey();
      const text = key.toBase64();
      const publicKey = key.megolmV1PublicKey.publicKeyBase64;
      const signatures: unknown = JSON.parse(
        (await engine.within(engine.machine.sign(canonicalJson({ public_key: publicKey })), "a signature")).asJSON(),
      );
      const answer = await http.request({
        method: "POST",
        path: `${PATH}/version`,
        body: { algorithm: BACKUP_ALGORITHM, auth_data: { public_key: publicKey, signatures } },
      });
      const version = isObject(answer) ? asString(answer["version"]) : undefined;
      if (version === undefined) throw new Failure({ kind: "bug", message: "a backup without a version" });
      await engine.within(engine.machine.saveBackupDecryptionKey(key, version), "keeping the backup key");
      await engine.within(engine.machine.enableBackupV1(publicKey, version), "switching the backup on");
      await showOn(version);
      upload();
      return text;
    },
    async key() {
      const running = await crypto.whenRunning();
      const keys = await running.engine.within(running.engine.machine.getBackupKeys(), "its backup key");
      return keys.decryptionKeyBase64;
    },
    waiting: count,
    async downloadRoom(roomId) {
      const running = await crypto.whenRunning();
      if (state.state !== "on") return;
      const { engine } = running;
      const room = () => new engine.wasm.RoomId(roomId);
      if (await engine.within(engine.machine.hasDownloadedAllRoomKeys(room()), "a question")) return;
      await fetchRoom(running, state.version, roomId);
      await engine.within(engine.machine.setHasDownloadedAllRoomKeys(room()), "a note");
    },
  };
  return backup;
}

function isOtherVersion(cause: unknown): boolean {
  if (!(cause instanceof Failure) || cause.error.kind !== "matrix") return false;
  return cause.error.errcode === "M_WRONG_ROOM_KEYS_VERSION" || cause.error.status === 404;
}

function errorOf(cause: unknown): SdkError {
  return cause instanceof Failure ? cause.error : { kind: "bug", message: String(cause) };
}
