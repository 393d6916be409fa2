/**
 * Push rule patterns: `*` and `?`, case-insensitive. Matched by simulating the pattern as a set of states, so the time
 * is bounded by pattern length × text length whatever a stranger writes: no backtracking, no regular expressions.
 */
import { findWord, isBoundary } from "#sdk/events/word.ts";

export interface Glob {
  /** Code points of the lower-cased pattern; runs of `*` are one. */
  readonly parts: readonly string[];
  readonly literal: string | undefined;
}

const MAX_PATTERN = 255;
const MAX_TEXT = 65_536;

export function compileGlob(pattern: string): Glob {
  const text = pattern.toLowerCase().replace(/\*{2,}/g, "*");
  return {
    parts: [...text].slice(0, MAX_PATTERN),
    literal: /[*?]/.test(text) ? undefined : text,
  };
}

/** The whole value matches the pattern. */
export function matchesWhole(glob: Glob, value: string): boolean {
  const text = value.slice(0, MAX_TEXT).toLowerCase();
  if (glob.literal !== undefined) return text === glob.literal;
  return simulate(glob.parts, [...text], "whole");
}

/** The pattern matches somewhere in the text, between word boundaries. */
export function matchesWord(glob: Glob, value: string): boolean {
  const text = value.slice(0, MAX_TEXT).toLowerCase();
  if (glob.literal !== undefined) return findWord(text, glob.literal, 0) !== undefined;
  return simulate(glob.parts, [...text], "word");
}

function simulate(parts: readonly string[], text: readonly string[], mode: "whole" | "word"): boolean {
  const end = parts.length;
  let current = new Uint8Array(end + 1);
  let next = new Uint8Array(end + 1);
  enter(parts, current, 0);
  for (let at = 0; at <= text.length; at += 1) {
    if (mode === "word") {
      if (at > 0 && isBoundary(text[at - 1])) enter(parts, current, 0);
      if (current[end] === 1 && isBoundary(text[at])) return true;
    } else if (at === text.length) return current[end] === 1;
    const character = text[at];
    if (character === undefined) break;
    next.fill(0);
    for (let state = 0; state < end; state += 1) {
      if (current[state] !== 1) continue;
      const part = parts[state];
      if (part === "*") enter(parts, next, state);
      else if (part === "?" || part === character) enter(parts, next, state + 1);
    }
    [current, next] = [next, current];
  }
  return false;
}

/** `*` matches nothing too: entering it also enters what follows. */
function enter(parts: readonly string[], states: Uint8Array, state: number): void {
  states[state] = 1;
  if (parts[state] === "*") states[state + 1] = 1;
}
