/**
 * The palette's search: all rooms of the account and the people met in them, in memory, on every key press. What is
 * searched is folded once per record; a record is replaced when its room changes, so the cache can't be stale but for
 * members' names. What fits equally well is ranked by use.
 */
import type { RoomId, UserId } from "#api/ids.ts";
import type { Person, RoomName } from "#api/people.ts";
import type { JumpItem } from "#api/rooms.ts";
import { fold } from "#lib/fold.ts";
import type { AccountContext } from "#sdk/account/context.ts";
import type { RoomRecord } from "#sdk/rooms/room-record.ts";
import { knownPeople } from "#sdk/account/known-people.ts";
import { createVisits } from "#sdk/account/visits.ts";
import type { HandlersOf } from "./account-verbs.ts";
import { score } from "./match.ts";

const MOST = 50;

/** All the names a room goes by. */
function words(name: RoomName): string {
  return name.kind === "named" ? name.text : (name.kind === "people" ? name.names : name.was).join(", ");
}

/** The same as the list goes by. */
function activeAt(record: RoomRecord): number {
  return record.latest?.at ?? 0;
}

const PEOPLE_MS = 10_000;

interface Known {
  readonly person: Person;
  readonly name: string;
  readonly id: string;
}

interface Found {
  readonly rank: number;
  readonly at: number;
  readonly bump: number;
  readonly make: () => JumpItem;
}

interface Haystack {
  readonly names: readonly string[];
}

/** What use may add: it lifts a room over one that fits a little better, never over one that is meant. */
const MOST_BY_USE = 24;

export function jumpCommands(ctx: AccountContext): HandlersOf<"jump.search" | "jump.used"> {
  const { rooms } = ctx;
  const visits = createVisits(ctx);
  const folded = new WeakMap<RoomRecord, Haystack>();

  function haystack(record: RoomRecord): Haystack {
    const known = folded.get(record);
    if (known) return known;
    const alias = record.essential["m.room.canonical_alias"]?.content["alias"];
    const names = [
      words(rooms.name(record)),
      ...(typeof alias === "string" ? [alias] : []),
      ...record.directWith.map((id) => id.slice(1)),
    ];
    const made = { names: names.map(fold) };
    folded.set(record, made);
    return made;
  }

  function rank(record: RoomRecord, query: string): number {
    const [name = "", ...others] = haystack(record).names;
    const best = score(name, query);
    return others.reduce((most, other) => Math.max(most, score(other, query) - 15), best);
  }

  function row(record: RoomRecord): JumpItem {
    const { notify, activity } = record.unread;
    return {
      kind: "room",
      roomId: record.roomId,
      type: rooms.type(record) === "direct" ? "direct" : "room",
      name: rooms.name(record),
      avatar: rooms.avatar(record),
      unread:
        notify > 0 || activity === "some" || record.markedUnread === "marked" || record.membership === "invite"
          ? "unread"
          : "read",
    };
  }

  let met: { readonly at: number; readonly people: readonly Known[] } | undefined;

  /** Walks all rooms, so not on every key press. */
  function everybody(): readonly Known[] {
    const now = ctx.clock.now();
    if (!met || now - met.at > PEOPLE_MS || now < met.at) {
      const people = [...knownPeople(rooms).values()].map((person) => {
        return { person, name: fold(person.name), id: fold(person.userId.slice(1)) };
      });
      met = { at: now, people };
    }
    return met.people;
  }

  function byUse(id: RoomId | UserId): number {
    const weight = visits.weight(id);
    return (MOST_BY_USE * weight) / (weight + 2);
  }

  function roomsLike(wanted: string): readonly Found[] {
    const found: Found[] = [];
    for (const record of rooms.records().values()) {
      if (record.membership !== "join" && record.membership !== "invite") continue;
      if (rooms.type(record) === "space") continue;
      const fit = rank(record, wanted);
      if (fit <= 0) continue;
      const { roomId, bump } = record;
      found.push({ rank: fit + byUse(roomId), at: activeAt(record), bump, make: () => row(record) });
    }
    return found;
  }

  /** People one shares rooms with; those one has a direct chat with are found by that. */
  function peopleLike(wanted: string): readonly Found[] {
    if (wanted === "") return [];
    const direct = new Set<UserId>();
    for (const record of rooms.records().values()) {
      const [only, ...others] = record.directWith;
      if (record.membership === "join" && only && others.length === 0) direct.add(only);
    }
    const found: Found[] = [];
    const sought = wanted.replace(/^@/, "");
    for (const { person, name, id } of everybody()) {
      if (direct.has(person.userId)) continue;
      const fit = Math.max(score(name, sought), score(id, sought) - 15);
      if (fit <= 0) continue;
      // After the room of the same name.
      const ranked = fit - 10 + byUse(person.userId);
      found.push({ rank: ranked, at: 0, bump: 0, make: () => ({ kind: "person", person, directRoomId: undefined }) });
    }
    return found;
  }

  return {
    "jump.search": async ({ query, limit }) => {
      await Promise.all([rooms.ready, visits.ready]);
      const wanted = fold(query.trim());
      const found = [...roomsLike(wanted), ...peopleLike(wanted)];
      // Recency breaks ties; without a query, what was never gone to comes by what was said there last.
      found.sort((a, b) => b.rank - a.rank || b.at - a.at || b.bump - a.bump);
      return found.slice(0, Math.min(limit, MOST)).map(({ make }) => make());
    },
    "jump.used": async ({ id }) => {
      await visits.used(id);
      return undefined;
    },
  };
}
