// An HTTP proxy in front of a homeserver for tests: it counts requests and makes days bad on purpose.
//   const proxy = await createProxy({ target: "http://localhost:8811" });
//   proxy.fault((request) => request.path.includes("/send/") ? { status: 429, retryAfterMs: 500 } : undefined);
//
// A fault is chosen for each request by a function; what it returns:
//   "offline"                         the socket is destroyed without an answer
//   { delayMs }                       passed on after that time
//   { status: 429, retryAfterMs }     rate limited in Matrix's words (retry_after_ms)
//   { status, errcode?, error?, headers? }  any other failure, not passed on
//   { truncate: bytes }               passed on, but the body breaks off after so many bytes
//   { dropAnswer: true }              passed on, but the client never learns the answer (the socket is destroyed)
//   { status, body, headers? }        answers with exactly this body, as whatever the headers say it is
//   { status, endless: true }         an answer that begins and never ends
//   undefined                         passed on untouched
// CORS preflights always pass, because no browser would get past them to see the fault, except while offline.
import http from "node:http";

export async function createProxy({ target, port = 0, host = "127.0.0.1" }) {
  const upstream = new URL(target);
  const agent = new http.Agent({ keepAlive: true });
  const log = [];
  const open = new Set();
  const sockets = new Set();
  let choose;

  const server = http.createServer((request, response) => {
    const url = new URL(request.url, target);
    const entry = { method: request.method, path: url.pathname, search: url.search, at: Date.now(), status: undefined };
    const preflight = request.method === "OPTIONS";
    if (!preflight) {
      log.push(entry);
      open.add(entry);
    }
    response.once("close", () => open.delete(entry));
    const fault = choose?.(entry);
    if (fault === "offline") return void request.socket.destroy();
    if (preflight || fault === undefined) return pass(request, response, entry, {});
    if (fault.status !== undefined) return fail(request, response, entry, fault);
    if (fault.delayMs !== undefined) {
      const timer = setTimeout(() => pass(request, response, entry, fault), fault.delayMs);
      response.once("close", () => clearTimeout(timer));
      return undefined;
    }
    return pass(request, response, entry, fault);
  });
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });

  function pass(request, response, entry, { truncate, dropAnswer }) {
    const onward = http.request(
      {
        host: upstream.hostname,
        port: upstream.port || 80,
        method: request.method,
        path: request.url,
        headers: { ...request.headers, host: upstream.host },
        agent,
      },
      (answer) => {
        entry.status = answer.statusCode;
        if (dropAnswer) {
          answer.resume();
          answer.once("end", () => request.socket.destroy());
          return;
        }
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        if (truncate === undefined) {
          answer.pipe(response);
          answer.once("error", () => response.destroy());
          return;
        }
        let left = truncate;
        answer.on("data", (chunk) => {
          if (left <= 0) return;
          response.write(chunk.subarray(0, left));
          left -= chunk.length;
          if (left <= 0) setImmediate(() => request.socket.destroy());
        });
        answer.once("end", () => request.socket.destroy());
      },
    );
    onward.once("error", () => {
      if (response.headersSent || response.destroyed) response.destroy();
      else request.socket.destroy();
    });
    response.once("close", () => {
      if (!response.writableFinished) onward.destroy();
    });
    request.pipe(onward);
  }

  function fail(request, response, entry, { status, retryAfterMs, errcode, error, headers, body: given, endless }) {
    entry.status = status;
    request.resume();
    if (given !== undefined || endless) {
      response.writeHead(status, {
        "access-control-allow-origin": "*",
        "content-type": "application/json",
        ...headers,
      });
      if (!endless) return void response.end(given);
      response.write("[");
      const timer = setInterval(() => response.write(" ".repeat(1_000)), 100);
      response.once("close", () => clearInterval(timer));
      return undefined;
    }
    const limited = status === 429;
    const body = limited
      ? {
          errcode: errcode ?? "M_LIMIT_EXCEEDED",
          error: error ?? "Too many requests",
          retry_after_ms: retryAfterMs ?? 1000,
        }
      : errcode
        ? { errcode, error: error ?? "Fault injected by the test proxy" }
        : undefined;
    response.writeHead(status, {
      "access-control-allow-origin": "*",
      "content-type": body ? "application/json" : "text/html",
      ...headers,
    });
    return void response.end(body ? JSON.stringify(body) : `<html><body>${status}</body></html>`);
  }

  await new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  const url = `http://localhost:${server.address().port}`;
  const matches = (pattern) => (entry) =>
    pattern === undefined || (typeof pattern === "string" ? entry.path.includes(pattern) : pattern.test(entry.path));
  return {
    url,
    /** All requests so far, oldest first (no preflights). */
    requests: (pattern) => log.filter(matches(pattern)),
    /** Number of requests per path so far. */
    counts() {
      const counts = {};
      for (const { path } of log) counts[path] = (counts[path] ?? 0) + 1;
      return counts;
    },
    /** Number of requests that are being answered now. */
    inFlight: (pattern) => [...open].filter(matches(pattern)).length,
    reset: () => void (log.length = 0),
    /** Chooses a fault for each request from now on; undefined ends all faults. */
    fault(fn) {
      choose = fn;
    },
    /** Goes offline at once: open connections break too, until fault(undefined). */
    goOffline() {
      choose = () => "offline";
      for (const socket of sockets) socket.destroy();
    },
    async close() {
      agent.destroy();
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
