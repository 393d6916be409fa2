/** Strings of strangers, cut to what a screen can bear. */

/** Characters of a body that are kept for display; an event can't hold more than 64 KiB anyway. */
export const MAX_TEXT = 65_536;
const MAX_NAME = 255;
const MAX_TOPIC = 8_192;

/** The first `max` code units, without cutting a surrogate pair. */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  const last = text.charCodeAt(max - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? max - 1 : max);
}

/** Halves of characters become the replacement character: no server takes them. */
export function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, "\ufffd");
}

export function readText(value: unknown): string | undefined {
  return typeof value === "string" ? cut(value, MAX_TEXT) : undefined;
}

export function readTopicText(value: unknown): string | undefined {
  return typeof value === "string" ? cut(value, MAX_TOPIC) : undefined;
}

// Control characters, and those that turn the direction of the text around them: a name must not reach beyond itself.
// eslint-disable-next-line no-control-regex
const UNFIT_FOR_NAMES = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]+/g;

/** A name on one line, or `undefined` if nothing visible is left. */
export function readName(value: unknown): string | undefined {
  if (typeof value !== "string") return undefined;
  const name = cut(value, MAX_NAME * 4)
    .replace(UNFIT_FOR_NAMES, " ")
    .replace(/\s+/g, " ")
    .trim();
  return name === "" || /^[\p{Cf}\p{Z}]*$/u.test(name) ? undefined : cut(name, MAX_NAME);
}

/** Reasons of kicks, bans and redactions. */
export function readReason(value: unknown): string | undefined {
  return typeof value === "string" && value.trim() !== "" ? cut(value.trim(), 1_000) : undefined;
}
