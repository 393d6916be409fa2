import { localpartOf, type UserId } from "#api/ids.ts";
import type { Person } from "#api/people.ts";
import { personFace } from "#sdk/rooms/faces.ts";
import { cleanName } from "#sdk/rooms/names.ts";

/** A person by their profile, outside of any room. */
export function profilePerson(userId: UserId, displayName: unknown, avatarUrl: unknown): Person {
  const name = cleanName(displayName) ?? localpartOf(userId);
  return { userId, name, avatar: personFace(userId, name, avatarUrl) };
}
