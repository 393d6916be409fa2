/**
 * The tab's worker for pure, heavy jobs. It measures pictures, colours code and reads QR codes: all take longer than a frame. It knows
 * nothing of the account and talks to nobody but its tab. The highlighter is loaded with the first code.
 */
import { encode } from "blurhash";
import type { PictureFacts, TaskAnswer, TaskRequest, Thumbnail } from "./protocol.ts";

const SIDE = 48;
const THUMBNAIL_SIDE = 800;
const THUMBNAIL_QUALITY = 0.82;
/** Below that the picture itself is small enough. */
const THUMBNAIL_FROM = 64_000;

async function measure(blob: Blob, wish: "wanted" | "none"): Promise<PictureFacts | undefined> {
  try {
    const bitmap = await createImageBitmap(blob);
    const { width, height } = bitmap;
    const scale = SIDE / Math.max(width, height);
    const across = Math.max(1, Math.round(width * scale));
    const down = Math.max(1, Math.round(height * scale));
    const context = new OffscreenCanvas(across, down).getContext("2d");
    if (!context) return undefined;
    context.drawImage(bitmap, 0, 0, across, down);
    const { data } = context.getImageData(0, 0, across, down);
    const [x, y] = width >= height ? [4, 3] : [3, 4];
    const facts = { width, height, blurhash: encode(data, across, down, x, y) };
    const thumbnail = wish === "wanted" ? await smaller(blob, bitmap) : undefined;
    bitmap.close();
    return thumbnail ? { ...facts, thumbnail } : facts;
  } catch {
    return undefined;
  }
}

/** Kinds that move would stand still. */
const MOVING: ReadonlySet<string> = new Set(["image/gif", "image/webp", "image/apng"]);

/** At most 800 px, where that saves at least half. */
async function smaller(blob: Blob, bitmap: ImageBitmap): Promise<Thumbnail | undefined> {
  if (blob.size < THUMBNAIL_FROM || MOVING.has(blob.type)) return undefined;
  const scale = Math.min(1, THUMBNAIL_SIDE / Math.max(bitmap.width, bitmap.height));
  const width = Math.max(1, Math.round(bitmap.width * scale));
  const height = Math.max(1, Math.round(bitmap.height * scale));
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d");
  if (!context) return undefined;
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, 0, 0, width, height);
  // Others may be transparent.
  const type = blob.type === "image/jpeg" ? "image/jpeg" : "image/webp";
  const made = await canvas.convertToBlob({ type, quality: THUMBNAIL_QUALITY });
  return made.size * 2 > blob.size ? undefined : { blob: made, mimetype: made.type, width, height };
}

async function highlight(language: string, text: string): Promise<Uint32Array | undefined> {
  try {
    const { tokens } = await import("./tokens.ts");
    return tokens(language, text);
  } catch {
    return undefined;
  }
}

/** The bytes of a QR code in the picture, if there is one. */
async function readCode(picture: ImageBitmap): Promise<Uint8Array | undefined> {
  try {
    const { width, height } = picture;
    const context = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
    if (!context) return undefined;
    context.drawImage(picture, 0, 0);
    const { codeIn } = await import("./code-in.ts");
    return codeIn(context.getImageData(0, 0, width, height));
  } catch {
    return undefined;
  } finally {
    picture.close();
  }
}

async function answer(request: TaskRequest): Promise<TaskAnswer> {
  const { id, job } = request;
  switch (job) {
    case "measure":
      return { id, job, facts: await measure(request.blob, request.thumbnail) };
    case "highlight":
      return { id, job, colours: await highlight(request.language, request.text) };
    case "read-code":
      return { id, job, code: await readCode(request.picture) };
    default:
      return job satisfies never;
  }
}

addEventListener("message", (event: MessageEvent<TaskRequest>) => {
  void answer(event.data).then((message) => postMessage(message));
});
