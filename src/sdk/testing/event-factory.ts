/**
 * Events for unit tests. `user`, `room` and `eventId` mint ids from short names; `createEvents` counts ids and time up, so
 * that events made later are newer.
 */
import { parseEventId, parseRoomId, parseUserId, type EventId, type RoomId, type UserId } from "#api/ids.ts";
import type { JsonObject, MatrixEvent } from "#sdk/events/envelope.ts";

function must<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`not an id: ${what}`);
  return value;
}

/** `user("ada")` is `@ada:example.org`. */
export function user(name: string, server = "example.org"): UserId {
  return must(parseUserId(`@${name}:${server}`), name);
}

/** `room("garden")` is `!garden:example.org`. */
export function room(name: string, server = "example.org"): RoomId {
  return must(parseRoomId(`!${name}:${server}`), name);
}

/** `room12("garden")` is `!garden`: ids of version 12 have no server part. */
export function room12(name: string): RoomId {
  return must(parseRoomId(`!${name}`), name);
}

/** `eventId("1")` is `$1`. */
export function eventId(name: string): EventId {
  return must(parseEventId(`$${name}`), name);
}

export type EventParts = Partial<MatrixEvent>;

/** An event with every field set; `parts` wins. */
export function makeEvent(parts: EventParts): MatrixEvent {
  return {
    eventId: eventId("event"),
    type: "m.room.message",
    sender: user("ada"),
    ts: 1_700_000_000_000,
    stateKey: undefined,
    content: {},
    transactionId: undefined,
    prevContent: undefined,
    redacts: undefined,
    redactedBy: undefined,
    ...parts,
  };
}

export interface EventFactory {
  event(parts: EventParts): MatrixEvent;
  text(body: string, parts?: EventParts): MatrixEvent;
  texts(count: number, parts?: EventParts): MatrixEvent[];
  state(type: string, content: JsonObject, stateKey?: string, parts?: EventParts): MatrixEvent;
  member(userId: UserId, membership: string, displayName?: string, parts?: EventParts): MatrixEvent;
  reaction(target: EventId, key: string, parts?: EventParts): MatrixEvent;
  edit(target: EventId, body: string, parts?: EventParts): MatrixEvent;
  redaction(target: EventId, parts?: EventParts): MatrixEvent;
}

export function createEvents(prefix = "e", start = 1_700_000_000_000): EventFactory {
  let count = 0;
  const event = (parts: EventParts): MatrixEvent => {
    count += 1;
    return makeEvent({ eventId: eventId(`${prefix}${count}`), ts: start + count * 1000, ...parts });
  };
  const text = (body: string, parts: EventParts = {}): MatrixEvent =>
    event({ content: { msgtype: "m.text", body }, ...parts });
  return {
    event,
    text,
    texts: (total, parts = {}) => Array.from({ length: total }, (_, index) => text(`message ${index + 1}`, parts)),
    state: (type, content, stateKey = "", parts = {}) => event({ type, content, stateKey, ...parts }),
    member: (userId, membership, displayName, parts = {}) =>
      event({
        type: "m.room.member",
        sender: userId,
        stateKey: userId,
        content: { membership, ...(displayName === undefined ? {} : { displayname: displayName }) },
        ...parts,
      }),
    reaction: (target, key, parts = {}) =>
      event({
        type: "m.reaction",
        content: { "m.relates_to": { rel_type: "m.annotation", event_id: target, key } },
        ...parts,
      }),
    edit: (target, body, parts = {}) =>
      event({
        content: {
          msgtype: "m.text",
          body: `* ${body}`,
          "m.new_content": { msgtype: "m.text", body },
          "m.relates_to": { rel_type: "m.replace", event_id: target },
        },
        ...parts,
      }),
    redaction: (target, parts = {}) =>
      event({ type: "m.room.redaction", content: { redacts: target }, redacts: target, ...parts }),
  };
}

/** What a server sends for an event. */
export function toJson(event: MatrixEvent): JsonObject {
  return {
    event_id: event.eventId,
    type: event.type,
    sender: event.sender,
    origin_server_ts: event.ts,
    content: event.content,
    ...(event.stateKey === undefined ? {} : { state_key: event.stateKey }),
    ...(event.redacts === undefined ? {} : { redacts: event.redacts }),
    ...(event.transactionId === undefined && event.prevContent === undefined
      ? {}
      : {
          unsigned: {
            ...(event.transactionId === undefined ? {} : { transaction_id: event.transactionId }),
            ...(event.prevContent === undefined ? {} : { prev_content: event.prevContent }),
          },
        }),
  };
}

/** A log that keeps nothing. */
export const silentLog = { error: () => undefined, info: () => undefined, debug: () => undefined } as const;
