import { localpartOf } from "#api/ids.ts";
import type { JsonObject, MatrixEvent } from "#sdk/events/envelope.ts";
import { evaluate } from "#sdk/push/evaluate.ts";
import { pushRoomOf } from "#sdk/push/push-room.ts";
import { parsePushRules, type PushRules } from "#sdk/push/rules.ts";
import type { RoomRecord } from "#sdk/rooms/room-record.ts";
import type { Rooms } from "#sdk/rooms/rooms.ts";

const parsed = new WeakMap<JsonObject, PushRules>();
const DEFAULTS = parsePushRules(undefined);

/** The account's push rules, compiled once per version of them. */
export function pushRulesOf(rooms: Rooms): PushRules {
  const content = rooms.accountData("m.push_rules");
  if (!content) return DEFAULTS;
  const known = parsed.get(content);
  if (known) return known;
  const made = parsePushRules(content);
  parsed.set(content, made);
  return made;
}

export interface Highlighter {
  /** Whether the rules highlight an event. */
  readonly highlight: (event: MatrixEvent) => boolean;
  /** Words that call the account, lower case. */
  readonly words: readonly string[];
}

const NOBODY: Highlighter = { highlight: () => false, words: [] };

/** Makes highlighters that stay the same object until rules, own name or powers change, so that rows can be remembered by it. */
export function createHighlighters(rooms: Rooms): (record: RoomRecord | undefined) => Highlighter {
  let last: { readonly inputs: readonly unknown[]; readonly made: Highlighter } | undefined;
  return (record) => {
    if (!record) return NOBODY;
    const rules = pushRulesOf(rooms);
    const { essential, ownMember, joinedCount } = record;
    const inputs = [
      rules,
      essential["m.room.power_levels"],
      essential["m.room.create"],
      ownMember,
      joinedCount,
      rooms.ignored(),
    ];
    if (last && inputs.every((input, index) => input === last?.inputs[index])) return last.made;
    const room = pushRoomOf(record, rooms.me, rooms.ignored());
    const made: Highlighter = {
      highlight: (event) => event.sender !== rooms.me && evaluate(event, rules, room).outcome === "highlight",
      words: [room.displayName ?? "", localpartOf(rooms.me), ...rules.keywords]
        .filter((word) => word !== "")
        .map((word) => word.toLowerCase()),
    };
    last = { inputs, made };
    return made;
  };
}
