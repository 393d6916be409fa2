// What the stand-ins for other people's servers have in common: routes by path, forms, and one plain page.
import http from "node:http";

export const json = (status, body) => ({ status, type: "application/json", body: JSON.stringify(body) });
export const html = (body) => ({ status: 200, type: "text/html; charset=utf-8", body });
export const redirect = (location) => ({ status: 303, headers: { location }, type: "text/plain", body: "" });
export const formOf = (raw) => Object.fromEntries(new URLSearchParams(raw));

const escape = (text) => String(text ?? "").replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`);

/** A page that asks for a name and passes on whatever it was asked with. */
export function page(title, { action, hidden, name = "", cancel = false }) {
  const inputs = Object.entries(hidden).map(
    ([key, value]) => `<input type="hidden" name="${escape(key)}" value="${escape(value)}">`,
  );
  const no = cancel ? ' <button name="cancel" value="1" formnovalidate>Cancel</button>' : "";
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>${escape(title)}</title><h1>${escape(title)}</h1>
<form method="post" action="${escape(action)}">${inputs.join("")}
<label>User name <input name="username" required autofocus value="${escape(name)}"></label>
<button>Continue</button>${no}</form></html>`;
}

/** Serves `routes` on loopback; a route gets { method, query, headers, raw } and answers what the makers above make. */
export function listen(port, routes) {
  const serve = async (request, response) => {
    const url = new URL(request.url, "http://localhost");
    let raw = "";
    for await (const chunk of request) raw += chunk;
    response.setHeader("access-control-allow-origin", "*");
    response.setHeader("access-control-allow-headers", "*");
    response.setHeader("cache-control", "no-store");
    if (request.method === "OPTIONS") return response.end();
    const route = routes[url.pathname];
    let answer;
    try {
      const query = Object.fromEntries(url.searchParams);
      answer = route
        ? await route({ method: request.method, query, headers: request.headers, raw })
        : json(404, { error: "not_found" });
    } catch (error) {
      answer = json(500, { error: "server_error", error_description: String(error.message) });
    }
    response.writeHead(answer.status, { "content-type": answer.type, ...answer.headers });
    return response.end(answer.body);
  };
  // Every route's error is answered inside; a connection that breaks concerns nobody.
  const server = http.createServer(
    (request, response) => void serve(request, response).catch(() => response.destroy()),
  );
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () =>
      resolve({
        close: () =>
          new Promise((done) => {
            server.close(done);
            server.closeAllConnections();
          }),
      }),
    );
  });
}
