/** What can be read of an encrypted event without its key: session, and the place in it. Pure. */
import { asString, isObject, type JsonObject, type MatrixEvent } from "#sdk/events/envelope.ts";

export const ENCRYPTED = "m.room.encrypted";
export const MEGOLM = "m.megolm.v1.aes-sha2";

/** Nobody opened it yet. */
export function isEncrypted(event: MatrixEvent): boolean {
  return event.type === ENCRYPTED && event.stateKey === undefined && !event.redactedBy;
}

export interface MegolmFrame {
  readonly sessionId: string;
  readonly index: number;
}

/** `undefined` for anything that is no Megolm message. */
export function readFrame(content: JsonObject): MegolmFrame | undefined {
  const sessionId = asString(content["session_id"]);
  const ciphertext = asString(content["ciphertext"]);
  if (content["algorithm"] !== MEGOLM || sessionId === undefined || ciphertext === undefined) return undefined;
  const index = readIndex(ciphertext);
  return index === undefined ? undefined : { sessionId, index };
}

/** The message index: version 3, then field 1 as a protobuf varint (spec: Megolm, Message format). */
export function readIndex(ciphertext: string): number | undefined {
  const bytes = firstBytes(ciphertext);
  if (bytes[0] !== 3 || bytes[1] !== 0x08) return undefined;
  let index = 0;
  for (let at = 2, scale = 1; at < bytes.length; at += 1, scale *= 128) {
    const byte = bytes[at] ?? 0;
    index += (byte & 0x7f) * scale;
    if (byte < 0x80) return index <= 0xffff_ffff ? index : undefined;
  }
  return undefined;
}

function firstBytes(base64: string): Uint8Array {
  try {
    return Uint8Array.from(atob(base64.slice(0, 12)), (letter) => letter.charCodeAt(0));
  } catch {
    return new Uint8Array();
  }
}

/** The relation of a message travels in clear; inside the ciphertext it means nothing. */
export function withRelation(content: JsonObject, wire: JsonObject): JsonObject {
  const relation = wire["m.relates_to"];
  if (relation === undefined && !("m.relates_to" in content)) return content;
  const { "m.relates_to": inside, ...rest } = content;
  // An edit of older clients repeats its relation inside; what counts is what everybody sees.
  return isObject(relation) ? { ...rest, "m.relates_to": relation } : inside === undefined ? rest : rest;
}
