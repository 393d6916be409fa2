// A tiny Matrix client for seeding and tests: one function per call that they need, no state, no dependencies.
// It shares no code with the SDK on purpose, so that a test never proves a mistake with the same mistake.
import crypto from "node:crypto";
import { AS_TOKEN, PASSWORD, SHARED_SECRET } from "./servers.mjs";

export const CLIENT = "/_matrix/client/v3";
const encode = encodeURIComponent;
let counter = 0;

export class MatrixError extends Error {
  constructor(method, path, status, body) {
    super(`${method} ${path} answered ${status} ${JSON.stringify(body)?.slice(0, 500)}`);
    this.name = "MatrixError";
    this.status = status;
    this.errcode = body?.errcode;
    this.body = body;
  }
}

/** One request; throws MatrixError unless the answer is 2xx. `raw` sends bytes with the given content type. */
export async function request(base, method, path, { token, query, body, raw, contentType } = {}) {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query ?? {})) if (value !== undefined) search.set(key, String(value));
  const url = `${base}${path}${search.size ? `?${search}` : ""}`;
  const headers = {};
  if (token) headers.authorization = `Bearer ${token}`;
  if (raw) headers["content-type"] = contentType ?? "application/octet-stream";
  else if (body !== undefined) headers["content-type"] = "application/json";
  const answer = await fetch(url, {
    method,
    headers,
    body: raw ?? (body === undefined ? undefined : JSON.stringify(body)),
  });
  const text = await answer.text();
  let json;
  try {
    json = JSON.parse(text);
  } catch {
    json = text;
  }
  if (!answer.ok) throw new MatrixError(method, path, answer.status, json);
  return json;
}

/** Registers through the shared secret: works with registration closed and can make admins. */
export async function adminRegister(base, username, password = PASSWORD, { admin = false, displayname } = {}) {
  const path = "/_synapse/admin/v1/register";
  const { nonce } = await request(base, "GET", path);
  const mac = crypto
    .createHmac("sha1", SHARED_SECRET)
    .update([nonce, username, password, admin ? "admin" : "notadmin"].join("\0"))
    .digest("hex");
  const body = { nonce, username, password, admin, mac, ...(displayname ? { displayname } : {}) };
  return request(base, "POST", path, { body });
}

/** Signs in with a password and returns a client for that session. */
export async function signIn(base, user, password = PASSWORD, { deviceName = "Test", deviceId } = {}) {
  const answer = await request(base, "POST", `${CLIENT}/login`, {
    body: {
      type: "m.login.password",
      identifier: { type: "m.id.user", user },
      password,
      initial_device_display_name: deviceName,
      ...(deviceId ? { device_id: deviceId } : {}),
    },
  });
  return createClient(base, { token: answer.access_token, userId: answer.user_id, deviceId: answer.device_id });
}

/** Registers a fresh user (a unique name unless given) and returns a client for it. */
export async function newUser(base, username = uniqueName("user"), options = {}) {
  const answer = await adminRegister(base, username, PASSWORD, options);
  return createClient(base, { token: answer.access_token, userId: answer.user_id, deviceId: answer.device_id });
}

export function uniqueName(prefix) {
  return `${prefix}-${Date.now().toString(36)}${(counter++).toString(36)}${crypto.randomBytes(2).toString("hex")}`;
}

/** Acts as any local user through the application service of servers started with { seeding: true }. */
export function actAs(base, userId) {
  return createClient(base, { token: AS_TOKEN, userId, asUser: userId });
}

export function createClient(base, { token, userId, deviceId, asUser }) {
  const call = (method, path, body, query, extra) =>
    request(base, method, path, { token, body, query: { ...query, ...(asUser ? { user_id: asUser } : {}) }, ...extra });
  const room = (roomId) => `${CLIENT}/rooms/${encode(roomId)}`;
  const client = {
    base,
    token,
    userId,
    deviceId,
    /** Any other call: path below /_matrix or full, as given. */
    call,
    /** Sends an event; resolves to its id. `ts` backdates it (application service only). */
    async send(roomId, type, content, { ts, txnId = `${process.pid}.${Date.now()}.${counter++}` } = {}) {
      const path = `${room(roomId)}/send/${encode(type)}/${encode(txnId)}`;
      return (await call("PUT", path, content, { ts })).event_id;
    },
    text: (roomId, body, options) => client.send(roomId, "m.room.message", { msgtype: "m.text", body }, options),
    async state(roomId, type, content, { key = "", ts } = {}) {
      return (await call("PUT", `${room(roomId)}/state/${encode(type)}/${encode(key)}`, content, { ts })).event_id;
    },
    getState: (roomId, type, key = "") => call("GET", `${room(roomId)}/state/${encode(type)}/${encode(key)}`),
    async create(options = {}) {
      return (await call("POST", `${CLIENT}/createRoom`, options)).room_id;
    },
    async join(roomIdOrAlias, via) {
      const query = via ? { via, server_name: via } : undefined;
      return (await call("POST", `${CLIENT}/join/${encode(roomIdOrAlias)}`, {}, query)).room_id;
    },
    invite: (roomId, user) => call("POST", `${room(roomId)}/invite`, { user_id: user }),
    leave: (roomId) => call("POST", `${room(roomId)}/leave`, {}),
    kick: (roomId, user, reason) => call("POST", `${room(roomId)}/kick`, { user_id: user, reason }),
    async redact(roomId, eventId, reason) {
      const path = `${room(roomId)}/redact/${encode(eventId)}/${process.pid}.${Date.now()}.${counter++}`;
      return (await call("PUT", path, reason ? { reason } : {})).event_id;
    },
    typing: (roomId, typing = true, timeout = 30_000) =>
      call("PUT", `${room(roomId)}/typing/${encode(userId)}`, { typing, ...(typing ? { timeout } : {}) }),
    receipt: (roomId, eventId, type = "m.read", body = {}) =>
      call("POST", `${room(roomId)}/receipt/${type}/${encode(eventId)}`, body),
    readMarkers: (roomId, eventId) =>
      call("POST", `${room(roomId)}/read_markers`, { "m.fully_read": eventId, "m.read": eventId }),
    messages: (roomId, { from, dir = "b", limit = 100 } = {}) =>
      call("GET", `${room(roomId)}/messages`, undefined, { dir, limit, from }),
    event: (roomId, eventId) => call("GET", `${room(roomId)}/event/${encode(eventId)}`),
    members: (roomId) => call("GET", `${room(roomId)}/joined_members`),
    accountData: (type, content) =>
      call("PUT", `${CLIENT}/user/${encode(userId)}/account_data/${encode(type)}`, content),
    getAccountData: (type) => call("GET", `${CLIENT}/user/${encode(userId)}/account_data/${encode(type)}`),
    tag: (roomId, tag, order = 0.5) =>
      call("PUT", `${CLIENT}/user/${encode(userId)}/rooms/${encode(roomId)}/tags/${encode(tag)}`, { order }),
    setDisplayName: (displayname) => call("PUT", `${CLIENT}/profile/${encode(userId)}/displayname`, { displayname }),
    setAvatar: (avatar_url) => call("PUT", `${CLIENT}/profile/${encode(userId)}/avatar_url`, { avatar_url }),
    async upload(bytes, contentType, filename) {
      const extra = { raw: bytes, contentType, body: undefined };
      return (await call("POST", "/_matrix/media/v3/upload", undefined, { filename }, extra)).content_uri;
    },
    sync: ({ since, timeout = 0, filter } = {}) =>
      call("GET", `${CLIENT}/sync`, undefined, { since, timeout, filter: filter ? JSON.stringify(filter) : undefined }),
    slidingSync: (body, { pos, timeout = 0 } = {}) =>
      call("POST", "/_matrix/client/unstable/org.matrix.simplified_msc3575/sync", body, { pos, timeout }),
    logout: () => call("POST", `${CLIENT}/logout`, {}),
    logoutAll: () => call("POST", `${CLIENT}/logout/all`, {}),
  };
  return client;
}
