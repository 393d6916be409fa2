import type { UserId } from "#api/ids.ts";
import type { Person } from "#api/people.ts";
import type { Rooms } from "#sdk/rooms/rooms.ts";
import { profilePerson } from "./profile-person.ts";

function hasPicture({ avatar }: Person): boolean {
  return avatar.kind !== "pair" && avatar.mxc !== undefined;
}

/** Everybody met in a room of the account, as far as memory goes; in the rooms that were active last first. */
export function knownPeople(rooms: Pick<Rooms, "me" | "records" | "members">): ReadonlyMap<UserId, Person> {
  const people = new Map<UserId, Person>();
  const add = (userId: UserId, make: () => Person): void => {
    if (userId === rooms.me) return;
    const before = people.get(userId);
    if (before && hasPicture(before)) return;
    // A sender is known by name only; the first room that knows the face as well completes the person.
    const person = make();
    if (!before || hasPicture(person)) people.set(userId, person);
  };
  const records = [...rooms.records().values()]
    .filter(({ membership }) => membership === "join" || membership === "invite")
    .toSorted((a, b) => b.bump - a.bump);
  for (const record of records) {
    const members = rooms.members(record.roomId);
    for (const hero of record.heroes) add(hero.userId, () => profilePerson(hero.userId, hero.name, hero.avatar));
    for (const userId of record.directWith)
      add(userId, () => members?.person(userId) ?? profilePerson(userId, undefined, undefined));
    for (const member of members?.byId.values() ?? []) {
      if (member.membership === "join")
        add(member.userId, () => profilePerson(member.userId, member.displayName, member.avatar));
    }
    const sender = record.latest?.event.sender;
    if (sender) add(sender, () => profilePerson(sender, record.latest?.senderName, undefined));
  }
  return people;
}
