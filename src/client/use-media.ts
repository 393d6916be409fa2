/**
 * Something an <img>, <video> or <a> can show for a content URI: an address that the service worker answers, or, where
 * there is none, a blob URL of what the core fetched, shared by all who show it and freed a while after the last.
 */
import { useEffect, useState, useSyncExternalStore } from "react";
import type { MxcUri } from "#api/ids.ts";
import { CHANGED_STATUS } from "#lib/sw-protocol.ts";
import { callVerb } from "./core-client.ts";
import { mediaUrl, thumbnailSize, type MediaSize, type MediaSource } from "./media-url.ts";
import { serviceWorkerState, subscribeServiceWorker } from "./service-worker.ts";

interface Blobbed {
  readonly url: Promise<string | undefined>;
  users: number;
}

const FREE_AFTER_MS = 30_000;
const blobs = new Map<string, Blobbed>();

async function fetchUrl(
  mxc: MxcUri,
  size: MediaSize | undefined,
  seal: string | undefined,
): Promise<string | undefined> {
  const result = await callVerb("media.fetch", { mxc, seal, thumbnail: size && thumbnailSize(size) });
  return result.ok ? URL.createObjectURL(result.value) : undefined;
}

function acquire(key: string, mxc: MxcUri, size: MediaSize | undefined, seal: string | undefined): Blobbed {
  let blobbed = blobs.get(key);
  if (!blobbed) {
    blobbed = { url: fetchUrl(mxc, size, seal), users: 0 };
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

export type Media =
  { readonly state: "waiting" | "failed"; readonly url: undefined } | { readonly state: "ready"; readonly url: string };

const WAITING: Media = { state: "waiting", url: undefined };
const FAILED: Media = { state: "failed", url: undefined };

/**
 * `failed` is known here only without a service worker; with one, what draws the address hears of it. Another `attempt`
 * asks again.
 */
export function useMediaSource({ mxc, seal }: MediaSource, size: MediaSize | undefined, attempt = 0): Media {
  const worker = useSyncExternalStore(subscribeServiceWorker, serviceWorkerState);
  const [fetched, setFetched] = useState<{ readonly key: string; readonly url: string | undefined }>();
  const place = mxc === undefined ? "" : `${mxc} ${seal ?? ""} ${size ? `${size.width}x${size.height}` : ""}`;
  const key = `${place} ${attempt}`;

  useEffect(() => {
    if (worker !== "absent" || mxc === undefined) return undefined;
    const blobbed = acquire(place, mxc, size, seal);
    let state: "wanted" | "done" = "wanted";
    void blobbed.url.then((url) => {
      if (state === "wanted") setFetched({ key, url });
    });
    return () => {
      state = "done";
      release(place, blobbed);
    };
    // `key` says all there is to `mxc`, `seal` and `size`.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [worker, key]);

  if (mxc === undefined) return WAITING;
  if (worker === "ready") return { state: "ready", url: mediaUrl(mxc, size, seal) };
  if (fetched?.key !== key) return WAITING;
  return fetched.url === undefined ? FAILED : { state: "ready", url: fetched.url };
}

/** `undefined` while there is nothing to show yet. */
export function useMedia(mxc: MxcUri | undefined, size: MediaSize | undefined, seal?: string): string | undefined {
  return useMediaSource({ mxc, seal }, size).url;
}

/** Whether an encrypted file is what its sender encrypted; asked after it could not be shown. */
export async function checkSealed(mxc: MxcUri, seal: string): Promise<"fine" | "changed" | "unavailable"> {
  if (serviceWorkerState() !== "ready") {
    const result = await callVerb("media.fetch", { mxc, seal, thumbnail: undefined });
    if (result.ok) return "fine";
    return result.error.kind === "crypto" && result.error.code === "changed" ? "changed" : "unavailable";
  }
  try {
    const response = await fetch(mediaUrl(mxc, undefined, seal));
    void response.body?.cancel();
    if (response.ok) return "fine";
    return response.status === CHANGED_STATUS ? "changed" : "unavailable";
  } catch {
    return "unavailable";
  }
}

/** Why something could not be shown: `changed` on its way, or anything else. Asks only while there is trouble. */
export function useTrouble({ mxc, seal }: MediaSource, trouble: "none" | "some"): "changed" | "other" {
  const key = trouble === "none" || mxc === undefined || seal === undefined ? "" : `${mxc} ${seal}`;
  const [known, setKnown] = useState("");
  useEffect(() => {
    if (key === "" || mxc === undefined || seal === undefined) return undefined;
    let state: "wanted" | "done" = "wanted";
    void checkSealed(mxc, seal).then((answer) => {
      if (state === "wanted") setKnown(answer === "changed" ? key : "");
    });
    return () => {
      state = "done";
    };
  }, [key, mxc, seal]);
  return key !== "" && known === key ? "changed" : "other";
}
