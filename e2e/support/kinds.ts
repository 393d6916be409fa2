/** One message of every kind, as other clients send them. */
import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import type { MatrixClient } from "../../stack/matrix.mjs";

const RATE = 8_000;

/** A tone, as a WAV file. */
export function wav(seconds: number): Buffer {
  const samples = Math.round(seconds * RATE);
  const out = Buffer.alloc(44 + samples);
  out.write("RIFF", 0);
  out.writeUInt32LE(36 + samples, 4);
  out.write("WAVEfmt ", 8);
  out.writeUInt32LE(16, 16);
  out.writeUInt16LE(1, 20);
  out.writeUInt16LE(1, 22);
  out.writeUInt32LE(RATE, 24);
  out.writeUInt32LE(RATE, 28);
  out.writeUInt16LE(1, 32);
  out.writeUInt16LE(8, 34);
  out.write("data", 36);
  out.writeUInt32LE(samples, 40);
  for (let index = 0; index < samples; index += 1) out[44 + index] = 128 + Math.round(40 * Math.sin(index / 4));
  return out;
}

/** A moving picture, recorded by the browser itself. */
export async function webm(page: Page, milliseconds: number): Promise<Buffer> {
  const bytes = await page.evaluate(async (length) => {
    const canvas = document.createElement("canvas");
    canvas.width = 320;
    canvas.height = 180;
    const context = canvas.getContext("2d");
    if (!context) throw new Error("no canvas");
    const recorder = new MediaRecorder(canvas.captureStream(20), { mimeType: "video/webm;codecs=vp8" });
    const parts: Blob[] = [];
    recorder.addEventListener("dataavailable", (event) => parts.push(event.data));
    const done = new Promise((resolve) => recorder.addEventListener("stop", resolve));
    recorder.start();
    const began = performance.now();
    await new Promise<void>((resolve) => {
      const draw = (): void => {
        const at = performance.now() - began;
        context.fillStyle = `hsl(${at / 5} 60% 50%)`;
        context.fillRect(0, 0, 320, 180);
        if (at < length) requestAnimationFrame(draw);
        else resolve();
      };
      draw();
    });
    recorder.stop();
    await done;
    return [...new Uint8Array(await new Blob(parts).arrayBuffer())];
  }, milliseconds);
  return Buffer.from(bytes);
}

/** A picture of the demo world. */
export function demoPicture(name: string): Promise<Buffer> {
  return readFile(new URL(`../../stack/demo/media/${name}`, import.meta.url));
}

export const POLL = {
  question: { "org.matrix.msc1767.text": "When do we paint the door?" },
  kind: "org.matrix.msc3381.poll.disclosed",
  max_selections: 1,
  answers: [
    { id: "sat", "org.matrix.msc1767.text": "Saturday" },
    { id: "sun", "org.matrix.msc1767.text": "Sunday" },
  ],
};

export interface Kinds {
  readonly client: MatrixClient;
  readonly roomId: string;
}

export function sendMessage({ client, roomId }: Kinds, content: Record<string, unknown>): Promise<string> {
  return client.send(roomId, "m.room.message", content);
}

export function sendHtml(kinds: Kinds, body: string, html: string): Promise<string> {
  return sendMessage(kinds, { msgtype: "m.text", body, format: "org.matrix.custom.html", formatted_body: html });
}

export async function sendPicture(kinds: Kinds, file: string, caption?: string): Promise<string> {
  const bytes = await demoPicture(file);
  const url = await kinds.client.upload(bytes, file.endsWith(".png") ? "image/png" : "image/jpeg", file);
  return sendMessage(kinds, {
    msgtype: "m.image",
    body: caption ?? file,
    filename: file,
    url,
    info: { mimetype: "image/jpeg", size: bytes.length, w: 1200, h: 900 },
  });
}

export async function sendVoice(kinds: Kinds, seconds: number): Promise<string> {
  const bytes = wav(seconds);
  const url = await kinds.client.upload(bytes, "audio/wav", "voice.wav");
  const waveform = Array.from({ length: 60 }, (_, index) => Math.round(512 + 500 * Math.sin(index / 3)));
  return sendMessage(kinds, {
    msgtype: "m.audio",
    body: "Voice message",
    url,
    info: { mimetype: "audio/wav", size: bytes.length, duration: seconds * 1000 },
    "org.matrix.msc1767.audio": { duration: seconds * 1000, waveform },
    "org.matrix.msc3245.voice": {},
  });
}
