/**
 * Something an <img>, <video> or <a> can show for a content URI: an address that the service worker answers, or, where
 * there is none, a blob URL of what the core fetched, shared by all who show it and freed a while after the last.
 */
import { useEffect, useState, useSyncExternalStore } from "react";
import type { MxcUri } from "#api/ids.ts";
import { callVerb } from "./core-client.ts";
import { mediaUrl, thumbnailSize, type MediaSize } from "./media-url.ts";
import { serviceWorkerState, subscribeServiceWorker } from "./service-worker.ts";

interface Blobbed {
  readonly url: Promise<string | undefined>;
  users: number;
}

const FREE_AFTER_MS = 30_000;
const blobs = new Map<string, Blobbed>();

async function fetchUrl(mxc: MxcUri, size: MediaSize | undefined): Promise<string | undefined> {
  const result = await callVerb("media.fetch", { mxc, thumbnail: size && thumbnailSize(size) });
  return result.ok ? URL.createObjectURL(result.value) : undefined;
}

function acquire(key: string, mxc: MxcUri, size: MediaSize | undefined): Blobbed {
  let blobbed = blobs.get(key);
  if (!blobbed) {
    blobbed = { url: fetchUrl(mxc, size), users: 0 };
    blobs.set(key, blobbed);
    const made = blobbed;
    // What could not be had is asked for again by whoever shows it next.
    void made.url.then((url) => url === undefined && blobs.get(key) === made && blobs.delete(key));
  }
  blobbed.users += 1;
  return blobbed;
}

function release(key: string, blobbed: Blobbed): void {
  blobbed.users -= 1;
  setTimeout(() => {
    if (blobbed.users > 0 || blobs.get(key) !== blobbed) return;
    blobs.delete(key);
    void blobbed.url.then((url) => url !== undefined && URL.revokeObjectURL(url));
  }, FREE_AFTER_MS);
}

/** `undefined` while there is nothing to show yet. */
export function useMedia(mxc: MxcUri | undefined, size: MediaSize | undefined): string | undefined {
  const worker = useSyncExternalStore(subscribeServiceWorker, serviceWorkerState);
  const [fetched, setFetched] = useState<{ readonly key: string; readonly url: string | undefined }>();
  const key = mxc === undefined ? "" : `${mxc} ${size ? `${size.width}x${size.height}` : ""}`;

  useEffect(() => {
    if (worker !== "absent" || mxc === undefined) return undefined;
    const blobbed = acquire(key, mxc, size);
    let state: "wanted" | "done" = "wanted";
    void blobbed.url.then((url) => {
      if (state === "wanted") setFetched({ key, url });
    });
    return () => {
      state = "done";
      release(key, blobbed);
    };
    // `key` says all there is to `mxc` and `size`.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [worker, key]);

  if (mxc === undefined) return undefined;
  if (worker === "ready") return mediaUrl(mxc, size);
  return fetched?.key === key ? fetched.url : undefined;
}
