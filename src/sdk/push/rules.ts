/**
 * The account's push rules (`m.push_rules`), compiled once into a flat list in order of evaluation. Whatever this
 * version of the client doesn't understand never matches: an unknown condition makes its rule inert, an unknown kind of
 * rule is left out. Broken rules are dropped one by one; the rest stays in force.
 */
import { asString, isObject, type JsonObject } from "#sdk/events/envelope.ts";
import { parseCondition, type Condition } from "./condition.ts";
import { DEFAULT_RULES } from "./default-rules.ts";
import { compileGlob } from "./glob.ts";

export const RULE_KINDS = ["override", "content", "room", "sender", "underride"] as const;
export type RuleKind = (typeof RULE_KINDS)[number];

export interface PushRule {
  readonly id: string;
  readonly kind: RuleKind;
  readonly conditions: readonly Condition[];
  readonly outcome: "highlight" | "notify" | "silent";
  readonly sound: string | undefined;
}

export interface PushRules {
  /** Enabled rules in order of evaluation: the first that matches decides. */
  readonly rules: readonly PushRule[];
  /** Rooms silenced altogether, mentions included (an override rule for the room without `notify`). */
  readonly muted: ReadonlySet<string>;
  /** Words the account wants to be called by (its own content rules that highlight). */
  readonly keywords: readonly string[];
}

const compiled = new WeakMap<JsonObject, PushRules>();

/** Reads the content of `m.push_rules`; the spec's defaults where the account has none. Compiles the same object once. */
export function parsePushRules(json: unknown): PushRules {
  const global = isObject(json) && isObject(json["global"]) ? json["global"] : DEFAULT_RULES;
  const known = compiled.get(global);
  if (known) return known;
  const rules = compile(global);
  compiled.set(global, rules);
  return rules;
}

function compile(global: JsonObject): PushRules {
  const rules: PushRule[] = [];
  const muted = new Set<string>();
  const keywords: string[] = [];
  for (const kind of RULE_KINDS) {
    const list = global[kind];
    if (!Array.isArray(list)) continue;
    for (const json of list) {
      const rule = parseRule(kind, json);
      if (!rule) continue;
      rules.push(rule);
      const room = mutedRoom(rule, json);
      if (room !== undefined) muted.add(room);
      const keyword = isObject(json) && json["default"] !== true ? asString(json["pattern"]) : undefined;
      if (kind === "content" && rule.outcome === "highlight" && keyword !== undefined) keywords.push(keyword);
    }
  }
  return { rules, muted, keywords };
}

function parseRule(kind: RuleKind, json: unknown): PushRule | undefined {
  if (!isObject(json) || json["enabled"] === false) return undefined;
  const id = asString(json["rule_id"]);
  const conditions = parseConditions(kind, json, id);
  if (id === undefined || conditions === undefined) return undefined;
  return { id, kind, conditions, ...parseActions(json["actions"]) };
}

function parseConditions(kind: RuleKind, json: JsonObject, id: string | undefined): readonly Condition[] | undefined {
  switch (kind) {
    case "override":
    case "underride": {
      const list = json["conditions"];
      if (list === undefined || list === null) return [];
      return Array.isArray(list) ? list.map(parseCondition) : undefined;
    }
    case "content": {
      const pattern = asString(json["pattern"]);
      if (id === ".m.rule.contains_user_name" && json["default"] === true) return [{ kind: "namesMyLocalpart" }];
      return pattern === undefined || pattern === ""
        ? undefined
        : [{ kind: "match", path: ["content", "body"], glob: compileGlob(pattern), scope: "word" }];
    }
    case "room":
      return id === undefined ? undefined : [{ kind: "is", path: ["room_id"], value: id }];
    case "sender":
      return id === undefined ? undefined : [{ kind: "is", path: ["sender"], value: id }];
    default:
      return kind satisfies never;
  }
}

function parseActions(json: unknown): Pick<PushRule, "outcome" | "sound"> {
  let notify = false;
  let highlight = false;
  let sound: string | undefined;
  for (const action of Array.isArray(json) ? json : []) {
    // `coalesce` is a notification that could wait; `dont_notify` was the word for an empty list. Both are history.
    if (action === "notify" || action === "coalesce") notify = true;
    if (!isObject(action)) continue;
    if (action["set_tweak"] === "highlight") highlight = action["value"] !== false;
    if (action["set_tweak"] === "sound") sound = asString(action["value"]);
  }
  if (!notify) return { outcome: "silent", sound: undefined };
  return { outcome: highlight ? "highlight" : "notify", sound };
}

function mutedRoom(rule: PushRule, json: unknown): string | undefined {
  if (rule.kind !== "override" || rule.outcome !== "silent" || rule.conditions.length !== 1) return undefined;
  const conditions = isObject(json) ? json["conditions"] : undefined;
  const only: unknown = Array.isArray(conditions) ? conditions[0] : undefined;
  if (!isObject(only) || only["key"] !== "room_id") return undefined;
  return asString(only["pattern"]) ?? asString(only["value"]);
}
