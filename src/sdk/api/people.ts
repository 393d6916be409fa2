import type { MxcUri, RoomId, UserId } from "./ids.ts";

/** Index 0–9 of the hue of a person or a room without a picture: FNV-1a of its id, modulo ten. */
export type Hue = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;

/** What is drawn where a face or a room picture goes. */
export type Avatar =
  | {
      readonly kind: "person" | "room";
      readonly mxc: MxcUri | undefined;
      readonly hue: Hue;
      /** First letter of the name, upper case, one grapheme. */
      readonly letter: string;
    }
  /** A direct chat of several people: two faces. */
  | { readonly kind: "pair"; readonly faces: readonly [Avatar, Avatar] };

/** A person as they appear in one room (or in their profile, outside of rooms). */
export interface Person {
  readonly userId: UserId;
  /** Display name, disambiguated with the id where two members share it. */
  readonly name: string;
  readonly avatar: Avatar;
}

/** Name of a room; the window turns it into words. */
export type RoomName =
  | { readonly kind: "named"; readonly text: string }
  /** No name and no alias: named after its people (spec: Calculating the display name for a room). */
  | { readonly kind: "people"; readonly names: readonly string[]; readonly others: number }
  /** Nobody else is there (any more). */
  | { readonly kind: "empty"; readonly was: readonly string[] };

/** What a card about a person shows. */
export interface PersonCard {
  readonly person: Person;
  /** The direct chat with them that already exists. */
  readonly directRoomId: RoomId | undefined;
  readonly sharedRooms: readonly { readonly roomId: RoomId; readonly name: RoomName; readonly avatar: Avatar }[];
  readonly role: Role | undefined;
  readonly membership: Membership | undefined;
}

/** Membership of a user in a room (spec: m.room.member). */
export type Membership = "join" | "invite" | "knock" | "leave" | "ban";

/** Power in words: creators of version 12 rooms stand above all levels. */
export type Role = "creator" | "admin" | "moderator" | "member";
