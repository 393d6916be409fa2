/**
 * Sync over a server that answers when the test says so: every open request is a `Poll`. Memory store, real rooms, real
 * writer; of the outbox only what sync tells it.
 */
import { Failure, type SdkError } from "#api/errors.ts";
import type { StoredSession } from "#sdk/store/session-row.ts";
import { isObject, type JsonObject, type MatrixEvent } from "#sdk/events/envelope.ts";
import type { Http, HttpRequest } from "#sdk/net/http.ts";
import { createCrypto } from "#sdk/crypto/create-crypto.ts";
import { createRooms } from "#sdk/rooms/create-rooms.ts";
import type { Outbox } from "#sdk/send/outbox.ts";
import { createMemoryStore, type MemoryStore } from "#sdk/store/memory.ts";
import { createWriter, type Changes } from "#sdk/store/writer.ts";
import { VERSIONS_PATH } from "#sdk/sync/choose-feeder.ts";
import { createSync } from "#sdk/sync/create-sync.ts";
import { SLIDING_PATH } from "#sdk/sync/sliding-request.ts";
import { V3_PATH } from "#sdk/sync/v3-request.ts";
import { createEvents, silentLog, toJson, user } from "./event-factory.ts";
import { createFakeClock, settle } from "./fake-clock.ts";

export const me = user("me");
const session: StoredSession = {
  userId: me,
  deviceId: "DEV",
  accessToken: "t",
  baseUrl: "https://a.example",
  serverName: "example.org",
};

export interface Poll {
  readonly request: HttpRequest;
  readonly body: JsonObject;
  answer(json: unknown): Promise<void>;
  fail(error: SdkError): Promise<void>;
}

/** A server that answers when the test says so; only what it offers it says at once. */
function createPolls(offer: "sliding" | "classic") {
  const open: Poll[] = [];
  const turns: (() => void)[] = [];
  /** The loop did something that ends an answer's work: it asked again, or gave up for a while. */
  const turned = (): void => {
    for (const done of turns.splice(0)) done();
  };
  const other: HttpRequest[] = [];
  const offers: { versions: unknown } = {
    versions: { versions: ["v1.11"], unstable_features: { "org.matrix.simplified_msc3575": offer === "sliding" } },
  };
  const http: Http = {
    baseUrl: session.baseUrl,
    request: (request) => {
      if (request.path === VERSIONS_PATH && offers.versions !== undefined) return Promise.resolve(offers.versions);
      if (request.path !== SLIDING_PATH && request.path !== V3_PATH) {
        other.push(request);
        return Promise.reject(new Failure({ kind: "offline" }));
      }
      return new Promise((resolve, reject) => {
        const poll: Poll = {
          request,
          body: isObject(request.body) ? request.body : {},
          answer: async (json) => {
            open.splice(open.indexOf(poll), 1);
            const applied = new Promise<void>((done) => turns.push(done));
            resolve(json);
            await applied;
            await settle();
          },
          fail: async (error) => {
            open.splice(open.indexOf(poll), 1);
            reject(new Failure(error));
            await settle();
          },
        };
        open.push(poll);
        turned();
        request.signal?.addEventListener("abort", () => void poll.fail({ kind: "cancelled" }));
      });
    },
    download: () => Promise.reject(new Failure({ kind: "offline" })),
    upload: () => Promise.reject(new Failure({ kind: "offline" })),
  };
  return {
    http,
    other,
    /** What `/versions` says; `undefined`: nothing, the server is out of reach. */
    offers,
    turned,
    count: () => open.length,
    current: (): Poll => {
      const poll = open[0];
      if (!poll || open.length > 1) throw new Error(`${open.length} requests are open`);
      return poll;
    },
  };
}

export async function setupSync(
  store: MemoryStore = createMemoryStore(),
  options: { readonly offer?: "sliding" | "classic"; readonly versions?: unknown } = {},
) {
  const clock = createFakeClock();
  const polls = createPolls(options.offer ?? "sliding");
  if ("versions" in options) polls.offers.versions = options.versions;
  const writer = createWriter(store);
  const commits: Changes[] = [];
  writer.subscribe((changes) => {
    commits.push(changes);
    if (changes.kinds.has("connection") && sync.connection().state === "offline") polls.turned();
  });
  const rooms = await createRooms({ session, store, writer, http: polls.http, log: silentLog, clock });
  const arrived: string[] = [];
  let woken = 0;
  const nothing = async (): Promise<never> => Promise.reject(new Error("not used"));
  const outbox: Outbox = {
    start: async () => undefined,
    stop: () => undefined,
    items: () => [],
    failedRooms: () => new Set(),
    arrived: (_txn, _roomId, transactionId) => void (transactionId && arrived.push(transactionId)),
    wake: () => {
      woken += 1;
    },
    enqueueText: nothing,
    enqueueFiles: nothing,
    enqueueReply: nothing,
    enqueueEdit: nothing,
    enqueueRedaction: nothing,
    enqueueReaction: nothing,
    retry: nothing,
    discard: nothing,
  };
  // Not started: what is for the engine waits on disk.
  const crypto = createCrypto({
    session,
    store,
    writer,
    http: polls.http,
    rooms,
    log: silentLog,
    clock,
    database: undefined,
    onPanic: (cause) => {
      throw cause;
    },
  });
  const sync = createSync({
    crypto,
    session,
    http: polls.http,
    store,
    writer,
    rooms,
    outbox,
    log: silentLog,
    clock,
    random: () => 1,
  });
  sync.start();
  await settle();
  return { clock, polls, writer, rooms, sync, store, commits, arrived, woken: () => woken };
}

export const make = createEvents();

export function joinedRoom(timeline: readonly MatrixEvent[], parts: JsonObject = {}): JsonObject {
  return {
    initial: true,
    bump_stamp: 1,
    joined_count: 2,
    required_state: [toJson(make.member(me, "join"))],
    timeline: timeline.map(toJson),
    limited: true,
    prev_batch: "p",
    ...parts,
  };
}

export function response(pos: string, rooms: JsonObject = {}, extensions: JsonObject = {}): JsonObject {
  const ids = Object.keys(rooms);
  return { pos, lists: { all: { count: ids.length, ops: [] } }, rooms, extensions };
}
