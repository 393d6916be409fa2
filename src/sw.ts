/**
 * The service worker: it starts the app without network, and fetches authenticated media so that pages need no token. The
 * page comes from the network whenever that answers in time, so a deploy reaches every new tab; hashed files come from the
 * cache. Everything else passes by untouched.
 */
import { readMediaKey, readSession } from "#sdk/store/read-session.ts";
import type { ToServiceWorker } from "#lib/sw-protocol.ts";
import { createKeptCiphertext } from "./sw/kept-ciphertext.ts";
import { parseMediaUrl } from "./sw/media-path.ts";
import { rememberSession } from "./sw/remembered-session.ts";
import { createServeMedia } from "./sw/serve-media.ts";
import { cacheName, dropStale, fillCache, isLate, keepLate, type Shell } from "./sw/shell-cache.ts";

declare const self: ServiceWorkerGlobalScope;
declare const __SHELL__: Shell;

/** Static routes spare the browser the start of this worker; not every browser has them. */
interface RoutedInstallEvent extends ExtendableEvent {
  addRoutes?(rules: readonly object[]): Promise<void>;
}

const NETWORK_PATIENCE_MS = 2_500;

const scope = new URL(self.registration.scope);
const HASHED = ["assets/", "core/"].map((folder) => scope.pathname + folder);
const session = rememberSession(() => readSession("0"), Date.now);
const media = createServeMedia({
  fetch: (url, init) => fetch(url, init),
  session: session.read,
  mediaKey: (mxc, seal) => readMediaKey("0", mxc, seal),
  kept: createKeptCiphertext(),
  scope: scope.href,
  now: Date.now,
});

self.addEventListener("install", (event: RoutedInstallEvent) => {
  event.waitUntil(install(event));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(activate());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== scope.origin) return;
  const wish = parseMediaUrl(url, scope);
  if (wish !== "other") event.respondWith(media.serve(request, wish));
  else if (request.method !== "GET") return;
  else if (request.mode === "navigate" && url.pathname === scope.pathname) event.respondWith(servePage(event));
  else if (HASHED.some((folder) => url.pathname.startsWith(folder))) event.respondWith(serveHashed(event));
});

self.addEventListener("message", (event: ExtendableMessageEvent) => {
  const message = event.data as ToServiceWorker;
  switch (message.type) {
    case "claim":
      event.waitUntil(self.clients.claim());
      return;
    case "signed-out":
      session.forget();
      event.waitUntil(media.forget());
      return;
    default:
      message satisfies never;
  }
});

async function install(event: RoutedInstallEvent): Promise<void> {
  await fillCache(__SHELL__, scope.href);
  try {
    await event.addRoutes?.([
      // The first rule that fits counts: what is kept on first use has to pass by here.
      ...HASHED.map((folder) => ({ condition: { urlPattern: `${folder}*.wasm` }, source: "fetch-event" })),
      ...HASHED.map((folder) => ({ condition: { urlPattern: `${folder}*`, requestMethod: "GET" }, source: "cache" })),
      { condition: { urlPattern: scope.pathname, requestMode: "navigate" }, source: "race-network-and-fetch-handler" },
    ]);
  } catch {
    // An older form of static routes: the fetch handler does the same, a little later.
  }
  await self.skipWaiting();
}

async function activate(): Promise<void> {
  const windows = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  await dropStale(__SHELL__.build, windows.length);
  await self.clients.claim();
}

async function servePage(event: FetchEvent): Promise<Response> {
  const kept = () => caches.match(scope.href, { cacheName: cacheName(__SHELL__.build) });
  const network = fetch(event.request);
  try {
    const inTime = await Promise.race([network, later(NETWORK_PATIENCE_MS)]);
    return inTime ?? (await kept()) ?? (await network);
  } catch (error) {
    const page = await kept();
    if (page) return page;
    throw error;
  }
}

function later(ms: number): Promise<undefined> {
  return new Promise((resolve) => {
    setTimeout(() => resolve(undefined), ms);
  });
}

async function serveHashed(event: FetchEvent): Promise<Response> {
  const { request } = event;
  const kept = await caches.match(request);
  if (kept) return kept;
  return isLate(request.url) ? keepLate(__SHELL__.build, request, (work) => event.waitUntil(work)) : fetch(request);
}
