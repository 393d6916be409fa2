/**
 * A homeserver in memory, over real HTTP: for accounts too big to seed for real (thousands of rooms, messages, members)
 * and for the bench. It speaks the few endpoints Hubbub's start, reading and sending need, the way Synapse 1.163 does:
 * counts in sliding sync are always 0, `ops` are unsorted when the window covers the whole list, room ids have no server.
 * It refuses to be clever: one account, no auth rules, no federation. `sync.synapse.test.ts` and the tests of this file
 * hold it to the real server's answers.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";

type Json = Record<string, unknown>;

export interface FakeEvent extends Json {
  readonly event_id: string;
  readonly type: string;
  readonly sender: string;
  readonly origin_server_ts: number;
  readonly content: Json;
  readonly state_key?: string;
  readonly unsigned?: Json;
}

interface FakeRoom {
  readonly roomId: string;
  readonly events: FakeEvent[];
  readonly state: Map<string, FakeEvent>;
  /** Stream position of the newest event. */
  bump: number;
}

/** What the client has at one position of its connection. */
interface Known {
  /** How many events of each room. */
  readonly sent: Map<string, { position: number; limit: number }>;
  accountDataSent: boolean;
}

/** Positions that can still be asked from: an answer that was lost on its way is given again. */
type Connection = Map<string, Known>;

export interface FakeHomeserver {
  readonly url: string;
  readonly userId: string;
  readonly password: string;
  /** Requests per `METHOD /path` with ids replaced by `*`. */
  readonly counts: ReadonlyMap<string, number>;
  addRoom(options?: FakeRoomOptions): string;
  /** Appends a message of `sender` and wakes waiting syncs. */
  say(roomId: string, sender: string, body: string, extra?: Json): string;
  close(): Promise<void>;
}

/** Milliseconds that kinds of answers take: to bench against what a real server costs. */
export type FakeDelays = Partial<
  Record<"versions" | "login" | "sync" | "messages" | "members" | "send" | "other", number>
>;

export interface FakeRoomOptions {
  readonly name?: string;
  readonly topic?: string;
  readonly messages?: number;
  readonly members?: number;
  readonly direct?: boolean;
  /** Milliseconds since the epoch of the newest message. */
  readonly newest?: number;
  /** How many of the newest messages lie after the own receipt. */
  readonly unread?: number;
}

const NAMES = [
  "Ada",
  "Bo",
  "Cleo",
  "Dara",
  "Edda",
  "Finn",
  "Gus",
  "Hana",
  "Ivo",
  "Juno",
  "Kit",
  "Lou",
  "Mio",
  "Nell",
  "Otto",
  "Pia",
];
const WORDS =
  "the tide was late again and nobody had told the gulls so they sat along the rail as if it were theirs while we moved the long ladder and found the brass polish under last year's flags".split(
    " ",
  );

/** Deterministic pseudo random numbers (mulberry32): the same world in every run. */
export function randomFrom(seed: number): () => number {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export async function startFakeHomeserver(
  options: { readonly port?: number; readonly serverName?: string; readonly delays?: FakeDelays } = {},
): Promise<FakeHomeserver> {
  const serverName = options.serverName ?? "fake.example";
  const userId = `@me:${serverName}`;
  const random = randomFrom(7);
  const rooms = new Map<string, FakeRoom>();
  const accountData = new Map<string, Json>([
    ["m.push_rules", { global: defaultPushRules() }],
    ["m.direct", {}],
  ]);
  const receipts = new Map<string, { eventId: string; ts: number }>();
  const connections = new Map<string, Connection>();
  const counts = new Map<string, number>();
  const transactions = new Map<string, string>();
  const waiting = new Set<() => void>();
  let stream = 1;
  let nextId = 0;

  const id = (sigil: string): string => {
    nextId += 1;
    return sigil + nextId.toString(36).padStart(6, "0").padEnd(43, "x");
  };

  function append(room: FakeRoom, event: Omit<FakeEvent, "event_id"> & { event_id?: string }): FakeEvent {
    stream += 1;
    const full = { ...event, event_id: event.event_id ?? id("$") } as FakeEvent;
    room.events.push(full);
    if (full.state_key !== undefined) room.state.set(`${full.type}\n${full.state_key}`, full);
    if (full.type === "m.room.message" || full.type === "m.room.create") room.bump = stream;
    return full;
  }

  function wake(): void {
    for (const go of [...waiting]) go();
  }

  function sentence(): string {
    const length = 4 + Math.floor(random() * 22);
    const words: string[] = [];
    for (let i = 0; i < length; i += 1) words.push(WORDS[Math.floor(random() * WORDS.length)] ?? "so");
    return words.join(" ");
  }

  function addRoom(room: FakeRoomOptions = {}): string {
    const roomId = id("!");
    const made: FakeRoom = { roomId, events: [], state: new Map(), bump: 0 };
    rooms.set(roomId, made);
    const newest = room.newest ?? Date.now();
    const messages = room.messages ?? 20;
    const memberCount = room.members ?? (room.direct ? 2 : 8);
    const start = newest - messages * 60_000 - 3_600_000;
    const people = [userId];
    for (let i = 1; i < memberCount; i += 1)
      people.push(`@${(NAMES[i % NAMES.length] ?? "x").toLowerCase()}${i}r${rooms.size}:${serverName}`);
    append(made, {
      event_id: `$${roomId.slice(1)}`,
      type: "m.room.create",
      sender: people[1] ?? userId,
      state_key: "",
      origin_server_ts: start,
      content: { room_version: "12" },
    });
    append(made, {
      type: "m.room.power_levels",
      sender: people[1] ?? userId,
      state_key: "",
      origin_server_ts: start,
      content: { users: {}, users_default: 0 },
    });
    append(made, {
      type: "m.room.join_rules",
      sender: people[1] ?? userId,
      state_key: "",
      origin_server_ts: start,
      content: { join_rule: "invite" },
    });
    if (!room.direct) {
      append(made, {
        type: "m.room.name",
        sender: people[1] ?? userId,
        state_key: "",
        origin_server_ts: start,
        content: { name: room.name ?? `Room ${rooms.size}` },
      });
      if (room.topic)
        append(made, {
          type: "m.room.topic",
          sender: people[1] ?? userId,
          state_key: "",
          origin_server_ts: start,
          content: { topic: room.topic },
        });
    }
    people.forEach((person, i) => {
      const name = person === userId ? "Me" : `${NAMES[i % NAMES.length] ?? "X"} ${i}`;
      append(made, {
        type: "m.room.member",
        sender: person,
        state_key: person,
        origin_server_ts: start + i,
        content: { membership: "join", displayname: name },
      });
    });
    for (let i = 0; i < messages; i += 1) {
      const sender = people[Math.floor(random() * people.length)] ?? userId;
      append(made, {
        type: "m.room.message",
        sender,
        origin_server_ts: newest - (messages - i - 1) * 60_000,
        content: { msgtype: "m.text", body: `${i + 1}. ${sentence()}` },
      });
    }
    const read = made.events[made.events.length - 1 - Math.min(room.unread ?? 0, messages - 1)];
    if (read) receipts.set(roomId, { eventId: read.event_id, ts: read.origin_server_ts });
    if (room.direct && people[1]) {
      const direct = { ...accountData.get("m.direct"), [people[1]]: [roomId] };
      accountData.set("m.direct", direct);
    }
    wake();
    return roomId;
  }

  function say(roomId: string, sender: string, body: string, extra: Json = {}): string {
    const room = rooms.get(roomId);
    if (!room) throw new Error("no such room");
    const event = append(room, {
      type: "m.room.message",
      sender,
      origin_server_ts: Date.now(),
      content: { msgtype: "m.text", body, ...extra },
    });
    wake();
    return event.event_id;
  }

  function wantedState(
    room: FakeRoom,
    required: readonly (readonly [string, string])[],
    timeline: readonly FakeEvent[],
  ): FakeEvent[] {
    const picked = new Set<FakeEvent>();
    for (const [type, key] of required) {
      if (type === "*" && key === "*") return [...room.state.values()];
      if (key === "$LAZY") {
        for (const event of timeline) {
          const member = room.state.get(`m.room.member\n${event.sender}`);
          if (member) picked.add(member);
        }
        continue;
      }
      const wanted = key === "$ME" ? userId : key;
      if (wanted === "*") {
        for (const [name, event] of room.state) if (name.startsWith(`${type}\n`)) picked.add(event);
        continue;
      }
      const event = room.state.get(`${type}\n${wanted}`);
      if (event) picked.add(event);
    }
    return [...picked];
  }

  function roomUpdate(
    room: FakeRoom,
    connection: Known,
    config: { timeline_limit: number; required_state: [string, string][] },
  ): Json | undefined {
    const before = connection.sent.get(room.roomId);
    const position = room.events.length;
    const expanded = before !== undefined && config.timeline_limit > before.limit;
    if (before && before.position === position && !expanded) return undefined;
    const fresh = before === undefined || expanded;
    const unseen = before === undefined ? position : position - before.position;
    const take = fresh ? config.timeline_limit : Math.min(unseen, config.timeline_limit);
    const from = Math.max(0, position - take);
    const timeline = take === 0 ? [] : room.events.slice(from);
    connection.sent.set(room.roomId, { position, limit: Math.max(config.timeline_limit, before?.limit ?? 0) });
    const others = [...room.state.values()]
      .filter((e) => e.type === "m.room.member" && e.state_key !== userId)
      .slice(0, 5);
    const name = room.state.get("m.room.name\n")?.content["name"];
    const members = [...room.state.values()].filter((e) => e.type === "m.room.member").length;
    return {
      ...(before === undefined ? { initial: true } : {}),
      ...(expanded ? { unstable_expanded_timeline: true } : {}),
      ...(name === undefined
        ? { heroes: others.map((e) => ({ user_id: e.state_key, displayname: e.content["displayname"] })) }
        : { name }),
      bump_stamp: room.bump,
      joined_count: members,
      invited_count: 0,
      notification_count: 0,
      highlight_count: 0,
      required_state: fresh
        ? wantedState(room, config.required_state, timeline)
        : timeline.filter((e) => e.state_key !== undefined),
      timeline,
      limited: from > 0 && (fresh || unseen > take),
      num_live: before === undefined ? 0 : Math.min(unseen, take),
      prev_batch: `t${from}`,
    };
  }

  function syncAnswer(known: Known, body: Json): { answer: Json; next: Known; empty: boolean } {
    const connection: Known = { sent: new Map(known.sent), accountDataSent: known.accountDataSent };
    const lists: Json = {};
    const out: Json = {};
    const receiptsOut: Json = {};
    const sorted = [...rooms.values()].sort((a, b) => b.bump - a.bump);
    const configs = new Map<FakeRoom, { timeline_limit: number; required_state: [string, string][] }>();
    const note = (room: FakeRoom, config: { timeline_limit: number; required_state: [string, string][] }): void => {
      const known = configs.get(room);
      configs.set(
        room,
        known
          ? {
              timeline_limit: Math.max(known.timeline_limit, config.timeline_limit),
              required_state: [...known.required_state, ...config.required_state],
            }
          : config,
      );
    };
    for (const [key, list] of Object.entries((body["lists"] ?? {}) as Record<string, Json>)) {
      const ranges = (list["ranges"] ?? []) as [number, number][];
      const invites = ((list["filters"] ?? {}) as Json)["is_invite"] === true;
      lists[key] = {
        count: invites ? 0 : sorted.length,
        ops: ranges.map(([from, to]) => ({
          op: "SYNC",
          range: [from, to],
          room_ids: invites ? [] : sorted.slice(from, to + 1).map((room) => room.roomId),
        })),
      };
      if (invites) continue;
      for (const [from, to] of ranges) for (const room of sorted.slice(from, to + 1)) note(room, list as never);
    }
    for (const [roomId, config] of Object.entries((body["room_subscriptions"] ?? {}) as Record<string, Json>)) {
      const room = rooms.get(roomId);
      if (room) note(room, config as never);
    }
    for (const [room, config] of configs) {
      const fresh = !connection.sent.has(room.roomId);
      const update = roomUpdate(room, connection, config);
      if (update) out[room.roomId] = update;
      const receipt = receipts.get(room.roomId);
      if (fresh && receipt)
        receiptsOut[room.roomId] = {
          type: "m.receipt",
          content: { [receipt.eventId]: { "m.read": { [userId]: { ts: receipt.ts } } } },
        };
    }
    const global = connection.accountDataSent ? [] : [...accountData].map(([type, content]) => ({ type, content }));
    connection.accountDataSent = true;
    return {
      next: connection,
      answer: {
        lists,
        rooms: out,
        extensions: {
          to_device: { next_batch: "1", events: [] },
          e2ee: { device_one_time_keys_count: { signed_curve25519: 0 }, device_unused_fallback_key_types: [] },
          account_data: { global, rooms: {} },
          receipts: { rooms: receiptsOut },
          typing: { rooms: {} },
        },
      },
      empty: Object.keys(out).length === 0 && global.length === 0,
    };
  }

  async function sync(url: URL, body: Json, gone: AbortSignal): Promise<[number, Json]> {
    const pos = url.searchParams.get("pos");
    const connectionId = pos?.slice(0, pos.lastIndexOf("/")) ?? `${String(body["conn_id"] ?? "main")}${(nextId += 1)}`;
    const connection: Connection = connections.get(connectionId) ?? new Map<string, Known>();
    const known = pos === null ? { sent: new Map(), accountDataSent: false } : connection.get(pos);
    if (known === undefined) return [400, { errcode: "M_UNKNOWN_POS", error: "Connection has expired" }];
    const deadline = Date.now() + Number(url.searchParams.get("timeout") ?? 0);
    for (;;) {
      const { answer, next, empty } = syncAnswer(known, body);
      const left = deadline - Date.now();
      if (!empty || pos === null || left <= 0 || gone.aborted) {
        const nextPos = `${connectionId}/${(nextId += 1)}`;
        connections.set(connectionId, new Map([...(pos === null ? [] : [[pos, known] as const]), [nextPos, next]]));
        return [200, { pos: nextPos, ...answer }];
      }
      await new Promise<void>((resolve) => {
        const timer = setTimeout(done, left);
        waiting.add(done);
        gone.addEventListener("abort", done, { once: true });
        function done(): void {
          clearTimeout(timer);
          waiting.delete(done);
          gone.removeEventListener("abort", done);
          resolve();
        }
      });
    }
  }

  function messages(room: FakeRoom, url: URL): Json {
    const limit = Number(url.searchParams.get("limit") ?? 10);
    const from = url.searchParams.get("from");
    const end = from ? Number(from.slice(1)) : room.events.length;
    if (url.searchParams.get("dir") === "f") {
      const chunk = room.events.slice(end, end + limit);
      return {
        start: `t${end}`,
        ...(end + chunk.length < room.events.length ? { end: `t${end + chunk.length}` } : {}),
        chunk,
        state: [],
      };
    }
    const begin = Math.max(0, end - limit);
    return {
      start: `t${end}`,
      ...(begin > 0 ? { end: `t${begin}` } : {}),
      chunk: room.events.slice(begin, end).reverse(),
      state: [],
    };
  }

  function setReceipt(roomId: string, eventId: unknown): void {
    if (typeof eventId === "string") receipts.set(roomId, { eventId, ts: Date.now() });
  }

  async function route(request: IncomingMessage, url: URL, body: Json, gone: AbortSignal): Promise<[number, Json]> {
    const path = url.pathname;
    if (path === "/_matrix/client/versions")
      return [
        200,
        { versions: ["v1.11", "v1.12", "v1.15"], unstable_features: { "org.matrix.simplified_msc3575": true } },
      ];
    if (path === "/.well-known/matrix/client") return [404, { errcode: "M_NOT_FOUND", error: "none" }];
    if (path === "/_matrix/client/v3/login") {
      if (request.method === "GET") return [200, { flows: [{ type: "m.login.password" }] }];
      if (body["password"] !== "hubbub")
        return [403, { errcode: "M_FORBIDDEN", error: "Invalid username or password" }];
      return [200, { user_id: userId, device_id: "FAKEDEVICE", access_token: "fake-token", home_server: serverName }];
    }
    if (path.endsWith("/org.matrix.simplified_msc3575/sync")) return sync(url, body, gone);
    if (path === "/_matrix/client/v3/logout") return [200, {}];
    if (path === "/_matrix/client/v1/media/config") return [200, { "m.upload.size": 52428800 }];
    if (path.startsWith("/_matrix/client/v3/profile/")) return [200, { displayname: "Me" }];
    const match = /^\/_matrix\/client\/v3\/rooms\/([^/]+)\/(.+)$/.exec(path);
    const room = match?.[1] === undefined ? undefined : rooms.get(decodeURIComponent(match[1]));
    const rest = match?.[2] ?? "";
    if (room) {
      if (rest === "messages") return [200, messages(room, url)];
      if (rest === "members")
        return [200, { chunk: [...room.state.values()].filter((e) => e.type === "m.room.member") }];
      if (rest === "state") return [200, [...room.state.values()] as never];
      if (rest.startsWith("send/")) {
        const [, type = "m.room.message", txn = ""] = rest.split("/");
        const known = transactions.get(txn);
        if (known) return [200, { event_id: known }];
        const event = append(room, {
          type,
          sender: userId,
          origin_server_ts: Date.now(),
          content: body,
          unsigned: { transaction_id: txn },
        });
        transactions.set(txn, event.event_id);
        wake();
        return [200, { event_id: event.event_id }];
      }
      if (rest === "read_markers") {
        setReceipt(room.roomId, body["m.read"] ?? body["m.fully_read"]);
        return [200, {}];
      }
      if (rest.startsWith("receipt/")) {
        setReceipt(room.roomId, decodeURIComponent(rest.split("/")[2] ?? ""));
        return [200, {}];
      }
      if (rest.startsWith("typing/")) return [200, {}];
      if (rest.startsWith("event/")) {
        const event = room.events.find((e) => e.event_id === decodeURIComponent(rest.slice(6)));
        return event ? [200, event] : [404, { errcode: "M_NOT_FOUND", error: "Event not found" }];
      }
    }
    return [404, { errcode: "M_UNRECOGNIZED", error: "Unrecognized request" }];
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", "http://fake");
    response.setHeader("access-control-allow-origin", "*");
    response.setHeader("access-control-allow-headers", "X-Requested-With, Content-Type, Authorization, Date");
    response.setHeader("access-control-allow-methods", "GET, HEAD, POST, PUT, DELETE, OPTIONS");
    if (request.method === "OPTIONS") {
      response.end();
      return;
    }
    const name = `${request.method ?? "GET"} ${url.pathname.replaceAll(/\/[!$@][^/]+|\/hb\.[^/]+/g, "/*")}`;
    counts.set(name, (counts.get(name) ?? 0) + 1);
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    let body: Json = {};
    try {
      if (parts.length > 0) body = JSON.parse(Buffer.concat(parts).toString("utf8")) as Json;
    } catch {
      // Not JSON: an upload or garbage; the routes that need JSON then see an empty body.
    }
    const gone = new AbortController();
    response.on("close", () => gone.abort());
    const delay = options.delays?.[kindOf(url.pathname)] ?? 0;
    // A sync that waited for news is answered at once; its delay is that of an answer made from the database.
    if (delay > 0) await new Promise((resolve) => setTimeout(resolve, delay));
    const [status, json] = await route(request, url, body, gone.signal);
    response.statusCode = status;
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(json));
  }

  const server: Server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      response.statusCode = 500;
      response.end(JSON.stringify({ errcode: "M_UNKNOWN", error: String(error) }));
    });
  });
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;

  return {
    url: `http://localhost:${port}`,
    userId,
    password: "hubbub",
    counts,
    addRoom,
    say,
    close: () =>
      new Promise<void>((resolve) => {
        wake();
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function kindOf(path: string): keyof FakeDelays {
  if (path.endsWith("/versions")) return "versions";
  if (path.endsWith("/login")) return "login";
  if (path.endsWith("/sync")) return "sync";
  if (path.endsWith("/messages")) return "messages";
  if (path.endsWith("/members")) return "members";
  return path.includes("/send/") ? "send" : "other";
}

function defaultPushRules(): Json {
  return {
    override: [
      { rule_id: ".m.rule.master", default: true, enabled: false, conditions: [], actions: [] },
      {
        rule_id: ".m.rule.suppress_notices",
        default: true,
        enabled: true,
        conditions: [{ kind: "event_match", key: "content.msgtype", pattern: "m.notice" }],
        actions: [],
      },
      {
        rule_id: ".m.rule.member_event",
        default: true,
        enabled: true,
        conditions: [{ kind: "event_match", key: "type", pattern: "m.room.member" }],
        actions: [],
      },
    ],
    content: [],
    room: [],
    sender: [],
    underride: [
      {
        rule_id: ".m.rule.message",
        default: true,
        enabled: true,
        conditions: [{ kind: "event_match", key: "type", pattern: "m.room.message" }],
        actions: ["notify"],
      },
    ],
  };
}
