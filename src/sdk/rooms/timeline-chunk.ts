/**
 * A stretch of a room's timeline as it lies on disk: at most about 60 events in server order, with the knowledge of what
 * lies before its first event.
 */
import type { MatrixEvent } from "#sdk/events/envelope.ts";

export interface TimelineChunk {
  readonly order: number;
  readonly events: readonly MatrixEvent[];
  readonly before: ChunkStart;
}

export type ChunkStart =
  /** The chunk with the next lower order ends right before this one. */
  | { readonly kind: "joined" }
  /** Events are missing (or, for the oldest chunk, not fetched yet); `token` leads to them by `/messages?dir=b`. */
  | { readonly kind: "gap"; readonly token: string | undefined }
  /** The room begins here. */
  | { readonly kind: "start" };

export const CHUNK_EVENTS = 60;
