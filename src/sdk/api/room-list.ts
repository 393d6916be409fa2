import type { RoomId, UserId } from "./ids.ts";
import type { Avatar, Person, RoomName } from "./people.ts";
import type { StateChange } from "./state-change.ts";

/** The sections of the list, top to bottom. */
export type Section = "invites" | "favourites" | "people" | "rooms" | "lowPriority";
export const SECTIONS: readonly Section[] = ["invites", "favourites", "people", "rooms", "lowPriority"];

/** How a section is ordered. `manual` (by `m.tag.order`, then activity) is for favourites alone, and their default. */
export type SectionSort = "manual" | "activity" | "unread" | "name";
/** Rows a section shows before "Show more". */
export type SectionLimit = 10 | 25 | "all";

/** Tags that decide the section of a room (spec: Room Tagging). */
export type PlaceTag = "m.favourite" | "m.lowpriority";

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
  | { readonly kind: "failed"; readonly text: string };

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
