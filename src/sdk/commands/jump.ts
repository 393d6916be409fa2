/**
 * The palette's search: all rooms of the account, in memory, on every key press. What is searched is folded once per
 * record; a record is replaced when its room changes, so the cache can't be stale but for members' names.
 */
import type { RoomName } from "#api/people.ts";
import type { JumpItem } from "#api/rooms.ts";
import { fold } from "#lib/fold.ts";
import type { AccountContext } from "#sdk/account/context.ts";
import type { RoomRecord } from "#sdk/rooms/room-record.ts";
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

interface Haystack {
  readonly names: readonly string[];
}

export function jumpCommands({ rooms }: AccountContext): HandlersOf<"jump.search"> {
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

  return {
    "jump.search": async ({ query, limit }) => {
      await rooms.ready;
      const wanted = fold(query.trim());
      const found: { readonly record: RoomRecord; readonly rank: number }[] = [];
      for (const record of rooms.records().values()) {
        if (record.membership !== "join" && record.membership !== "invite") continue;
        if (rooms.type(record) === "space") continue;
        const fit = rank(record, wanted);
        if (fit > 0) found.push({ record, rank: fit });
      }
      // Without a query: what was active last. Recency breaks ties in any case.
      found.sort((a, b) => b.rank - a.rank || activeAt(b.record) - activeAt(a.record) || b.record.bump - a.record.bump);
      return found.slice(0, Math.min(limit, MOST)).map(({ record }) => row(record));
    },
  };
}
