// The security and caching headers of every response, in one table: the development server (serve.mjs), the nginx
// configuration (deploy/nginx.mjs) and the tests all read them from here.
//
// The page itself never talks to a homeserver: only the core's worker and the service worker may connect elsewhere,
// and only the core may compile WebAssembly. A worker is bound by the policy its own script was served with.
import crypto from "node:crypto";

const HOMESERVERS = "'self' https: http://localhost:* http://127.0.0.1:*";

/** Kinds of response: `path` (relative to the base path, without a leading slash) decides. */
export const KINDS = Object.freeze({
  core: {
    prefix: "core/",
    csp: `default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src ${HOMESERVERS}; worker-src 'self'`,
  },
  serviceWorker: {
    exact: "sw.js",
    csp: `default-src 'none'; script-src 'self'; connect-src ${HOMESERVERS}; worker-src 'self'`,
  },
  page: { csp: undefined },
});

export function kindOf(path) {
  if (path.startsWith(KINDS.core.prefix)) return "core";
  if (path === KINDS.serviceWorker.exact) return "serviceWorker";
  return "page";
}

/** The page's policy; `hashes` are the sources of its inline scripts, as inlineScriptHashes() gives them. */
export function pagePolicy(hashes) {
  return [
    "default-src 'none'",
    `script-src ${["'self'", ...hashes].join(" ")}`,
    "connect-src 'self'",
    "img-src 'self' blob: data:",
    "media-src 'self' blob:",
    "style-src 'self' 'unsafe-inline'",
    "font-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self'",
    "frame-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}

const OFF = [
  "accelerometer",
  "browsing-topics",
  "geolocation",
  "gyroscope",
  "hid",
  "idle-detection",
  "local-fonts",
  "magnetometer",
  "midi",
  "payment",
  "serial",
  "usb",
  "xr-spatial-tracking",
];

export const COMMON_HEADERS = Object.freeze({
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  "Permissions-Policy": ["camera=(self)", "microphone=(self)", ...OFF.map((feature) => `${feature}=()`)].join(", "),
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
});

/** All security headers of one response. */
export function securityHeaders(path, hashes) {
  const policy = KINDS[kindOf(path)].csp ?? pagePolicy(hashes);
  return { "Content-Security-Policy": policy, ...COMMON_HEADERS };
}

/** Files below assets/ and core/ carry a hash of their content in their name and never change. */
export const IMMUTABLE = /^(?:assets|core)\/.*-[\w-]{8}\.[a-z0-9]+$/;

export function cacheControl(path) {
  return IMMUTABLE.test(path) ? "public, max-age=31536000, immutable" : "no-cache";
}

/** CSP sources of the scripts that are written into the page itself. */
export function inlineScriptHashes(html) {
  const scripts = [...html.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/gi)].map((match) => match[1]);
  return scripts.map((text) => `'sha256-${crypto.createHash("sha256").update(text, "utf8").digest("base64")}'`);
}
