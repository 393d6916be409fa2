/**
 * Settings as they travel in account data: every value with the time it was said, so that two browsers that write at
 * once agree on each setting by itself and nothing is lost. An entry without a value says "no longer said here". What a
 * newer build wrote is carried along unread.
 */
import { parseLayer, type SettingLayer, type SettingLevel } from "#api/settings.ts";
import { isObject, type JsonObject } from "#sdk/events/envelope.ts";

export interface Entry {
  readonly value?: unknown;
  /** Milliseconds since the epoch, by the clock of whoever said it. */
  readonly at: number;
}
export type Entries = Readonly<Record<string, Entry>>;

const MOST = 300;

/** Reads an event's content, or what `contentOf` wrote. */
export function parseEntries(content: unknown): Entries {
  const said = isObject(content) && isObject(content["values"]) ? content["values"] : {};
  return Object.fromEntries(
    Object.entries(said)
      .slice(0, MOST)
      .flatMap(([key, entry]): readonly (readonly [string, Entry])[] => {
        if (!isObject(entry)) return [];
        const { at, value } = entry;
        if (typeof at !== "number" || !Number.isFinite(at)) return [];
        return [[key, value === undefined ? { at } : { value, at }]];
      }),
  );
}

export function contentOf(entries: Entries): JsonObject {
  return { values: Object.fromEntries(Object.entries(entries).map(([key, entry]) => [key, { ...entry }])) };
}

/** The later word wins; of two at the same time always the same one, whoever merges. */
function later(a: Entry | undefined, b: Entry): Entry {
  if (!a) return b;
  if (a.at !== b.at) return a.at > b.at ? a : b;
  return (JSON.stringify(a.value) ?? "") >= (JSON.stringify(b.value) ?? "") ? a : b;
}

/** In any order and any number of times the same. */
export function mergeEntries(a: Entries, b: Entries): Entries {
  const merged = new Map(Object.entries(a));
  for (const [key, entry] of Object.entries(b)) merged.set(key, later(merged.get(key), entry));
  return Object.fromEntries(merged);
}

/** Says a value, or (`undefined`) no longer one; later than what was said before, whatever the clock says. */
export function withEntry(entries: Entries, key: string, value: unknown, now: number): Entries {
  const at = Math.max(now, (entries[key]?.at ?? 0) + 1);
  return { ...entries, [key]: value === undefined ? { at } : { value, at } };
}

export function layerOf(entries: Entries, level: SettingLevel): SettingLayer {
  return parseLayer(Object.fromEntries(Object.entries(entries).map(([key, { value }]) => [key, value])), level);
}
