/**
 * One encrypted event → what was said, or why it can't be read. Never throws for what an event holds. The engine decrypts
 * the same ciphertext under any event id, so the replay guard is ours: a place in a session belongs to the first event that
 * was opened with it.
 */
import type { DecryptedRoomEvent, DecryptionErrorCode } from "@matrix-org/matrix-sdk-crypto-wasm";
import type { Shield, UnreadableReason } from "#api/encryption.ts";
import { parseUserId, type RoomId } from "#api/ids.ts";
import { asString, isObject, type JsonObject, type MatrixEvent } from "#sdk/events/envelope.ts";
import { isShallow } from "#sdk/rooms/sane-events.ts";
import { ENCRYPTED, readFrame, withRelation } from "./ciphertext.ts";
import type { Engine } from "./engine.ts";
import type { ReplayGuard } from "./replay-guard.ts";
import { readShield } from "./shields.ts";

export function closed(event: MatrixEvent, reason: UnreadableReason, sessionId?: string): MatrixEvent {
  return { ...event, crypto: { state: "closed", reason, sessionId } };
}

/** Types that mean something else inside a ciphertext than outside. */
const REFUSED_INSIDE: ReadonlySet<string> = new Set([ENCRYPTED, "m.room.redaction", "m.room.encryption"]);

export async function openEvent(
  engine: Engine,
  guard: ReplayGuard,
  roomId: RoomId,
  event: MatrixEvent,
): Promise<MatrixEvent> {
  const { wasm, machine } = engine;
  const frame = readFrame(event.content);
  if (!frame) return closed(event, "malformed");
  const { sessionId, index } = frame;
  if ((await guard.owner(roomId, sessionId, index, event.eventId)) === "another") {
    return closed(event, "replayed", sessionId);
  }
  const wire = JSON.stringify({
    event_id: event.eventId,
    type: event.type,
    sender: event.sender,
    content: event.content,
    origin_server_ts: event.ts,
    room_id: roomId,
  });
  let opened: DecryptedRoomEvent;
  try {
    const call = machine.decryptRoomEvent(wire, new wasm.RoomId(roomId), engine.decryption());
    opened = await engine.within(call, "a decryption");
  } catch (cause) {
    if (!(cause instanceof wasm.MegolmDecryptionError)) throw cause;
    return closed(event, reasonOf(engine, event, cause), sessionId);
  }
  try {
    const shield = await shieldOf(engine, event, opened);
    const senderDevice = opened.senderDevice?.toString();
    const forwarder = parseUserId(opened.forwarder?.toString());
    if (shield?.reason === "wrong-sender") return closed(event, "wrong-sender", sessionId);
    const inside = readInside(opened.event);
    if (!inside) return closed(event, "malformed", sessionId);
    guard.take(roomId, sessionId, index, event.eventId);
    return {
      ...event,
      type: inside.type,
      content: withRelation(inside.content, event.content),
      crypto: { state: "open", wire: event.content, sessionId, index, shield, senderDevice, forwarder },
    };
  } finally {
    opened.free();
  }
}

/**
 * What there is to say about the sender. Nothing of what this very session wrote. Somebody without an identity can sign no
 * device: that is worth a word on each message, but not the alarm that an unsigned device of somebody with one is.
 */
export async function shieldOf(
  engine: Engine,
  event: MatrixEvent,
  opened: Pick<DecryptedRoomEvent, "shieldState" | "senderDevice">,
): Promise<Shield | undefined> {
  const { wasm, machine } = engine;
  const shield = readShield(wasm, opened.shieldState(false));
  if (shield?.reason !== "unsigned-device" && shield?.reason !== "unknown-device") return shield;
  const own = event.sender === machine.userId.toString();
  if (own && opened.senderDevice?.toString() === machine.deviceId.toString()) return undefined;
  if (shield.reason === "unknown-device") return shield;
  const identity = await engine.within(machine.getIdentity(new wasm.UserId(event.sender)), "an identity");
  const signs = identity !== undefined;
  identity?.free();
  return signs ? shield : { ...shield, tone: "grey" };
}

function readInside(text: string): { readonly type: string; readonly content: JsonObject } | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isObject(json)) return undefined;
  const type = asString(json["type"]);
  const content = json["content"];
  if (type === undefined || type === "" || type.length > 255 || REFUSED_INSIDE.has(type)) return undefined;
  if (json["state_key"] !== undefined || !isObject(content) || !isShallow(content)) return undefined;
  return { type, content };
}

interface EngineError {
  readonly code: DecryptionErrorCode;
  readonly withheldCode: string | undefined;
}

function reasonOf({ wasm, machine }: Engine, event: MatrixEvent, error: EngineError): UnreadableReason {
  const { DecryptionErrorCode: Code } = wasm;
  switch (error.withheldCode) {
    case undefined:
      break;
    case "m.unverified":
      return "withheld-unverified";
    case "m.blacklisted":
      return "withheld-blocked";
    default:
      return "withheld";
  }
  switch (error.code) {
    case Code.MissingRoomKey:
    case Code.UnknownMessageIndex:
      if (event.membership === "leave" || event.membership === "invite") return "before-join";
      return event.ts > 0 && event.ts <= machine.deviceCreationTimeMs ? "before-device" : "waiting-for-keys";
    case Code.UnknownSenderDevice:
    case Code.UnsignedSenderDevice:
      return "unsigned-device";
    case Code.SenderIdentityVerificationViolation:
      return "identity-changed";
    case Code.MismatchedSender:
    case Code.MismatchedIdentityKeys:
      return "wrong-sender";
    default:
      return "malformed";
  }
}

/** Whether a key that comes later may help. */
export function mayOpenLater(reason: UnreadableReason): boolean {
  switch (reason) {
    case "before-join":
    case "before-device":
    case "waiting-for-keys":
    case "waiting-for-backup":
    case "backup-locked":
    case "no-backup":
    case "not-in-backup":
    case "withheld-unverified":
    case "withheld-blocked":
    case "withheld":
      return true;
    case "unsigned-device":
    case "identity-changed":
    case "replayed":
    case "wrong-sender":
    case "malformed":
      return false;
    default:
      return reason satisfies never;
  }
}
