import { useEffect } from "react";
import type { DeviceTrust } from "#api/encryption.ts";
import type { UserId } from "#api/ids.ts";
import { callVerb } from "#client/use-verb.ts";
import { useValueView } from "#client/use-view.ts";

export interface SessionTrusts {
  of(deviceId: string): DeviceTrust | undefined;
  /** Only a session that is verified itself can vouch for another one; an unverified one asks a verified one. */
  mayVerify(deviceId: string): boolean;
  verify(deviceId: string): void;
}

/** What is known of the keys of one's own sessions. */
export function useSessionTrust(me: UserId): SessionTrusts {
  const encryption = useValueView("encryption", {});
  const trust = useValueView("personTrust", { userId: me });
  useEffect(() => void callVerb("trust.refresh", { userId: me }, { onError: "caller" }), [me]);
  const of = (deviceId: string) => trust?.devices.find((device) => device.deviceId === deviceId);
  const here = encryption?.state === "ready" ? encryption.device : undefined;
  return {
    of,
    mayVerify: (deviceId) => {
      const device = of(deviceId);
      if (!here || !device || device.deviceId === here.deviceId || device.encryption === "none") return false;
      return (device.trust === "verified") !== (here.verified === "verified");
    },
    verify: (deviceId) => void callVerb("verification.request", { userId: me, deviceId }),
  };
}
