/** What media is answered with, and to whom. */
import { inlineType } from "#lib/inline-media.ts";

const ALLOWED: ReadonlySet<string> = new Set(["", "image", "video", "audio"]);

/** Media is fetched or drawn; it never becomes a document, a frame, a script, a style or a worker. */
export function mayReceive(request: { readonly mode: string; readonly destination: string }): boolean {
  return request.mode !== "navigate" && ALLOWED.has(request.destination);
}

/** Headers of an answer with media, whatever the server said. */
export function mediaHeaders(contentType: string | null): Headers {
  const type = inlineType(contentType);
  const headers = new Headers({
    "Content-Type": type ?? "application/octet-stream",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "Accept-Ranges": "bytes",
    // What an id names never changes; the picture may stay in this page's memory.
    "Cache-Control": "private, max-age=86400",
  });
  if (type === undefined) headers.set("Content-Disposition", "attachment");
  return headers;
}
