#!/usr/bin/env node
// Draws the demo world's pictures from art.svg with a system Chromium and writes media/*.{png,jpg} and media.json
// (size, dimensions, blurhash of each). Only needed after art.svg changed: the results are committed, because the
// machine that seeds the demo has no browser to rely on.
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright";
import { encode } from "blurhash";

const here = path.dirname(fileURLToPath(import.meta.url));
const out = path.join(here, "media");
const art = fs.readFileSync(path.join(here, "art.svg"), "utf8");

const AVATAR = 160;
const avatars = [...art.matchAll(/<symbol id="(av-\w+)"/g)].map((m) => ({
  id: m[1],
  w: AVATAR,
  h: AVATAR,
  type: "png",
}));
const photos = [
  { id: "ph-dusk", w: 1440, h: 900, type: "jpeg" },
  { id: "ph-dusk", name: "ph-panorama", w: 1600, h: 520, type: "jpeg" },
  { id: "ph-rope", w: 1000, h: 1000, type: "jpeg" },
  { id: "ph-plan", w: 1200, h: 1200, type: "png" },
  { id: "ph-stairs", w: 800, h: 1400, type: "jpeg" },
  { id: "ph-tide", w: 1200, h: 800, type: "png" },
  { id: "ph-lamp", w: 900, h: 1200, type: "jpeg" },
  { id: "ph-kettle", w: 1200, h: 900, type: "jpeg" },
];

const browser = await chromium.launch({
  ...(process.env.HUBBUB_CHROMIUM ? { executablePath: process.env.HUBBUB_CHROMIUM } : {}),
  args: ["--no-sandbox", "--disable-gpu"],
});
const page = await browser.newPage();
await page.setContent(
  `<style>body{margin:0}</style><div style="position:absolute;width:0;height:0;overflow:hidden">${art}</div><svg id="s"><use/></svg>`,
);
fs.mkdirSync(out, { recursive: true });
const manifest = {};
for (const item of [...avatars, ...photos]) {
  await page.setViewportSize({ width: item.w, height: item.h });
  await page.evaluate(({ id, w, h }) => {
    const svg = document.getElementById("s");
    svg.setAttribute("width", w);
    svg.setAttribute("height", h);
    svg.style.display = "block";
    const use = svg.querySelector("use");
    use.setAttribute("href", `#${id}`);
    use.setAttribute("width", w);
    use.setAttribute("height", h);
  }, item);
  const file = `${item.name ?? item.id}.${item.type === "jpeg" ? "jpg" : "png"}`;
  const data = await page.screenshot(item.type === "jpeg" ? { type: "jpeg", quality: 82 } : { type: "png" });
  fs.writeFileSync(path.join(out, file), data);
  const pixels = await page.evaluate(
    async ({ url }) => {
      const image = new Image();
      image.src = url;
      await image.decode();
      const canvas = Object.assign(document.createElement("canvas"), { width: 32, height: 32 });
      const context = canvas.getContext("2d");
      context.drawImage(image, 0, 0, 32, 32);
      return [...context.getImageData(0, 0, 32, 32).data];
    },
    { url: `data:image/${item.type};base64,${data.toString("base64")}` },
  );
  manifest[file] = {
    mimetype: `image/${item.type}`,
    w: item.w,
    h: item.h,
    size: data.length,
    blurhash: encode(Uint8ClampedArray.from(pixels), 32, 32, 4, 3),
  };
}
await browser.close();
fs.writeFileSync(path.join(here, "media.json"), `${JSON.stringify(manifest, null, 2)}\n`);
