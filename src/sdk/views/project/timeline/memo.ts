/**
 * Remembers what was made of an event and makes it again only if something it was made of has changed: the given inputs
 * (compared by identity) or a person that was looked up on the way.
 */
import type { UserId } from "#api/ids.ts";
import type { Person } from "#api/people.ts";
import type { People } from "./people.ts";

interface Entry<T> {
  readonly inputs: readonly unknown[];
  readonly people: ReadonlyMap<UserId, Person>;
  readonly value: T;
}

export interface Memo<T> {
  get(key: object, inputs: readonly unknown[], people: People, make: (people: People) => T): T;
}

export function createMemo<T>(): Memo<T> {
  const entries = new WeakMap<object, Entry<T>>();
  return {
    get(key, inputs, people, make) {
      const entry = entries.get(key);
      if (entry && sameList(entry.inputs, inputs) && samePeople(entry.people, people)) return entry.value;
      const used = new Map<UserId, Person>();
      const value = make({
        person(userId) {
          const person = people.person(userId);
          used.set(userId, person);
          return person;
        },
      });
      entries.set(key, { inputs, people: used, value });
      return value;
    },
  };
}

function samePeople(used: ReadonlyMap<UserId, Person>, people: People): boolean {
  for (const [userId, person] of used) if (people.person(userId) !== person) return false;
  return true;
}

export function sameList(a: readonly unknown[], b: readonly unknown[]): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index += 1) if (a[index] !== b[index]) return false;
  return true;
}
