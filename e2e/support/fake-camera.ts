/** A camera that shows what a test wants: Chromium plays a file of raw video in its place. */
import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Locator } from "@playwright/test";

const WIDTH = 640;
const HEIGHT = 480;
const GREY = 128;

export const CAMERA_FILE = path.join(tmpdir(), `hubbub-camera-${process.pid}.y4m`);

export const CAMERA_FLAGS: readonly string[] = [
  "--use-fake-device-for-media-stream",
  `--use-file-for-fake-video-capture=${CAMERA_FILE}`,
];

/** Shows brightness, one byte a pixel, row by row. The camera reads the file when it is switched on. */
function film(luma: Uint8Array): void {
  const chroma = new Uint8Array((WIDTH * HEIGHT) / 2).fill(GREY);
  const frame = [Buffer.from("FRAME\n"), luma, chroma];
  const head = Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F10:1 Ip A1:1 C420jpeg\n`);
  writeFileSync(CAMERA_FILE, Buffer.concat([head, ...frame, ...frame]));
}

export function showNothing(): void {
  film(new Uint8Array(WIDTH * HEIGHT).fill(GREY));
}

/** Holds what is on a screen in front of the camera. */
export async function showToCamera(what: Locator): Promise<void> {
  const picture = (await what.screenshot()).toString("base64");
  const luma = await what.page().evaluate(
    async ({ picture, width, height }) => {
      const bytes = Uint8Array.from(atob(picture), (letter) => letter.codePointAt(0) ?? 0);
      const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
      const context = new OffscreenCanvas(width, height).getContext("2d");
      if (!context) throw new Error("no canvas");
      context.fillStyle = "grey";
      context.fillRect(0, 0, width, height);
      const scale = Math.min(width / bitmap.width, height / bitmap.height);
      const [across, down] = [bitmap.width * scale, bitmap.height * scale];
      context.drawImage(bitmap, (width - across) / 2, (height - down) / 2, across, down);
      const { data } = context.getImageData(0, 0, width, height);
      return Array.from({ length: width * height }, (_, at) => data[at * 4] ?? 0);
    },
    { picture, width: WIDTH, height: HEIGHT },
  );
  film(Uint8Array.from(luma));
}
