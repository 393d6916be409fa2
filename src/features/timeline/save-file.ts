import type { MxcUri } from "#api/ids.ts";
import { mediaUrl } from "#client/media-url.ts";
import { serviceWorkerState } from "#client/service-worker.ts";
import { showToast } from "#client/ui-store.ts";
import { checkSealed } from "#client/use-media.ts";
import { callVerb } from "#client/use-verb.ts";
import { t } from "#lib/i18n/t.ts";

const FREE_AFTER_MS = 60_000;

function press(href: string, name: string): void {
  const link = document.createElement("a");
  link.href = href;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
}

async function refused(mxc: MxcUri, name: string, seal: string): Promise<boolean> {
  const answer = await checkSealed(mxc, seal);
  switch (answer) {
    case "fine":
      return false;
    case "changed":
      showToast({ text: t("media.changedNamed", { name }) });
      return true;
    case "unavailable":
      showToast({ text: t("media.notSaved", { name }) });
      return true;
    default:
      return answer satisfies never;
  }
}

/** Saves a file under its name: streamed by the service worker, or fetched by the core where there is none. */
export async function saveFile(mxc: MxcUri, name: string, seal?: string): Promise<void> {
  if (serviceWorkerState() === "ready") {
    // A download that is refused says nothing; so it is asked before.
    if (seal !== undefined && (await refused(mxc, name, seal))) return;
    press(mediaUrl(mxc, undefined, seal), name);
    return;
  }
  const result = await callVerb(
    "media.fetch",
    { mxc, seal, thumbnail: undefined },
    { onError: seal === undefined ? "toast" : "caller" },
  );
  if (!result.ok) {
    if (seal !== undefined) {
      const changed = result.error.kind === "crypto" && result.error.code === "changed";
      showToast(changed ? { text: t("media.changedNamed", { name }) } : { error: result.error });
    }
    return;
  }
  const url = URL.createObjectURL(result.value);
  press(url, name);
  setTimeout(() => URL.revokeObjectURL(url), FREE_AFTER_MS);
}
