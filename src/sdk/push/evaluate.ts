/**
 * What the account's push rules say about one event. Own events and edits are always silent: neither is something new
 * to read. Senders the account ignores are silent too (spec: Ignoring users).
 */
import { isObject, type MatrixEvent } from "#sdk/events/envelope.ts";
import { matches } from "./condition.ts";
import type { PushRoom } from "./push-room.ts";
import type { PushRules } from "./rules.ts";

export type Outcome = "highlight" | "notify" | "silent";

export interface Verdict {
  readonly outcome: Outcome;
  /** The rule that decided; undefined if none matched. */
  readonly rule: string | undefined;
  readonly sound: string | undefined;
}

/** Not to be asked when the event says itself whom it mentions (spec: m.mentions). */
const GUESSING_RULES: ReadonlySet<string> = new Set([
  ".m.rule.contains_display_name",
  ".m.rule.contains_user_name",
  ".m.rule.roomnotif",
]);

const NOBODY: Verdict = { outcome: "silent", rule: undefined, sound: undefined };

export function evaluate(event: MatrixEvent, rules: PushRules, room: PushRoom): Verdict {
  if (event.sender === room.me || room.ignored.has(event.sender)) return NOBODY;
  if (isEdit(event)) return { outcome: "silent", rule: ".m.rule.suppress_edits", sound: undefined };
  const saysMentions = event.content["m.mentions"] !== undefined;
  for (const rule of rules.rules) {
    if (saysMentions && GUESSING_RULES.has(rule.id)) continue;
    if (rule.conditions.every((condition) => matches(condition, event, room))) {
      return { outcome: rule.outcome, rule: rule.id, sound: rule.sound };
    }
  }
  return NOBODY;
}

export function isEdit(event: MatrixEvent): boolean {
  const relation = event.content["m.relates_to"];
  return event.stateKey === undefined && isObject(relation) && relation["rel_type"] === "m.replace";
}
