#!/usr/bin/env node
// Serves the production build: precompressed files, MIME types, caching and security headers (headers.mjs).
//   node scripts/serve.mjs [--dir dist] [--port 8080] [--host 127.0.0.1] [--base /sub/path/] [--config file.json]
//
// It serves files below one directory and nothing else: no listing, no fallback (the routes are in the hash), GET and
// HEAD only. `config` replaces keys of the build's config.json in what is served, never on disk.
import crypto from "node:crypto";
import fs from "node:fs";
import http from "node:http";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { cacheControl, inlineScriptHashes, securityHeaders } from "./headers.mjs";

/** Only files of these types are served at all. */
export const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".map": "application/json; charset=utf-8",
  ".webmanifest": "application/manifest+json; charset=utf-8",
  ".wasm": "application/wasm",
  ".svg": "image/svg+xml; charset=utf-8",
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".webp": "image/webp",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
  ".txt": "text/plain; charset=utf-8",
  ".ogg": "audio/ogg",
  ".mp3": "audio/mpeg",
};
const ENCODINGS = [
  ["br", ".br"],
  ["gzip", ".gz"],
];

/** A request listener that serves `dir` below `base`. */
export function createHandler({ dir, base = "/", config }) {
  const root = path.resolve(dir);
  const prefix = `/${base.replace(/^\/+|\/+$/g, "")}/`.replace("//", "/");
  let page = { stamp: "", hashes: [] };

  const inlineHashes = () => {
    const file = path.join(root, "index.html");
    const stamp = stampOf(statFile(file));
    if (stamp !== page.stamp) page = { stamp, hashes: stamp ? inlineScriptHashes(fs.readFileSync(file, "utf8")) : [] };
    return page.hashes;
  };

  return (request, response) => {
    const relative = relativePath(request.url ?? "/", prefix);
    const headers = securityHeaders(relative ?? "", inlineHashes());
    const refuse = (status, text, more) => {
      response.writeHead(status, {
        ...headers,
        "Content-Type": "text/plain; charset=utf-8",
        "Cache-Control": "no-store",
        ...more,
      });
      response.end(request.method === "HEAD" ? undefined : `${text}\n`);
    };
    if (request.method !== "GET" && request.method !== "HEAD")
      return refuse(405, "Method not allowed", { Allow: "GET, HEAD" });
    if (relative === undefined) {
      const bare = (request.url ?? "/").split("?")[0];
      return `${bare}/` === prefix ? refuse(308, "Moved", { Location: prefix }) : refuse(404, "Not found");
    }
    const file = path.join(root, relative);
    const type = TYPES[path.extname(relative).toLowerCase()];
    const stat = type && isInside(root, file) ? statFile(file) : undefined;
    if (config && relative === "config.json") {
      const body = Buffer.from(
        JSON.stringify({ ...(stat ? JSON.parse(fs.readFileSync(file, "utf8")) : {}), ...config }, null, 2),
      );
      return answer(request, response, headers, { relative, type, body, etag: hashOf(body) });
    }
    if (!stat) return refuse(404, "Not found");
    const [encoding, variant] = chooseVariant(file, stat, request.headers["accept-encoding"]);
    return answer(request, response, headers, {
      relative,
      type,
      file: variant,
      size: statFile(variant)?.size,
      encoding,
      etag: `${stampOf(stat)}${encoding ? `-${encoding}` : ""}`,
    });
  };
}

function answer(request, response, security, { relative, type, body, file, size, encoding, etag }) {
  const quoted = `"${etag}"`;
  const headers = { ...security, "Cache-Control": cacheControl(relative), ETag: quoted, Vary: "Accept-Encoding" };
  const known = (request.headers["if-none-match"] ?? "").split(",").map((tag) => tag.trim().replace(/^W\//, ""));
  if (known.includes(quoted)) {
    response.writeHead(304, headers);
    response.end();
    return;
  }
  response.writeHead(200, {
    ...headers,
    "Content-Type": type,
    "Content-Length": body ? body.length : size,
    ...(encoding ? { "Content-Encoding": encoding } : {}),
  });
  if (request.method === "HEAD") response.end();
  else if (body) response.end(body);
  else
    fs.createReadStream(file)
      .on("error", () => response.destroy())
      .pipe(response);
}

/** The path below the base path, "index.html" for the base itself; undefined for anything that is not below it. */
function relativePath(url, prefix) {
  let decoded;
  try {
    decoded = decodeURIComponent(url.split(/[?#]/)[0]);
  } catch {
    return undefined;
  }
  if (!decoded.startsWith(prefix) || /[\0\\]/.test(decoded)) return undefined;
  const relative = decoded.slice(prefix.length);
  if (relative.split("/").some((part) => part.startsWith("."))) return undefined;
  return relative === "" ? "index.html" : relative;
}

function isInside(root, file) {
  return file.startsWith(root + path.sep);
}

function statFile(file) {
  try {
    const stat = fs.statSync(file);
    return stat.isFile() ? stat : undefined;
  } catch {
    return undefined;
  }
}

function chooseVariant(file, stat, accept = "") {
  const refused = (name) => new RegExp(`\\b${name}\\s*;\\s*q=0(?:\\.0*)?\\s*(?:,|$)`).test(accept);
  for (const [name, extension] of ENCODINGS) {
    const sibling = statFile(file + extension);
    // An older sibling belongs to an earlier build.
    if (sibling && sibling.mtimeMs >= stat.mtimeMs && new RegExp(`\\b${name}\\b`).test(accept) && !refused(name)) {
      return [name, file + extension];
    }
  }
  return [undefined, file];
}

const stampOf = (stat) => (stat ? `${stat.size.toString(36)}-${Math.round(stat.mtimeMs).toString(36)}` : "");
const hashOf = (body) => crypto.createHash("sha256").update(body).digest("base64url").slice(0, 20);

/** Starts the server; resolves once it listens. Rejects with EADDRINUSE when the port is taken. */
export function startWebServer({ dir, port = 0, host = "127.0.0.1", base, config }) {
  const handler = createHandler({ dir, base, config });
  const server = http.createServer((request, response) => {
    try {
      handler(request, response);
    } catch (error) {
      console.error(error);
      if (!response.headersSent) response.writeHead(500);
      response.end();
    }
  });
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      const { port: actual } = server.address();
      const close = () =>
        new Promise((done) => {
          server.close(() => done());
          server.closeAllConnections();
        });
      resolve({ server, port: actual, url: `http://localhost:${actual}`, close });
    });
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const option = (name, fallback) => {
    const at = process.argv.indexOf(`--${name}`);
    return at >= 0 ? process.argv[at + 1] : fallback;
  };
  const config = option("config");
  const dir = option("dir", path.join(path.dirname(path.dirname(fileURLToPath(import.meta.url))), "dist"));
  startWebServer({
    dir,
    port: Number(option("port", "8080")),
    host: option("host", "127.0.0.1"),
    base: option("base", "/"),
    config: config ? JSON.parse(fs.readFileSync(config, "utf8")) : undefined,
  }).then(
    ({ url }) => console.log(`Serving ${dir} at ${url}`),
    (error) => {
      console.error(error.code === "EADDRINUSE" ? "That port is taken: choose another with --port." : error.message);
      process.exit(1);
    },
  );
}
