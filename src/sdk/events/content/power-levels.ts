/** `m.room.power_levels`. Levels as strings of digits were legal before room version 10 and are still met. */
import { parseUserId, type UserId } from "#api/ids.ts";
import { isObject } from "#sdk/events/envelope.ts";

export interface PowerLevels {
  readonly users: ReadonlyMap<UserId, number>;
  readonly usersDefault: number;
  readonly events: ReadonlyMap<string, number>;
  readonly eventsDefault: number;
  readonly stateDefault: number;
  readonly ban: number;
  readonly kick: number;
  readonly redact: number;
  readonly invite: number;
  readonly notifications: ReadonlyMap<string, number>;
  power(userId: UserId): number;
}

/** Reads levels with the spec's defaults; `undefined` is a room without the event. */
export function readPowerLevels(content: unknown): PowerLevels {
  const json = isObject(content) ? content : {};
  const users = new Map<UserId, number>();
  for (const [key, value] of entries(json["users"])) {
    const userId = parseUserId(key);
    const level = readLevel(value);
    if (userId && level !== undefined) users.set(userId, level);
  }
  const usersDefault = readLevel(json["users_default"]) ?? 0;
  return {
    users,
    usersDefault,
    events: readLevels(json["events"]),
    eventsDefault: readLevel(json["events_default"]) ?? 0,
    stateDefault: readLevel(json["state_default"]) ?? (isObject(content) ? 50 : 0),
    ban: readLevel(json["ban"]) ?? 50,
    kick: readLevel(json["kick"]) ?? 50,
    redact: readLevel(json["redact"]) ?? 50,
    invite: readLevel(json["invite"]) ?? 0,
    notifications: readLevels(json["notifications"]),
    power: (userId) => users.get(userId) ?? usersDefault,
  };
}

function entries(value: unknown): [string, unknown][] {
  return isObject(value) ? Object.entries(value) : [];
}

function readLevels(value: unknown): ReadonlyMap<string, number> {
  const levels = new Map<string, number>();
  for (const [key, json] of entries(value)) {
    const level = readLevel(json);
    if (level !== undefined) levels.set(key, level);
  }
  return levels;
}

function readLevel(value: unknown): number | undefined {
  if (typeof value === "number") return Number.isFinite(value) ? Math.trunc(value) : undefined;
  if (typeof value !== "string" || !/^\s*[+-]?\d{1,16}\s*$/.test(value)) return undefined;
  return Number(value);
}
