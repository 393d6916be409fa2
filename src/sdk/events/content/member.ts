/** `m.room.member`. */
import { parseMxc, type MxcUri } from "#api/ids.ts";
import type { Membership } from "#api/people.ts";
import type { JsonObject } from "#sdk/events/envelope.ts";
import { readName, readReason } from "./text.ts";

export interface MemberContent {
  /** Undefined where the event says nothing that makes sense. */
  readonly membership: Membership | undefined;
  readonly displayName: string | undefined;
  readonly avatar: MxcUri | undefined;
  readonly reason: string | undefined;
  readonly direct: "direct" | "room";
}

export function readMember(content: JsonObject): MemberContent {
  return {
    membership: readMembership(content["membership"]),
    displayName: readName(content["displayname"]),
    avatar: parseMxc(content["avatar_url"]),
    reason: readReason(content["reason"]),
    direct: content["is_direct"] === true ? "direct" : "room",
  };
}

export function readMembership(value: unknown): Membership | undefined {
  switch (value) {
    case "join":
    case "invite":
    case "knock":
    case "leave":
    case "ban":
      return value;
    default:
      return undefined;
  }
}
