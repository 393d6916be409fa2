import type { Avatar, Hue } from "#api/people.ts";

/** The hue that colours a person's name. */
export function hueOf(avatar: Avatar): Hue {
  return avatar.kind === "pair" ? 0 : avatar.hue;
}
