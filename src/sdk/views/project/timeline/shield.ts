/**
 * What there is to say about a message's authenticity. A room that once was encrypted is encrypted from there on: words that
 * came in clear after that are marked, whatever time their server says they are from.
 */
import type { Shield } from "#api/encryption.ts";
import type { MatrixEvent } from "#sdk/events/envelope.ts";

const PLAIN: Shield = { tone: "red", reason: "plain-in-encrypted" };

/** When the room's encryption was switched on. */
export interface EncryptedSince {
  readonly ts: number;
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
): Shield | undefined {
  if (event.crypto === undefined) return secrecy === "encrypted" ? PLAIN : undefined;
  return graver(ownShield(event), edit && ownShield(edit));
}

function ownShield({ crypto }: MatrixEvent): Shield | undefined {
  return crypto?.state === "open" ? crypto.shield : undefined;
}

function graver(a: Shield | undefined, b: Shield | undefined): Shield | undefined {
  return b?.tone === "red" && a?.tone !== "red" ? b : (a ?? b);
}
