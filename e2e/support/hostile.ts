/**
 * Events that a hostile person can get past a real server, each of a kind of its own and named: every known field with
 * every wrong type, markup of every family, sizes, directions, relations that contradict each other. What needs more than
 * one event (edits of edits, reactions by the thousand) is in the journey.
 */
import { MARKUP } from "./hostile-markup.ts";

export interface HostileEvent {
  /** What is wrong with it. */
  readonly kind: string;
  readonly type: string;
  readonly content: Record<string, unknown>;
  readonly stateKey?: string;
}

type Draft = Omit<HostileEvent, "kind">;

const ODD: Readonly<Record<string, unknown>> = {
  null: null,
  zero: 0,
  negative: -1,
  "largest integer": Number.MAX_SAFE_INTEGER,
  true: true,
  "no text": "",
  "long text": "x".repeat(5_000),
  list: [],
  "nested list": [[[]], null, 0, {}],
  object: {},
  "object with toString": { toString: 1, valueOf: null, length: -1 },
  "object of prototype keys": JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":{}}}'),
};

const message = (content: Record<string, unknown>): Draft => ({ type: "m.room.message", content });
const text = (content: Record<string, unknown>): Draft => message({ msgtype: "m.text", body: "x", ...content });
const media = (msgtype: string, content: Record<string, unknown>): Draft =>
  message({ msgtype, body: "x.bin", url: "mxc://localhost:8801/nothing", ...content });
const state = (type: string, content: Record<string, unknown>, stateKey = ""): Draft => ({ type, content, stateKey });

/** Every field that a client reads, given a wrong value. */
function fields(anchor: string): Readonly<Record<string, (odd: unknown) => Draft>> {
  const relation = (odd: Record<string, unknown>): Draft => text({ "m.relates_to": odd });
  return {
    "message msgtype": (odd) => message({ msgtype: odd, body: "odd msgtype" }),
    "message body": (odd) => message({ msgtype: "m.text", body: odd }),
    "message format": (odd) => text({ format: odd, formatted_body: "<b>x</b>" }),
    "message formatted_body": (odd) => text({ format: "org.matrix.custom.html", formatted_body: odd }),
    "message m.mentions": (odd) => text({ "m.mentions": odd }),
    "message m.mentions.user_ids": (odd) => text({ "m.mentions": { user_ids: odd, room: odd } }),
    "emote body": (odd) => message({ msgtype: "m.emote", body: odd }),
    "notice body": (odd) => message({ msgtype: "m.notice", body: odd }),
    relation: (odd) => text({ "m.relates_to": odd }),
    "relation rel_type": (odd) => relation({ rel_type: odd, event_id: anchor }),
    "relation event_id": (odd) => relation({ rel_type: "m.thread", event_id: odd }),
    "relation m.in_reply_to": (odd) => relation({ "m.in_reply_to": odd }),
    "relation m.in_reply_to.event_id": (odd) => relation({ "m.in_reply_to": { event_id: odd } }),
    "thread is_falling_back": (odd) => relation({ rel_type: "m.thread", event_id: anchor, is_falling_back: odd }),
    "edit m.new_content": (odd) =>
      text({ "m.new_content": odd, "m.relates_to": { rel_type: "m.replace", event_id: anchor } }),
    "edit m.new_content.body": (odd) =>
      text({
        "m.new_content": { msgtype: odd, body: odd },
        "m.relates_to": { rel_type: "m.replace", event_id: anchor },
      }),
    "image url": (odd) => message({ msgtype: "m.image", body: "x.png", url: odd }),
    "image info": (odd) => media("m.image", { info: odd }),
    "image sizes": (odd) => media("m.image", { info: { w: odd, h: odd, size: odd, mimetype: odd } }),
    "image thumbnail": (odd) => media("m.image", { info: { thumbnail_url: odd, thumbnail_info: odd } }),
    "image blurhash": (odd) => media("m.image", { info: { w: 10, h: 10, "xyz.amorgan.blurhash": odd } }),
    "image file": (odd) => message({ msgtype: "m.image", body: "x.png", file: odd }),
    "file filename": (odd) => media("m.file", { filename: odd }),
    "file info": (odd) => media("m.file", { info: odd }),
    "video info": (odd) => media("m.video", { info: { duration: odd, w: odd, h: odd } }),
    "audio info": (odd) => media("m.audio", { info: { duration: odd, size: odd } }),
    "voice waveform": (odd) =>
      media("m.audio", {
        "org.matrix.msc3245.voice": {},
        "org.matrix.msc1767.audio": { duration: odd, waveform: odd },
      }),
    "location geo_uri": (odd) => message({ msgtype: "m.location", body: "here", geo_uri: odd }),
    "location extension": (odd) => message({ msgtype: "m.location", body: "here", "org.matrix.msc3488.location": odd }),
    "sticker body": (odd) => ({ type: "m.sticker", content: { body: odd, url: odd, info: odd } }),
    "reaction key": (odd) => ({
      type: "m.reaction",
      content: { "m.relates_to": { rel_type: "m.annotation", event_id: anchor, key: odd } },
    }),
    "reaction relation": (odd) => ({ type: "m.reaction", content: { "m.relates_to": odd } }),
    poll: (odd) => ({ type: "m.poll.start", content: { "m.poll": odd } }),
    "poll answers": (odd) => ({
      type: "org.matrix.msc3381.poll.start",
      content: {
        "org.matrix.msc3381.poll.start": { question: odd, answers: odd, kind: odd, max_selections: odd },
      },
    }),
    "poll response": (odd) => ({
      type: "m.poll.response",
      content: { "m.selections": odd, "m.relates_to": { rel_type: "m.reference", event_id: anchor } },
    }),
    "encrypted algorithm": (odd) => ({
      type: "m.room.encrypted",
      content: { algorithm: odd, ciphertext: odd, session_id: odd, sender_key: odd },
    }),
    "call invite": (odd) => ({ type: "m.call.invite", content: { call_id: odd, version: odd, offer: odd } }),
    topic: (odd) => state("m.room.topic", { topic: odd, "m.topic": odd }),
    name: (odd) => state("m.room.name", { name: odd }),
    avatar: (odd) => state("m.room.avatar", { url: odd, info: odd }),
    canonical_alias: (odd) => state("m.room.canonical_alias", { alias: odd, alt_aliases: odd }),
    pinned_events: (odd) => state("m.room.pinned_events", { pinned: odd }),
    join_rules: (odd) => state("m.room.join_rules", { join_rule: odd, allow: odd }),
    history_visibility: (odd) => state("m.room.history_visibility", { history_visibility: odd }),
    guest_access: (odd) => state("m.room.guest_access", { guest_access: odd }),
    server_acl: (odd) => state("m.room.server_acl", { allow: ["*"], deny: odd, allow_ip_literals: odd }),
    tombstone: (odd) => state("org.example.tombstone", { replacement_room: odd, body: odd }),
    "space child": (odd) => state("m.space.child", { via: odd, order: odd, suggested: odd }, "!nowhere:example.org"),
    "space parent": (odd) => state("m.space.parent", { via: odd, canonical: odd }, "!nowhere:example.org"),
    widget: (odd) => state("im.vector.modular.widgets", { type: odd, url: odd, name: odd, data: odd }, "widget"),
    "call member": (odd) => state("org.matrix.msc3401.call.member", { memberships: odd, "m.calls": odd }, "_call"),
  };
}

function deep(levels: number): Record<string, unknown> {
  let value: Record<string, unknown> = { end: true };
  for (let i = 0; i < levels; i += 1) value = { nest: value };
  return value;
}

const thread = (eventId: string): Record<string, unknown> => ({ rel_type: "m.thread", event_id: eventId });

function singles(anchor: string, victim: string): Readonly<Record<string, Draft>> {
  const image = (w: number, h: number): Draft => media("m.image", { info: { w, h, mimetype: "image/svg+xml" } });
  return {
    "image of endless width": image(1e15, 1),
    "image of endless height": image(1, 1e15),
    "image of negative size": image(-5, -5),
    "image of no size": image(0, 0),
    "image named like a script": media("m.image", { body: "x.png.exe", filename: "../../../x.exe" }),
    "file that says it is a page": media("m.file", { info: { mimetype: "text/html" }, filename: "x.html" }),
    "file with a reversed name": media("m.file", { filename: "photo\u202egnp.exe" }),
    "file with a name of 20,000": media("m.file", { filename: "n".repeat(20_000) }),
    "file larger than the world": media("m.file", { info: { size: Number.MAX_SAFE_INTEGER } }),
    "url of another scheme": message({ msgtype: "m.image", body: "x", url: "https://evil.example/x.png" }),
    "url that runs": message({ msgtype: "m.image", body: "x", url: "javascript:window.pwned=1" }),
    "url with a query": message({ msgtype: "m.image", body: "x", url: "mxc://localhost:8801/x?y#z" }),
    "body of 60,000": message({ msgtype: "m.text", body: "A".repeat(60_000) }),
    "body of 60,000 words": message({ msgtype: "m.text", body: "a ".repeat(30_000) }),
    "body of 30,000 lines": message({ msgtype: "m.text", body: "\n".repeat(30_000) }),
    "body of spaces": message({ msgtype: "m.text", body: " \u00a0\u3000".repeat(1_000) }),
    "body of directions": message({ msgtype: "m.emote", body: "\u202e\u2066\u2067".repeat(200) }),
    "body of zalgo": message({ msgtype: "m.text", body: "Z\u0351\u036b\u0343\u0310\u0350".repeat(2_000) }),
    "body of one cluster": message({ msgtype: "m.text", body: `a${"\u0300".repeat(20_000)}` }),
    "body of joined emoji": message({ msgtype: "m.text", body: "👩\u200d".repeat(4_000) }),
    "body of flags": message({ msgtype: "m.text", body: "🇦".repeat(5_001) }),
    "link of 1,000 parts": message({
      msgtype: "m.text",
      body: `https://${"a.".repeat(500)}com/${"(".repeat(500)}`,
    }),
    "links by the thousand": message({ msgtype: "m.text", body: "https://a.example/x ".repeat(2_000) }),
    "matrix.to without end": message({ msgtype: "m.text", body: `https://matrix.to/#/${"%25".repeat(2_000)}` }),
    "mentions by the thousand": message({
      msgtype: "m.text",
      body: "hey",
      "m.mentions": { user_ids: Array.from({ length: 1_500 }, (_, i) => `@u${i}:example.org`), room: true },
    }),
    "nested 80 deep": text({ "org.example.deep": deep(80) }),
    "a thousand keys": text(Object.fromEntries(Array.from({ length: 1_000 }, (_, i) => [`k${i}`, i]))),
    "keys of the prototype": text({ constructor: "x", hasOwnProperty: "y", toString: "z", __proto__x: 1 }),
    "reply to nothing": text({ "m.relates_to": { "m.in_reply_to": { event_id: "$nothing" } } }),
    "reply to something that is no id": text({ "m.relates_to": { "m.in_reply_to": { event_id: "nothing" } } }),
    "thread of nothing": text({ "m.relates_to": thread("$nothing") }),
    "edit of nothing": text({
      "m.new_content": { msgtype: "m.text", body: "y" },
      "m.relates_to": { rel_type: "m.replace", event_id: "$nothing" },
    }),
    "edit into a picture": text({
      "m.new_content": { msgtype: "m.image", body: "y", url: "mxc://localhost:8801/nothing" },
      "m.relates_to": { rel_type: "m.replace", event_id: anchor },
    }),
    "edit in an edit": text({
      "m.new_content": {
        msgtype: "m.text",
        body: "y",
        "m.new_content": { msgtype: "m.text", body: "z" },
        "m.relates_to": { rel_type: "m.replace", event_id: anchor },
      },
      "m.relates_to": { rel_type: "m.replace", event_id: anchor },
    }),
    "edit that is a reply": text({
      "m.new_content": { msgtype: "m.text", body: "y" },
      "m.relates_to": { rel_type: "m.replace", event_id: anchor, "m.in_reply_to": { event_id: anchor } },
    }),
    "edit of the room's name": {
      type: "m.room.topic",
      stateKey: "",
      content: { topic: "x", "m.relates_to": { rel_type: "m.replace", event_id: anchor } },
    },
    "reaction of 60,000": {
      type: "m.reaction",
      content: { "m.relates_to": { rel_type: "m.annotation", event_id: anchor, key: "x".repeat(60_000) } },
    },
    "reaction of markup": {
      type: "m.reaction",
      content: {
        "m.relates_to": { rel_type: "m.annotation", event_id: anchor, key: "<img src=x onerror=window.pwned=1>" },
      },
    },
    "location that runs": message({ msgtype: "m.location", body: "here", geo_uri: "javascript:window.pwned=1" }),
    "location off the earth": message({ msgtype: "m.location", body: "here", geo_uri: "geo:1e308,NaN;u=-1" }),
    "verification request in a room": message({ msgtype: "m.key.verification.request", body: "x", to: victim }),
    "server notice": message({ msgtype: "m.server_notice", body: "Your account is closed", admin_contact: "x" }),
    "poll of 1,000 answers": {
      type: "m.poll.start",
      content: {
        "m.poll": {
          question: { "m.text": [{ body: "?" }] },
          answers: Array.from({ length: 1_000 }, (_, i) => ({ "m.id": `${i % 2}`, "m.text": [{ body: "same" }] })),
        },
      },
    },
    "name of markup": state("m.room.name", { name: "<img src=x onerror=window.pwned=1>\u202e" }),
    "topic of 50,000": state("m.room.topic", { topic: "t ".repeat(25_000) }),
    "pinned by the thousand": state("m.room.pinned_events", {
      pinned: Array.from({ length: 1_000 }, (_, i) => `$${i}`),
    }),
    "member named like a script": state(
      "m.room.member",
      { membership: "join", displayname: "<img src=x onerror=window.pwned=1>" },
      victim,
    ),
    "type of the prototype": { type: "__proto__", content: { polluted: true } },
    "type constructor": { type: "constructor", content: {} },
    "type without a name": { type: " ", content: {} },
    "type of 250": { type: "t".repeat(250), content: {} },
    "type of markup": { type: "<script>window.pwned=1</script>", content: {} },
    "state under a strange key": state("org.example", { x: 1 }, "__proto__"),
    "state under a long key": state("org.example", { x: 1 }, "k".repeat(250)),
    "no content": { type: "m.room.message", content: {} },
  };
}

export function* hostileContents(anchor: string, victim: string): Generator<HostileEvent> {
  for (const [name, html] of Object.entries(MARKUP))
    yield {
      kind: `markup: ${name}`,
      ...text({ body: "markup", format: "org.matrix.custom.html", formatted_body: html }),
    };
  for (const [field, draft] of Object.entries(fields(anchor)))
    for (const [name, odd] of Object.entries(ODD)) yield { kind: `${field}: ${name}`, ...draft(odd) };
  for (const [name, draft] of Object.entries(singles(anchor, victim))) yield { kind: name, ...draft };
}
