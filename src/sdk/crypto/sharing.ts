/**
 * Encrypting a message: everybody who shall read it gets the key first. Share and encrypt are one step under the room's
 * lock, for every message (encrypting on an expired session kills the engine); claiming one-time keys is one at a time for
 * the whole machine. Always holds: the members are all known before a key is shared; a verified person whose identity
 * changed stops the message until that is settled.
 */
import type { CollectStrategy, EncryptionSettings, RoomSettings } from "@matrix-org/matrix-sdk-crypto-wasm";
import { Failure } from "#api/errors.ts";
import type { RoomId, UserId } from "#api/ids.ts";
import type { Clock } from "#lib/clock.ts";
import { asString, isObject, type JsonObject } from "#sdk/events/envelope.ts";
import type { Http } from "#sdk/net/http.ts";
import type { RoomsInternals } from "#sdk/rooms/create-rooms.ts";
import type { Writer } from "#sdk/store/writer.ts";
import type { Engine } from "./engine.ts";
import { sendRequest, type Drain, type EngineRequest } from "./requests.ts";

/** Who gets keys: everybody, or only devices that are verified. */
export type SharePolicy = "everybody" | "verified-only";

export interface Sharing {
  encrypt(roomId: RoomId, type: string, content: JsonObject, signal: AbortSignal): Promise<JsonObject>;
  /** Everybody who may read along: joined, and invited where the room's history says so. */
  readers(roomId: RoomId, signal: AbortSignal): Promise<readonly UserId[]>;
  /** Opens channels to all devices of these people that lack one. */
  reach(userIds: readonly UserId[], signal: AbortSignal): Promise<void>;
  /** Tells the engine how the room encrypts, once it is known. Answers whether it is encrypted. */
  settle(roomId: RoomId): Promise<"encrypted" | "plain">;
}

const MEMBERS_MS = 20_000;
const AT_ONCE = 4;

export function createSharing(deps: {
  readonly engine: Engine;
  readonly me: UserId;
  /** Whose identity or devices are not what they were. */
  readonly onTrustChange: (tell: (userId: UserId) => void) => void;
  readonly http: Http;
  readonly drain: Drain;
  readonly rooms: RoomsInternals;
  readonly writer: Writer;
  readonly clock: Clock;
  readonly policy: (roomId: RoomId) => SharePolicy | Promise<SharePolicy>;
}): Sharing {
  const { engine, me, http, drain, rooms, writer, clock } = deps;
  const { wasm, machine } = engine;
  const locks = new Map<RoomId, Promise<unknown>>();
  let claiming: Promise<unknown> = Promise.resolve();
  /** Looked at and found good; until the engine says that something changed. */
  const sound = new Set<UserId>();
  deps.onTrustChange((userId) => void sound.delete(userId));

  function locked<T>(roomId: RoomId, work: () => Promise<T>): Promise<T> {
    const next = (locks.get(roomId) ?? Promise.resolve()).then(work);
    const settled = next.catch(() => undefined);
    locks.set(roomId, settled);
    void settled.then(() => {
      if (locks.get(roomId) === settled) locks.delete(roomId);
    });
    return next;
  }

  const userIds = (ids: readonly UserId[]) => ids.map((id) => new wasm.UserId(id));

  async function completeMembers(roomId: RoomId, signal: AbortSignal): Promise<readonly [UserId, string][]> {
    const until = clock.now() + MEMBERS_MS;
    for (;;) {
      const change = new AbortController();
      const unsubscribe = writer.subscribe((changes) => {
        if (changes.rooms.get("members")?.has(roomId)) change.abort();
      });
      try {
        const list = await rooms.openMembers(roomId, "complete");
        if (signal.aborted) throw new Failure({ kind: "cancelled" });
        if (list.extent === "complete") return [...list.byId].map(([id, member]) => [id, member.membership]);
        const left = until - clock.now();
        if (left <= 0) throw new Failure({ kind: "offline" });
        await clock.sleep(left, AbortSignal.any([change.signal, signal]));
      } finally {
        unsubscribe();
      }
    }
  }

  function visibilityOf(roomId: RoomId): string {
    const content = rooms.record(roomId)?.essential["m.room.history_visibility"]?.content;
    return asString(content?.["history_visibility"]) ?? "shared";
  }

  async function readers(roomId: RoomId, signal: AbortSignal): Promise<readonly UserId[]> {
    const invitedToo = visibilityOf(roomId) !== "joined";
    const members = await completeMembers(roomId, signal);
    return members
      .filter(([, membership]) => membership === "join" || (invitedToo && membership === "invite"))
      .map(([id]) => id);
  }

  async function reach(ids: readonly UserId[], signal: AbortSignal): Promise<void> {
    const next = claiming
      .catch(() => undefined)
      .then(async () => {
        const claim = await engine.within(machine.getMissingSessions(userIds(ids)), "looking for missing sessions");
        if (claim) await sendRequest(engine, http, claim, signal);
      });
    claiming = next;
    return next;
  }

  async function settle(roomId: RoomId): Promise<"encrypted" | "plain"> {
    const known = await settingsOf(roomId);
    if (known) {
      known.free();
      return "encrypted";
    }
    const content = rooms.record(roomId)?.essential["m.room.encryption"]?.content;
    if (!content) return "plain";
    const settings = new wasm.RoomSettings();
    settings.algorithm = wasm.EncryptionAlgorithm.MegolmV1AesSha2;
    const period = content["rotation_period_ms"];
    const messages = content["rotation_period_msgs"];
    if (typeof period === "number" && period > 0) settings.sessionRotationPeriodMs = period;
    if (typeof messages === "number" && messages > 0) settings.sessionRotationPeriodMessages = messages;
    await engine.within(machine.setRoomSettings(new wasm.RoomId(roomId), settings), "a room's settings");
    return "encrypted";
  }

  async function settingsOf(roomId: RoomId): Promise<RoomSettings | undefined> {
    return engine.within(machine.getRoomSettings(new wasm.RoomId(roomId)), "a room's settings");
  }

  async function strategy(roomId: RoomId): Promise<CollectStrategy> {
    return (await deps.policy(roomId)) === "verified-only"
      ? wasm.CollectStrategy.onlyTrustedDevices()
      : wasm.CollectStrategy.errorOnUnverifiedUserProblem();
  }

  async function shareSettings(roomId: RoomId, strategyOf: CollectStrategy): Promise<EncryptionSettings> {
    const settings = new wasm.EncryptionSettings();
    settings.historyVisibility = visibilityIn(visibilityOf(roomId));
    settings.sharingStrategy = strategyOf;
    const room = await settingsOf(roomId);
    if (room?.sessionRotationPeriodMs !== undefined)
      // The engine counts microseconds here.
      settings.rotationPeriod = BigInt(Math.round(room.sessionRotationPeriodMs)) * 1000n;
    if (room?.sessionRotationPeriodMessages !== undefined)
      settings.rotationPeriodMessages = BigInt(Math.round(room.sessionRotationPeriodMessages));
    room?.free();
    return settings;
  }

  function visibilityIn(visibility: string) {
    switch (visibility) {
      case "joined":
        return wasm.HistoryVisibility.Joined;
      case "invited":
        return wasm.HistoryVisibility.Invited;
      case "world_readable":
        return wasm.HistoryVisibility.WorldReadable;
      default:
        return wasm.HistoryVisibility.Shared;
    }
  }

  async function collect(roomId: RoomId, ids: readonly UserId[], how: CollectStrategy): Promise<EngineRequest[]> {
    const settings = await shareSettings(roomId, how);
    return engine.within(machine.shareRoomKey(new wasm.RoomId(roomId), userIds(ids), settings), "sharing a key");
  }

  /** Nothing stands between us and this person: a verified one has only devices that they signed. */
  async function isSound(userId: UserId): Promise<boolean> {
    if (sound.has(userId)) return true;
    const identity = await engine.within(machine.getIdentity(new wasm.UserId(userId)), "an identity");
    const verified = identity?.isVerified() === true;
    const violated = identity?.hasVerificationViolation() === true;
    identity?.free();
    if (violated) throw new Failure({ kind: "crypto", code: "identity-violated" });
    if (verified) {
      const list = await engine.within(machine.getUserDevices(new wasm.UserId(userId)), "devices");
      const signed = list.devices().map((device) => {
        const own = device.isCrossSignedByOwner();
        device.free();
        return own;
      });
      list.free();
      if (signed.includes(false)) return false;
    }
    sound.add(userId);
    return true;
  }

  async function share(roomId: RoomId, ids: readonly UserId[], signal: AbortSignal): Promise<void> {
    let requests: EngineRequest[];
    try {
      requests = await collect(roomId, ids, await strategy(roomId));
    } catch (cause) {
      const refused = refusal(cause);
      if (refused?.error.kind !== "crypto" || refused.error.code !== "unsigned-device") throw refused ?? cause;
      // A new device of our own, not verified yet, is no reason to fall silent.
      for (const id of ids) if (id !== me && !(await isSound(id))) throw refused;
      requests = await collect(roomId, ids, wasm.CollectStrategy.allDevices());
    }
    for (let at = 0; at < requests.length; at += AT_ONCE)
      await Promise.all(requests.slice(at, at + AT_ONCE).map((request) => sendRequest(engine, http, request, signal)));
  }

  return {
    readers,
    reach,
    settle,
    encrypt: (roomId, type, content, signal) =>
      locked(roomId, async () => {
        if ((await settle(roomId)) === "plain") throw new Failure({ kind: "crypto", code: "not-encrypted" });
        const ids = await readers(roomId, signal);
        await engine.within(machine.updateTrackedUsers(userIds(ids)), "following devices");
        await drain.run();
        await reach(ids, signal);
        await share(roomId, ids, signal);
        const call = machine.encryptRoomEvent(new wasm.RoomId(roomId), type, JSON.stringify(content));
        const encrypted: unknown = JSON.parse(await engine.within(call, "an encryption"));
        if (!isObject(encrypted)) throw new Failure({ kind: "crypto", code: "malformed" });
        const relation = content["m.relates_to"];
        // Servers group by relations: the spec leaves them in clear.
        return relation === undefined ? encrypted : { ...encrypted, "m.relates_to": relation };
      }),
  };
}

/** What the engine says when a verified person must be asked about first; it has no codes for it. */
function refusal(cause: unknown): Failure | undefined {
  const text = cause instanceof Error ? cause.message : String(cause);
  if (/changed their identity/i.test(text)) return new Failure({ kind: "crypto", code: "identity-violated" });
  if (/unsigned|unverified device/i.test(text)) return new Failure({ kind: "crypto", code: "unsigned-device" });
  if (/cross-signing/i.test(text)) return new Failure({ kind: "crypto", code: "not-verified" });
  return undefined;
}
