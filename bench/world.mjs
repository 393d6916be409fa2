// What a run needs around the page: the served build (bytes counted), accounts on the fake homeserver with the delays of a
// real Synapse, browsers with a profile on disk (a warm start reads a disk, not memory).
import fs from "node:fs";
import http from "node:http";
import os from "node:os";
import path from "node:path";
import { chromium } from "playwright";
import { createHandler } from "../scripts/serve.mjs";
import { probe } from "./probe.mjs";

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--enable-precise-memory-info",
];
const VIEWPORT = { width: 1280, height: 800 };

/** Medians of Synapse 1.163 on SQLite: what a homeserver costs is no merit of ours. */
const SYNAPSE = { versions: 4, login: 264, sync: 50, messages: 12, members: 43, send: 32, other: 8 };

/** The build, and the bytes that went over the wire by kind of file. */
export async function serveBuild(dir) {
  const handler = createHandler({ dir });
  let sent = [];
  const server = http.createServer((request, response) => {
    const { writeHead } = response;
    response.writeHead = (status, headers) => {
      sent.push({ file: (request.url ?? "").split("?")[0], size: Number(headers?.["Content-Length"] ?? 0) });
      return writeHead.call(response, status, headers);
    };
    handler(request, response);
  });
  const url = await listen(server);
  return {
    url,
    sent: () => sent,
    forget: () => (sent = []),
    close: () => closing(server),
  };
}

/** The yardstick: a page that does nothing but read 500 names from IndexedDB and draw them. */
export async function serveBare() {
  const html = `<!doctype html><meta charset=utf-8><title>bare</title><ul id=l></ul><script>
    const open = indexedDB.open("bare", 1);
    open.onupgradeneeded = () => {
      const names = open.result.createObjectStore("names");
      for (let i = 0; i < 500; i++) names.put("Room number " + i, i);
    };
    open.onsuccess = () => {
      const read = open.result.transaction("names").objectStore("names").getAll();
      read.onsuccess = () => {
        for (const name of read.result) {
          const row = document.createElement("li");
          row.textContent = name;
          document.getElementById("l").append(row);
        }
        requestAnimationFrame(() => setTimeout(() => (window.done = performance.now())));
      };
    };
  </script>`;
  const server = http.createServer((_, response) => response.setHeader("content-type", "text/html").end(html));
  return { url: await listen(server), close: () => closing(server) };
}

async function listen(server) {
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://localhost:${server.address().port}/`;
}

function closing(server) {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(resolve));
}

/** An account in `rooms` rooms. The newest room has 5,000 messages, the one after it 1,000 members (if `large`). */
export async function makeAccount(startFakeHomeserver, { rooms, large = true, messages = 20, members = 8 }) {
  const fake = await startFakeHomeserver({ delays: SYNAPSE });
  const names = [];
  for (let i = 0; i < rooms; i += 1) {
    const log = large && i === rooms - 1;
    const crowd = large && i === rooms - 2;
    const name = log ? "The long log" : crowd ? "The crowd" : `Room ${i}`;
    fake.addRoom({
      name,
      messages: log ? 5000 : messages,
      members: crowd ? 1000 : members,
      unread: log || crowd ? 0 : i % 3,
      newest: Date.now() - (rooms - i) * 60_000,
    });
    names.unshift(name);
  }
  return { fake, names, count: rooms };
}

/** A browser with a profile of its own on disk; one blank page keeps it alive when the others are closed. */
export async function openBrowser(executablePath, options = {}) {
  const profile = fs.mkdtempSync(path.join(os.tmpdir(), "hubbub-bench-"));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    args: FLAGS,
    viewport: VIEWPORT,
    ...options,
  });
  await context.addInitScript(probe);
  const keeper = context.pages()[0] ?? (await context.newPage());
  return {
    context,
    pages: () => context.pages().filter((page) => page !== keeper),
    async close() {
      await context.close();
      fs.rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
