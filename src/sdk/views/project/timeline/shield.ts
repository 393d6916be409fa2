/**
 * What there is to say about a message's authenticity. A room that once was encrypted is encrypted from there on: words that
 * came in clear after that are marked, whatever time their server says they are from.
 */
import type { Shield } from "#api/encryption.ts";
import type { UserId } from "#api/ids.ts";
import type { MatrixEvent } from "#sdk/events/envelope.ts";

const PLAIN: Shield = { tone: "red", reason: "plain-in-encrypted" };

/** When the room's encryption was switched on. */
export interface EncryptedSince {
  readonly ts: number;
}

export interface ThisSession {
  readonly me: UserId;
  readonly ownDevice?: string | undefined;
}

/** Walks the events of a timeline in their order. */
export interface Secrecy {
  /** Whether what comes in clear at this place should not. */
  see(event: MatrixEvent): "encrypted" | "plain";
}

function isSwitch(event: MatrixEvent): boolean {
  return event.type === "m.room.encryption" && event.stateKey === "";
}

function cameEncrypted(event: MatrixEvent): boolean {
  return event.crypto !== undefined || (event.type === "m.room.encrypted" && event.stateKey === undefined);
}

/** `since`: undefined for a room that is not encrypted. */
export function followSecrecy(events: readonly MatrixEvent[], since: EncryptedSince | undefined): Secrecy {
  if (!since) return { see: () => "plain" };
  const switchedHere = events.some((event) => isSwitch(event) && event.prevContent === undefined);
  let now: "encrypted" | "plain" = "plain";
  return {
    see: (event) => {
      if (isSwitch(event) || cameEncrypted(event) || (!switchedHere && event.ts >= since.ts)) now = "encrypted";
      return now;
    },
  };
}

/** Of the message and of its edit, the graver one. */
export function shieldOf(
  event: MatrixEvent,
  edit: MatrixEvent | undefined,
  secrecy: "encrypted" | "plain",
  here: ThisSession,
): Shield | undefined {
  if (event.crypto === undefined) return secrecy === "encrypted" ? PLAIN : undefined;
  return graver(ownShield(event, here), edit && ownShield(edit, here));
}

/** What this session wrote itself needs nobody's word, though it may not be verified yet. */
function ownShield({ crypto, sender }: MatrixEvent, here: ThisSession): Shield | undefined {
  if (crypto?.state !== "open") return undefined;
  const own = sender === here.me && crypto.senderDevice !== undefined && crypto.senderDevice === here.ownDevice;
  return own && crypto.shield?.reason === "unsigned-device" ? undefined : crypto.shield;
}

function graver(a: Shield | undefined, b: Shield | undefined): Shield | undefined {
  return b?.tone === "red" && a?.tone !== "red" ? b : (a ?? b);
}
