import { mediaHeaders } from "./media-type.ts";

/** An empty answer that nothing can be made of. */
export function refusal(status: number): Response {
  const headers = mediaHeaders(null);
  // Else a refused navigation would offer an empty file for download.
  headers.delete("Content-Disposition");
  headers.set("Content-Type", "text/plain");
  headers.set("Cache-Control", "no-store");
  return new Response(null, { status, headers });
}
