/**
 * The persisted queue of what this session still has to send. An item is on disk before `enqueue` resolves; items of one
 * room leave strictly in order; its transaction id never changes, so a repeat can't double a message. An item disappears
 * in the transaction that saves its event from sync.
 */
import type { SdkError } from "#api/errors.ts";
import type { EventId, RoomId, TxnId } from "#api/ids.ts";
import type { OutgoingFile } from "#api/messages.ts";
import type { MediaInfo } from "#api/timeline.ts";
import type { JsonObject, MatrixEvent } from "#sdk/events/envelope.ts";
import type { WriteTxn } from "#sdk/store/writer.ts";

export type OutboxState =
  | { readonly state: "queued" }
  | { readonly state: "sending" }
  | { readonly state: "uploading"; readonly sent: number; readonly total: number }
  /** The server has it; its event has not come by sync yet. */
  | { readonly state: "sent"; readonly eventId: EventId }
  | { readonly state: "failed"; readonly error: SdkError };

export interface ThumbnailFacts {
  readonly mimetype: string;
  readonly width: number;
  readonly height: number;
}

export interface OutboxItem {
  readonly sequence: number;
  readonly txnId: TxnId;
  readonly roomId: RoomId;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly eventType: string;
  /** Final content, except that a file's `url` (or `file`, if it is encrypted) is added after its upload. */
  readonly content: JsonObject;
  /** A file to upload first (bytes in `staged`), or already uploaded (`media.mxc`). */
  readonly media: MediaInfo | undefined;
  /** The small picture that is staged beside the file. */
  readonly thumbnail?: ThumbnailFacts;
  /** What a redaction is about: an event, or an item before it in the queue, until that one's event is known. */
  readonly redacts?: { readonly eventId: EventId } | { readonly txnId: TxnId };
  readonly state: OutboxState;
}

/** What the message that is answered or edited says; the caller read it from the timeline. */
export interface Answered {
  readonly eventId: EventId;
  readonly event: MatrixEvent | undefined;
}

export interface Outbox {
  /** Reads the queue from disk and starts sending. */
  start(): Promise<void>;
  stop(): void;
  /** In order of sequence. */
  items(roomId: RoomId): readonly OutboxItem[];
  failedRooms(): ReadonlySet<RoomId>;
  /** Called by `apply` inside its transaction for each own event that arrived: removes the item. */
  arrived(txn: WriteTxn, roomId: RoomId, transactionId: string | undefined, eventId: EventId): void;
  /** Try now. `live`: sync is live again, and what its account of a room lacks will not come; `asked`: somebody wants it. */
  wake(cause?: "live" | "asked"): void;
  /** `callKey`: asking again under the same key gives the same answer and sends nothing twice. */
  enqueueText(roomId: RoomId, markdown: string, callKey?: string): Promise<TxnId>;
  /** All or none: one message per file, in order. */
  enqueueFiles(
    roomId: RoomId,
    files: readonly OutgoingFile[],
    callKey?: string,
    answered?: Answered,
  ): Promise<readonly TxnId[]>;
  enqueueReply(roomId: RoomId, answered: Answered, markdown: string, callKey?: string): Promise<TxnId>;
  /** `current`: content as it reads now, with its edits. */
  enqueueEdit(
    roomId: RoomId,
    edited: MatrixEvent,
    current: JsonObject,
    markdown: string,
    callKey?: string,
  ): Promise<TxnId>;
  enqueueRedaction(
    roomId: RoomId,
    target: { readonly eventId: EventId } | { readonly txnId: TxnId },
    reason: string,
    callKey?: string,
  ): Promise<TxnId>;
  enqueueReaction(roomId: RoomId, eventId: EventId, key: string, callKey?: string): Promise<TxnId>;
  retry(roomId: RoomId, txnId: TxnId | "all"): Promise<void>;
  discard(roomId: RoomId, txnId: TxnId | "all"): Promise<void>;
}
