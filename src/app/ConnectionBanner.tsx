import cloudSlash from "virtual:icon/regular/cloud-slash";
import { callVerb } from "#client/use-verb.ts";
import { t } from "#lib/i18n/t.ts";
import { Banner } from "#ui/Banner.tsx";
import { clockTime } from "#ui/format-time.ts";
import { useOffline } from "./use-offline.ts";

/** Says that the network is gone, and that nothing is lost by it. Silent for the first five seconds. */
export function ConnectionBanner() {
  const since = useOffline();
  if (since === undefined) return null;
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
        {t("shell.offline", { time: clockTime(since) })}
      </Banner>
    </div>
  );
}
