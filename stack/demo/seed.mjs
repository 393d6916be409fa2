// Makes the demo world once and leaves it as the snapshot that `restore` copies.
//
// Two passes. In the first the servers' clocks stand 90 days back: people and rooms come into being and everybody
// joins, across both servers. In the second, with true clocks, the conversations are written with backdated
// timestamps, then read markers, tags and invitations as the newcomer shall find them.
// It refuses to leave half a world: the snapshot appears only when everything was written.
import crypto from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { adminRegister, CLIENT } from "../matrix.mjs";
import { createStack, SERVERS, SYNAPSE_VERSION } from "../servers.mjs";
import { PEOPLE, residents } from "./people.mjs";
import { as, createMediaShelf, playRoom, serverOf, untilSeen, userId } from "./play.mjs";
import { ROOMS } from "./rooms.mjs";
import { logEntries } from "./rooms/log.mjs";
import { dice } from "./script.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const DAY = 24 * 60 * 60;

/** A fingerprint of everything the world is made of; a snapshot with another one is out of date. */
export function worldHash() {
  const hash = crypto.createHash("sha256").update(SYNAPSE_VERSION);
  const files = fs
    .readdirSync(here, { recursive: true })
    .filter((name) => /\.(mjs|png|jpg|json)$/.test(name) && !/\.test\.|render-media/.test(name))
    .sort((one, two) => (one < two ? -1 : 1));
  for (const name of files) hash.update(name).update(fs.readFileSync(path.join(here, name)));
  return hash.digest("hex").slice(0, 16);
}

/** Seeds a fresh world and snapshots it. `onProgress(text, fraction)` is called often. */
export async function seedSnapshot({ onProgress = () => {} } = {}) {
  const past = createStack({ name: "seed", attached: true, seeding: true, clockBackSeconds: 90 * DAY });
  const present = createStack({ name: "seed", attached: true, seeding: true });
  try {
    await past.wipe();
    await past.start();
    const world = await found(onProgress);
    await past.stop();
    await present.start();
    await live(world, onProgress);
    await present.snapshot({ world: worldHash(), seededAt: new Date().toISOString() });
  } finally {
    await present.wipe();
  }
}

/** First pass: people, rooms, members. Resolves to what the second pass needs. */
async function found(onProgress) {
  const media = createMediaShelf();
  onProgress("people", 0);
  await inParallel(4, Object.entries(PEOPLE), async ([localpart, person]) => {
    await adminRegister(SERVERS[person.server].url, localpart, undefined, { displayname: person.name });
    if (person.avatar) await as(localpart).setAvatar(await media.upload(localpart, person.avatar));
  });
  const crowd = residents(Math.max(...ROOMS.map((room) => room.residents ?? 0)));
  await inParallel(4, crowd, ({ localpart, name }) =>
    adminRegister(SERVERS.a.url, localpart, undefined, { displayname: name }),
  );
  const roomIds = {};
  let done = 0;
  await inParallel(5, ROOMS, async (room) => {
    roomIds[room.key] = await foundRoom(room, media);
    onProgress("rooms and members", 0.12 * (++done / ROOMS.length));
  });
  return { media, roomIds };
}

async function foundRoom(room, media) {
  const creator = room.creator ?? room.direct[0];
  const members = room.members ?? room.direct.slice(1);
  const owner = as(creator);
  const avatar = room.avatar && { url: await media.upload(creator, room.avatar), info: media.info(room.avatar) };
  const roomId = await owner.create({
    preset: room.direct ? "trusted_private_chat" : room.public ? "public_chat" : "private_chat",
    visibility: room.public ? "public" : "private",
    ...(room.version ? { room_version: room.version } : {}),
    ...(room.name ? { name: room.name } : {}),
    ...(room.topic ? { topic: room.topic } : {}),
    ...(room.alias ? { room_alias_name: room.alias } : {}),
    ...(room.direct ? { is_direct: true } : {}),
    ...(room.public ? {} : { invite: members.map(userId) }),
    ...(room.power ? { power_level_content_override: { users: powerOf(room) } } : {}),
    initial_state: avatar ? [{ type: "m.room.avatar", state_key: "", content: avatar }] : [],
  });
  const via = serverOf(creator).name;
  // One after the other: parallel joins to one room only make the server resolve state it need not.
  for (const member of members) await as(member).join(roomId, via);
  const crowd = residents(room.residents ?? 0);
  await inParallel(3, crowd, ({ localpart }) => as(localpart).join(roomId, via));
  return roomId;
}

function powerOf(room) {
  return Object.fromEntries(Object.entries(room.power).map(([localpart, level]) => [userId(localpart), level]));
}

/** Second pass: conversations, then what the newcomer has read, marked and been invited to. */
async function live({ media, roomIds }, onProgress) {
  const now = Date.now();
  const entries = logEntries(now);
  const total = entries.length + ROOMS.reduce((sum, room) => sum + (room.script?.length ?? 0), 0);
  let done = 0;
  const onLine = () => {
    if (++done % 25 === 0) onProgress("conversations", 0.12 + 0.85 * (done / total));
  };
  const played = {};
  await Promise.all([
    writeLog(roomIds.log, entries, onLine).then((log) => (played.log = log)),
    inParallel(
      5,
      ROOMS.filter((room) => room.script),
      async (room) => {
        played[room.key] = await playRoom(room, roomIds[room.key], { now, media, onLine });
      },
    ),
  ]);
  for (const { finish } of Object.values(played).sort((one, two) => one.lastAt - two.lastAt)) await finish();
  onProgress("read markers and invitations", 0.98);
  for (const room of ROOMS) await markRead(room, roomIds[room.key], played[room.key]);
  await setUpAccounts(roomIds);
  for (const room of ROOMS) {
    for (const [who, { by, direct }] of Object.entries(room.invites ?? {})) {
      const content = { membership: "invite", ...(direct ? { is_direct: true } : {}) };
      await as(by).state(roomIds[room.key], "m.room.member", content, { key: userId(who) });
    }
  }
}

async function writeLog(roomId, entries, onLine) {
  const messages = [];
  const write = async ({ by, ts, content }) => {
    messages.push(await as(by).send(roomId, "m.room.message", content, { ts }));
    onLine();
  };
  for (const entry of entries.slice(0, -1)) await write(entry);
  return { ids: {}, messages, lastAt: entries.at(-1).ts, finish: () => write(entries.at(-1)) };
}

async function markRead(room, roomId, { ids, messages }) {
  if (!messages.length) return;
  const roll = dice(room.key.length * 31 + messages.length);
  const people = [room.creator, ...(room.members ?? []), ...(room.direct ?? [])].filter(Boolean);
  for (const localpart of new Set(people)) {
    const wish = localpart === "nadia" ? room.read?.nadia : undefined;
    if (localpart === "nadia" && wish === undefined) continue;
    const eventId =
      typeof wish === "number"
        ? messages[wish - 1]
        : wish && wish !== "last"
          ? ids[wish]
          : (messages.at(localpart === "nadia" || roll.next() < 0.6 ? -1 : -1 - roll.below(4)) ?? messages.at(-1));
    if (!eventId) throw new Error(`${room.key}: ${localpart} cannot have read ${wish}`);
    await untilSeen(localpart, roomId, eventId);
    await as(localpart).readMarkers(roomId, eventId);
  }
}

async function setUpAccounts(roomIds) {
  const direct = {};
  for (const room of ROOMS) {
    for (const me of room.direct ?? []) {
      for (const other of room.direct) {
        if (other !== me) ((direct[me] ??= {})[userId(other)] ??= []).push(roomIds[room.key]);
      }
    }
    for (const [localpart, tag] of Object.entries(room.tags ?? {})) await as(localpart).tag(roomIds[room.key], tag);
    if (room.muted) {
      const roomId = roomIds[room.key];
      await as(room.muted).call("PUT", `${CLIENT}/pushrules/global/override/${encodeURIComponent(roomId)}`, {
        conditions: [{ kind: "event_match", key: "room_id", pattern: roomId }],
        actions: [],
      });
    }
  }
  for (const [localpart, content] of Object.entries(direct)) await as(localpart).accountData("m.direct", content);
  await as("nadia").call("PUT", `${CLIENT}/pushrules/global/content/rye`, {
    pattern: "rye",
    actions: ["notify", { set_tweak: "highlight" }],
  });
}

async function inParallel(limit, items, work) {
  const queue = [...items];
  await Promise.all(
    Array.from({ length: Math.min(limit, queue.length) }, async () => {
      for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
    }),
  );
}
