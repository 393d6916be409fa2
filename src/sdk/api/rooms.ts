import type { EventId, RoomAlias, RoomId, UserId } from "./ids.ts";
import type { Avatar, Membership, Person, PersonCard, Role, RoomName } from "./people.ts";
import type { PlaceTag, RoomListItem, Section, SectionLimit, SectionSort, UserSection } from "./room-list.ts";

/** Header, permissions and facts of one room. */
export type RoomView =
  | { readonly state: "unknown"; readonly roomId: RoomId }
  | {
      readonly state: "known";
      readonly roomId: RoomId;
      readonly type: "direct" | "room" | "space";
      readonly name: RoomName;
      readonly avatar: Avatar;
      readonly topic: string | undefined;
      readonly alias: RoomAlias | undefined;
      readonly membership: Membership;
      readonly inviter: Person | undefined;
      readonly encryption: "encrypted" | "plain";
      readonly joinedCount: number;
      readonly invitedCount: number;
      readonly version: string;
      readonly joinRule: string;
      readonly historyVisibility: string;
      readonly replacement: RoomId | undefined;
      /** Others who are typing, in the order they began. */
      readonly typing: readonly Person[];
      readonly can: RoomAbilities;
      readonly permalink: string;
      /** Servers through which others find the room: what a link to a message in it carries. At most three. */
      readonly via: readonly string[];
      /** Where it stands in the list, for its menu. */
      readonly place: "favourites" | "lowPriority" | "rest" | UserSection;
      readonly unread: "read" | "unread";
    };

/** What the account's server wishes of new private rooms and direct chats. */
export interface EncryptionWishes {
  readonly initial: "encrypted" | "plain";
  /** `fixed`: nobody is asked. */
  readonly choice: "free" | "fixed";
}

/** `told`: the server has it. `kept`: it is on disk and shown, and goes out when the server is back. */
export interface Asked {
  readonly outcome: "told" | "kept";
}

/** What the signed-in user may do here (spec: m.room.power_levels; creators of version 12 rooms may do everything). */
export interface RoomAbilities {
  readonly send: "yes" | "no";
  readonly invite: "yes" | "no";
  readonly rename: "yes" | "no";
  readonly setTopic: "yes" | "no";
  readonly redactOthers: "yes" | "no";
  readonly kick: "yes" | "no";
  /** Switch encryption on. */
  readonly encrypt: "yes" | "no";
}

export type MemberItem =
  | { readonly kind: "group"; readonly key: string; readonly group: Role | "invited"; readonly total: number }
  | {
      readonly kind: "member";
      readonly key: string;
      readonly person: Person;
      readonly membership: "join" | "invite";
      readonly role: Role;
      readonly self: "me" | "other";
    };

/** What can be known about a room before joining it (MSC3266, `GET /room_summary`). */
export interface RoomPreview {
  readonly roomId: RoomId;
  readonly name: RoomName;
  readonly avatar: Avatar;
  readonly topic: string | undefined;
  readonly alias: RoomAlias | undefined;
  readonly joinedCount: number | undefined;
  readonly joinRule: string | undefined;
  readonly membership: Membership | undefined;
  readonly via: readonly string[];
}

/** One row of the palette or of a people search. */
export type JumpItem =
  | {
      readonly kind: "room";
      readonly roomId: RoomId;
      readonly type: "direct" | "room";
      readonly name: RoomName;
      readonly avatar: Avatar;
      readonly unread: "read" | "unread";
    }
  | { readonly kind: "person"; readonly person: Person; readonly directRoomId: RoomId | undefined };

/** Why a room is unread or highlighted: one line per step, newest first (row 130). */
export interface UnreadTrace {
  readonly receipts: readonly {
    readonly type: "m.read" | "m.read.private" | "m.fully_read" | "implied";
    readonly eventId: EventId | undefined;
    readonly thread: EventId | "main" | undefined;
  }[];
  readonly events: readonly {
    readonly eventId: EventId;
    readonly rule: string | undefined;
    readonly outcome: "highlight" | "notify" | "silent";
  }[];
  readonly bound: "exact" | "atLeast";
}

declare module "./contract.ts" {
  interface Commands {
    /** Opens a direct chat: reuses one whose other member is still there, else creates it with `is_direct` and merges `m.direct`. */
    "room.startDirect": {
      readonly args: { readonly userId: UserId };
      readonly result: { readonly roomId: RoomId; readonly outcome: "existing" | "created" };
    };
    /** Creates a room. A public room gets `alias` (local part) and is listed in the server's directory. */
    "room.create": {
      readonly args: {
        readonly name: string;
        readonly topic: string;
        readonly access: "private" | "public";
        readonly alias: string | undefined;
        readonly invite: readonly UserId[];
        /** Without it: private rooms as the server wishes, public ones in clear. */
        readonly encryption?: "encrypted" | "plain";
      };
      readonly result: { readonly roomId: RoomId };
    };
    /** How new private rooms and direct chats begin. Never fails. */
    "room.encryptionWishes": { readonly args: Record<never, never>; readonly result: EncryptionWishes };
    /** Resolves an address, room id, matrix.to or matrix: link and reads the room's summary. Never joins. Errors: `invalid`, `matrix`. */
    "room.preview": { readonly args: { readonly target: string }; readonly result: RoomPreview };
    /** Joins a room or accepts its invite. An invite to a direct chat is added to `m.direct`. */
    "room.join": {
      readonly args: { readonly room: RoomId | RoomAlias; readonly via: readonly string[] };
      readonly result: { readonly roomId: RoomId };
    };
    /** Leaves a room, or declines its invite. */
    "room.leave": { readonly args: { readonly roomId: RoomId }; readonly result: undefined };
    /** Invites one person. Errors: `matrix` (`M_FORBIDDEN`, `M_INVITE_BLOCKED`, …). */
    "room.invite": {
      readonly args: { readonly roomId: RoomId; readonly userId: UserId; readonly reason: string | undefined };
      readonly result: undefined;
    };
    /** Renames the room; an empty name removes it. */
    "room.setName": { readonly args: { readonly roomId: RoomId; readonly name: string }; readonly result: undefined };
    "room.setTopic": { readonly args: { readonly roomId: RoomId; readonly topic: string }; readonly result: undefined };
    /** Moves the read receipt (unthreaded) and the read marker forward to an event; never back. */
    "room.markRead": {
      readonly args: { readonly roomId: RoomId; readonly eventId: EventId };
      readonly result: undefined;
    };
    /** Moves the read marker to the newest event known and takes the unread mark off. */
    "room.markAllRead": { readonly args: { readonly roomId: RoomId }; readonly result: Asked };
    /** Sets or takes off the unread mark (MSC2867). Shown at once; an error means it was undone. */
    "room.markUnread": {
      readonly args: { readonly roomId: RoomId; readonly state: "marked" | "no" };
      readonly result: Asked;
    };
    /** Tags a room; the tags of places exclude each other. Shown at once; an error means it was undone. */
    "room.setTag": {
      readonly args: { readonly roomId: RoomId; readonly tag: PlaceTag; readonly order: number | undefined };
      readonly result: Asked;
    };
    "room.removeTag": { readonly args: { readonly roomId: RoomId; readonly tag: PlaceTag }; readonly result: Asked };
    /** Typing notice; throttled by the core, ends by itself. */
    "room.setTyping": {
      readonly args: { readonly roomId: RoomId; readonly typing: "typing" | "stopped" };
      readonly result: undefined;
    };
    "room.whyUnread": { readonly args: { readonly roomId: RoomId }; readonly result: UnreadTrace };
    /**
     * Rooms, and people met in them, whose name matches, best first; what is used often and lately counts. Without a
     * query: what was used last. Local only: at most `limit` rows.
     */
    "jump.search": {
      readonly args: { readonly query: string; readonly limit: number };
      readonly result: readonly JumpItem[];
    };
    /** People known from rooms and from the server's user directory, best first. */
    "people.search": {
      readonly args: { readonly query: string; readonly limit: number };
      readonly result: readonly JumpItem[];
    };
    /** What a card about a person shows; `roomId` adds their role there. */
    "people.card": {
      readonly args: { readonly userId: UserId; readonly roomId: RoomId | undefined };
      readonly result: PersonCard;
    };
    /** The room before or after this one in the visible order of the list; `unread` steps over read rooms. */
    "roomList.neighbour": {
      readonly args: {
        readonly roomId: RoomId | undefined;
        readonly step: "next" | "previous";
        readonly among: "all" | "unread";
      };
      readonly result: RoomId | undefined;
    };
    /** Collapses or opens a section; kept per account on this device. */
    "roomList.setSection": {
      readonly args: { readonly section: Section; readonly state: "open" | "collapsed" };
      readonly result: undefined;
    };
    /** How a section is ordered and cut off; kept per account on this device. */
    "roomList.setSort": {
      readonly args: { readonly section: Section; readonly sort: SectionSort };
      readonly result: undefined;
    };
    "roomList.setLimit": {
      readonly args: { readonly section: Section; readonly limit: SectionLimit };
      readonly result: undefined;
    };
    /**
     * Puts a room into a section; where rooms are ordered by hand before another one, or last. Tags and their orders
     * are changed as needed. Shown at once; an error means it was undone.
     */
    "roomList.move": {
      readonly args: {
        readonly roomId: RoomId;
        readonly to: "favourites" | "lowPriority" | "rest" | UserSection;
        readonly before: RoomId | undefined;
      };
      readonly result: Asked;
    };
    /** Moves a room one place up or down in a section ordered by hand; `edge` where there is none. */
    "roomList.step": {
      readonly args: { readonly roomId: RoomId; readonly step: "up" | "down" };
      readonly result: Asked | { readonly outcome: "edge" };
    };
    /** All open invites, newest first. */
    "roomList.invites": { readonly args: Readonly<Record<never, never>>; readonly result: readonly RoomId[] };
  }
  interface ListViews {
    /** The flattened list with section headers; a window of `count` rows from `from`. */
    roomList: {
      readonly params: {
        readonly filter: string;
        readonly from: number;
        readonly count: number;
        /** Sections shown in full, whatever their limit. */
        readonly expanded?: readonly Section[];
      };
      readonly item: RoomListItem;
    };
    /** Members by role, then name, with group headers. */
    members: {
      readonly params: {
        readonly roomId: RoomId;
        readonly filter: string;
        readonly from: number;
        readonly count: number;
      };
      readonly item: MemberItem;
    };
  }
  interface ValueViews {
    room: { readonly params: { readonly roomId: RoomId }; readonly value: RoomView };
  }
}
