/**
 * What the sync loop wants from a protocol. A feeder turns the row into the next request and the answer into batches; the
 * loop does the rest: waiting, failing, trying again, applying. Feeders keep nothing: all that lasts is in the row.
 */
import type { SdkError } from "#api/errors.ts";
import type { RoomId, UserId } from "#api/ids.ts";
import type { HttpRequest } from "#sdk/net/http.ts";
import type { SyncBatch } from "./batch.ts";
import type { Protocol, SyncRow } from "./sync-row.ts";

export interface Ask {
  readonly open: readonly RoomId[];
  /** How long the server may wait for news. */
  readonly waitMs: number;
}

export interface Asked {
  readonly request: Pick<HttpRequest, "method" | "path" | "query" | "body">;
  /** What a slow server may take beyond the wait. */
  readonly graceMs: number;
  /** An answer that should come at once and did not after this time hangs in a dead connection. */
  readonly stuckMs: number;
}

export interface FeedContext {
  readonly me: UserId;
  readonly now: number;
}

export interface Feeder {
  readonly protocol: Protocol;
  /** `by-request`: what is said about open rooms depends on the request, so opening one is worth a new request. */
  readonly openRooms: "by-request" | "always";
  request(row: SyncRow, ask: Ask): Asked;
  /**
   * The batches of an answer, to be applied in this order; the last, and only the last, has a position. They are parsed
   * as they are taken. `undefined` if it is no answer of this protocol.
   */
  parse(json: unknown, row: SyncRow, context: FeedContext): Iterable<SyncBatch> | undefined;
  /** The row as the next request wants it; `now`: there is more to fetch. */
  advance(row: SyncRow, batch: SyncBatch): { readonly row: SyncRow; readonly next: "now" | "wait" };
  /** The row of a connection that starts over, because the server can't read the position. */
  restart(row: SyncRow): SyncRow;
  /** The failure says that the server does not speak this protocol. */
  isRefusal(error: SdkError): boolean;
}

export const GRACE_MS = 30_000;
