/** `m.mentions` (spec: User and room mentions). */
import { parseUserId, type UserId } from "#api/ids.ts";
import { isObject, type JsonObject } from "#sdk/events/envelope.ts";

export type Mentions =
  /** The sender's client doesn't say whom it mentions. */
  | { readonly kind: "unsaid" }
  | { readonly kind: "said"; readonly users: ReadonlySet<UserId>; readonly room: "room" | "no" };

export function readMentions(content: JsonObject): Mentions {
  const json = content["m.mentions"];
  if (!isObject(json)) return { kind: "unsaid" };
  const users = new Set<UserId>();
  const ids = json["user_ids"];
  for (const id of Array.isArray(ids) ? ids.slice(0, 1_000) : []) {
    const userId = parseUserId(id);
    if (userId) users.add(userId);
  }
  return { kind: "said", users, room: json["room"] === true ? "room" : "no" };
}
