/**
 * What the SDK keeps in memory of every room of the account, opened or not: enough for its row in the list, its header
 * and its unread mark. Everything else (full state, members, timeline, others' receipts) is read when a room is opened.
 */
import type { EventId, RoomId, UserId } from "#api/ids.ts";
import type { Membership } from "#api/people.ts";
import type { MatrixEvent, StrippedEvent } from "#sdk/events/envelope.ts";

/** State that the record carries itself; other state lies in the `state` table only. */
export const ESSENTIAL_STATE = [
  "m.room.create",
  "m.room.name",
  "m.room.topic",
  "m.room.avatar",
  "m.room.canonical_alias",
  "m.room.encryption",
  "m.room.join_rules",
  "m.room.history_visibility",
  "m.room.power_levels",
  "m.room.tombstone",
] as const;
export type EssentialType = (typeof ESSENTIAL_STATE)[number];

/** A position in a receipt: unthreaded (`undefined`), the main timeline or one thread. */
export interface OwnReceipt {
  readonly type: "m.read" | "m.read.private";
  readonly eventId: EventId;
  readonly ts: number;
  readonly thread: EventId | "main" | undefined;
}

export interface UnreadState {
  /** Messages that notify, by the account's push rules, after the own receipt. */
  readonly notify: number;
  /** Those of them that highlight. */
  readonly highlight: number;
  /** Anything at all after the receipt that is worth a bold name. */
  readonly activity: "some" | "none";
  /** `atLeast` where the receipt lies before loaded history. */
  readonly bound: "exact" | "atLeast";
}

export interface Hero {
  readonly userId: UserId;
  readonly name: string | undefined;
  readonly avatar: string | undefined;
}

export type Tags = { readonly [tag: string]: { readonly order: number | undefined } };

/** Changes asked of the server and not confirmed; `tags` and `markedUnread` of the record show them already. */
export interface AskedOfServer {
  readonly tags: { readonly [tag: string]: { readonly order: number | undefined } | "gone" };
  readonly markedUnread: "marked" | "no" | undefined;
  /** What the server said last: shown again if it refuses. */
  readonly server: { readonly tags: Tags; readonly markedUnread: "marked" | "no" };
}

export interface RoomRecord {
  readonly roomId: RoomId;
  readonly membership: Membership;
  readonly essential: { readonly [type in EssentialType]?: MatrixEvent };
  /** Invites and knocks have only this. */
  readonly stripped: readonly StrippedEvent[];
  readonly ownMember: MatrixEvent | undefined;
  readonly heroes: readonly Hero[];
  readonly joinedCount: number;
  readonly invitedCount: number;
  /** The server's order of activity; breaks ties between rooms of the same time. */
  readonly bump: number;
  /** Arrival of an invite on this device, milliseconds since the epoch. */
  readonly arrivedAt: number | undefined;
  /** Newest event worth a preview, with its edits applied and not redacted. */
  readonly latest:
    | {
        readonly event: MatrixEvent;
        readonly senderName: string | undefined;
        /** Its time as shown and ordered by: no later than its arrival here, whatever its server's clock said. */
        readonly at: number;
      }
    | undefined;
  readonly receipts: readonly OwnReceipt[];
  /** `m.fully_read`. */
  readonly fullyRead: EventId | undefined;
  /** `m.marked_unread`. */
  readonly markedUnread: "marked" | "no";
  /** From `m.tag`. */
  readonly tags: Tags;
  readonly asked?: AskedOfServer;
  /** From `m.direct`: the people this is a direct chat with. */
  readonly directWith: readonly UserId[];
  readonly unread: UnreadState;
}

export const NOTHING_UNREAD: UnreadState = { notify: 0, highlight: 0, activity: "none", bound: "exact" };
