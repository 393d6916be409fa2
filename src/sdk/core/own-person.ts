import { localpartOf, parseMxc, type UserId } from "#api/ids.ts";
import type { Hue, Person } from "#api/people.ts";
import { fnv1a } from "#lib/fnv1a.ts";
import type { Profile } from "./stored-session.ts";

const HUES: readonly Hue[] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** The signed-in user outside of any room. */
export function ownPerson(userId: UserId, profile: Profile): Person {
  const name = profile.displayName?.trim() || localpartOf(userId);
  const [first] = graphemes.segment(name);
  return {
    userId,
    name,
    avatar: {
      kind: "person",
      mxc: parseMxc(profile.avatar),
      hue: HUES[fnv1a(userId) % HUES.length] ?? 0,
      letter: (first?.segment ?? "").toLocaleUpperCase(),
    },
  };
}
