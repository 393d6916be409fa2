#!/usr/bin/env node
// The one entry of `npm start`, `npm test` and `npm run bench`. It runs on a bare clone, before anything is installed,
// so it uses Node's own modules only; what it needs beyond them it installs first. This file stays parseable by old
// Nodes, so that they get a sentence instead of a syntax error.
const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `Hubbub needs Node 20.19 or newer, and this is ${process.versions.node}: install a newer one and start again.`,
  );
  process.exit(1);
}
const { main } = await import("./start/main.mjs");
await main(process.argv.slice(2));
