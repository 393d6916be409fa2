/**
 * Addresses of media: a path of this site that the service worker answers with the account's token, so that no page and
 * no URL ever carries one. Relative to the page's base, for builds under a sub-path.
 */
import { mxcParts, type MxcUri } from "#api/ids.ts";
import { downloadPath, thumbnailPath } from "#lib/sw-protocol.ts";

export interface MediaSize {
  readonly width: number;
  readonly height: number;
}

/** Edges the page asks for: few, so that one picture is fetched once. */
const EDGES = [32, 96, 160, 320, 480, 640, 800, 1280, 1600];
/** Up to here a picture is a face, cut to its square. */
const FACE = 96;

function edge(pixels: number): number {
  return EDGES.find((one) => one >= pixels) ?? 1600;
}

/** What is asked of the server for a picture drawn at `size` CSS px on this screen. */
export function thumbnailSize(size: MediaSize): MediaSize {
  const ratio = Math.min(window.devicePixelRatio || 1, 2);
  return { width: edge(size.width * ratio), height: edge(size.height * ratio) };
}

/** `size` in CSS px asks for a thumbnail; without it the file itself. */
export function mediaUrl(mxc: MxcUri, size: MediaSize | undefined): string {
  const { server, mediaId } = mxcParts(mxc);
  if (!size) return new URL(downloadPath(server, mediaId), document.baseURI).href;
  const { width, height } = thumbnailSize(size);
  const method = width === height && width <= FACE ? "crop" : "scale";
  return new URL(thumbnailPath(server, mediaId, { width, height, method }), document.baseURI).href;
}
