/**
 * Conditions of push rules (spec 1.15: Push rules, Conditions for push rules). A condition that can't be read is
 * `never`: its rule doesn't match.
 */
import { isObject, asString, type JsonObject, type MatrixEvent } from "#sdk/events/envelope.ts";
import { localpartOf } from "#api/ids.ts";
import { findWord } from "#sdk/events/word.ts";
import { compileGlob, matchesWhole, matchesWord, type Glob } from "./glob.ts";
import type { PushRoom } from "./push-room.ts";

type Scalar = string | number | boolean | null;

export type Condition =
  | { readonly kind: "match"; readonly path: readonly string[]; readonly glob: Glob; readonly scope: "whole" | "word" }
  | { readonly kind: "is"; readonly path: readonly string[]; readonly value: Scalar }
  | { readonly kind: "contains"; readonly path: readonly string[]; readonly value: Scalar }
  | { readonly kind: "displayName" }
  | { readonly kind: "memberCount"; readonly compare: "==" | "<" | ">" | "<=" | ">="; readonly count: number }
  | { readonly kind: "senderPower"; readonly key: string }
  /** Stand for the account's own id in the default rules. */
  | { readonly kind: "mentionsMe" }
  | { readonly kind: "aboutMe" }
  | { readonly kind: "namesMyLocalpart" }
  | { readonly kind: "never" };

const NEVER: Condition = { kind: "never" };

export function parseCondition(json: unknown): Condition {
  if (!isObject(json)) return NEVER;
  switch (json["kind"]) {
    case "event_match": {
      const path = parsePath(json["key"]);
      const pattern = asString(json["pattern"]);
      if (!path || pattern === undefined) return NEVER;
      const body = path.length === 2 && path[0] === "content" && path[1] === "body";
      return { kind: "match", path, glob: compileGlob(pattern), scope: body ? "word" : "whole" };
    }
    case "event_property_is":
    case "event_property_contains": {
      const path = parsePath(json["key"]);
      const value = json["value"];
      if (!path || !isScalar(value)) return NEVER;
      return { kind: json["kind"] === "event_property_is" ? "is" : "contains", path, value };
    }
    case "contains_display_name":
      return { kind: "displayName" };
    case "room_member_count":
      return parseMemberCount(json["is"]);
    case "sender_notification_permission": {
      const key = asString(json["key"]);
      return key === undefined ? NEVER : { kind: "senderPower", key };
    }
    case "hubbub.mentions_me":
      return { kind: "mentionsMe" };
    case "hubbub.about_me":
      return { kind: "aboutMe" };
    default:
      return NEVER;
  }
}

function parseMemberCount(json: unknown): Condition {
  const match = /^(==|<=|>=|<|>)?(\d{1,9})$/.exec(asString(json) ?? "");
  if (!match) return NEVER;
  const compare = match[1];
  const count = Number(match[2]);
  switch (compare) {
    case "<":
    case ">":
    case "<=":
    case ">=":
      return { kind: "memberCount", compare, count };
    default:
      return { kind: "memberCount", compare: "==", count };
  }
}

/** Splits a dotted key; `\.` and `\\` escape (spec: Dot-separated property paths). */
function parsePath(json: unknown): readonly string[] | undefined {
  if (typeof json !== "string" || json === "" || json.length > 255) return undefined;
  const path: string[] = [];
  let part = "";
  for (let at = 0; at < json.length; at += 1) {
    const character = json[at];
    const following = json[at + 1];
    if (character === "\\" && (following === "." || following === "\\")) {
      part += following;
      at += 1;
    } else if (character === ".") {
      path.push(part);
      part = "";
    } else part += character;
  }
  path.push(part);
  return path;
}

function isScalar(value: unknown): value is Scalar {
  return value === null || typeof value === "string" || typeof value === "boolean" || Number.isInteger(value);
}

export function matches(condition: Condition, event: MatrixEvent, room: PushRoom): boolean {
  switch (condition.kind) {
    case "match": {
      const value = lookUp(condition.path, event, room);
      if (typeof value !== "string") return false;
      return condition.scope === "word" ? matchesWord(condition.glob, value) : matchesWhole(condition.glob, value);
    }
    case "is":
      return lookUp(condition.path, event, room) === condition.value;
    case "contains": {
      const list = lookUp(condition.path, event, room);
      return Array.isArray(list) && list.includes(condition.value);
    }
    case "displayName":
      return room.displayName !== undefined && bodyHasWord(event, room.displayName);
    case "memberCount":
      return compares(room.memberCount, condition.compare, condition.count);
    case "senderPower":
      return room.power(event.sender) >= room.notificationLevel(condition.key);
    case "mentionsMe": {
      const mentions = event.content["m.mentions"];
      const ids = isObject(mentions) ? mentions["user_ids"] : undefined;
      return Array.isArray(ids) && ids.includes(room.me);
    }
    case "aboutMe":
      return event.stateKey === room.me;
    case "namesMyLocalpart":
      return bodyHasWord(event, localpartOf(room.me));
    case "never":
      return false;
    default:
      return condition satisfies never;
  }
}

function bodyHasWord(event: MatrixEvent, word: string): boolean {
  const body = event.content["body"];
  return typeof body === "string" && findWord(body.slice(0, 65_536).toLowerCase(), word.toLowerCase(), 0) !== undefined;
}

function compares(left: number, compare: "==" | "<" | ">" | "<=" | ">=", right: number): boolean {
  switch (compare) {
    case "==":
      return left === right;
    case "<":
      return left < right;
    case ">":
      return left > right;
    case "<=":
      return left <= right;
    case ">=":
      return left >= right;
    default:
      return compare satisfies never;
  }
}

function lookUp(path: readonly string[], event: MatrixEvent, room: PushRoom): unknown {
  const [first, ...rest] = path;
  if (first === "content") return descend(event.content, rest);
  if (rest.length > 0) return undefined;
  switch (first) {
    case "type":
      return event.type;
    case "sender":
      return event.sender;
    case "room_id":
      return room.roomId;
    case "state_key":
      return event.stateKey;
    case "event_id":
      return event.eventId;
    default:
      return undefined;
  }
}

function descend(from: JsonObject, path: readonly string[]): unknown {
  let value: unknown = from;
  for (const key of path) {
    if (!isObject(value) || !Object.hasOwn(value, key)) return undefined;
    value = value[key];
  }
  return value;
}
