/**
 * Who may do what (spec: m.room.power_levels; room version 12: creators stand above all levels and are not listed).
 * Pure; memoised by the two events it reads.
 */
import type { UserId } from "#api/ids.ts";
import type { Role } from "#api/people.ts";
import { readCreate } from "#sdk/events/content/create.ts";
import { readPowerLevels, type PowerLevels } from "#sdk/events/content/power-levels.ts";
import type { MatrixEvent } from "#sdk/events/envelope.ts";
import type { RoomRecord } from "./room-record.ts";

export interface PowerLookup {
  readonly levels: PowerLevels;
  /** Users above all levels: the creators of version 12 rooms. */
  readonly creators: ReadonlySet<UserId>;
  /** Infinite for creators of version 12 rooms. */
  power(userId: UserId): number;
  role(userId: UserId): Role;
  /** Level needed to send an event of this type. */
  needed(eventType: string, kind: "message" | "state"): number;
  /** Level needed to notify, e.g. `room`. */
  notification(key: string): number;
}

const HISTORIC_CREATOR = 100;

/** Version 1–11 rooms without power levels: their creator alone stands at 100. */
function soleCreator(create: MatrixEvent | undefined, levels: MatrixEvent | undefined): string | undefined {
  if (levels || !create) return undefined;
  const named = create.content["creator"];
  return typeof named === "string" ? named : create.sender;
}

export function powerOf(create: MatrixEvent | undefined, levelsEvent: MatrixEvent | undefined): PowerLookup {
  const levels = readPowerLevels(levelsEvent?.content);
  const { creators } = readCreate(create);
  const sole = creators.size > 0 ? undefined : soleCreator(create, levelsEvent);
  const power = (userId: UserId): number => {
    if (creators.has(userId)) return Infinity;
    return userId === sole ? HISTORIC_CREATOR : levels.power(userId);
  };
  return {
    levels,
    creators,
    power,
    role: (userId) => {
      const level = power(userId);
      if (level === Infinity) return "creator";
      if (level >= 100) return "admin";
      return level >= 50 ? "moderator" : "member";
    },
    needed: (eventType, kind) => {
      const own = levels.events.get(eventType);
      if (own !== undefined) return own;
      return kind === "state" ? levels.stateDefault : levels.eventsDefault;
    },
    notification: (key) => levels.notifications.get(key) ?? 50,
  };
}

const memo = new WeakMap<RoomRecord["essential"], PowerLookup>();

export function powerIn(record: Pick<RoomRecord, "essential">): PowerLookup {
  let lookup = memo.get(record.essential);
  if (!lookup) {
    lookup = powerOf(record.essential["m.room.create"], record.essential["m.room.power_levels"]);
    memo.set(record.essential, lookup);
  }
  return lookup;
}
