/**
 * The rooms' facts in memory: records of all rooms, and timelines, members and receipts of opened ones. Only committed
 * writes change them (`draft.ts`), only loaders add to them.
 */
import type { SdkError } from "#api/errors.ts";
import type { EventId, RoomId, UserId } from "#api/ids.ts";
import type { JsonObject, MatrixEvent } from "#sdk/events/envelope.ts";
import type { Store } from "#sdk/store/store.ts";
import type { MemberList } from "./members.ts";
import { asRecord } from "./new-record.ts";
import type { RoomRecord } from "./room-record.ts";
import type { Receipt } from "./rooms.ts";
import type { TimelineChunk } from "./timeline-chunk.ts";

export interface LoadedTimeline {
  chunks: readonly TimelineChunk[];
  /** Whether older chunks lie on disk. */
  disk: "more" | "all";
  history: { readonly state: "idle" | "loading" | "start" | "failed"; readonly error: SdkError | undefined };
  gaps: ReadonlyMap<number, { readonly state: "idle" | "loading" | "failed"; readonly error: SdkError | undefined }>;
  opened: number;
}

export interface Facts {
  readonly me: UserId;
  readonly store: Store;
  readonly records: Map<RoomId, RoomRecord>;
  /** `loading` while records are still read from disk: an unknown room may then be on disk. */
  state: "loading" | "ready";
  readonly timelines: Map<RoomId, LoadedTimeline>;
  readonly members: Map<RoomId, MemberList>;
  readonly receipts: Map<RoomId, readonly Receipt[]>;
  readonly typing: Map<RoomId, readonly UserId[]>;
  readonly accountData: Map<string, JsonObject>;
  /** Events fetched one by one, outside of any timeline. */
  readonly single: Map<RoomId, Map<EventId, MatrixEvent>>;
  /** Grows with every committed change of a room's chunks; a reader of the disk checks it afterwards. */
  readonly versions: Map<RoomId, number>;
}

/** While records are still read from disk: the row of one that is wanted before its turn. */
export async function readRecordRow({ records, state, store }: Facts, roomId: RoomId): Promise<unknown> {
  return records.has(roomId) || state === "ready" ? undefined : store.get("rooms", [roomId]);
}

/** Keeps what `readRecordRow` found, unless a write was faster; `known` if the room is ours. */
export function keepRecordRow({ records }: Facts, roomId: RoomId, row: unknown): "known" | "unknown" {
  const record = asRecord(row);
  if (record && !records.has(roomId)) records.set(roomId, record);
  return records.has(roomId) ? "known" : "unknown";
}

export function createFacts(me: UserId, store: Store): Facts {
  return {
    me,
    store,
    records: new Map(),
    state: "loading",
    timelines: new Map(),
    members: new Map(),
    receipts: new Map(),
    typing: new Map(),
    accountData: new Map(),
    single: new Map(),
    versions: new Map(),
  };
}
