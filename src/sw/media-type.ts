/**
 * Which bytes of strangers the browser may interpret, and for whom. Types outside of the list become a download; SVG is a
 * document and is never among them.
 */
const INLINE: ReadonlySet<string> = new Set([
  "image/png",
  "image/jpeg",
  "image/gif",
  "image/webp",
  "image/avif",
  "image/apng",
  "image/bmp",
  "video/mp4",
  "video/webm",
  "video/ogg",
  "video/quicktime",
  "audio/mp4",
  "audio/webm",
  "audio/aac",
  "audio/mpeg",
  "audio/ogg",
  "audio/wave",
  "audio/wav",
  "audio/x-wav",
  "audio/x-pn-wav",
  "audio/flac",
  "audio/x-flac",
]);

/** The type to answer with: the bare one if it may be shown, else `undefined`. */
export function inlineType(contentType: string | null): string | undefined {
  const [bare = ""] = (contentType ?? "").split(";");
  const type = bare.trim().toLowerCase();
  return INLINE.has(type) ? type : undefined;
}

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
