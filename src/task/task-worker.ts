/**
 * The tab's worker for pure, heavy jobs. It measures pictures: decoding a large one takes longer than a frame. It knows
 * nothing of the account and talks to nobody but its tab.
 */
import { encode } from "blurhash";
import type { PictureFacts, TaskAnswer, TaskRequest } from "./protocol.ts";

const SIDE = 48;

async function measure(blob: Blob): Promise<PictureFacts | undefined> {
  try {
    const bitmap = await createImageBitmap(blob);
    const { width, height } = bitmap;
    const scale = SIDE / Math.max(width, height);
    const across = Math.max(1, Math.round(width * scale));
    const down = Math.max(1, Math.round(height * scale));
    const context = new OffscreenCanvas(across, down).getContext("2d");
    if (!context) return undefined;
    context.drawImage(bitmap, 0, 0, across, down);
    bitmap.close();
    const { data } = context.getImageData(0, 0, across, down);
    const [x, y] = width >= height ? [4, 3] : [3, 4];
    return { width, height, blurhash: encode(data, across, down, x, y) };
  } catch {
    return undefined;
  }
}

addEventListener("message", (event: MessageEvent<TaskRequest>) => {
  const { id, blob } = event.data;
  void measure(blob).then((facts) => {
    const answer: TaskAnswer = { id, facts };
    postMessage(answer);
  });
});
