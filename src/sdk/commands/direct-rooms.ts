/**
 * `m.direct`: which rooms are direct chats with whom. The event is one object for all of them, written by every client
 * of the account, so a change is read, merged, written and checked; changes of this core queue up behind each other.
 * Another client that read before and writes after that takes the change back without knowing: for a while every version
 * that sync brings is checked too, and the change made again, a few times at most.
 */
import { Failure } from "#api/errors.ts";
import type { RoomId, UserId } from "#api/ids.ts";
import type { AccountContext } from "#sdk/account/context.ts";
import { isObject, type JsonObject } from "#sdk/events/envelope.ts";
import { withDirect, withoutDirect } from "#sdk/rooms/direct.ts";
import { strippedState } from "#sdk/rooms/names.ts";
import type { RoomRecord } from "#sdk/rooms/room-record.ts";

const TRIES = 3;
const WATCH_MS = 30_000;

interface Change {
  readonly roomId: RoomId;
  readonly apply: (content: JsonObject) => JsonObject;
  readonly holds: (content: JsonObject) => boolean;
}

export interface DirectRooms {
  /** The direct chat with a person that can still be used, best first: one both are in, then one with an invite open. */
  find(userId: UserId): Promise<RoomId | undefined>;
  /** Marks a room as a direct chat. */
  add(roomId: RoomId, userId: UserId): Promise<void>;
  /** Forgets that a room was a direct chat: it was left. */
  remove(roomId: RoomId): Promise<void>;
}

/** Who asks for a direct chat by this invite. */
export function directInviter(record: RoomRecord, me: UserId): UserId | undefined {
  if (record.membership !== "invite") return undefined;
  const own = strippedState(record, "m.room.member", me);
  return own?.content["is_direct"] === true ? own.sender : undefined;
}

export function createDirectRooms({ session, http, rooms, log, writer, clock }: AccountContext): DirectRooms {
  const path = `/_matrix/client/v3/user/${encodeURIComponent(session.userId)}/account_data/m.direct`;
  let tail: Promise<unknown> = Promise.resolve();

  async function read(): Promise<JsonObject> {
    try {
      const content = await http.request({ method: "GET", path });
      return isObject(content) ? content : {};
    } catch (cause) {
      if (cause instanceof Failure && cause.error.kind === "matrix" && cause.error.status === 404) return {};
      throw cause;
    }
  }

  /** Writes until what is read says so: another client may overwrite it. */
  async function merge({ apply, holds }: Change): Promise<void> {
    for (let tries = 0; tries < TRIES; tries += 1) {
      const content = await read();
      if (holds(content)) return;
      await http.request({ method: "PUT", path, body: apply(content) });
    }
    log.error("m.direct did not keep a change");
  }

  /** The last change of each room, for as long as it may be taken back unknowingly. */
  const watched = new Map<RoomId, { readonly change: Change; readonly until: number; left: number }>();

  function inTurn(change: Change): Promise<void> {
    const next = tail.then(() => merge(change));
    tail = next.catch(() => undefined);
    return next;
  }

  function make(change: Change): Promise<void> {
    watched.set(change.roomId, { change, until: clock.now() + WATCH_MS, left: TRIES });
    return inTurn(change);
  }

  writer.subscribe(({ kinds }) => {
    if (watched.size === 0 || !kinds.has("accountData")) return;
    const content = rooms.accountData("m.direct") ?? {};
    for (const [roomId, watch] of watched) {
      if (watch.left === 0 || clock.now() > watch.until) watched.delete(roomId);
      else if (!watch.change.holds(content)) {
        watch.left -= 1;
        inTurn(watch.change).catch((cause: unknown) => log.info("m.direct lost a change", cause));
      }
    }
  });

  const lists = (rooms: unknown, roomId: RoomId): boolean => Array.isArray(rooms) && rooms.includes(roomId);

  async function membershipOf(record: RoomRecord, userId: UserId): Promise<string | undefined> {
    const known = (await rooms.openMembers(record.roomId, "known")).byId.get(userId)?.membership;
    if (known !== undefined) return known;
    const event = await rooms.state(record.roomId, "m.room.member", userId);
    if (event) return typeof event.content["membership"] === "string" ? event.content["membership"] : undefined;
    return record.joinedCount + record.invitedCount >= 2 ? "join" : undefined;
  }

  return {
    find: async (userId) => {
      await rooms.ready;
      const candidates = [...rooms.records().values()]
        .filter((record) => record.directWith.includes(userId) || directInviter(record, rooms.me) === userId)
        .toSorted((a, b) => b.bump - a.bump);
      let invited: RoomId | undefined;
      for (const record of candidates) {
        if (record.membership === "invite") invited ??= record.roomId;
        if (record.membership !== "join" || record.essential["m.room.tombstone"]) continue;
        const theirs = userId === rooms.me ? "join" : await membershipOf(record, userId);
        if (theirs === "join") return record.roomId;
        if (theirs === "invite") invited ??= record.roomId;
      }
      return invited;
    },
    add: (roomId, userId) =>
      make({
        roomId,
        apply: (content) => withDirect(content, userId, roomId),
        holds: (content) => lists(content[userId], roomId),
      }),
    remove: (roomId) =>
      make({
        roomId,
        apply: (content) => withoutDirect(content, roomId),
        holds: (content) => !Object.values(content).some((listed) => lists(listed, roomId)),
      }),
  };
}
