/**
 * Registers the service worker and says whether it answers for media on this page. After a hard reload the page is not
 * controlled; the worker is then asked to claim it.
 */
import { CIPHERTEXT_CACHE, SERVICE_WORKER_URL, type ToServiceWorker } from "#lib/sw-protocol.ts";

export type ServiceWorkerState = "unknown" | "ready" | "absent";

let state: ServiceWorkerState = "unknown";
const listeners = new Set<() => void>();

/** Long enough for a first installation; after that media go through the core. */
const CLAIM_MS = 4000;

function set(next: ServiceWorkerState): void {
  if (state === next) return;
  state = next;
  for (const listener of listeners) listener();
}

export function serviceWorkerState(): ServiceWorkerState {
  return state;
}

export function subscribeServiceWorker(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function startServiceWorker(): void {
  const container = (navigator as Partial<Navigator>).serviceWorker;
  if (!container || import.meta.env.DEV) {
    set("absent");
    return;
  }
  if (container.controller) set("ready");
  container.addEventListener("controllerchange", () => set(container.controller ? "ready" : "absent"));
  const patience = setTimeout(() => {
    if (!container.controller) set("absent");
  }, CLAIM_MS);
  container
    .register(new URL(SERVICE_WORKER_URL, document.baseURI), { scope: new URL("./", document.baseURI).pathname })
    .then(() => container.ready)
    .then((registration) => {
      if (!container.controller) registration.active?.postMessage({ type: "claim" } satisfies ToServiceWorker);
    })
    .catch(() => {
      clearTimeout(patience);
      set("absent");
    });
}

/** Tells the service worker that what it knows of the session is void. */
export function tellSignedOut(): void {
  const container = (navigator as Partial<Navigator>).serviceWorker;
  container?.controller?.postMessage({ type: "signed-out" } satisfies ToServiceWorker);
  // Without a controller nobody else would; without its keys it is worth nothing anyway.
  if (container) void caches.delete(CIPHERTEXT_CACHE).catch(() => undefined);
}
