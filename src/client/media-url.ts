/**
 * Addresses of media: a path of this site that the service worker answers with the account's token, so that no page and
 * no URL ever carries one. Relative to the page's base, for builds under a sub-path.
 */
import { mxcParts, type MxcUri } from "#api/ids.ts";
import type { MediaInfo } from "#api/timeline.ts";
import { downloadPath, sealedPath, thumbnailPath } from "#lib/sw-protocol.ts";

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

/** Where a file lies, and the name of its key if it is encrypted. */
export interface MediaSource {
  readonly mxc: MxcUri | undefined;
  readonly seal?: string | undefined;
}

/** The file itself. */
export function wholeOf({ mxc, seal }: MediaInfo): MediaSource {
  return { mxc, seal };
}

/** What is drawn small: no server can make a thumbnail of what it can't read, so an encrypted file brings its own. */
export function smallOf({ mxc, seal, thumbnail, thumbnailSeal }: MediaInfo): MediaSource {
  return seal === undefined || thumbnail === undefined ? { mxc, seal } : { mxc: thumbnail, seal: thumbnailSeal };
}

/** `size` in CSS px asks for a thumbnail; without it the file itself. With `seal` the file is encrypted and comes whole. */
export function mediaUrl(mxc: MxcUri, size: MediaSize | undefined, seal?: string): string {
  const { server, mediaId } = mxcParts(mxc);
  if (seal !== undefined) return new URL(sealedPath(server, mediaId, seal), document.baseURI).href;
  if (!size) return new URL(downloadPath(server, mediaId), document.baseURI).href;
  const { width, height } = thumbnailSize(size);
  const method = width === height && width <= FACE ? "crop" : "scale";
  return new URL(thumbnailPath(server, mediaId, { width, height, method }), document.baseURI).href;
}
