import type { EventId, UserId } from "#api/ids.ts";
import type { MatrixEvent } from "#sdk/events/envelope.ts";
import type { Relations } from "#sdk/rooms/relations.ts";
import type { Members, Receipt, RoomTimeline } from "#sdk/rooms/rooms.ts";
import type { TimelineChunk } from "#sdk/rooms/timeline-chunk.ts";
import type { OutboxItem } from "#sdk/send/outbox.ts";
import type { RoomPowers } from "./abilities.ts";
import type { EncryptedSince } from "./shield.ts";

export type ReplyTarget =
  { readonly state: "known"; readonly event: MatrixEvent } | { readonly state: "loading" | "missing" };

/** Everything the rows of an open timeline follow from. */
export interface TimelineInput {
  readonly me: UserId;
  readonly chunks: readonly TimelineChunk[];
  readonly history: RoomTimeline["history"];
  readonly gaps: RoomTimeline["gaps"];
  readonly relations: Relations;
  readonly members: Members;
  readonly receipts: readonly Receipt[];
  /** Where reading stopped; the caller only moves it forward. */
  readonly readMarker: EventId | undefined;
  readonly outbox: readonly OutboxItem[];
  readonly ignored: ReadonlySet<UserId>;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Whether the account's push rules highlight an event. The same function must give the same answers: pass a new one when rules change. */
  readonly highlight: (event: MatrixEvent) => boolean;
  /** Since when the room is encrypted; undefined: it is not. */
  readonly encrypted?: EncryptedSince | undefined;
  /** Words to mark in highlighted messages, lower case: my name, my keywords. Replaced when they change. */
  readonly words: readonly string[];
  /** What the account may do here; undefined: nothing. */
  readonly powers?: RoomPowers | undefined;
  replyTarget(eventId: EventId): ReplyTarget;
}
