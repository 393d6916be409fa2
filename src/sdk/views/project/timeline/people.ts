/**
 * People as rows show them, with stable identity: as long as a person looks the same they are the same object, so that
 * rows about them need not change. One instance lives as long as its timeline is open.
 */
import type { UserId } from "#api/ids.ts";
import type { Person } from "#api/people.ts";
import { structuralEqual } from "#lib/structural-equal.ts";
import type { Members } from "#sdk/rooms/rooms.ts";

export interface People {
  person(userId: UserId): Person;
}

export interface StablePeople extends People {
  /** Starts a projection: people are looked up afresh, once each. */
  begin(members: Members): void;
}

export function createPeople(): StablePeople {
  const known = new Map<UserId, Person>();
  let fresh = new Set<UserId>();
  let members: Members | undefined;
  return {
    begin(next) {
      members = next;
      fresh = new Set();
    },
    person(userId) {
      const before = known.get(userId);
      if (before && (fresh.has(userId) || !members)) return before;
      if (!members) throw new Error("begin() comes first");
      const now = members.person(userId);
      fresh.add(userId);
      if (before && structuralEqual(before, now)) return before;
      known.set(userId, now);
      return now;
    },
  };
}
