import http from "node:http";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createProxy } from "./proxy.mjs";

let upstream;
let proxy;
let seen;
let hold;

beforeEach(async () => {
  seen = [];
  hold = undefined;
  upstream = http.createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    const answer = () => response.end(JSON.stringify({ path: request.url, filler: "x".repeat(2000) }));
    if (hold) hold.then(answer);
    else answer();
  });
  await new Promise((resolve) => upstream.listen(0, "127.0.0.1", resolve));
  proxy = await createProxy({ target: `http://127.0.0.1:${upstream.address().port}` });
});

afterEach(async () => {
  await proxy.close();
  upstream.closeAllConnections();
  await new Promise((resolve) => upstream.close(resolve));
});

test("passes requests on and counts them by path", async () => {
  expect((await (await fetch(`${proxy.url}/a?x=1`)).json()).path).toBe("/a?x=1");
  await fetch(`${proxy.url}/a`, { method: "POST", body: "{}" });
  await fetch(`${proxy.url}/a`, { method: "OPTIONS" });
  expect(proxy.counts()).toEqual({ "/a": 2 });
  expect(proxy.requests("/a").map(({ method, search }) => method + search)).toEqual(["GET?x=1", "POST"]);
});

test("knows how many requests are in flight", async () => {
  let release;
  hold = new Promise((resolve) => (release = resolve));
  const both = [fetch(`${proxy.url}/sync`), fetch(`${proxy.url}/sync`)];
  await expect.poll(() => seen.length).toBe(2);
  expect(proxy.inFlight("/sync")).toBe(2);
  expect(proxy.inFlight(/send/)).toBe(0);
  release();
  for (const answer of await Promise.all(both)) await answer.text();
  await expect.poll(() => proxy.inFlight()).toBe(0);
});

test("answers 429 and 502 without asking the server, with CORS so that scripts can read them", async () => {
  proxy.fault(({ path }) =>
    path === "/slow" ? { status: 429, retryAfterMs: 1234 } : path === "/bad" ? { status: 502 } : undefined,
  );
  const limited = await fetch(`${proxy.url}/slow`);
  expect([limited.status, limited.headers.get("access-control-allow-origin")]).toEqual([429, "*"]);
  expect(await limited.json()).toMatchObject({ errcode: "M_LIMIT_EXCEEDED", retry_after_ms: 1234 });
  expect((await fetch(`${proxy.url}/bad`)).status).toBe(502);
  expect((await fetch(`${proxy.url}/good`)).status).toBe(200);
  expect(seen).toEqual(["GET /good"]);
  expect((await fetch(`${proxy.url}/slow`, { method: "OPTIONS" })).status).toBe(200);
});

test("offline breaks sockets, open ones too", async () => {
  hold = new Promise(() => undefined);
  const open = fetch(`${proxy.url}/sync`);
  await expect.poll(() => proxy.inFlight()).toBe(1);
  proxy.goOffline();
  await expect(open).rejects.toThrow();
  await expect(fetch(`${proxy.url}/x`)).rejects.toThrow();
  hold = undefined;
  proxy.fault(undefined);
  expect((await fetch(`${proxy.url}/x`)).status).toBe(200);
});

test("a truncated body and a dropped answer reach the server but fail the client", async () => {
  proxy.fault(({ path }) =>
    path === "/cut" ? { truncate: 100 } : path === "/lost" ? { dropAnswer: true } : undefined,
  );
  await expect(fetch(`${proxy.url}/cut`).then((answer) => answer.text())).rejects.toThrow();
  await expect(fetch(`${proxy.url}/lost`)).rejects.toThrow();
  expect(seen).toEqual(["GET /cut", "GET /lost"]);
});

test("a delay passes the request on later", async () => {
  proxy.fault(() => ({ delayMs: 30 }));
  const begun = performance.now();
  expect((await fetch(`${proxy.url}/x`)).status).toBe(200);
  expect(performance.now() - begun).toBeGreaterThanOrEqual(29);
});

test("any answer can be made up, also one that never ends", async () => {
  proxy.fault(({ path }) =>
    path === "/portal"
      ? { status: 200, body: "<html>Please log in</html>", headers: { "content-type": "text/html" } }
      : { status: 200, endless: true },
  );
  const portal = await fetch(`${proxy.url}/portal`);
  expect([portal.headers.get("content-type"), await portal.text()]).toEqual([
    "text/html",
    "<html>Please log in</html>",
  ]);
  const endless = await fetch(`${proxy.url}/endless`);
  const reader = endless.body.getReader();
  expect((await reader.read()).done).toBe(false);
  expect((await reader.read()).done).toBe(false);
  await reader.cancel();
  await expect.poll(() => proxy.inFlight()).toBe(0);
  expect(seen).toEqual([]);
});
