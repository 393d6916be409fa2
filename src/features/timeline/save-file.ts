import type { MxcUri } from "#api/ids.ts";
import { mediaUrl } from "#client/media-url.ts";
import { serviceWorkerState } from "#client/service-worker.ts";
import { showToast } from "#client/ui-store.ts";
import { callVerb } from "#client/use-verb.ts";
import { t } from "#lib/i18n/t.ts";
import { CHANGED_STATUS } from "#lib/sw-protocol.ts";

const FREE_AFTER_MS = 60_000;

function press(href: string, name: string): void {
  const link = document.createElement("a");
  link.href = href;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
}

/** A link that downloads is not answered by the service worker in every browser; what a page fetches is. */
async function fetchFile(mxc: MxcUri, seal: string | undefined): Promise<Blob | "changed" | "unavailable"> {
  if (serviceWorkerState() !== "ready") {
    const result = await callVerb("media.fetch", { mxc, seal, thumbnail: undefined }, { onError: "caller" });
    if (result.ok) return result.value;
    return result.error.kind === "crypto" && result.error.code === "changed" ? "changed" : "unavailable";
  }
  try {
    const response = await fetch(mediaUrl(mxc, undefined, seal));
    if (response.ok) return await response.blob();
    return response.status === CHANGED_STATUS && seal !== undefined ? "changed" : "unavailable";
  } catch {
    return "unavailable";
  }
}

/** Saves a file under its name, if it is what its sender sent. */
export async function saveFile(mxc: MxcUri, name: string, seal?: string): Promise<void> {
  const file = await fetchFile(mxc, seal);
  if (file === "changed" || file === "unavailable") {
    showToast({ text: t(file === "changed" ? "media.changedNamed" : "media.notSaved", { name }) });
    return;
  }
  const url = URL.createObjectURL(file);
  press(url, name);
  setTimeout(() => URL.revokeObjectURL(url), FREE_AFTER_MS);
}
