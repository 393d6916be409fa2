/** Unread counts of a room, from its newest events, the own receipts and the push rules. */
import type { UserId } from "#api/ids.ts";
import { structuralEqual } from "#lib/structural-equal.ts";
import type { JsonObject } from "#sdk/events/envelope.ts";
import { pushRoomOf } from "#sdk/push/push-room.ts";
import { parsePushRules, type PushRules } from "#sdk/push/rules.ts";
import { computeUnread } from "#sdk/push/unread.ts";
import type { Recount } from "#sdk/rooms/draft.ts";
import { NOTHING_UNREAD } from "#sdk/rooms/room-record.ts";

export interface RecountDeps {
  readonly me: UserId;
  readonly pushRules: () => JsonObject | undefined;
  readonly ignored: () => ReadonlySet<UserId>;
}

export function createRecount({ me, pushRules, ignored }: RecountDeps): Recount {
  let rules: { readonly from: JsonObject | undefined; readonly parsed: PushRules } | undefined;

  function currentRules(): PushRules {
    const from = pushRules();
    if (!rules || rules.from !== from) rules = { from, parsed: parsePushRules(from) };
    return rules.parsed;
  }

  return (record, newest) => {
    const { unread } =
      record.membership === "join"
        ? computeUnread({
            me,
            events: newest.events,
            reaches: newest.before.kind === "start" ? "start" : "gap",
            receipts: record.receipts,
            rules: currentRules(),
            room: pushRoomOf(record, me, ignored()),
            previous: record.unread,
          })
        : { unread: NOTHING_UNREAD };
    return structuralEqual(unread, record.unread) ? record : { ...record, unread };
  };
}
