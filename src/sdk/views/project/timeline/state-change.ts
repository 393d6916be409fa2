/**
 * A state event in terms the window can put into words. `undefined`: there is nothing to tell (a profile saved
 * unchanged). Membership goes by `state_key`, so a kick names the victim.
 */
import type { UserId } from "#api/ids.ts";
import { parseUserId } from "#api/ids.ts";
import type { Person } from "#api/people.ts";
import type { MembershipChange, StateChange } from "#api/state-change.ts";
import { readCreate } from "#sdk/events/content/create.ts";
import { readMember } from "#sdk/events/content/member.ts";
import { readPowerLevels } from "#sdk/events/content/power-levels.ts";
import {
  readCanonicalAlias,
  readGuestAccess,
  readHistoryVisibility,
  readJoinRules,
  readPinned,
  readRoomAvatar,
  readRoomName,
  readTombstone,
  readTopic,
} from "#sdk/events/content/room-settings.ts";
import type { MatrixEvent } from "#sdk/events/envelope.ts";
import { personFace } from "#sdk/rooms/faces.ts";
import type { People } from "./people.ts";

export type StateReading =
  | { readonly kind: "change"; readonly change: StateChange }
  | { readonly kind: "nothing" }
  | { readonly kind: "invalid"; readonly reason: string };

const NOTHING: StateReading = { kind: "nothing" };

function changed(change: StateChange): StateReading {
  return { kind: "change", change };
}

/** Total, as `readBody` is: a state event that breaks its reader is one bad row. */
export function readStateChange(event: MatrixEvent, people: People): StateReading {
  try {
    return readKnownChange(event, people);
  } catch (cause) {
    return { kind: "invalid", reason: `content: can't be read (${cause instanceof Error ? cause.message : "?"})` };
  }
}

function readKnownChange(event: MatrixEvent, people: People): StateReading {
  const { content, prevContent: before } = event;
  switch (event.type) {
    case "m.room.member":
      return readMembership(event, people);
    case "m.room.create":
      return changed({ kind: "created", predecessor: readCreate(event).predecessor });
    case "m.room.name":
      return moved("name", readRoomName(before), readRoomName(content));
    case "m.room.topic":
      return moved("topic", readTopic(before), readTopic(content));
    case "m.room.avatar":
      return changed({ kind: "picture", change: readRoomAvatar(content) === undefined ? "removed" : "set" });
    case "m.room.encryption":
      return changed({ kind: "encrypted" });
    case "m.room.join_rules": {
      const { rule } = readJoinRules(content);
      return rule === undefined
        ? { kind: "invalid", reason: "join_rule: expected a rule" }
        : changed({ kind: "joinRule", rule });
    }
    case "m.room.history_visibility": {
      const visibility = readHistoryVisibility(content);
      return visibility === undefined
        ? { kind: "invalid", reason: "history_visibility: expected a rule" }
        : changed({ kind: "history", visibility });
    }
    case "m.room.guest_access": {
      const access = readGuestAccess(content);
      return access === undefined
        ? { kind: "invalid", reason: "guest_access: expected a rule" }
        : changed({ kind: "guests", access });
    }
    case "m.room.canonical_alias": {
      const from = readCanonicalAlias(before).alias;
      const to = readCanonicalAlias(content).alias;
      return from === to ? changed({ kind: "other", type: event.type }) : changed({ kind: "alias", from, to });
    }
    case "m.room.power_levels":
      return readPower(event, people);
    case "m.room.pinned_events":
      return readPins(event);
    case "m.room.tombstone":
      return changed({ kind: "upgraded", replacement: readTombstone(content).replacement });
    case "m.room.server_acl":
      return changed({ kind: "serverRules" });
    case "m.space.child":
      return changed({ kind: "spaceChild", change: Array.isArray(content["via"]) ? "added" : "removed" });
    default:
      return changed({ kind: "other", type: event.type });
  }
}

function moved(kind: "name" | "topic", from: string | undefined, to: string | undefined): StateReading {
  return from === to ? NOTHING : changed({ kind, from, to });
}

function readMembership(event: MatrixEvent, people: People): StateReading {
  const userId = parseUserId(event.stateKey);
  if (!userId) return { kind: "invalid", reason: "state_key: expected a user id" };
  const to = readMember(event.content);
  if (to.membership === undefined) return { kind: "invalid", reason: "membership: expected a membership" };
  const change = membershipChange(event, userId);
  if (change === "unchanged") return NOTHING;
  const from = event.prevContent && readMember(event.prevContent);
  return changed({
    kind: "membership",
    change,
    target: targetPerson(userId, people, to.displayName ?? from?.displayName),
    from: change === "renamed" ? from?.displayName : undefined,
    to: change === "renamed" ? to.displayName : undefined,
    reason: to.reason,
  });
}

/** Somebody this device knows no name of keeps the one they had in this event. */
function targetPerson(userId: UserId, people: People, name: string | undefined): Person {
  const person = people.person(userId);
  if (name === undefined || person.name !== userId || person.avatar.kind === "pair") return person;
  return { ...person, name, avatar: personFace(userId, name, person.avatar.mxc) };
}

export function membershipChange(event: MatrixEvent, userId: UserId): MembershipChange {
  const to = readMember(event.content);
  const from = event.prevContent && readMember(event.prevContent);
  const before = from?.membership ?? "leave";
  const self = event.sender === userId;
  switch (to.membership) {
    case "join":
      if (before !== "join") return "joined";
      if (from?.displayName !== to.displayName) return "renamed";
      return from?.avatar === to.avatar ? "unchanged" : "newPicture";
    case "invite":
      return before === "invite" ? "unchanged" : "invited";
    case "knock":
      return before === "knock" ? "unchanged" : "knocked";
    case "ban":
      return before === "ban" ? "unchanged" : "banned";
    case "leave":
      if (before === "invite") return self ? "declined" : "withdrawn";
      if (before === "knock") return self ? "knockWithdrawn" : "knockDenied";
      if (before === "ban") return "unbanned";
      if (from?.membership === "leave") return "unchanged";
      return self ? "left" : "kicked";
    case undefined:
      return "unchanged";
    default:
      return to.membership satisfies never;
  }
}

function readPower(event: MatrixEvent, people: People): StateReading {
  if (!event.prevContent) return NOTHING;
  const from = readPowerLevels(event.prevContent);
  const to = readPowerLevels(event.content);
  const changes = [...new Set([...from.users.keys(), ...to.users.keys()])]
    .filter((userId) => from.power(userId) !== to.power(userId))
    .slice(0, 50)
    .map((userId) => ({ person: people.person(userId), from: from.power(userId), to: to.power(userId) }));
  return changed({ kind: "power", changes });
}

function readPins(event: MatrixEvent): StateReading {
  const from = readPinned(event.prevContent);
  const to = readPinned(event.content);
  const added = to.filter((eventId) => !from.includes(eventId));
  const removed = from.filter((eventId) => !to.includes(eventId));
  if (added.length > 0 && removed.length === 0) return changed({ kind: "pinned", pinned: added, change: "pinned" });
  if (removed.length > 0 && added.length === 0) return changed({ kind: "pinned", pinned: removed, change: "unpinned" });
  return added.length === 0 ? NOTHING : changed({ kind: "pinned", pinned: to, change: "changed" });
}
