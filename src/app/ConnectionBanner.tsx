import cloudSlash from "virtual:icon/regular/cloud-slash";
import { callVerb } from "#client/use-verb.ts";
import { useValueView } from "#client/use-view.ts";
import { t } from "#lib/i18n/t.ts";
import { Banner } from "#ui/Banner.tsx";
import { errorText } from "#ui/error-text.ts";
import { clockTime } from "#ui/format-time.ts";
import { useOffline } from "./use-offline.ts";

/** Says that the network is gone, and that nothing is lost by it. Silent for the first five seconds. */
export function ConnectionBanner() {
  const since = useOffline();
  const connection = useValueView("connection", {});
  if (since === undefined) return null;
  // Not the network's fault: what the person can do is free some space.
  const storage = connection?.state === "offline" && connection.error.kind === "storage" ? connection.error : undefined;
  return (
    <div className="banner-place">
      <Banner
        icon={cloudSlash}
        actions={
          <button
            type="button"
            className="link"
            onClick={() => void callVerb("session.reconnect", {}, { onError: "caller" })}
          >
            {t("shell.reconnect")}
          </button>
        }
      >
        {storage ? errorText(storage) : t("shell.offline", { time: clockTime(since) })}
      </Banner>
    </div>
  );
}
