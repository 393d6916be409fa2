import fs from "node:fs";
import http from "node:http";
import os from "node:os";
import path from "node:path";
import zlib from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startWebServer } from "./serve.mjs";

const SCRIPT = "document.documentElement.dataset.theme='dark'";
let dir;
let web;
let sub;

// Not fetch: it would tidy up the paths and unpack the bodies that are to be tested.
function get(target, { url = web.url, method = "GET", headers = {} } = {}) {
  const { port } = new URL(url);
  return new Promise((resolve, reject) => {
    const request = http.request({ host: "127.0.0.1", port, path: target, method, headers }, (response) => {
      const chunks = [];
      response.on("data", (chunk) => chunks.push(chunk));
      response.on("end", () =>
        resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks) }),
      );
    });
    request.on("error", reject);
    request.end();
  });
}

beforeAll(async () => {
  const top = fs.mkdtempSync(path.join(os.tmpdir(), "hubbub-serve-"));
  dir = path.join(top, "dist");
  const write = (name, text, twins = true) => {
    const file = path.join(dir, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text);
    if (!twins) return;
    fs.writeFileSync(`${file}.br`, zlib.brotliCompressSync(text));
    fs.writeFileSync(`${file}.gz`, zlib.gzipSync(text));
  };
  write(
    "index.html",
    `<!doctype html><script>${SCRIPT}</script><script type="module" src="./assets/index-AbCd_123.js"></script>`,
  );
  write("assets/index-AbCd_123.js", "export {}");
  write("core/core-AbCd1234.js", "export {}");
  write("sw.js", "self.x=1");
  write("config.json", '{"brand":"Hubbub","default_theme":"dark"}', false);
  write("notes.exe", "no", false);
  write(".secret.json", "{}", false);
  fs.writeFileSync(path.join(top, "outside.txt"), "outside");
  web = await startWebServer({ dir, config: { default_server_config: { "m.homeserver": { base_url: "http://x" } } } });
  sub = await startWebServer({ dir, base: "/chat/" });
});

afterAll(async () => {
  await web.close();
  await sub.close();
  fs.rmSync(path.dirname(dir), { recursive: true });
});

describe("security headers", () => {
  test("the page has exactly the policy of the table, with the hash of its one inline script", async () => {
    const { headers } = await get("/");
    expect(headers["content-security-policy"]).toBe(
      "default-src 'none'; script-src 'self' 'sha256-4GCtlRIa5/po6BIm3cLw/p4RvTTtjKhicVUkjPlNp/s='; connect-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; style-src 'self' 'unsafe-inline'; font-src 'self'; manifest-src 'self'; worker-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    );
    expect(headers["x-content-type-options"]).toBe("nosniff");
    expect(headers["referrer-policy"]).toBe("no-referrer");
    expect(headers["permissions-policy"]).toContain("camera=(self), microphone=(self)");
    expect(headers["permissions-policy"]).toContain("geolocation=()");
    expect(headers["cross-origin-opener-policy"]).toBe("same-origin");
    expect(headers["cross-origin-resource-policy"]).toBe("same-origin");
  });

  test("only the core and the service worker may connect elsewhere, and only the core compiles WebAssembly", async () => {
    const policy = async (target) => (await get(target)).headers["content-security-policy"];
    expect(await policy("/core/core-AbCd1234.js")).toContain("connect-src 'self' https: http://localhost:*");
    expect(await policy("/core/core-AbCd1234.js")).toContain("'wasm-unsafe-eval'");
    expect(await policy("/sw.js")).toContain("connect-src 'self' https:");
    expect(await policy("/sw.js")).not.toContain("wasm");
    for (const target of ["/", "/assets/index-AbCd_123.js", "/config.json", "/nothing.js"]) {
      expect(await policy(target)).toContain("connect-src 'self';");
      expect(await policy(target)).not.toContain("wasm");
    }
  });
});

describe("files", () => {
  test("brotli before gzip before neither, as the client accepts, with the type of the file itself", async () => {
    const target = "/assets/index-AbCd_123.js";
    const both = await get(target, { headers: { "accept-encoding": "gzip, deflate, br" } });
    expect(both.headers["content-encoding"]).toBe("br");
    expect(both.headers["content-type"]).toBe("text/javascript; charset=utf-8");
    expect(String(zlib.brotliDecompressSync(both.body))).toBe("export {}");
    const gzip = await get(target, { headers: { "accept-encoding": "gzip, br;q=0" } });
    expect(String(zlib.gunzipSync(gzip.body))).toBe("export {}");
    const plain = await get(target);
    expect(plain.headers["content-encoding"]).toBeUndefined();
    expect(plain.headers.vary).toBe("Accept-Encoding");
    expect(String(plain.body)).toBe("export {}");
  });

  test("an older compressed twin is of another build and not served", async () => {
    const file = path.join(dir, "sw.js.br");
    fs.utimesSync(file, 1, 1);
    const { headers } = await get("/sw.js", { headers: { "accept-encoding": "br" } });
    expect(headers["content-encoding"]).toBeUndefined();
  });

  test("hashed files are kept for ever, everything else is asked for again", async () => {
    const cache = async (target) => (await get(target)).headers["cache-control"];
    expect(await cache("/assets/index-AbCd_123.js")).toBe("public, max-age=31536000, immutable");
    expect(await cache("/core/core-AbCd1234.js")).toBe("public, max-age=31536000, immutable");
    for (const target of ["/", "/sw.js", "/config.json"]) expect(await cache(target)).toBe("no-cache");
  });

  test("an unchanged file answers 304 without a body", async () => {
    const { headers } = await get("/");
    const again = await get("/", { headers: { "if-none-match": `W/${headers.etag}` } });
    expect(again.status).toBe(304);
    expect(again.body).toHaveLength(0);
    expect(again.headers["content-security-policy"]).toBeDefined();
  });

  test("HEAD has the headers of GET and no body; other methods are refused", async () => {
    const head = await get("/", { method: "HEAD" });
    expect(head.status).toBe(200);
    expect(Number(head.headers["content-length"])).toBeGreaterThan(0);
    expect(head.body).toHaveLength(0);
    expect((await get("/", { method: "POST" })).status).toBe(405);
  });

  test("nothing outside the directory, no hidden file, no unknown type", async () => {
    const bad = [
      "/../outside.txt",
      "/%2e%2e/outside.txt",
      "/..%2foutside.txt",
      "/assets/../../outside.txt",
      "/%00",
      "/%",
      "/.secret.json",
      "/notes.exe",
      "/assets",
      "/..\\outside.txt",
    ];
    for (const target of bad) expect((await get(target)).status, target).toBe(404);
  });
});

describe("configuration and base path", () => {
  test("given keys replace those of the build's config.json, the others stay", async () => {
    const { body, headers } = await get("/config.json");
    expect(JSON.parse(String(body))).toEqual({
      brand: "Hubbub",
      default_theme: "dark",
      default_server_config: { "m.homeserver": { base_url: "http://x" } },
    });
    expect((await get("/config.json", { headers: { "if-none-match": headers.etag } })).status).toBe(304);
  });

  test("a sub-path serves the same files, sends its bare form on, and nothing beside it exists", async () => {
    const url = sub.url;
    expect((await get("/chat/", { url })).status).toBe(200);
    const bare = await get("/chat", { url });
    expect([bare.status, bare.headers.location]).toEqual([308, "/chat/"]);
    expect((await get("/chat/sw.js", { url })).headers["content-security-policy"]).toContain("https:");
    expect((await get("/", { url })).status).toBe(404);
    expect((await get("/chatter/", { url })).status).toBe(404);
  });
});
