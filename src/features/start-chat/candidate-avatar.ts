import { localpartOf } from "#api/ids.ts";
import type { Avatar, Hue } from "#api/people.ts";
import { fnv1a } from "#lib/fnv1a.ts";
import type { Candidate } from "./use-people.ts";

const HUES: readonly Hue[] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

/** The face of somebody found, or the tile of somebody known by id only. */
export function avatarOf(candidate: Candidate): Avatar {
  return (
    candidate.item?.person.avatar ?? {
      kind: "person",
      mxc: undefined,
      hue: HUES[fnv1a(candidate.userId) % HUES.length] ?? 0,
      letter: localpartOf(candidate.userId).slice(0, 1).toUpperCase(),
    }
  );
}
