/**
 * What the window and the service worker know of each other: where media lies in the page's own address space, and the few
 * messages between them. Addresses are relative to the scope and never carry a token.
 */

/** The script's stable address, relative to the page. */
export const SERVICE_WORKER_URL = "./sw.js";

export type ToServiceWorker =
  /** Take control of this page: after a hard reload it has no service worker. Answered by `controllerchange`. */
  | { readonly type: "claim" }
  /** Nobody is signed in any more: forget what is remembered of the session. */
  | { readonly type: "signed-out" };

export const MEDIA_PREFIX = "media/";

export interface ThumbnailSize {
  readonly width: number;
  readonly height: number;
  readonly method: "crop" | "scale";
}

/** Address of a whole file, relative to the page. */
export function downloadPath(server: string, mediaId: string): string {
  return `${MEDIA_PREFIX}download/${encodeURIComponent(server)}/${encodeURIComponent(mediaId)}`;
}

/** Address of a small picture, relative to the page. */
export function thumbnailPath(server: string, mediaId: string, { width, height, method }: ThumbnailSize): string {
  const place = `${encodeURIComponent(server)}/${encodeURIComponent(mediaId)}`;
  return `${MEDIA_PREFIX}thumbnail/${place}?width=${width}&height=${height}&method=${method}`;
}
