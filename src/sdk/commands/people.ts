/**
 * Finding people and describing one. What this device knows answers first and always; the server's user directory and
 * profiles add to it and may fail without harm.
 */
import { parseUserId, type RoomId, type UserId } from "#api/ids.ts";
import type { Person } from "#api/people.ts";
import type { JumpItem } from "#api/rooms.ts";
import { fold } from "#lib/fold.ts";
import type { AccountContext } from "#sdk/account/context.ts";
import { knownPeople } from "#sdk/account/known-people.ts";
import { profilePerson } from "#sdk/account/profile-person.ts";
import { isObject } from "#sdk/events/envelope.ts";
import type { RoomRecord } from "#sdk/rooms/room-record.ts";
import type { HandlersOf } from "./account-verbs.ts";
import { score } from "./match.ts";

const LOOK_UP_MS = 4_000;
const MOST = 50;

export function peopleCommands(ctx: AccountContext): HandlersOf<"people.search" | "people.card"> {
  const { rooms, http, log } = ctx;

  function* current(): Generator<RoomRecord> {
    for (const record of rooms.records().values()) {
      if (record.membership === "join" || record.membership === "invite") yield record;
    }
  }

  function directRoom(userId: UserId): RoomId | undefined {
    let best: RoomRecord | undefined;
    for (const record of current()) {
      if (record.directWith.includes(userId) && record.bump >= (best?.bump ?? Number.NEGATIVE_INFINITY)) best = record;
    }
    return best?.roomId;
  }

  async function directory(query: string, limit: number, signal: AbortSignal): Promise<readonly Person[]> {
    if (query === "") return [];
    try {
      const answer = await http.request({
        method: "POST",
        path: "/_matrix/client/v3/user_directory/search",
        body: { search_term: query, limit },
        signal,
        timeoutMs: LOOK_UP_MS,
      });
      const results: unknown = isObject(answer) ? answer["results"] : undefined;
      return (Array.isArray(results) ? results : []).flatMap((row: unknown) => {
        const userId = isObject(row) ? parseUserId(row["user_id"]) : undefined;
        return isObject(row) && userId ? [profilePerson(userId, row["display_name"], row["avatar_url"])] : [];
      });
    } catch (cause) {
      log.info("the user directory did not answer", cause);
      return [];
    }
  }

  async function profile(userId: UserId, signal: AbortSignal): Promise<Person | undefined> {
    try {
      const path = `/_matrix/client/v3/profile/${encodeURIComponent(userId)}`;
      const answer = await http.request({ method: "GET", path, signal, timeoutMs: LOOK_UP_MS });
      return isObject(answer) ? profilePerson(userId, answer["displayname"], answer["avatar_url"]) : undefined;
    } catch (cause) {
      log.info("a profile could not be read", cause);
      return undefined;
    }
  }

  async function mutualRooms(userId: UserId, signal: AbortSignal): Promise<readonly unknown[]> {
    if (userId === rooms.me) return [];
    try {
      const answer = await http.request({
        method: "GET",
        path: "/_matrix/client/v1/mutual_rooms",
        query: { user_id: userId },
        signal,
        timeoutMs: LOOK_UP_MS,
      });
      const joined: unknown = isObject(answer) ? answer["joined"] : undefined;
      return Array.isArray(joined) ? joined : [];
    } catch {
      return [];
    }
  }

  const row = (person: Person): JumpItem => ({ kind: "person", person, directRoomId: directRoom(person.userId) });

  return {
    "people.search": async ({ query, limit }, { signal }) => {
      await rooms.ready;
      const wanted = query.trim();
      const folded = fold(wanted.replace(/^@/, ""));
      const exact = parseUserId(wanted);
      const [remote, exactPerson] = await Promise.all([
        directory(wanted, Math.min(limit, MOST), signal),
        exact ? profile(exact, signal) : undefined,
      ]);
      const people = new Map(knownPeople(rooms));
      for (const person of remote) if (person.userId !== rooms.me) people.set(person.userId, person);
      const found = [...people.values()]
        .map((person) => ({
          person,
          rank:
            Math.max(score(fold(person.name), folded), score(fold(person.userId.slice(1)), folded) - 5) +
            (directRoom(person.userId) ? 3 : 0),
        }))
        // The server may match on what we can't see, e.g. another spelling; its rows stay, last.
        .filter(
          ({ person, rank }) => rank > 3 || folded === "" || remote.some((other) => other.userId === person.userId),
        )
        .toSorted((a, b) => b.rank - a.rank)
        .map(({ person }) => person)
        .filter((person) => person.userId !== exact);
      const first = exact ? [exactPerson ?? people.get(exact) ?? profilePerson(exact, undefined, undefined)] : [];
      return [...first, ...found].slice(0, Math.min(limit, MOST)).map(row);
    },

    "people.card": async ({ userId, roomId }, { signal }) => {
      await rooms.ready;
      const members = roomId ? await rooms.openMembers(roomId, "known") : undefined;
      const member = members?.byId.get(userId);
      const [fetched, mutual] = await Promise.all([
        member?.membership === "join" ? undefined : profile(userId, signal),
        mutualRooms(userId, signal),
      ]);
      const shared = [...current()].filter(
        (record) =>
          mutual.includes(record.roomId) || (record.directWith.includes(userId) && record.membership === "join"),
      );
      return {
        person:
          (member && members?.person(userId)) ??
          fetched ??
          knownPeople(rooms).get(userId) ??
          profilePerson(userId, undefined, undefined),
        directRoomId: directRoom(userId),
        sharedRooms: shared
          .filter((record) => rooms.type(record) !== "space")
          .slice(0, MOST)
          .map((record) => ({ roomId: record.roomId, name: rooms.name(record), avatar: rooms.avatar(record) })),
        role: member && members?.role(userId),
        membership: member?.membership,
      };
    },
  };
}
