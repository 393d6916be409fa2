import type { RoomView } from "#api/rooms.ts";
import { t, type MessageKey } from "#lib/i18n/t.ts";

export interface Fact {
  readonly label: string;
  readonly value: string;
}

const JOIN_RULES: Readonly<Record<string, MessageKey>> = {
  public: "room.joinRule.public",
  invite: "room.joinRule.invite",
  knock: "room.joinRule.knock",
  restricted: "room.joinRule.restricted",
  knock_restricted: "room.joinRule.restricted",
};

const HISTORY: Readonly<Record<string, MessageKey>> = {
  world_readable: "room.history.world",
  shared: "room.history.shared",
  invited: "room.history.invited",
  joined: "room.history.joined",
};

function worded(words: Readonly<Record<string, MessageKey>>, value: string): string {
  const key = Object.hasOwn(words, value) ? words[value] : undefined;
  return key ? t(key) : value;
}

/** What the room is, in words. */
export function roomFacts(room: Extract<RoomView, { state: "known" }>): readonly Fact[] {
  return [
    { label: t("room.fact.members"), value: t("room.members", { count: room.joinedCount }) },
    {
      label: t("room.fact.encryption"),
      value: room.encryption === "encrypted" ? t("room.encrypted") : t("room.notEncrypted"),
    },
    { label: t("room.fact.join"), value: worded(JOIN_RULES, room.joinRule) },
    { label: t("room.fact.history"), value: worded(HISTORY, room.historyVisibility) },
    ...(room.alias === undefined ? [] : [{ label: t("room.fact.address"), value: room.alias }]),
    { label: t("room.fact.version"), value: room.version },
    { label: t("room.fact.id"), value: room.roomId },
  ];
}
