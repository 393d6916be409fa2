import { localpartOf, type UserId } from "#api/ids.ts";
import type { Person } from "#api/people.ts";
import { personFace } from "#sdk/rooms/faces.ts";
import type { Profile } from "#sdk/account/own-account.ts";

/** The signed-in user outside of any room. */
export function ownPerson(userId: UserId, profile: Profile): Person {
  const name = profile.displayName?.trim() || localpartOf(userId);
  return { userId, name, avatar: personFace(userId, name, profile.avatar) };
}
