/** What may be done with each message: few answers, each of them one object. */
import type { UserId } from "#api/ids.ts";
import type { MessageAbilities } from "#api/timeline.ts";
import type { MatrixEvent } from "#sdk/events/envelope.ts";
import { powerIn } from "#sdk/rooms/power.ts";
import type { RoomRecord } from "#sdk/rooms/room-record.ts";
import { isEditable } from "#sdk/send/relation-content.ts";

/** What the account may do in the room at all. */
export interface RoomPowers {
  readonly send: "yes" | "no";
  readonly react: "yes" | "no";
  readonly redactOwn: "yes" | "no";
  readonly redactOthers: "yes" | "no";
}

export const NO_ABILITIES: MessageAbilities = { reply: "no", edit: "no", react: "no", redact: "no" };

const known = new Map<string, MessageAbilities>();

function of(reply: "yes" | "no", edit: "yes" | "no", react: "yes" | "no", redact: "yes" | "no"): MessageAbilities {
  const key = `${reply} ${edit} ${react} ${redact}`;
  let abilities = known.get(key);
  if (!abilities) known.set(key, (abilities = { reply, edit, react, redact }));
  return abilities;
}

export function powersOf(record: RoomRecord | undefined, me: UserId): RoomPowers | undefined {
  if (record?.membership !== "join") return undefined;
  const lookup = powerIn(record);
  const own = lookup.power(me);
  const may = (type: string): boolean => own >= lookup.needed(type, "message");
  const open = record.essential["m.room.tombstone"] === undefined;
  const say = (yes: boolean): "yes" | "no" => (yes ? "yes" : "no");
  return {
    send: say(open && may("m.room.message")),
    react: say(open && may("m.reaction")),
    redactOwn: say(may("m.room.redaction")),
    redactOthers: say(may("m.room.redaction") && own >= lookup.levels.redact),
  };
}

export function abilitiesOf(event: MatrixEvent, me: UserId, powers: RoomPowers | undefined): MessageAbilities {
  if (!powers) return NO_ABILITIES;
  const edit = powers.send === "yes" && isEditable(event, me) ? "yes" : "no";
  return of(powers.send, edit, powers.react, event.sender === me ? powers.redactOwn : powers.redactOthers);
}
