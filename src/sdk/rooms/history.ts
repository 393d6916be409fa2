/** Pages of a room's history from the server (`/messages`, newest first), as runs in ascending order. */
import { Failure } from "#api/errors.ts";
import type { EventId, RoomId } from "#api/ids.ts";
import type { Clock } from "#lib/clock.ts";
import { asString, isObject, type MatrixEvent } from "#sdk/events/envelope.ts";
import type { Http } from "#sdk/net/http.ts";
import { retrying } from "#sdk/net/retry.ts";
import type { Run } from "./chunks.ts";
import { saneEvent, saneEvents } from "./sane-events.ts";

export const PAGE_EVENTS = 50;
const EMPTY_PAGES = 5;

export interface Page {
  readonly run: Run;
  /** Members of the page's senders, as the server sends them along. */
  readonly members: readonly MatrixEvent[];
}

export interface PageRequest {
  readonly http: Http;
  readonly clock: Clock;
  readonly roomId: RoomId;
  /** Leads to the events before the gap; without it the page begins before `before`, or at the newest event. */
  readonly token: string | undefined;
  readonly before: EventId | undefined;
  readonly limit?: number;
  readonly signal?: AbortSignal;
}

function roomPath(roomId: RoomId, rest: string): string {
  return `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/${rest}`;
}

const LAZY = JSON.stringify({ lazy_load_members: true });

type Get = (path: string, query: Record<string, string | number | undefined>) => Promise<unknown>;

function getter(request: Pick<PageRequest, "http" | "clock" | "signal">): Get {
  const signal = request.signal ? { signal: request.signal } : {};
  return (path, query) =>
    retrying(() => request.http.request({ method: "GET", path, query, ...signal }), {
      clock: request.clock,
      classes: ["limited", "server"],
      attempts: 3,
      ...signal,
    });
}

/** A token at an event: the events before it, or after it, begin there. */
async function tokenAt(get: Get, roomId: RoomId, eventId: EventId, side: "start" | "end"): Promise<string> {
  const path = roomPath(roomId, `context/${encodeURIComponent(eventId)}`);
  const context = await get(path, { limit: 0, filter: LAZY });
  const token = isObject(context) ? asString(context[side]) : undefined;
  if (token === undefined) throw new Failure({ kind: "offline" });
  return token;
}

export async function fetchPage(request: PageRequest): Promise<Page> {
  const { roomId } = request;
  const get = getter(request);

  let token = request.token;
  if (token === undefined && request.before !== undefined) token = await tokenAt(get, roomId, request.before, "start");
  for (let tries = 1; ; tries += 1) {
    const json = await get(roomPath(roomId, "messages"), {
      dir: "b",
      limit: request.limit ?? PAGE_EVENTS,
      from: token,
      filter: LAZY,
    });
    if (!isObject(json)) throw new Failure({ kind: "offline" });
    const events = saneEvents(json["chunk"]).toReversed();
    const end = asString(json["end"]);
    const oldest = events[0];
    const start = end === undefined || end === token || (oldest?.type === "m.room.create" && oldest.stateKey === "");
    if (start || events.length > 0 || tries >= EMPTY_PAGES)
      return {
        run: { events, before: start ? { kind: "start" } : { kind: "gap", token: end } },
        members: saneEvents(json["state"]),
      };
    token = end;
  }
}

export interface ForwardPage {
  /** Ascending, right after the event asked for. */
  readonly events: readonly MatrixEvent[];
  readonly members: readonly MatrixEvent[];
  /** Leads on; undefined where the server has nothing newer. */
  readonly next: string | undefined;
}

/** The events after one; `token` is where an earlier page ended, if it did so at this event. */
export async function fetchForward(
  request: Omit<PageRequest, "before"> & { readonly after: EventId },
): Promise<ForwardPage> {
  const { roomId } = request;
  const get = getter(request);
  let token = request.token ?? (await tokenAt(get, roomId, request.after, "end"));
  for (let tries = 1; ; tries += 1) {
    const json = await get(roomPath(roomId, "messages"), {
      dir: "f",
      limit: request.limit ?? PAGE_EVENTS,
      from: token,
      filter: LAZY,
    });
    if (!isObject(json)) throw new Failure({ kind: "offline" });
    const events = saneEvents(json["chunk"]);
    const end = asString(json["end"]);
    const next = end === token ? undefined : end;
    if (next === undefined || events.length > 0 || tries >= EMPTY_PAGES)
      return { events, members: saneEvents(json["state"]), next };
    token = next;
  }
}

/** An event and what was said around it, as a run. Errors: what the server says of an event it does not show. */
export async function fetchAround(
  request: Pick<PageRequest, "http" | "clock" | "roomId" | "signal"> & { readonly eventId: EventId },
): Promise<Page & { readonly next: string | undefined }> {
  const { roomId, eventId } = request;
  const path = roomPath(roomId, `context/${encodeURIComponent(eventId)}`);
  const json = await getter(request)(path, { limit: PAGE_EVENTS, filter: LAZY });
  const target = isObject(json) ? saneEvent(json["event"]) : undefined;
  if (!isObject(json) || target?.eventId !== eventId) throw new Failure({ kind: "offline" });
  const events = [...saneEvents(json["events_before"]).toReversed(), target, ...saneEvents(json["events_after"])];
  const oldest = events[0];
  const begins = oldest?.type === "m.room.create" && oldest.stateKey === "";
  return {
    run: { events, before: begins ? { kind: "start" } : { kind: "gap", token: asString(json["start"]) } },
    members: saneEvents(json["state"]).filter((event) => event.type === "m.room.member"),
    next: asString(json["end"]),
  };
}

/** One event by its id; `undefined` if the server does not give it to us. */
export async function fetchEvent(
  http: Http,
  clock: Clock,
  roomId: RoomId,
  eventId: EventId,
): Promise<MatrixEvent | undefined> {
  try {
    const path = roomPath(roomId, `event/${encodeURIComponent(eventId)}`);
    const event = saneEvent(
      await retrying(() => http.request({ method: "GET", path }), {
        clock,
        classes: ["limited", "server"],
        attempts: 3,
      }),
    );
    return event?.eventId === eventId ? event : undefined;
  } catch (cause) {
    if (cause instanceof Failure && cause.error.kind === "matrix" && cause.error.status < 500) return undefined;
    throw cause;
  }
}

/** All members but those who left. */
export async function fetchMembers(http: Http, clock: Clock, roomId: RoomId): Promise<readonly MatrixEvent[]> {
  const json = await retrying(
    () =>
      http.request({
        method: "GET",
        path: roomPath(roomId, "members"),
        query: { not_membership: "leave" },
        timeoutMs: 60_000,
      }),
    { clock, classes: ["limited", "server", "offline", "timeout"], attempts: 4 },
  );
  return isObject(json) ? saneEvents(json["chunk"]) : [];
}
