/**
 * The core's memory of what happened: the last lines, for "Save logs". Redaction happens here and not at callers: ids
 * become short fingerprints (the same id always the same one, within one log), tokens and anything a person wrote vanish.
 */
import type { Clock } from "#lib/clock.ts";
import { fnv1a } from "#lib/fnv1a.ts";
import type { Log } from "#lib/log.ts";

const CAPACITY = 2000;
const MAX_LINE = 2000;
/** What is looked through for things to redact; strangers decide how long a text is. */
const MAX_TEXT = 4 * MAX_LINE;

/** Members of a detail whose value a person or the server wrote, or that are secret. */
const PRIVATE: ReadonlySet<string> = new Set([
  "access_token",
  "accessToken",
  "avatar_url",
  "blob",
  "body",
  "caption",
  "content",
  "displayname",
  "displayName",
  "draft",
  "filename",
  "formatted_body",
  "markdown",
  "name",
  "password",
  "query",
  "reason",
  "refresh_token",
  "text",
  "token",
  "topic",
  "url",
  "user",
]);

/** Local parts may hold slashes where a server follows; an id without one ends at a slash, as in a request's path. */
const ID = /[@#][^\s:"'<>]{1,200}:[A-Za-z0-9.:[\]-]+|[@!#$][^\s"'`()[\]{}<>,;/?]{2,255}/g;
const MXC = /mxc:\/\/[^\s"'<>]+/g;
const ENCODED_ID = /%(?:40|21|23|24)[^\s"'/?&<>]{2,255}/gi;
const TOKEN = /\b(?:syt|mat|mct|mcr)_[A-Za-z0-9_=-]+/g;
const QUERY = /\?[^\s"'<>]+=[^\s"'<>]*/g;

function fingerprint(id: string): string {
  return fnv1a(id).toString(36);
}

export function redact(text: string): string {
  return text
    .replace(TOKEN, "<token>")
    .replace(MXC, "<mxc>")
    .replace(QUERY, "?…")
    .replace(ENCODED_ID, (id) => `<${fingerprint(decodeSafely(id))}>`)
    .replace(ID, shorten);
}

function shorten(id: string): string {
  return `<${id[0] ?? ""}${fingerprint(decodeSafely(id))}>`;
}

function decodeSafely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function describe(detail: unknown): string {
  if (detail === undefined) return "";
  if (detail instanceof Error) return ` ${detail.stack ?? `${detail.name}: ${detail.message}`}`;
  if (typeof detail === "string") return ` ${detail}`;
  try {
    return ` ${JSON.stringify(detail, (key, value: unknown) => (PRIVATE.has(key) ? "…" : value)) ?? ""}`;
  } catch {
    return " (unprintable)";
  }
}

export interface CoreLog extends Log {
  /** The kept lines, oldest first. */
  text(): string;
}

export type Sink = (level: "error" | "info" | "debug", line: string) => void;

export function createLog(clock: Pick<Clock, "now">, sink?: Sink): CoreLog {
  const lines: string[] = [];
  function add(level: "error" | "info" | "debug", message: string, detail: unknown): void {
    const line = redact(`${message}${describe(detail)}`.slice(0, MAX_TEXT)).slice(0, MAX_LINE);
    lines.push(`${new Date(clock.now()).toISOString()} ${level} ${line}`);
    if (lines.length > CAPACITY) lines.splice(0, lines.length - CAPACITY);
    sink?.(level, line);
  }
  return {
    error: (message, detail) => add("error", message, detail),
    info: (message, detail) => add("info", message, detail),
    debug: (message, detail) => add("debug", message, detail),
    text: () => lines.join("\n"),
  };
}
