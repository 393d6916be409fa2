/** Name, picture and kind of a room as shown (spec: Calculating the display name for a room). Pure. */
import { parseRoomAlias, parseUserId, type RoomAlias, type UserId } from "#api/ids.ts";
import type { Avatar, RoomName } from "#api/people.ts";
import { asString, type JsonObject, type StrippedEvent } from "#sdk/events/envelope.ts";
import { personFace, roomFace } from "./faces.ts";
import type { EssentialType, Hero, RoomRecord } from "./room-record.ts";

const MAX_NAME = 500;

/** A display name worth showing: one line, not empty, not endless. */
export function cleanName(value: unknown): string | undefined {
  if (typeof value !== "string") return undefined;
  const text = value
    .slice(0, MAX_NAME)
    .replace(/[\s\p{Cc}]+/gu, " ")
    .trim();
  return text === "" ? undefined : text;
}

/** Content of an essential state event, from full state or from an invite's stripped one. */
export function essentialContent(record: RoomRecord, type: EssentialType): JsonObject | undefined {
  return record.essential[type]?.content ?? strippedState(record, type, "")?.content;
}

export function strippedState(record: RoomRecord, type: string, stateKey: string): StrippedEvent | undefined {
  return record.stripped.find((event) => event.type === type && event.stateKey === stateKey);
}

export function canonicalAlias(record: RoomRecord): RoomAlias | undefined {
  return parseRoomAlias(essentialContent(record, "m.room.canonical_alias")?.["alias"]);
}

/** Who invited us, from the stripped own member event. */
export function inviterOf(record: RoomRecord, me: UserId): Hero | undefined {
  if (record.membership !== "invite") return undefined;
  const sender = strippedState(record, "m.room.member", me)?.sender;
  if (sender === undefined) return undefined;
  const member = strippedState(record, "m.room.member", sender)?.content;
  return { userId: sender, name: cleanName(member?.["displayname"]), avatar: asString(member?.["avatar_url"]) };
}

/** Those the room is named after when it has no name. */
export function heroesOf(record: RoomRecord, me: UserId): readonly Hero[] {
  const heroes = record.heroes.filter((hero) => hero.userId !== me);
  if (heroes.length > 0) return heroes;
  const inviter = inviterOf(record, me);
  if (inviter) return [inviter];
  return record.directWith
    .filter((userId) => userId !== me)
    .map((userId) => ({ userId, name: undefined, avatar: undefined }));
}

/** Names told apart: two who share one get their ids added. */
export function distinctNames(people: readonly Hero[]): readonly string[] {
  const plain = people.map((hero) => cleanName(hero.name) ?? hero.userId);
  return people.map((hero, index) => {
    const name = plain[index] ?? hero.userId;
    return plain.filter((other) => other === name).length > 1 && name !== hero.userId
      ? `${name} (${hero.userId})`
      : name;
  });
}

export function roomName(record: RoomRecord, me: UserId): RoomName {
  const name = cleanName(essentialContent(record, "m.room.name")?.["name"]) ?? canonicalAlias(record);
  if (name !== undefined) return { kind: "named", text: name };
  const names = distinctNames(heroesOf(record, me));
  const people = record.joinedCount + record.invitedCount;
  if (record.membership === "join" && people <= 1) return { kind: "empty", was: names };
  if (names.length === 0) return { kind: "empty", was: [] };
  return { kind: "people", names, others: record.membership === "join" ? Math.max(0, people - 1 - names.length) : 0 };
}

export function roomType(record: RoomRecord, me: UserId): "direct" | "room" | "space" {
  if (essentialContent(record, "m.room.create")?.["type"] === "m.space") return "space";
  if (record.directWith.length > 0) return "direct";
  const invite = record.membership === "invite" ? strippedState(record, "m.room.member", me) : undefined;
  return invite?.content["is_direct"] === true ? "direct" : "room";
}

/** The one name that gives a room its letter. */
export function nameText(name: RoomName): string {
  switch (name.kind) {
    case "named":
      return name.text;
    case "people":
      return name.names[0] ?? "";
    case "empty":
      return name.was[0] ?? "";
    default:
      return name satisfies never;
  }
}

export function roomAvatar(record: RoomRecord, me: UserId): Avatar {
  const url = essentialContent(record, "m.room.avatar")?.["url"];
  const own = roomFace(record.roomId, nameText(roomName(record, me)), url);
  if (own.kind !== "pair" && own.mxc !== undefined) return own;
  if (roomType(record, me) !== "direct") return own;
  const [first, second] = heroesOf(record, me).filter((hero) => parseUserId(hero.userId) !== undefined);
  if (!first) return own;
  const face = personFace(first.userId, cleanName(first.name), first.avatar);
  return second
    ? { kind: "pair", faces: [face, personFace(second.userId, cleanName(second.name), second.avatar)] }
    : face;
}
