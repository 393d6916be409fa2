import { expect, it } from "vitest";
import { measurePicture } from "./measure-picture.ts";
import { videoStill } from "./video-still.ts";

async function picture(width: number, height: number, type: string, what: "noise" | "plain"): Promise<Blob> {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d");
  if (!context) throw new Error("no canvas");
  const data = context.createImageData(width, height);
  for (let at = 0; at < data.data.length; at += 4)
    data.data.set(what === "noise" ? [(at * 7919) % 256, (at * 104_729) % 251, at % 239, 255] : [9, 9, 9, 255], at);
  if (what === "noise")
    for (let at = 0; at < data.data.length; at += 65_536) crypto.getRandomValues(data.data.subarray(at, at + 65_536));
  context.putImageData(data, 0, 0);
  return canvas.convertToBlob({ type });
}

it("a large picture has a small one of at most 800 px that saves at least half", async () => {
  const blob = await picture(1600, 400, "image/png", "noise");
  const facts = await measurePicture(blob, "wanted");
  expect(facts).toMatchObject({ width: 1600, height: 400, thumbnail: { width: 800, height: 200 } });
  expect(facts?.thumbnail?.mimetype).toBe("image/webp");
  expect((facts?.thumbnail?.blob.size ?? Infinity) * 2).toBeLessThanOrEqual(blob.size);
});

it("what is small as it is, what moves, and what nobody wants a small picture of has none", async () => {
  const small = await measurePicture(await picture(1600, 1600, "image/png", "plain"), "wanted");
  const moving = await measurePicture(await picture(600, 600, "image/webp", "noise"), "wanted");
  const unasked = await measurePicture(await picture(600, 600, "image/png", "noise"));
  for (const facts of [small, moving, unasked]) {
    expect(facts?.width).toBeGreaterThan(0);
    expect(facts?.thumbnail).toBeUndefined();
  }
});

it("a video has a still; what is no video has none", async () => {
  const canvas = document.createElement("canvas");
  canvas.width = 1000;
  canvas.height = 100;
  const context = canvas.getContext("2d");
  const recorder = new MediaRecorder(canvas.captureStream(30), { mimeType: "video/webm" });
  const parts: Blob[] = [];
  recorder.addEventListener("dataavailable", ({ data }) => parts.push(data));
  const ended = new Promise((resolve) => recorder.addEventListener("stop", resolve, { once: true }));
  recorder.start(50);
  const size = (): number => parts.reduce((sum, part) => sum + part.size, 0);
  // A busy machine records late.
  for (let frame = 0; size() < 2_000; frame += 1) {
    if (context) context.fillStyle = `rgb(${frame % 256} 90 200)`;
    context?.fillRect((frame * 37) % 700, 0, 300, 100);
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
  recorder.stop();
  await ended;
  const still = await videoStill(new Blob(parts, { type: "video/webm" }));
  expect(still).toMatchObject({ mimetype: "image/jpeg", width: 800, height: 80 });
  expect(await videoStill(new Blob(["no video"], { type: "video/mp4" }))).toBeUndefined();
});
