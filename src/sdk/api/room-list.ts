import type { SdkError } from "./errors.ts";
import type { RoomId, UserId } from "./ids.ts";
import type { Avatar, Person, RoomName } from "./people.ts";
import type { StateChange } from "./state-change.ts";

/** The sections every list has, top to bottom; those of the user's own stand below the favourites. */
export type BuiltInSection = "invites" | "favourites" | "people" | "rooms" | "lowPriority";
export const BUILT_IN_SECTIONS: readonly BuiltInSection[] = ["invites", "favourites", "people", "rooms", "lowPriority"];
/** A section of the user's own is the tag its rooms carry (spec: Room Tagging, `u.`); its name is what follows `u.`. */
export type UserSection = `u.${string}`;
export type Section = BuiltInSection | UserSection;

export function isUserSection(section: string): section is UserSection {
  return section.startsWith("u.") && section.length > 2;
}

/** Reads a section that came from disk. */
export function parseSection(text: unknown): Section | undefined {
  if (typeof text !== "string") return undefined;
  return isUserSection(text) ? text : BUILT_IN_SECTIONS.find((section) => section === text);
}

/** What a section of the user's own is called. */
export function userSectionName(section: UserSection): string {
  return section.slice(2);
}

/** Letters a name of a section may have; a tag is at most 255 bytes. */
export const LONGEST_SECTION_NAME = 60;

/** The section that is called so; `undefined` for a name of nothing. */
export function userSectionNamed(name: string): UserSection | undefined {
  const text = name.replaceAll(/[\s\p{Cc}]+/gu, " ").trim();
  return text === "" ? undefined : `u.${[...text].slice(0, LONGEST_SECTION_NAME).join("")}`;
}

/**
 * How a section is ordered. `manual` (by the order of the tag, then activity) is for favourites and sections of the
 * user's own, and their default.
 */
export type SectionSort = "manual" | "activity" | "unread" | "name";
/** Rows a section shows before "Show more". */
export type SectionLimit = 10 | 25 | "all";

/** Tags that decide the section of a room (spec: Room Tagging). */
export type PlaceTag = "m.favourite" | "m.lowpriority" | UserSection;

/** The one mark of a row. Counts where the receipt lies before loaded history are lower bounds ("3+"). */
export type Mark =
  | { readonly kind: "none" }
  /** Something happened that does not notify. */
  | { readonly kind: "activity" }
  | {
      readonly kind: "count";
      readonly count: number;
      readonly bound: "exact" | "atLeast";
      /** Who it is for: `room` neutral, `direct` and `mention` marigold. */
      readonly whom: "room" | "direct" | "mention";
    }
  | { readonly kind: "muted" }
  | { readonly kind: "failed" };

export type PreviewBody =
  | { readonly kind: "text" | "emote" | "notice"; readonly text: string }
  | {
      readonly kind: "image" | "video" | "audio" | "voice" | "file" | "sticker" | "location" | "poll";
      readonly text: string;
    }
  | { readonly kind: "encrypted" }
  | { readonly kind: "redacted" }
  | { readonly kind: "state"; readonly change: StateChange }
  | { readonly kind: "unknown" };

export type Preview =
  | { readonly kind: "none" }
  | {
      readonly kind: "message";
      readonly from: "me" | "other";
      /** Name of the sender, shortened to the first word. */
      readonly name: string;
      readonly body: PreviewBody;
    }
  | { readonly kind: "typing"; readonly names: readonly string[] }
  | { readonly kind: "draft"; readonly text: string }
  | { readonly kind: "failed"; readonly text: string }
  /** Somebody removed or banned the user; the row stays until it is dismissed. */
  | {
      readonly kind: "removed";
      readonly how: "kicked" | "banned";
      /** Short name of whoever did it. */
      readonly by: string;
      readonly reason: string | undefined;
    };

/** Where a room stands, and what can be done about it there. */
export interface RoomPlace {
  readonly section: Section;
  /** `middle`: it can go both ways; `fixed`: its section is not ordered by hand. */
  readonly standing: "first" | "middle" | "last" | "only" | "fixed";
  /** All sections of the user's own, top to bottom. */
  readonly sections: readonly UserSection[];
}

/** A change shown at once that the server refused later, when nobody waited for its answer. */
export interface Refusal {
  /** Grows. */
  readonly id: number;
  readonly roomId: RoomId;
  readonly name: RoomName;
  readonly what: "place" | "mark";
  readonly error: SdkError;
}

/** What a deleted section was: enough to bring it back. */
export interface DeletedSection {
  readonly section: UserSection;
  /** Its place among the others. */
  readonly order: number;
  readonly rooms: readonly { readonly roomId: RoomId; readonly order: number | undefined }[];
}

export type RoomListItem =
  | {
      readonly kind: "section";
      /** `section:<name>` */
      readonly key: string;
      readonly section: Section;
      /** Conversations in the section, collapsed or not. */
      readonly total: number;
      /** Rows of the list that follow and belong to it: none while collapsed, fewer than `total` while cut off. */
      readonly rows: number;
      readonly sort: SectionSort;
      readonly limit: SectionLimit;
      readonly state: "open" | "collapsed";
      /** Sum of the section's marks, shown while it is collapsed. */
      readonly mark: Mark;
    }
  | {
      /** The end of a section that is longer than its limit. */
      readonly kind: "more";
      /** `more:<section>` */
      readonly key: string;
      readonly section: Section;
      /** Conversations that are not shown; 0 where all are and fewer could be. */
      readonly hidden: number;
      /** Sum of their marks. */
      readonly mark: Mark;
      readonly state: "cut" | "expanded";
    }
  | {
      readonly kind: "room";
      /** The room id. */
      readonly key: string;
      readonly roomId: RoomId;
      readonly section: Section;
      readonly type: "direct" | "room";
      readonly name: RoomName;
      readonly avatar: Avatar;
      readonly preview: Preview;
      /** Milliseconds since the epoch of the last message. */
      readonly ts: number | undefined;
      readonly mark: Mark;
      readonly unread: "read" | "unread";
      /** `aria-posinset` and `aria-setsize` within the section. */
      readonly position: number;
      readonly size: number;
    }
  | {
      readonly kind: "invite";
      readonly key: string;
      readonly roomId: RoomId;
      readonly section: "invites";
      readonly type: "direct" | "room";
      readonly name: RoomName;
      readonly avatar: Avatar;
      readonly inviter: Person | undefined;
      readonly inviterId: UserId | undefined;
      readonly position: number;
      readonly size: number;
    };

declare module "./contract.ts" {
  interface Commands {
    /** A new section, below the others, with these rooms in it. Errors: `invalid` `name` (`empty`; `malformed`: taken). */
    "roomList.createSection": {
      readonly args: { readonly name: string; readonly rooms: readonly RoomId[] };
      readonly result: { readonly section: UserSection };
    };
    /** Tags all rooms of the section anew. Errors as for `createSection`. */
    "roomList.renameSection": {
      readonly args: { readonly section: UserSection; readonly name: string };
      readonly result: { readonly section: UserSection };
    };
    /** One place up or down among the sections of the user's own. */
    "roomList.stepSection": {
      readonly args: { readonly section: UserSection; readonly step: "up" | "down" };
      readonly result: "moved" | "edge";
    };
    /** Its rooms go back to where they came from. */
    "roomList.deleteSection": { readonly args: { readonly section: UserSection }; readonly result: DeletedSection };
    /** Undoes `deleteSection`. */
    "roomList.restoreSection": { readonly args: DeletedSection; readonly result: undefined };
    /** Takes a room the user was removed from out of the list; the server forgets it too. */
    "roomList.dismiss": { readonly args: { readonly roomId: RoomId }; readonly result: undefined };
    /** Refusals up to this id have been said. */
    "roomList.heardRefusals": { readonly args: { readonly upTo: number }; readonly result: undefined };
    /** A room was looked at, or a person chosen: the palette ranks by that. */
    "jump.used": { readonly args: { readonly id: RoomId | UserId }; readonly result: undefined };
  }
  interface ValueViews {
    /** `undefined` for a room that is not in the list. */
    roomPlace: { readonly params: { readonly roomId: RoomId }; readonly value: RoomPlace | undefined };
    /** The sections of the user's own, top to bottom, those without rooms too. */
    sections: { readonly params: Readonly<Record<never, never>>; readonly value: readonly UserSection[] };
    refusals: { readonly params: Readonly<Record<never, never>>; readonly value: readonly Refusal[] };
  }
}
