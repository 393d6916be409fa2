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

/**
 * Address of an encrypted file, opened by the service worker. `seal` names the key (`MediaInfo.seal`); it is a hash, and
 * neither the key nor anything it could be made from.
 */
export function sealedPath(server: string, mediaId: string, seal: string): string {
  return `${MEDIA_PREFIX}sealed/${encodeURIComponent(server)}/${encodeURIComponent(mediaId)}?h=${seal}`;
}

/** Answered in place of an encrypted file that is not what its sender encrypted. */
export const CHANGED_STATUS = 422;

/** Where ciphertext of files is kept. Never anything that could be read without its key. */
export const CIPHERTEXT_CACHE = "hubbub-ciphertext";
