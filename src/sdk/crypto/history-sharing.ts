/**
 * History of an encrypted room for those who are invited (MSC4268): the keys of what newcomers may read go to their devices,
 * sealed in a file, before the invitation does. Always holds: only keys of times when the room's history was open to
 * newcomers, only between devices that are verified; sharing never stops an invitation; a bundle is taken only from who
 * invited us, within a day of our joining, and survives a restart. What came this way says who shared it.
 */
import type { ProcessedToDeviceEvent } from "@matrix-org/matrix-sdk-crypto-wasm";
import { Failure } from "#api/errors.ts";
import { mxcParts, parseMxc, parseRoomId, type MxcUri, type RoomId, type UserId } from "#api/ids.ts";
import { asString, isObject } from "#sdk/events/envelope.ts";
import { ALL_CLASSES, retrying } from "#sdk/net/retry.ts";
import type { Backup } from "./backup.ts";
import type { CryptoInternals } from "./create-crypto.ts";
import { sendRequest } from "./requests.ts";
import type { Running } from "./running.ts";

export interface HistorySharing {
  /** Before an invitation; resolves when it may go out, and never rejects. */
  share(roomId: RoomId, invitee: UserId, signal: AbortSignal): Promise<void>;
  /** We accept an invitation: keys from this person are welcome in this room from now on. */
  accepted(roomId: RoomId, inviter: UserId): void;
}

const BUNDLE = "m.room_key_bundle";
const WELCOME_MS = 24 * 3_600_000;
/** An invitation does not wait longer than this for its history. */
const PATIENCE_MS = 30_000;
const LARGEST_BUNDLE = 64 * 1024 * 1024;
const AT_ONCE = 4;

export function createHistorySharing(crypto: CryptoInternals, backup: Backup): HistorySharing {
  const { http, rooms, clock, log, session } = crypto.options;
  const stop = new AbortController();
  /** Rooms whose bundle is being fetched; `again` when another wish came meanwhile. */
  const looking = new Map<RoomId, "once" | "again">();

  async function deviceIsVerified({ engine }: Running): Promise<boolean> {
    const { machine, wasm } = engine;
    const device = await engine.within(
      machine.getDevice(new wasm.UserId(session.userId), new wasm.DeviceId(session.deviceId)),
      "our device",
    );
    const verified = device?.isCrossSignedByOwner() === true;
    device?.free();
    return verified;
  }

  function isOpenToNewcomers(roomId: RoomId): boolean {
    const content = rooms.record(roomId)?.essential["m.room.history_visibility"]?.content;
    const visibility = asString(content?.["history_visibility"]) ?? "shared";
    return visibility === "shared" || visibility === "world_readable";
  }

  /** All keys that are in the backup too: this device need not have seen the whole history. */
  async function completeKeys(roomId: RoomId): Promise<void> {
    try {
      await backup.downloadRoom(roomId);
    } catch (cause) {
      log.info("crypto: history is shared without the keys of the backup", cause);
    }
  }

  async function shareAll(roomId: RoomId, invitee: UserId, signal: AbortSignal): Promise<void> {
    const running = crypto.running();
    if (!running || (await crypto.encryptionOf(roomId)) !== "encrypted" || !isOpenToNewcomers(roomId)) return;
    if (!(await deviceIsVerified(running))) {
      log.info("crypto: history is not shared by a device that is not verified");
      return;
    }
    const { engine, sharing } = running;
    const { machine, wasm } = engine;
    await completeKeys(roomId);
    const bundle = await engine.within(machine.buildRoomKeyBundle(new wasm.RoomId(roomId)), "a bundle of keys");
    if (!bundle) return;
    const info = bundle.mediaEncryptionInfo;
    const blob = new Blob([new Uint8Array(bundle.encryptedData)], { type: "application/octet-stream" });
    bundle.free();
    await sendRequest(engine, http, machine.queryKeysForUsers([new wasm.UserId(invitee)]), signal);
    const uploaded = await http.upload({
      path: "/_matrix/media/v3/upload",
      blob,
      contentType: "application/octet-stream",
      signal,
    });
    const url = isObject(uploaded) ? asString(uploaded["content_uri"]) : undefined;
    if (url === undefined) throw new Failure({ kind: "bug", message: "an upload without an address" });
    await sharing.reach([invitee], signal);
    const requests = await engine.within(
      machine.shareRoomKeyBundleData(
        new wasm.UserId(invitee),
        new wasm.RoomId(roomId),
        url,
        info,
        wasm.CollectStrategy.identityBasedStrategy(),
      ),
      "sharing a bundle of keys",
    );
    for (let at = 0; at < requests.length; at += AT_ONCE)
      await Promise.all(requests.slice(at, at + AT_ONCE).map((request) => sendRequest(engine, http, request, signal)));
  }

  /** Takes the bundle for this room if it is there, from whom it may come. */
  async function take(roomId: RoomId): Promise<void> {
    const running = crypto.running();
    if (!running) return;
    const { engine } = running;
    const { machine, wasm } = engine;
    const room = () => new wasm.RoomId(roomId);
    const pending = await engine.within(machine.getPendingKeyBundleDetailsForRoom(room()), "a wish for history");
    if (!pending) return;
    const inviter = pending.inviterId.toString();
    const since = pending.inviteAcceptedAtMillis;
    pending.free();
    if (clock.now() - since > WELCOME_MS) {
      await engine.within(machine.clearRoomPendingKeyBundle(room()), "a wish for history");
      return;
    }
    const persistent = { clock, classes: ALL_CLASSES, signal: stop.signal, attempts: 8 };
    // A device that is not known yet can't be told from a stranger's.
    await retrying(
      () => sendRequest(engine, http, machine.queryKeysForUsers([new wasm.UserId(inviter)]), stop.signal),
      persistent,
    );
    const data = await engine.within(
      machine.getReceivedRoomKeyBundleData(room(), new wasm.UserId(inviter)),
      "a bundle of keys",
    );
    if (!data) return;
    const mxc = parseMxc(data.url);
    const bytes = mxc === undefined ? undefined : await retrying(() => download(mxc), persistent);
    if (bytes) await engine.within(machine.receiveRoomKeyBundle(data, bytes), "a bundle of keys");
    else log.info("crypto: a bundle of keys that can't be fetched");
    await engine.within(machine.clearRoomPendingKeyBundle(room()), "a wish for history");
    crypto.backlog.look(roomId, "all");
  }

  async function download(mxc: MxcUri): Promise<Uint8Array | undefined> {
    const { server, mediaId } = mxcParts(mxc);
    const path = `/_matrix/client/v1/media/download/${encodeURIComponent(server)}/${encodeURIComponent(mediaId)}`;
    const blob = await http.download({ path, signal: stop.signal, timeoutMs: 120_000 });
    return blob.size > LARGEST_BUNDLE ? undefined : new Uint8Array(await blob.arrayBuffer());
  }

  async function work(roomId: RoomId): Promise<void> {
    try {
      do {
        looking.set(roomId, "once");
        await take(roomId);
      } while (looking.get(roomId) === "again" && !stop.signal.aborted);
    } catch (cause) {
      // The wish stays: the next start tries again.
      if (!stop.signal.aborted) log.info("crypto: shared history could not be taken", cause);
    } finally {
      looking.delete(roomId);
    }
  }

  function look(roomId: RoomId): void {
    if (looking.has(roomId)) looking.set(roomId, "again");
    else void work(roomId);
  }

  async function lookEverywhere({ engine }: Running): Promise<void> {
    const all = await engine.within(engine.machine.getAllRoomsPendingKeyBundles(), "wishes for history");
    for (const pending of all) {
      const roomId = parseRoomId(pending.roomId.toString());
      pending.free();
      if (roomId) look(roomId);
    }
  }

  crypto.hub.listen({
    started: lookEverywhere,
    toDevice: (event) => {
      const roomId = roomOfBundle(event);
      if (roomId) look(roomId);
    },
    stopped: () => stop.abort(),
  });

  return {
    async share(roomId, invitee, signal) {
      const late = new AbortController();
      const either = AbortSignal.any([signal, late.signal, stop.signal]);
      const work = shareAll(roomId, invitee, either).catch((cause: unknown) => {
        log.info("crypto: history could not be shared", cause);
      });
      const done = new AbortController();
      await Promise.race([work, clock.sleep(PATIENCE_MS, AbortSignal.any([signal, done.signal]))]);
      done.abort();
      late.abort();
    },
    accepted(roomId, inviter) {
      void crypto
        .whenRunning()
        .then(async ({ engine }) => {
          const { machine, wasm } = engine;
          await engine.within(
            machine.storeRoomPendingKeyBundle(new wasm.RoomId(roomId), new wasm.UserId(inviter)),
            "a wish for history",
          );
          look(roomId);
        })
        .catch((cause: unknown) => log.info("crypto: shared history is not waited for", cause));
    },
  };
}

function roomOfBundle(event: ProcessedToDeviceEvent): RoomId | undefined {
  const json: unknown = JSON.parse(event.rawEvent);
  if (!isObject(json) || json["type"] !== BUNDLE || !isObject(json["content"])) return undefined;
  return parseRoomId(json["content"]["room_id"]);
}
