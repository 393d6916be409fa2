/**
 * Untrusted JSON in, a typed envelope out: hand-written because every event passes here at sync. Content stays opaque
 * until a view needs it (content/*). Prototype keys are harmless: JSON.parse makes own properties and nothing here copies
 * by assignment.
 */
import type { Shield, UnreadableReason } from "#api/encryption.ts";
import { parseEventId, parseUserId, type EventId, type UserId } from "#api/ids.ts";

export type JsonObject = { readonly [key: string]: unknown };

export interface MatrixEvent {
  readonly eventId: EventId;
  readonly type: string;
  readonly sender: UserId;
  /** `origin_server_ts`: milliseconds since the epoch, 0 if absurd. */
  readonly ts: number;
  readonly stateKey: string | undefined;
  readonly content: JsonObject;
  readonly transactionId: string | undefined;
  readonly prevContent: JsonObject | undefined;
  /** Target of an `m.room.redaction`, wherever the room version keeps it. */
  readonly redacts: EventId | undefined;
  /** The server already removed the content: who did, and why. */
  readonly redactedBy:
    | {
        readonly eventId: EventId | undefined;
        readonly sender: UserId | undefined;
        readonly reason: string | undefined;
      }
    | undefined;
  /** Of the account when it happened, where the server says so (`unsigned.membership`, spec 1.11). */
  readonly membership?: string;
  /** Missing on events that came in clear, and where nothing was tried yet. */
  readonly crypto?: EventCrypto;
}

/** What became of an event that came as `m.room.encrypted`. */
export type EventCrypto =
  | {
      readonly state: "open";
      /** `type` and `content` of the event are those that were encrypted; this is the content that came. */
      readonly wire: JsonObject;
      readonly sessionId: string;
      /** Place of the message in its session: what the replay guard goes by. */
      readonly index: number;
      readonly shield: Shield | undefined;
      readonly senderDevice: string | undefined;
      /** Who shared the key with us (MSC4268), if it was not the sender. */
      readonly forwarder: UserId | undefined;
    }
  | { readonly state: "closed"; readonly reason: UnreadableReason; readonly sessionId: string | undefined };

/** State as it comes with invites and knocks: no id, no time (server-stack.md, surprise 22). */
export interface StrippedEvent {
  readonly type: string;
  readonly sender: UserId;
  readonly stateKey: string;
  readonly content: JsonObject;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function asString(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

const MAX_TS = 8.64e15;

function parseTs(value: unknown): number {
  return typeof value === "number" && Number.isFinite(value) && value >= 0 && value <= MAX_TS ? Math.trunc(value) : 0;
}

function parseRedaction(unsigned: JsonObject): MatrixEvent["redactedBy"] {
  const because = unsigned["redacted_because"];
  if (!isObject(because)) return undefined;
  const content = isObject(because["content"]) ? because["content"] : {};
  return {
    eventId: parseEventId(because["event_id"]),
    sender: parseUserId(because["sender"]),
    reason: asString(content["reason"]),
  };
}

/** `undefined` for anything that is not an event; never throws. */
export function parseEvent(json: unknown): MatrixEvent | undefined {
  if (!isObject(json)) return undefined;
  const eventId = parseEventId(json["event_id"]);
  const sender = parseUserId(json["sender"]);
  const type = json["type"];
  if (!eventId || !sender || typeof type !== "string" || type.length === 0 || type.length > 255) return undefined;
  const stateKey = json["state_key"];
  if (stateKey !== undefined && typeof stateKey !== "string") return undefined;
  const content = isObject(json["content"]) ? json["content"] : {};
  const unsigned = isObject(json["unsigned"]) ? json["unsigned"] : {};
  return {
    eventId,
    type,
    sender,
    ts: parseTs(json["origin_server_ts"]),
    stateKey,
    content,
    transactionId: asString(unsigned["transaction_id"]),
    prevContent: isObject(unsigned["prev_content"]) ? unsigned["prev_content"] : undefined,
    redacts: parseEventId(content["redacts"]) ?? parseEventId(json["redacts"]),
    redactedBy: parseRedaction(unsigned),
    ...parseMembership(unsigned),
  };
}

function parseMembership(unsigned: JsonObject): { readonly membership?: string } {
  const membership = asString(unsigned["membership"]) ?? asString(unsigned["io.element.msc4115.membership"]);
  return membership === undefined ? {} : { membership };
}

export function parseStripped(json: unknown): StrippedEvent | undefined {
  if (!isObject(json)) return undefined;
  const sender = parseUserId(json["sender"]);
  const type = asString(json["type"]);
  const stateKey = asString(json["state_key"]);
  if (!sender || type === undefined || stateKey === undefined) return undefined;
  return { type, sender, stateKey, content: isObject(json["content"]) ? json["content"] : {} };
}

/** Parses a list, dropping what is not an event. */
export function parseEvents(json: unknown): MatrixEvent[] {
  if (!Array.isArray(json)) return [];
  const events: MatrixEvent[] = [];
  for (const item of json) {
    const event = parseEvent(item);
    if (event) events.push(event);
  }
  return events;
}
