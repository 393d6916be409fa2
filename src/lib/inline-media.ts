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
