import type { MxcUri } from "#api/ids.ts";
import { callVerb } from "#client/use-verb.ts";
import { mediaUrl } from "#client/media-url.ts";
import { serviceWorkerState } from "#client/service-worker.ts";

const FREE_AFTER_MS = 60_000;

function press(href: string, name: string): void {
  const link = document.createElement("a");
  link.href = href;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
}

/** Saves a file under its name: streamed by the service worker, or fetched by the core where there is none. */
export async function saveFile(mxc: MxcUri, name: string): Promise<void> {
  if (serviceWorkerState() === "ready") {
    press(mediaUrl(mxc, undefined), name);
    return;
  }
  const result = await callVerb("media.fetch", { mxc, thumbnail: undefined });
  if (!result.ok) return;
  const url = URL.createObjectURL(result.value);
  press(url, name);
  setTimeout(() => URL.revokeObjectURL(url), FREE_AFTER_MS);
}
