/** Header, permissions and facts of one room, from its record and the members known so far. */
import type { RoomId, UserId } from "#api/ids.ts";
import type { Person } from "#api/people.ts";
import type { RoomAbilities, RoomView } from "#api/rooms.ts";
import type { AccountContext } from "#sdk/account/context.ts";
import { profilePerson } from "#sdk/account/profile-person.ts";
import { readCreate } from "#sdk/events/content/create.ts";
import {
  readCanonicalAlias,
  readHistoryVisibility,
  readJoinRules,
  readTombstone,
  readTopic,
} from "#sdk/events/content/room-settings.ts";
import { inviterOf, strippedState } from "#sdk/rooms/names.ts";
import { powerIn } from "#sdk/rooms/power.ts";
import type { RoomRecord } from "#sdk/rooms/room-record.ts";
import type { Members } from "#sdk/rooms/rooms.ts";
import { permalink, viaServers } from "#sdk/rooms/via.ts";
import { pushRulesOf } from "#sdk/account/push-rules.ts";
import { ownSectionsOf } from "#sdk/account/sections.ts";
import { unreadOf } from "./project/room-list/mark.ts";
import { sectionOf } from "./project/room-list/section.ts";
import { touchesRoom } from "./touches.ts";
import type { OpenValueView } from "./view.ts";

type Known = Extract<RoomView, { state: "known" }>;

const NOTHING: RoomAbilities = {
  send: "no",
  invite: "no",
  rename: "no",
  setTopic: "no",
  redactOthers: "no",
  kick: "no",
  encrypt: "no",
};

export function abilities(record: RoomRecord, me: UserId): RoomAbilities {
  if (record.membership !== "join") return NOTHING;
  const power = powerIn(record);
  const own = power.power(me);
  const may = (level: number): "yes" | "no" => (own >= level ? "yes" : "no");
  const closed = record.essential["m.room.tombstone"] !== undefined;
  return {
    send: closed ? "no" : may(power.needed("m.room.message", "message")),
    invite: may(power.levels.invite),
    rename: may(power.needed("m.room.name", "state")),
    setTopic: may(power.needed("m.room.topic", "state")),
    redactOthers: may(power.levels.redact),
    kick: may(power.levels.kick),
    encrypt: closed ? "no" : may(power.needed("m.room.encryption", "state")),
  };
}

function invitedBy(record: RoomRecord, me: UserId): Person | undefined {
  const hero = inviterOf(record, me);
  return hero && profilePerson(hero.userId, hero.name, hero.avatar);
}

export function openRoomView(
  ctx: AccountContext,
  initial: { readonly roomId: RoomId },
): OpenValueView<{ readonly roomId: RoomId }, RoomView> {
  const { rooms } = ctx;
  let { roomId } = initial;

  function placeIn(record: RoomRecord, type: "direct" | "room" | "space"): Known["place"] {
    const section = sectionOf(record, type === "direct" ? "direct" : "room", ownSectionsOf(ctx).order());
    return section === "people" || section === "rooms" || section === "invites" ? "rest" : section;
  }

  function route(record: RoomRecord, members: Members | undefined): { permalink: string; via: readonly string[] } {
    const joined = [...(members?.byId.values() ?? [])]
      .filter(({ membership }) => membership === "join")
      .map(({ userId }) => userId);
    const { power } = powerIn(record);
    const via = viaServers({ joined, power, me: rooms.me });
    const { alias } = readCanonicalAlias(record.essential["m.room.canonical_alias"]?.content);
    return { permalink: permalink(alias ?? record.roomId, undefined, via), via };
  }

  return {
    compute: async () => {
      let record = rooms.record(roomId) ?? (await rooms.readRecord?.(roomId));
      if (!record) {
        await rooms.ready;
        record = rooms.record(roomId);
      }
      if (!record || (record.membership === "leave" && record.essential["m.room.create"] === undefined)) {
        return { state: "unknown", roomId };
      }
      const members = rooms.members(roomId) ?? (await rooms.openMembers(roomId, "known"));
      const content = (type: keyof RoomRecord["essential"]) =>
        record.essential[type]?.content ?? strippedState(record, type, "")?.content;
      const encrypted = content("m.room.encryption") !== undefined;
      return {
        state: "known",
        roomId,
        type: rooms.type(record),
        name: rooms.name(record),
        avatar: rooms.avatar(record),
        topic: readTopic(content("m.room.topic")),
        alias: readCanonicalAlias(content("m.room.canonical_alias")).alias,
        membership: record.membership,
        inviter: invitedBy(record, rooms.me),
        encryption: encrypted ? "encrypted" : "plain",
        joinedCount: record.joinedCount,
        invitedCount: record.invitedCount,
        version: readCreate(record.essential["m.room.create"] ?? strippedState(record, "m.room.create", "")).version,
        joinRule: readJoinRules(content("m.room.join_rules")).rule ?? "invite",
        historyVisibility: readHistoryVisibility(content("m.room.history_visibility")) ?? "shared",
        replacement: readTombstone(record.essential["m.room.tombstone"]?.content).replacement,
        typing: rooms
          .typing(roomId)
          .filter((userId) => userId !== rooms.me)
          .map((userId) => members.person(userId)),
        can: abilities(record, rooms.me),
        ...route(record, members),
        place: placeIn(record, rooms.type(record)),
        unread: unreadOf(record, pushRulesOf(rooms).muted.has(roomId) ? "muted" : "heard"),
      };
    },
    update: (params) => {
      roomId = params.roomId;
    },
    affectedBy: (changes) => touchesRoom(changes, roomId, ["rooms", "members", "typing", "sections"]),
    close: () => undefined,
  };
}
