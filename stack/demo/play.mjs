// Turns a room's script into events, in order: the next line is sent only when the last one has reached the sender's
// server, so that both servers tell the conversation in the same order.
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { SERVERS } from "../servers.mjs";
import { actAs, MatrixError } from "../matrix.mjs";
import { pause } from "../processes.mjs";
import { PEOPLE } from "./people.mjs";
import { timeOf } from "./script.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const MEDIA = JSON.parse(fs.readFileSync(path.join(here, "media.json"), "utf8"));

export const serverOf = (localpart) => SERVERS[PEOPLE[localpart]?.server ?? "a"];
export const userId = (localpart) => `@${localpart}:${serverOf(localpart).name}`;
export const as = (localpart) => actAs(serverOf(localpart).url, userId(localpart));
export const firstName = (localpart) => (PEOPLE[localpart]?.name ?? localpart).split(" ")[0];

const escape = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** Uploads each file once per server and remembers its mxc: address. */
export function createMediaShelf() {
  const uploads = new Map();
  return {
    info: (file) => MEDIA[file],
    upload(localpart, file, bytes = fs.readFileSync(path.join(here, "media", file)), type = MEDIA[file]?.mimetype) {
      const key = `${serverOf(localpart).id}/${file}`;
      if (!uploads.has(key)) uploads.set(key, as(localpart).upload(bytes, type, file));
      return uploads.get(key);
    },
  };
}

/** Waits until the server of `localpart` has the event (federation takes a moment). */
export async function untilSeen(localpart, roomId, eventId) {
  for (const deadline = Date.now() + 60_000; ; await pause(40)) {
    try {
      return await as(localpart).event(roomId, eventId);
    } catch (error) {
      if (!(error instanceof MatrixError) || Date.now() > deadline) throw error;
    }
  }
}

/**
 * Plays one room up to its last message, and resolves to { ids, messages, lastAt, finish }: named events, all messages
 * in order, when the last one was said, and how to play the rest. Servers sort rooms by when they heard of the last
 * message, so the seeder finishes the rooms one by one in the order of `lastAt`.
 */
export async function playRoom(room, roomId, { now, media, onLine }) {
  const ids = {};
  const messages = [];
  let last;
  let previousTime = 0;

  const deliver = async (by, work) => {
    if (last && last.server !== serverOf(by).id) await untilSeen(by, roomId, last.eventId);
    const eventId = await work(as(by));
    last = { server: serverOf(by).id, eventId };
    return eventId;
  };
  const resolve = (name) => {
    const id = name === "last" ? messages.at(-1) : ids[name];
    if (!id) throw new Error(`${room.key}: nothing is called ${name} yet`);
    return id;
  };

  const isMessage = (line) => ["message", "image", "file"].includes(line.kind);
  const cut = Math.max(0, room.script.findLastIndex(isMessage));
  for (const line of room.script.slice(0, cut)) await play(line);
  const lastLine = room.script[cut];
  return {
    ids,
    messages,
    lastAt: lastLine?.at ? timeOf(lastLine.at, now) : 0,
    async finish() {
      for (const line of room.script.slice(cut)) await play(line);
      if (messages.length && room.read?.nadia) await untilSeen("nadia", roomId, messages.at(-1));
    },
  };

  async function play(line) {
    if (line.at) previousTime = Math.min(now, Math.max(previousTime + 1_000, timeOf(line.at, now)));
    const ts = previousTime;
    const message = async (content) => {
      const eventId = await deliver(line.by, (client) => client.send(roomId, "m.room.message", content, { ts }));
      messages.push(eventId);
      if (line.id) ids[line.id] = eventId;
    };
    switch (line.kind) {
      case "message":
        await message(textContent(line, line.replyTo && resolve(line.replyTo)));
        break;
      case "image":
        await message(await imageContent(line, media));
        break;
      case "file":
        await message(await fileContent(line, media));
        break;
      case "edit": {
        const next = textContent({ ...line, msgtype: "m.text" });
        await deliver(line.by, (client) =>
          client.send(
            roomId,
            "m.room.message",
            {
              ...next,
              body: `* ${next.body}`,
              ...(next.formatted_body ? { formatted_body: `* ${next.formatted_body}` } : {}),
              "m.new_content": next,
              "m.relates_to": { rel_type: "m.replace", event_id: resolve(line.to) },
            },
            { ts },
          ),
        );
        break;
      }
      case "reactions": {
        const target = resolve(line.to);
        for (const by of line.by) {
          const content = { "m.relates_to": { rel_type: "m.annotation", event_id: target, key: line.key } };
          previousTime = Math.min(now, previousTime + 4_000);
          await deliver(by, (client) => client.send(roomId, "m.reaction", content, { ts: previousTime }));
        }
        break;
      }
      case "redaction":
        // As an ordinary event, because the redact call knows no timestamps. Rooms before version 11 need that call.
        await deliver(line.by, (client) =>
          client.send(roomId, "m.room.redaction", { redacts: resolve(line.to), reason: line.reason }, { ts }),
        );
        break;
      case "state":
        await deliver(line.by, (client) => client.state(roomId, line.type, line.content, { ts }));
        break;
      case "pin":
        await deliver(line.by, (client) =>
          client.state(roomId, "m.room.pinned_events", { pinned: line.ids.map(resolve) }, { ts }),
        );
        break;
      case "member": {
        const content = { membership: line.membership, ...(line.reason ? { reason: line.reason } : {}) };
        // Who joins cannot look at the room yet, and who leaves cannot any more.
        const work = (client) => client.state(roomId, "m.room.member", content, { key: userId(line.who), ts });
        if (line.membership === "join") last = { server: serverOf(line.by).id, eventId: await work(as(line.by)) };
        else await deliver(line.by, work);
        break;
      }
      default:
        throw new Error(`${room.key}: unknown line ${line.kind}`);
    }
    onLine();
  }
}

function textContent(line, replyTo) {
  const mentioned = line.mentions ?? [];
  let html = line.html;
  if (mentioned.length) {
    html ??= escape(line.text);
    for (const who of mentioned) {
      html = html.replace(firstName(who), `<a href="https://matrix.to/#/${userId(who)}">${firstName(who)}</a>`);
    }
  }
  return {
    msgtype: line.msgtype,
    body: line.text,
    ...(html ? { format: "org.matrix.custom.html", formatted_body: html } : {}),
    "m.mentions": {
      ...(mentioned.length ? { user_ids: mentioned.map(userId) } : {}),
      ...(line.room ? { room: true } : {}),
    },
    ...(replyTo ? { "m.relates_to": { "m.in_reply_to": { event_id: replyTo } } } : {}),
  };
}

async function imageContent(line, media) {
  const { w, h, size, mimetype, blurhash } = media.info(line.file);
  return {
    msgtype: "m.image",
    body: line.name ?? line.file,
    filename: line.name ?? line.file,
    url: await media.upload(line.by, line.file),
    info: { w, h, size, mimetype, "xyz.amorgan.blurhash": blurhash },
    "m.mentions": {},
  };
}

async function fileContent(line, media) {
  const bytes = line.mimetype === "application/pdf" ? onePagePdf(line.name) : Buffer.from(line.text, "utf8");
  return {
    msgtype: "m.file",
    body: line.name,
    filename: line.name,
    url: await media.upload(line.by, line.name, bytes, line.mimetype),
    info: { size: bytes.length, mimetype: line.mimetype },
    "m.mentions": {},
  };
}

/** A small but real PDF that shows its own name. */
export function onePagePdf(title) {
  const text = title.replace(/[^\x20-\x7e]/g, "").replace(/[()\\]/g, "\\$&");
  const stream = `BT /F1 24 Tf 72 720 Td (${text}) Tj ET`;
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
    `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
  ];
  let pdf = "%PDF-1.4\n";
  const offsets = objects.map((object, i) => {
    const offset = pdf.length;
    pdf += `${i + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const start = pdf.length;
  pdf += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n`;
  for (const offset of offsets) pdf += `${String(offset).padStart(10, "0")} 00000 n \n`;
  pdf += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`;
  return Buffer.from(pdf, "latin1");
}
