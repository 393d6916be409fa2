#!/usr/bin/env node
// Hubbub's bench: headless Chromium on the production build, accounts on the fake homeserver (with a real one's delays) and
// the demo world on a real one, each figure beside its budget. Trust ratios within one run, not figures across machines.
//   node bench/run.mjs [--quick] [--markdown] [--dist folder] [--only door,50,500,many,demo,crypto]
import path from "node:path";
import { fileURLToPath } from "node:url";
import { runnerImport } from "vite";
import { findChromium } from "../scripts/start/chromium.mjs";
import { manyRooms } from "./many-rooms.mjs";
import { measureAccount } from "./account.mjs";
import { measureCrypto } from "./crypto.mjs";
import { measureDemo } from "./demo.mjs";
import { measureDoor } from "./door.mjs";
import { createReport } from "./report.mjs";
import { serveBare, serveBuild } from "./world.mjs";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const option = (name) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? undefined : (process.argv[at + 1] ?? "");
};
const quick = process.argv.includes("--quick");
const only = option("only")?.split(",");
const wants = (part) => only?.includes(part) ?? true;

const { module } = await runnerImport(path.join(root, "src/sdk/testing/fake-homeserver.ts"), {
  root,
  logLevel: "error",
});
const report = createReport();
const site = await serveBuild(path.resolve(root, option("dist") ?? "dist"));
const bare = await serveBare();
const world = {
  chromium: findChromium(),
  startFakeHomeserver: module.startFakeHomeserver,
  site,
  bare,
  report,
  quick,
  samples: quick ? 3 : 9,
};
try {
  if (wants("door")) await measureDoor(world);
  if (wants("50")) await measureAccount(world, 50);
  if (!quick && wants("500")) await measureAccount(world, 500);
  if (!quick && wants("many")) await manyRooms(world);
  // `npm run bench` starts the servers of the demo world and says where they are.
  const demo = process.env["HUBBUB_STACK_A"];
  if (demo && wants("demo")) await measureDemo(world, demo);
  if (demo && wants("crypto")) await measureCrypto(world, demo);
  if (!demo && (wants("demo") || wants("crypto")))
    console.log("The demo world was left out: npm run bench starts its servers.");
} finally {
  await site.close();
  await bare.close();
}
console.log(process.argv.includes("--markdown") ? report.markdown() : report.text());
process.exit(0);
