/**
 * What one response of any sync protocol says, in one shape. Sliding sync and classic /v3 both produce it; `apply`
 * knows nothing else.
 */
import type { RoomId, UserId } from "#api/ids.ts";
import type { Membership } from "#api/people.ts";
import type { JsonObject, MatrixEvent, StrippedEvent } from "#sdk/events/envelope.ts";

export interface SyncBatch {
  /** Saved in the transaction that saves everything else. Missing while further batches of the same answer follow. */
  readonly position: string | undefined;
  readonly toDevice: { readonly events: readonly JsonObject[]; readonly since: string | undefined };
  /** What concerns the crypto engine beside `toDevice`. */
  readonly encryption?: EncryptionUpdate;
  readonly accountData: readonly { readonly type: string; readonly content: JsonObject }[];
  readonly rooms: readonly RoomUpdate[];
  readonly roomAccountData: readonly { readonly roomId: RoomId; readonly type: string; readonly content: JsonObject }[];
  readonly receipts: readonly { readonly roomId: RoomId; readonly content: JsonObject }[];
  readonly typing: readonly { readonly roomId: RoomId; readonly userIds: readonly UserId[] }[];
  /** Rooms the server says the account has, if it says so. */
  readonly roomCount: number | undefined;
  /** All of them, if the response names them all: a room that is missing is no longer ours. */
  readonly roomIds: ReadonlySet<RoomId> | undefined;
}

/** Devices that changed, users that left all shared rooms, and our keys on the server. */
export interface EncryptionUpdate {
  readonly protocol: "sliding" | "classic";
  readonly changed: readonly UserId[];
  readonly left: readonly UserId[];
  readonly keyCounts: { readonly [algorithm: string]: number } | undefined;
  readonly unusedFallbackTypes: readonly string[] | undefined;
}

export interface RoomUpdate {
  readonly roomId: RoomId;
  readonly membership: Membership;
  /** `snapshot`: the server sends the room afresh; `delta`: on top of what we have. */
  readonly kind: "snapshot" | "delta";
  readonly state: readonly MatrixEvent[];
  /** `list-only`: `state` says all about the state as it is now; what the timeline holds of it is only to be shown. */
  readonly stateIn: "timeline-too" | "list-only";
  /** For invites and knocks. */
  readonly stripped: readonly StrippedEvent[];
  readonly timeline: {
    readonly events: readonly MatrixEvent[];
    /** `limited`: events are missing between what we have and `events`; `prevBatch` leads to them. */
    readonly extent: "complete" | "limited";
    readonly prevBatch: string | undefined;
  };
  readonly heroes:
    | readonly { readonly userId: UserId; readonly name: string | undefined; readonly avatar: string | undefined }[]
    | undefined;
  /** Instead of `heroes`, where the protocol leaves their faces to the state. */
  readonly heroIds?: readonly UserId[];
  readonly joinedCount: number | undefined;
  readonly invitedCount: number | undefined;
  /** Orders the list; compare only. A stream position or a time, by protocol: times are the larger. */
  readonly bump: number | undefined;
}
