/**
 * The account's rooms as the rest of the SDK sees them. Reading is synchronous for what is in memory (records of all
 * rooms, and timelines, members and receipts of opened ones) and asynchronous for what must come from disk or server.
 * Writing goes through `Writer` only: `sync/apply` and the loaders here, nobody else.
 */
import type { EventId, RoomId, UserId } from "#api/ids.ts";
import type { Person, RoomName, Avatar, Role } from "#api/people.ts";
import type { SdkError } from "#api/errors.ts";
import type { JsonObject, MatrixEvent } from "#sdk/events/envelope.ts";
import type { WriteTxn } from "#sdk/store/writer.ts";
import type { RoomRecord } from "./room-record.ts";
import type { TimelineChunk } from "./timeline-chunk.ts";

export interface Member {
  readonly userId: UserId;
  readonly membership: "join" | "invite" | "knock" | "leave" | "ban";
  /** Undefined where unset. */
  readonly displayName: string | undefined;
  readonly avatar: string | undefined;
  readonly event: MatrixEvent | undefined;
}

/** Members known on this device. `complete` once `/members` was read or the server said there are no more. */
export interface Members {
  readonly byId: ReadonlyMap<UserId, Member>;
  readonly extent: "partial" | "complete";
  /** The person as shown: name disambiguated, avatar, hue. Total: works for unknown users too. */
  person(userId: UserId): Person;
  role(userId: UserId): Role;
  power(userId: UserId): number;
}

export interface Receipt {
  readonly userId: UserId;
  readonly eventId: EventId;
  readonly ts: number;
  readonly thread: EventId | "main" | undefined;
}

/** A room's timeline as far as it is loaded: contiguous from the newest event back, but for gap rows between chunks. */
export interface RoomTimeline {
  readonly roomId: RoomId;
  /** Ascending order; replaced (never mutated) when something changes. */
  readonly chunks: readonly TimelineChunk[];
  /** State of going further back than the oldest loaded chunk. */
  readonly history: { readonly state: "idle" | "loading" | "start" | "failed"; readonly error: SdkError | undefined };
  /** State of the gaps being filled, by order of the chunk after the gap. */
  readonly gaps: ReadonlyMap<
    number,
    { readonly state: "idle" | "loading" | "failed"; readonly error: SdkError | undefined }
  >;
  find(eventId: EventId): MatrixEvent | undefined;
  /** About 50 older events from disk, else from the server. */
  loadOlder(): Promise<"more" | "start">;
  /** Closes a gap as far as one request goes, from its newer end or from its older one; repeat while the row is there. */
  fillGap(order: number, from?: "newer" | "older"): Promise<void>;
  /** Loads an event with what lies around it; `missing`: it has no place in the timeline. Fails as the server does. */
  locate(eventId: EventId, signal?: AbortSignal): Promise<"found" | "missing">;
}

export interface Rooms {
  readonly me: UserId;
  /** Resolves once every record is in memory; first rows of the list do not wait for it. */
  readonly ready: Promise<void>;
  records(): ReadonlyMap<RoomId, RoomRecord>;
  record(roomId: RoomId): RoomRecord | undefined;
  /** The same from memory or disk, without waiting for all the others. */
  readRecord?(roomId: RoomId): Promise<RoomRecord | undefined>;
  /** Name, picture and kind of the room as shown (spec: Calculating the display name for a room). */
  name(record: RoomRecord): RoomName;
  avatar(record: RoomRecord): Avatar;
  type(record: RoomRecord): "direct" | "room" | "space";
  /** Opens a room: its tail from disk at once; stays loaded until `release`. Counted. */
  openTimeline(roomId: RoomId): Promise<RoomTimeline>;
  /** The loaded timeline, if the room is open. */
  timeline(roomId: RoomId): RoomTimeline | undefined;
  release(roomId: RoomId): void;
  /** Members from disk at once; `need: "complete"` also starts `/members` (announces `members` when done). */
  openMembers(roomId: RoomId, need: "known" | "complete"): Promise<Members>;
  members(roomId: RoomId): Members | undefined;
  receipts(roomId: RoomId): Promise<readonly Receipt[]>;
  receiptsLoaded(roomId: RoomId): readonly Receipt[];
  typing(roomId: RoomId): readonly UserId[];
  accountData(type: string): JsonObject | undefined;
  ignored(): ReadonlySet<UserId>;
  /** An event from memory, disk or server (`/event`), e.g. the target of a reply. Announces `timeline` when fetched. */
  event(
    roomId: RoomId,
    eventId: EventId,
  ): { readonly state: "known"; readonly event: MatrixEvent } | { readonly state: "loading" | "missing" };
  /** Keys of state rows: everything known of the room's state. */
  state(roomId: RoomId, type: string, stateKey: string): Promise<MatrixEvent | undefined>;
  /**
   * Moves the own receipt (unthreaded `m.read`) and the read marker forward within this write, before the server knows,
   * and recomputes the unread mark. `behind`: the position known already is at or after the event; nothing was changed.
   */
  readUpTo?(txn: WriteTxn, roomId: RoomId, eventId: EventId): "moved" | "behind";
  /** Changes a record within this write. */
  change?(txn: WriteTxn, roomId: RoomId, change: (record: RoomRecord) => RoomRecord): void;
  /** Deletes everything known of a room that was left, within this write. */
  forget?(txn: WriteTxn, roomId: RoomId): void;
}
