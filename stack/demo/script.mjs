// The vocabulary the rooms of the demo world are written in. Every function returns one plain record; play.mjs turns
// records into events. `at` is "3d 09:12" (three days before seeding, local time) or "40m" (40 minutes before).
// `id` names a message so that a later line can answer, change or delete it.

export const say = (by, at, text, more = {}) => ({ kind: "message", msgtype: "m.text", by, at, text, ...more });
export const emote = (by, at, text, more = {}) => ({ kind: "message", msgtype: "m.emote", by, at, text, ...more });
export const notice = (by, at, text, more = {}) => ({ kind: "message", msgtype: "m.notice", by, at, text, ...more });
export const image = (by, at, file, more = {}) => ({ kind: "image", by, at, file, ...more });
export const file = (by, at, name, mimetype, text, more = {}) => ({
  kind: "file",
  by,
  at,
  name,
  mimetype,
  text,
  ...more,
});
export const react = (to, key, ...by) => ({ kind: "reactions", to, key, by });
export const edit = (to, by, at, text, more = {}) => ({ kind: "edit", to, by, at, text, ...more });
export const redact = (to, by, at, reason) => ({ kind: "redaction", to, by, at, reason });
export const topic = (by, at, text) => ({ kind: "state", type: "m.room.topic", by, at, content: { topic: text } });
export const rename = (by, at, name) => ({ kind: "state", type: "m.room.name", by, at, content: { name } });
export const pin = (by, at, ...ids) => ({ kind: "pin", by, at, ids });
export const join = (by, at) => ({ kind: "member", membership: "join", by, who: by, at });
export const leave = (by, at) => ({ kind: "member", membership: "leave", by, who: by, at });
export const invite = (by, at, who) => ({ kind: "member", membership: "invite", by, who, at });
export const kick = (by, at, who, reason) => ({ kind: "member", membership: "leave", by, who, at, reason });

/** Milliseconds since 1970 of an `at`, seen from `now`. */
export function timeOf(at, now) {
  const minutes = /^(\d+)m$/.exec(at);
  if (minutes) return now - Number(minutes[1]) * 60_000;
  const day = /^(\d+)d (\d\d):(\d\d)$/.exec(at);
  if (!day) throw new Error(`not a time of the demo world: ${at}`);
  const date = new Date(now);
  date.setDate(date.getDate() - Number(day[1]));
  date.setHours(Number(day[2]), Number(day[3]), 0, 0);
  return Math.min(date.getTime(), now);
}

/** Always the same sequence for the same seed, so that two seedings tell the same story. */
export function dice(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  return { next, pick: (list) => list[Math.floor(next() * list.length)], below: (n) => Math.floor(next() * n) };
}
