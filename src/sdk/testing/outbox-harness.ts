/**
 * What the tests of the send queue share: a homeserver that keeps what it accepts and answers as scripted, the memory
 * store, a fake clock, and restarts that forget everything but the disk.
 */
import { Failure, type SdkError } from "#api/errors.ts";
import { parseEventId, parseRoomId, parseUserId, type EventId, type RoomId } from "#api/ids.ts";
import type { Http, HttpRequest, HttpUpload } from "#sdk/net/http.ts";
import { NOTHING_UNREAD, type RoomRecord } from "#sdk/rooms/room-record.ts";
import { encryptAttachment } from "#sdk/crypto/attachment.ts";
import type { CryptoPort } from "#sdk/crypto/port.ts";
import type { Rooms } from "#sdk/rooms/rooms.ts";
import { createMemoryStore, type MemoryStore } from "#sdk/store/memory.ts";
import { createWriter, type Writer } from "#sdk/store/writer.ts";
import { makeEvent, silentLog } from "./event-factory.ts";
import { createFakeClock, settle, type FakeClock } from "./fake-clock.ts";
import { createOutbox } from "#sdk/send/create-outbox.ts";
import type { Outbox } from "#sdk/send/outbox.ts";

export function roomOf(name: string): RoomId {
  const roomId = parseRoomId(`!${name}`);
  if (!roomId) throw new Error(name);
  return roomId;
}
export const ROOM = roomOf("room");
export const OTHER = roomOf("other");

/** One answer of the scripted server. `lost`: it did what was asked, but the answer never came. */
export type Outcome = "ok" | "lost" | SdkError;
export const OFFLINE: SdkError = { kind: "offline" };
export const FORBIDDEN: SdkError = {
  kind: "matrix",
  status: 403,
  errcode: "M_FORBIDDEN",
  message: "",
  retryAfterMs: undefined,
};
export const UNWELL: SdkError = {
  kind: "matrix",
  status: 502,
  errcode: "M_UNKNOWN",
  message: "",
  retryAfterMs: undefined,
};
export const limited = (retryAfterMs: number): SdkError => ({
  kind: "matrix",
  status: 429,
  errcode: "M_LIMIT_EXCEEDED",
  message: "",
  retryAfterMs,
});

export interface Accepted {
  readonly roomId: string;
  /** Missing for redactions. */
  readonly type: string | undefined;
  readonly txnId: string;
  readonly eventId: EventId;
  readonly content: Record<string, unknown>;
  /** The event a redaction is about. */
  readonly redacts: string | undefined;
}

export interface ScriptedServer extends Http {
  /** Outcomes of the next sends, first to last; then `ok`. */
  readonly script: Outcome[];
  readonly uploadScript: Outcome[];
  readonly accepted: Accepted[];
  readonly uploads: { readonly name: string | undefined; readonly size: number }[];
  /** Sends that were tried. */
  tries: number;
  /** While set, answers wait for it. */
  hold: Promise<void> | undefined;
  limit: number | undefined;
  /** Rooms that only the server knows to be encrypted. */
  readonly encrypted: Set<string>;
}

const SEND = /^\/_matrix\/client\/v3\/rooms\/([^/]+)\/(?:send\/([^/]+)|redact\/([^/]+))\/(.+)$/;
const STATE = /^\/_matrix\/client\/v3\/rooms\/([^/]+)\/state\/m\.room\.encryption\/$/;

export function createScriptedServer(): ScriptedServer {
  const byTxn = new Map<string, Accepted>();
  function raise(error: SdkError): never {
    throw new Failure(error);
  }
  async function gate(signal: AbortSignal | undefined): Promise<void> {
    if (server.hold) {
      await Promise.race([
        server.hold,
        new Promise<void>((resolve) => signal?.addEventListener("abort", () => resolve())),
      ]);
    }
    if (signal?.aborted) raise({ kind: "cancelled" });
  }
  function accept(
    roomId: string,
    type: string | undefined,
    txnId: string,
    body: unknown,
    redacts: string | undefined,
  ): Accepted {
    const known = byTxn.get(txnId);
    if (known) return known;
    const eventId = parseEventId(`$${byTxn.size + 1}`);
    if (!eventId) throw new Error("no event id");
    const made = { roomId, type, txnId, eventId, content: body as Record<string, unknown>, redacts };
    byTxn.set(txnId, made);
    server.accepted.push(made);
    return made;
  }
  const server: ScriptedServer = {
    baseUrl: "http://scripted",
    script: [],
    uploadScript: [],
    accepted: [],
    uploads: [],
    tries: 0,
    hold: undefined,
    limit: undefined,
    encrypted: new Set(),
    request: async ({ path, body, signal }: HttpRequest) => {
      if (path.endsWith("/media/config")) return server.limit === undefined ? {} : { "m.upload.size": server.limit };
      const state = STATE.exec(path);
      if (state) {
        if (server.encrypted.has(decodeURIComponent(state[1] ?? ""))) return { algorithm: "m.megolm.v1.aes-sha2" };
        raise({ kind: "matrix", status: 404, errcode: "M_NOT_FOUND", message: "", retryAfterMs: undefined });
      }
      const [, roomId = "", type, redacts, txnId = ""] =
        SEND.exec(path)?.map((part: string | undefined) => part && decodeURIComponent(part)) ?? [];
      if (txnId === "") throw new Error(`unexpected request ${path}`);
      server.tries += 1;
      await gate(signal);
      const outcome = server.script.shift() ?? "ok";
      if (outcome === "ok") return { event_id: accept(roomId, type, txnId, body, redacts).eventId };
      if (outcome !== "lost") raise(outcome);
      accept(roomId, type, txnId, body, redacts);
      raise(OFFLINE);
    },
    upload: async ({ blob, query, signal, onProgress }: HttpUpload) => {
      onProgress?.(Math.floor(blob.size / 2), blob.size);
      await gate(signal);
      const outcome = server.uploadScript.shift() ?? "ok";
      if (outcome !== "ok" && outcome !== "lost") raise(outcome);
      server.uploads.push({ name: query?.["filename"], size: blob.size });
      if (outcome === "lost") raise(OFFLINE);
      return { content_uri: `mxc://example.org/m${server.uploads.length}` };
    },
    download: () => Promise.reject(new Error("no downloads")),
  };
  return server;
}

const ME = parseUserId("@me:example.org");

export function recordOf(roomId: RoomId, encryption: "plain" | "encrypted" = "plain"): RoomRecord {
  return {
    roomId,
    membership: "join",
    essential:
      encryption === "plain" ? {} : { "m.room.encryption": makeEvent({ type: "m.room.encryption", stateKey: "" }) },
    stripped: [],
    ownMember: undefined,
    heroes: [],
    joinedCount: 2,
    invitedCount: 0,
    bump: 1,
    arrivedAt: undefined,
    latest: undefined,
    receipts: [],
    fullyRead: undefined,
    markedUnread: "no",
    tags: {},
    directWith: [],
    unread: NOTHING_UNREAD,
  };
}

function roomsOf(records: ReadonlyMap<RoomId, RoomRecord>): Rooms {
  const unused = (): never => {
    throw new Error("the send queue does not need this");
  };
  if (!ME) throw new Error("no user");
  return {
    me: ME,
    ready: Promise.resolve(),
    records: () => records,
    record: (roomId) => records.get(roomId),
    members: () => undefined,
    name: unused,
    avatar: unused,
    type: unused,
    openTimeline: unused,
    timeline: () => undefined,
    release: unused,
    openMembers: unused,
    receipts: unused,
    receiptsLoaded: unused,
    typing: unused,
    accountData: unused,
    ignored: unused,
    event: unused,
    state: unused,
  };
}

/** Stands for the engine: what passes through it can be told from what does not. */
function sealing(records: ReadonlyMap<RoomId, RoomRecord>): CryptoPort {
  const unused = (): never => {
    throw new Error("the send queue does not need this");
  };
  return {
    ready: Promise.resolve(),
    state: () => "ready",
    start: unused,
    stop: unused,
    destroy: unused,
    take: unused,
    open: unused,
    saw: unused,
    done: unused,
    follow: unused,
    membersLeft: unused,
    roomEncrypted: unused,
    lookAgain: unused,
    encryptionOf: (roomId) => {
      const record = records.get(roomId);
      if (!record) return Promise.resolve("unknown");
      return Promise.resolve(record.essential["m.room.encryption"] ? "encrypted" : "plain");
    },
    encrypt: (_roomId, type, content) => Promise.resolve({ sealed: { type, content } }),
    encryptFile: encryptAttachment,
  };
}

export interface Harness {
  readonly store: MemoryStore;
  readonly server: ScriptedServer;
  readonly clock: FakeClock;
  readonly records: Map<RoomId, RoomRecord>;
  outbox: Outbox;
  writer: Writer;
  /** The core dies and comes back: nothing is left but the disk. */
  restart(): Promise<void>;
  /** Sync brings the event of an accepted message. */
  arrive(accepted: Accepted, transaction: "named" | "anonymous"): Promise<void>;
  /** Everything that can be delivered without more failures is. */
  drain(): Promise<void>;
}

export async function createHarness(): Promise<Harness> {
  const store = createMemoryStore();
  const server = createScriptedServer();
  const clock = createFakeClock();
  const records = new Map([ROOM, OTHER].map((roomId) => [roomId, recordOf(roomId)]));
  let minted = 0;
  const session = {
    userId: roomsOf(records).me,
    deviceId: "D",
    accessToken: "t",
    baseUrl: server.baseUrl,
    serverName: "example.org",
  };
  function boot(): { writer: Writer; outbox: Outbox } {
    const writer = createWriter(store);
    const uuid = (): string => String((minted += 1));
    const outbox = createOutbox({
      session,
      store,
      writer,
      http: server,
      rooms: roomsOf(records),
      crypto: sealing(records),
      log: silentLog,
      clock,
      random: () => 0.5,
      uuid,
    });
    return { writer, outbox };
  }
  const harness: Harness = {
    store,
    server,
    clock,
    records,
    ...boot(),
    restart: async () => {
      harness.outbox.stop();
      await settle();
      Object.assign(harness, boot());
      await harness.outbox.start();
      await settle();
    },
    arrive: async ({ roomId, txnId, eventId }, transaction) => {
      const room = parseRoomId(roomId);
      if (!room) throw new Error(roomId);
      await harness.writer.write((txn) =>
        harness.outbox.arrived(txn, room, transaction === "named" ? txnId : undefined, eventId),
      );
      await settle();
    },
    drain: async () => {
      await clock.advance(10 * 60_000);
    },
  };
  await harness.outbox.start();
  return harness;
}

export function bodies(server: ScriptedServer, roomId: RoomId = ROOM): readonly unknown[] {
  return server.accepted.filter((accepted) => accepted.roomId === roomId).map(({ content }) => content["body"]);
}
