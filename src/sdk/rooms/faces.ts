/** What stands for a person or a room: hue, letter, picture. Pure. */
import { localpartOf, parseMxc, type RoomId, type UserId } from "#api/ids.ts";
import type { Avatar, Hue } from "#api/people.ts";

const HUES: readonly Hue[] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
const encoder = new TextEncoder();

/** FNV-1a (32 bit) of the id's UTF-8 bytes, modulo ten. */
export function hueOf(id: string): Hue {
  let hash = 0x811c9dc5;
  for (const byte of encoder.encode(id)) {
    hash ^= byte;
    hash = Math.imul(hash, 0x01000193);
  }
  return HUES[(hash >>> 0) % 10] ?? 0;
}

const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });
const SIGILS = /^[\s@#!+]+/u;

/** First letter of a name, upper case, one grapheme; skips the sigils of ids and aliases. */
export function letterOf(name: string): string {
  const text = name.slice(0, 200).replace(SIGILS, "");
  for (const { segment } of segmenter.segment(text === "" ? name : text))
    return segment.toLocaleUpperCase().slice(0, 16);
  return "?";
}

export function personFace(userId: UserId, name: string | undefined, mxc: unknown): Avatar {
  return {
    kind: "person",
    mxc: parseMxc(mxc),
    hue: hueOf(userId),
    letter: letterOf(name === undefined || name === "" || name === userId ? localpartOf(userId) : name),
  };
}

export function roomFace(roomId: RoomId, name: string, mxc: unknown): Avatar {
  return { kind: "room", mxc: parseMxc(mxc), hue: hueOf(roomId), letter: letterOf(name) };
}
