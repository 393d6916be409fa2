/**
 * As much of a WebSocket client (RFC 6455) as a debugger on loopback needs: text, fragments, pings. Node 20, which the tests
 * must run on, has none of its own.
 */
import crypto from "node:crypto";
import http from "node:http";
import type { Duplex } from "node:stream";

export interface TextSocket {
  send(text: string): void;
  close(): void;
}

const TEXT = 1;
const CLOSE = 8;
const PING = 9;
const PONG = 10;

export function openTextSocket(url: string, receive: (text: string) => void): Promise<TextSocket> {
  return new Promise((resolve, reject) => {
    const { hostname, port, pathname } = new URL(url);
    const request = http.get({
      hostname,
      port,
      path: pathname,
      headers: {
        connection: "Upgrade",
        upgrade: "websocket",
        "sec-websocket-version": "13",
        "sec-websocket-key": crypto.randomBytes(16).toString("base64"),
      },
    });
    request.once("error", reject);
    request.once("response", (answer) => reject(new Error(`no WebSocket there: ${answer.statusCode}`)));
    request.once("upgrade", (_, stream, head) => {
      stream.on("error", () => stream.destroy());
      read(stream, head, receive);
      resolve({ send: (text) => stream.write(frame(TEXT, Buffer.from(text))), close: () => stream.destroy() });
    });
  });
}

function read(stream: Duplex, head: Buffer, receive: (text: string) => void): void {
  let waiting = head;
  let parts: Buffer[] = [];
  const take = (): void => {
    for (let next = unframe(waiting); next; next = unframe(waiting)) {
      waiting = waiting.subarray(next.length);
      if (next.opcode === PING) stream.write(frame(PONG, next.payload));
      else if (next.opcode === CLOSE) stream.destroy();
      else if (next.opcode !== PONG) {
        parts.push(next.payload);
        if (!next.last) continue;
        receive(Buffer.concat(parts).toString("utf8"));
        parts = [];
      }
    }
  };
  stream.on("data", (chunk: Buffer) => {
    waiting = Buffer.concat([waiting, chunk]);
    take();
  });
  take();
}

function unframe(data: Buffer) {
  if (data.length < 2) return undefined;
  const [first = 0, second = 0] = data;
  const short = second & 0x7f;
  const start = short === 127 ? 10 : short === 126 ? 4 : 2;
  if (data.length < start) return undefined;
  const size = short === 127 ? Number(data.readBigUInt64BE(2)) : short === 126 ? data.readUInt16BE(2) : short;
  const length = start + size;
  if (data.length < length) return undefined;
  return { opcode: first & 0x0f, last: (first & 0x80) !== 0, payload: data.subarray(start, length), length };
}

/** What a client sends is masked. */
function frame(opcode: number, payload: Buffer): Buffer {
  const size = payload.length;
  const head = Buffer.alloc(size < 126 ? 2 : size < 65_536 ? 4 : 10);
  head[0] = 0x80 | opcode;
  head[1] = 0x80 | (size < 126 ? size : size < 65_536 ? 126 : 127);
  if (head.length === 4) head.writeUInt16BE(size, 2);
  if (head.length === 10) head.writeBigUInt64BE(BigInt(size), 2);
  const mask = crypto.randomBytes(4);
  return Buffer.concat([head, mask, payload.map((byte, i) => byte ^ (mask[i % 4] ?? 0))]);
}
